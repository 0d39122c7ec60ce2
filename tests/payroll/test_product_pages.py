"""What things cost, and machines and works, on their pages: who reads, who writes, and what is said when it is wrong."""

from __future__ import annotations

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from members.models import Membership
from payroll.models import CostSheet, Product, Project
from record.models import Act
from tests.makers import NOW
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine
from tests.payroll.test_costs import APRIL, a_motion, put_on_the_list, write

pytestmark = pytest.mark.both_engines  # much of what they do has its only test here

SHEET = {
    "name": "Porcelanato 60×60",
    "unit": "m²",
    "in_force_from": "2026-04-01",
    "lines": "Gas: 2,656\r\n\r\nWork, at the equal minute: 2,302.50",
    "price_cents": "19,969",
}
MACHINE = {
    "code": "",
    "name": "Used press",
    "cents": "288,000,000",
    "effect": "large formats",
    "motion": "",
    "in_use_since": "",
}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(LATER, monkeypatch)


@pytest.fixture
def delia(nine: Nine) -> Client:
    """The window of whoever keeps the books."""
    return signed_in(nine.delia)


@pytest.fixture
def zulema(nine: Nine) -> Client:
    """The window of a member without a post."""
    return signed_in(nine.people[0])


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return words_of(answer)


def words_of(answer: Any) -> str:
    return unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def sent(client: Client, address: str, typed: dict[str, str]) -> str:
    """The page after a form: the same one again when something is wrong, with the sentence and what was typed."""
    answer = client.post(address, typed, follow=True)
    assert answer.status_code == 200
    return words_of(answer)


# --- who may read and write ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/products/", "/projects/"])
def test_every_member_reads_it_and_a_stranger_signs_in_first(nine: Nine, zulema: Client, address: str):
    assert zulema.get(address).status_code == 200
    stranger = Client().get(address)
    assert (stranger.status_code, stranger["Location"]) == (302, f"/sign-in/?next={address}")


@pytest.mark.parametrize("address", ["/products/", "/projects/"])
def test_who_left_reads_it_no_more(nine: Nine, zulema: Client, address: str):
    Membership.objects.filter(member=nine.people[0]).update(until_on=NOW.date())
    assert zulema.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/products/", "/projects/"])
def test_the_form_is_there_for_whoever_keeps_the_books(
    nine: Nine, delia: Client, zulema: Client, address: str
):
    write(nine)
    put_on_the_list(nine)
    assert f'action="{address}"' in shown(delia, address)
    assert "?code=" in shown(delia, address)
    read = shown(zulema, address)
    assert f'action="{address}"' not in read
    assert "?code=" not in read


@pytest.mark.parametrize(("address", "typed"), [("/products/", SHEET), ("/projects/", MACHINE)])
def test_whoever_does_not_keep_the_books_is_told_so_and_loses_nothing(
    zulema: Client, address: str, typed: dict[str, str]
):
    read = sent(zulema, address, typed)
    assert "Only whoever keeps the books writes this down." in read
    assert f'value="{typed["name"]}"' in read
    assert not Product.objects.exists()
    assert not Project.objects.exists()


def test_a_form_from_another_site_writes_nothing(nine: Nine):
    client = Client(enforce_csrf_checks=True)
    client.force_login(nine.delia, backend="members.backends.NumberAndPin")
    for address, typed in (("/products/", SHEET), ("/projects/", MACHINE)):
        assert client.post(address, typed).status_code == 403
    assert not Product.objects.exists()
    assert not Project.objects.exists()


# --- products -------------------------------------------------------------------------------------------------


def test_without_a_sheet_the_page_says_who_writes_them(zulema: Client, nine: Nine):
    assert "No cost sheet yet. The treasury writes them here." in shown(zulema, "/products/")
    spanish = signed_in(nine.people[1], "es-ar")
    assert "Todavía no hay hojas de costos. Tesorería las escribe acá." in shown(spanish, "/products/")


def test_a_sheet_opens_down_to_its_lines_and_the_difference(nine: Nine, zulema: Client):
    write(nine)
    read = shown(zulema, "/products/")
    for words in (
        "Piso rojo 33×33",
        "For one m², from 1 April 2026",
        "Gas",
        "$1,333",
        "Trabajo, al minuto igual",
        "$1,270",
        "$2,603",
        "$9,216",
        "+$6,613",
    ):
        assert words in read, words


def test_a_thing_sold_below_its_cost_shows_what_is_lost(nine: Nine, zulema: Client):
    write(nine, price_cents=200_000)
    assert "−$603" in shown(zulema, "/products/")


def test_a_sheet_reads_in_spanish_with_spanish_money_and_days(nine: Nine):
    write(nine)
    read = shown(signed_in(nine.people[0], "es-ar"), "/products/")
    for words in ("Lo que cuesta cada cosa", "1 de abril de 2026", "$ 1.333", "$ 9.216"):
        assert words in read, words
    assert "For one" not in read


def test_the_sheet_that_holds_today_is_shown_and_not_the_one_to_come(nine: Nine, zulema: Client):
    write(nine)
    write(nine, in_force_from=APRIL + timedelta(days=30), price_cents=999_900)
    read = shown(zulema, "/products/")
    assert "$9,216" in read
    assert "$9,999" not in read


def test_the_treasury_writes_a_sheet_as_it_types_it(delia: Client):
    read = sent(delia, "/products/", SHEET)
    assert "Written: what Porcelanato 60×60 costs from 1 April 2026." in read
    sheet = CostSheet.objects.select_related("product").get()
    assert (sheet.product.code, sheet.product.name, sheet.product.unit) == (
        "porcelanato-6060",
        "Porcelanato 60×60",
        "m²",
    )
    assert sheet.lines == [
        {"text": "Gas", "cents": 265_600},
        {"text": "Work, at the equal minute", "cents": 230_250},
    ]
    assert (sheet.total_cents, sheet.price_cents) == (495_850, 1_996_900)


def test_a_sheet_is_written_in_spanish_with_spanish_numbers(nine: Nine):
    typed = SHEET | {"lines": "Gas: 2.656\nTrabajo: 2.302,50", "price_cents": "$ 19.969"}
    read = sent(signed_in(nine.delia, "es-ar"), "/products/", typed)
    assert "Anotado: lo que cuesta Porcelanato 60×60 desde el 1 de abril de 2026." in read
    assert CostSheet.objects.get().total_cents == 495_850


@pytest.mark.parametrize("name", ["日本", "!!!", "x" * 120])
def test_a_product_may_have_any_name(delia: Client, name: str):
    sent(delia, "/products/", SHEET | {"name": name})
    product = Product.objects.get()
    assert product.name == name
    assert 0 < len(product.code) <= 40


def test_the_next_sheet_begins_with_the_last_one(nine: Nine, delia: Client):
    write(nine)
    read = shown(delia, "/products/?code=rojo-33")
    assert "The next cost sheet" in read
    for value in ('value="Piso rojo 33×33"', 'value="m²"', 'value="9,216"'):
        assert value in read, value
    assert "Gas: 1,333\nTrabajo, al minuto igual: 1,270</textarea>" in read

    typed = SHEET | {"name": "Piso rojo 33×33", "in_force_from": "2026-05-01"}
    assert "Written: what Piso rojo 33×33 costs from 1 May 2026." in sent(delia, "/products/", typed)
    assert (Product.objects.count(), CostSheet.objects.count()) == (1, 2)


def test_what_the_form_offers_in_spanish_can_be_sent_as_it_is(nine: Nine):
    write(nine)
    window = signed_in(nine.delia, "es-ar")
    read = shown(window, "/products/?code=rojo-33")
    assert "Gas: 1.333\nTrabajo, al minuto igual: 1.270</textarea>" in read
    assert 'value="9.216"' in read


@pytest.mark.parametrize("code", ["nope", "", "%00", "9" * 400])
@pytest.mark.parametrize("address", ["/products/", "/projects/"])
def test_a_thing_that_is_not_there_leaves_the_form_empty(delia: Client, address: str, code: str):
    assert f'action="{address}"' in shown(delia, f"{address}?code={code}")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "a\x00b"}, "Null characters are not allowed."),
        ({"unit": ""}, "This field is required."),
        ({"unit": "x" * 13}, "at most 12 characters"),
        ({"in_force_from": "soon"}, "Enter a valid date."),
        ({"in_force_from": "2026-02-30"}, "Enter a valid date."),
        ({"lines": " \r\n "}, "This field is required."),
        ({"lines": "Gas: 10\nWater"}, 'Line 2 ("Water"): write what it is, a colon and the amount.'),
        ({"lines": ": 10"}, 'Line 1 (": 10"): write what it is, a colon and the amount.'),
        ({"lines": "Gas:"}, 'Line 1 ("Gas:"): Write the amount like this: 1270000 or 1,270,000'),
        ({"lines": "Gas: 1.2.3"}, 'Line 1 ("Gas: 1.2.3"): Write the amount like this:'),
        ({"lines": "Gas: 10 % off"}, 'Line 1 ("Gas: 10 % off"): Write the amount like this:'),
        ({"lines": "Gas: -10"}, "A cost sheet has lines, and none is below zero."),
        ({"lines": "Gas: " + "9" * 30}, "That amount is too large. Check the zeros."),
        ({"lines": "Gas: 1\n" * 2000}, "at most 8000 characters"),
        ({"price_cents": ""}, "This field is required."),
        ({"price_cents": "a lot"}, "Write the amount like this: 1270000 or 1,270,000"),
        ({"price_cents": "-1"}, "A cost sheet has lines, and none is below zero."),
        ({"price_cents": "9" * 30}, "That amount is too large. Check the zeros."),
    ],
)
def test_a_wrong_sheet_says_what_to_do_and_keeps_what_was_typed(
    delia: Client, wrong: dict[str, str], sentence: str
):
    typed = SHEET | wrong
    read = sent(delia, "/products/", typed)
    assert sentence in read
    assert not Product.objects.exists()
    for name in ("name", "unit", "in_force_from", "price_cents"):
        if name not in wrong:
            assert f'value="{typed[name]}"' in read, name
    if "lines" not in wrong:
        assert "Work, at the equal minute: 2,302.50" in read


def test_what_was_typed_wrong_is_still_there_to_be_put_right(delia: Client):
    assert 'value="a lot"' in sent(delia, "/products/", SHEET | {"price_cents": "a lot"})
    assert "Gas 10</textarea>" in sent(delia, "/products/", SHEET | {"lines": "Gas 10"})


def test_a_wrong_sheet_says_what_to_do_in_spanish(nine: Nine):
    read = sent(signed_in(nine.delia, "es-ar"), "/products/", SHEET | {"lines": "Gas 10"})
    assert 'Renglón 1 ("Gas 10"): escribí qué es, dos puntos y el importe.' in read


def test_a_sheet_sent_twice_is_written_once(delia: Client):
    for _twice in range(2):
        sent(delia, "/products/", SHEET)
    assert CostSheet.objects.count() == 1
    assert Act.objects.filter(verb="payroll.cost_sheet.written").count() == 1
    read = sent(delia, "/products/", SHEET | {"price_cents": "9217"})
    assert "There is a cost sheet from that day. Write the next one from a later day." in read
    assert CostSheet.objects.count() == 1


def test_a_name_that_almost_is_another_is_asked_about(nine: Nine, delia: Client):
    write(nine, code="azulejo-blanco", name="Azulejo blanco")
    read = sent(delia, "/products/", SHEET | {"name": "Azulejo Blanco!", "in_force_from": "2026-05-01"})
    assert "There is Azulejo blanco already, counted in m²." in read
    assert CostSheet.objects.count() == 1


def test_words_with_markup_are_shown_as_words(nine: Nine, delia: Client):
    write(nine, name="<b>Piso</b>")
    assert b"<b>Piso</b>" not in delia.get("/products/").content
    assert b"&lt;b&gt;Piso&lt;/b&gt;" in delia.get("/products/").content


# --- machines and works -----------------------------------------------------------------------------------------


def test_without_anything_on_the_list_the_page_says_so(nine: Nine, zulema: Client):
    assert "Nothing on the list yet." in shown(zulema, "/projects/")
    assert "La lista está vacía." in shown(signed_in(nine.people[1], "es-ar"), "/projects/")


def test_each_machine_says_whether_it_is_wanted_voted_or_in_use(nine: Nine, zulema: Client):
    motion = a_motion(nine)
    put_on_the_list(nine)
    put_on_the_list(nine, code="quemadores", name="Quemadores", motion=motion, cents=100)
    put_on_the_list(nine, code="horno", name="Horno 2", motion=motion, in_use_since=APRIL, cents=50)

    read = shown(zulema, "/projects/")
    for words in (
        "Prensa usada de 2.000 t",
        "formatos grandes",
        "$288,000,000",
        "wanted",
        f'<a href="/motions/{motion.pk}/">voted: motion 33</a>',
        "in use since April 2026",
    ):
        assert words in read, words
    assert read.index("Prensa") < read.index("Quemadores") < read.index("Horno 2"), "the dearest first"

    spanish = shown(signed_in(nine.people[1], "es-ar"), "/projects/")
    for words in ("Máquinas y obras", "$ 288.000.000", "en uso desde abril de 2026"):
        assert words in spanish, words


def test_the_treasury_lists_a_machine_then_says_it_was_voted_then_in_use(nine: Nine, delia: Client):
    assert "On the list: Used press." in sent(delia, "/projects/", MACHINE)
    project = Project.objects.get()
    assert (project.code, project.cents, project.motion, project.in_use_since) == (
        "used-press",
        28_800_000_000,
        None,
        None,
    )

    motion = a_motion(nine)
    sent(delia, "/projects/", MACHINE | {"code": "used-press", "motion": "33"})
    sent(delia, "/projects/", MACHINE | {"code": "used-press", "motion": "33", "in_use_since": "2026-04-01"})
    project.refresh_from_db()
    assert (project.motion, project.in_use_since) == (motion, APRIL)
    assert Project.objects.count() == 1


def test_changing_a_machine_begins_with_what_the_list_says(nine: Nine, delia: Client):
    put_on_the_list(nine, motion=a_motion(nine), in_use_since=APRIL)
    read = shown(delia, "/projects/?code=prensa")
    assert "Change what the list says" in read
    for value in (
        "prensa",
        "Prensa usada de 2.000 t",
        "288,000,000",
        "formatos grandes",
        "33",
        "2026-04-01",
    ):
        assert f'value="{value}"' in read, value
    assert 'value="2026-04-01"' in shown(signed_in(nine.delia, "es-ar"), "/projects/?code=prensa")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 161}, "at most 160 characters"),
        ({"cents": ""}, "This field is required."),
        ({"cents": "much"}, "Write the amount like this: 1270000 or 1,270,000"),
        ({"cents": "-5"}, "A cost is never below zero."),
        ({"cents": "9" * 30}, "That amount is too large. Check the zeros."),
        ({"effect": ""}, "This field is required."),
        ({"effect": "x" * 201}, "at most 200 characters"),
        ({"motion": "7"}, "There is no motion with that number."),
        ({"motion": "-1"}, "greater than or equal to 1"),
        ({"motion": "9" * 30}, "less than or equal to 2147483647"),
        ({"motion": "the press"}, "Enter a whole number."),
        ({"in_use_since": "soon"}, "Enter a valid date."),
        ({"in_use_since": "2026-04-01"}, "Say which motion adopted it first."),
    ],
)
def test_a_wrong_machine_says_what_to_do_and_keeps_what_was_typed(
    delia: Client, wrong: dict[str, str], sentence: str
):
    typed = MACHINE | wrong
    read = sent(delia, "/projects/", typed)
    assert sentence in read
    assert not Project.objects.exists()
    for name, value in typed.items():
        if value:
            assert f'value="{value}"' in read, name


def test_a_motion_that_was_rejected_is_named(nine: Nine, delia: Client):
    a_motion(nine, "rejected")
    assert "Motion 33 was not adopted." in sent(delia, "/projects/", MACHINE | {"motion": "33"})
    spanish = signed_in(nine.delia, "es-ar")
    assert "La moción 33 no fue aprobada." in sent(
        spanish, "/projects/", MACHINE | {"motion": "33", "cents": "5"}
    )
    assert not Project.objects.exists()


def test_something_listed_already_is_changed_there_and_not_listed_twice(delia: Client):
    sent(delia, "/projects/", MACHINE)
    read = sent(delia, "/projects/", MACHINE | {"cents": "1"})
    assert "It is on the list already. Change it there." in read
    assert Project.objects.get().cents == 28_800_000_000


def test_a_vote_is_not_taken_back_on_the_page(nine: Nine, delia: Client):
    motion = a_motion(nine)
    put_on_the_list(nine, motion=motion)
    read = sent(delia, "/projects/", MACHINE | {"code": "prensa"})
    assert "A motion adopted this already." in read
    assert "Change what the list says" in read
    assert Project.objects.get().motion == motion


# --- questions to the database ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/products/", "/projects/", "/products/?code=thing-1"])
def test_the_pages_ask_the_same_questions_however_much_there_is(
    nine: Nine, delia: Client, address: str, django_assert_max_num_queries: Any
):
    motion = a_motion(nine)
    for n in range(12):
        write(nine, code=f"thing-{n}", name=f"Thing {n}")
        put_on_the_list(nine, code=f"thing-{n}", name=f"Thing {n}", motion=motion, cents=100)
    delia.get(address)
    with django_assert_max_num_queries(12):
        assert delia.get(address).status_code == 200
