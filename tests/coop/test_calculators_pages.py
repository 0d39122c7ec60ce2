"""Anybody redoes the sums on a page: strangers too, without scripts, in both languages."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}
SPANISH = {"Accept-Language": "es-ar"}
THE_SAME_HANDS = {
    "threshold": "1/2", "comparison": "more_than", "base": "present", "quorum": "50 %",
    "quorum_comparison": "more_than", "tie": "falls", "roll": "300", "present": "215", "in_favour": "95",
    "against": "80", "abstaining": "30",
}  # fmt: skip


@pytest.fixture(params=["en", "es-ar"])
def reader(request, client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = request.param
    client.language = request.param
    return client


def page(answer):
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("address", ["", "decision/", "split/", "surplus/"])
def test_a_stranger_sees_every_calculator(reader, address):
    text = page(reader.get(f"/calculators/{address}"))

    assert ("Redo the sums" if reader.language == "en" else "Rehacé las cuentas") in text


def test_a_vote_is_explained_in_the_readers_language(reader):
    text = page(reader.get("/calculators/decision/", THE_SAME_HANDS))

    if reader.language == "en":
        assert "Needed 108 of 215 present; 95 in favour. Rejected." in text
    else:
        assert "Hacían falta 108 de 215 presentes; 95 a favor. No se aprobó." in text


def test_an_impossible_count_comes_back_with_the_reason_and_what_was_typed(client):
    text = page(client.get("/calculators/decision/", THE_SAME_HANDS | {"present": "400"}, headers=ENGLISH))

    assert "More are present (400) than are on the roll (300)." in text
    assert 'value="400"' in text


def test_an_amount_is_split_by_name(client):
    asked = {"total": "1.000,00", "carry_in": "", "method": "equal_carry", "members": "Ana 1\n\nBeto;1\n1,0"}

    text = page(client.post("/calculators/split/", asked, headers=SPANISH))

    assert text.count("333,33") == 3
    assert "0,01" in text
    assert "Beto" in text


def test_a_line_without_a_weight_is_named(client):
    asked = {"total": "10", "method": "equal_carry", "members": "Ana 1\nBeto"}

    assert "Line 2 has no weight at its end." in page(
        client.post("/calculators/split/", asked, headers=ENGLISH)
    )


def test_a_year_is_shared_step_by_step_with_its_articles(client):
    asked = {"pack": "AR", "result": "1.000.000,01", "reinvestment": "10 %"}

    text = page(client.get("/calculators/surplus/", asked, headers=SPANISH))

    assert text.count("50.000,01") == 3
    assert "Ley 20.337, art. 42" in text
    assert "764.999,99" in text


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        (ENGLISH, "with article 33 in an older text; article 32 and today&#x27;s 33 were not seen"),
        (SPANISH, "con el artículo 33 en un texto anterior; no se vieron el 32 ni el 33 de hoy"),
    ],
)
def test_a_year_says_what_its_law_was_compared_with(client, headers, said):
    text = page(client.get("/calculators/surplus/", {"pack": "FR", "result": "5"}, headers=headers))

    assert said in text


def test_a_loss_says_how_it_is_covered(client):
    text = page(client.get("/calculators/surplus/", {"pack": "ES", "result": "-5"}, headers=ENGLISH))

    assert "nothing is returned" in text


@pytest.mark.parametrize(
    "junk", ["", "x", "-1", "9" * 5000, "٣", "\x00", "1e9", "½", "NaN", "𝟙", "%", "<script>"]
)
def test_no_input_breaks_a_page(client, junk):
    everywhere = dict.fromkeys(
        [*THE_SAME_HANDS, "pack", "result", "capital", "community", "extraordinary"], junk
    )
    asked = {"total": junk, "carry_in": junk, "method": "largest_remainder", "members": f"Ana {junk}\n{junk}"}

    assert "<script>" not in page(client.get("/calculators/decision/", everywhere))
    page(client.get("/calculators/decision/", THE_SAME_HANDS | {"quorum": junk, "roll": junk}))
    page(client.get("/calculators/surplus/", everywhere))
    page(client.get("/calculators/surplus/", everywhere | {"pack": "UY", "result": "100"}))
    page(client.post("/calculators/split/", asked))
    page(client.post("/calculators/split/", asked | {"total": "5", "carry_in": "1"}))
