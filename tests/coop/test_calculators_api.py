"""The calculators answer as the contract says, and no input breaks them."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path

import pytest
from django.urls import path
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ninja import NinjaAPI

from coop.calculators.api import router

api = NinjaAPI(urls_namespace="calculators-alone")
api.add_router("/calculators", router)
urlpatterns = [path("api/v1/", api.urls)]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

FOLDER = Path(__file__).parent.parent / "golden"
GOLDEN = [
    (kind, case)
    for kind, file in (("decision", "decisions"), ("split", "splits"), ("surplus", "surplus"))
    for case in json.loads((FOLDER / f"{file}.json").read_text())
]
FIRST = {kind: case["request"] for kind, case in reversed(GOLDEN)}


@pytest.fixture
def ask(client):
    client.raise_request_exception = True

    def send(kind, body):
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.post(f"/api/v1/calculators/{kind}", text, content_type="application/json")

    return send


@pytest.mark.parametrize(("kind", "case"), GOLDEN, ids=[f"{kind}: {case['name']}" for kind, case in GOLDEN])
def test_it_answers_the_golden_cases(ask, kind, case):
    answer = ask(kind, case["request"])

    assert answer.status_code == 200, answer.content
    got, expected = answer.json(), dict(case["expected"])
    amounts = expected.pop("amounts", None)
    assert {name: got[name] for name in expected} == expected
    if amounts is not None:
        assert {step["code"]: step["cents"] for step in got["steps"]} == amounts


def test_the_decision_says_why_in_both_languages(ask):
    words = ask("decision", FIRST["decision"]).json()["sentence"]

    assert words["en"].startswith("Needed 108 of 215 present; 95 in favour. Rejected.")
    assert words["es"].startswith("Hacían falta 108 de 215 presentes; 95 a favor. No se aprobó.")


def test_the_surplus_names_who_must_adopt_it_and_its_articles(ask):
    answer = ask("surplus", FIRST["surplus"]).json()

    assert "ordinary assembly" in answer["needs"]
    assert answer["warnings"] == []
    assert answer["steps"][0]["article"] == "Ley 20.337, art. 42"
    assert answer["steps"][0]["label"]["es"]
    assert answer["said"]["es"]["checked_against"] == "una copia de la ley, artículos 1 a 61"


def test_a_loss_says_how_it_is_covered(ask):
    answer = ask("surplus", FIRST["surplus"] | {"result_cents": -5}).json()

    assert answer["steps"] == []
    assert answer["for_return_cents"] == 0
    assert "Reserves cover it" in answer["warnings"][0]


def changed(kind, field, value):
    """The first golden request with one field, named as the answer names it, set to something else."""
    body = deepcopy(FIRST[kind])
    *way, last = [int(part) if part.isdigit() else part for part in field.split(".")]
    place = body
    for part in way:
        place = place[part]
    place[last] = value
    return body


TOO_LARGE = 10**400
WRONG_SHAPES: list[tuple[str, str, object]] = [
    *[("decision", "tally.roll", value) for value in ("300", 300.0, True, None, [300], TOO_LARGE)],
    *[
        ("decision", "rule.threshold", value)
        for value in (0.5, "3/2", "1/0", "nan", "1e-1", "½", "-1/2", "9" * 50)
    ],
    ("decision", "rule.base", "everybody"),
    ("decision", "rule.comparison", None),
    ("decision", "rule.tie", "chair"),
    ("decision", "rule.quorum.share", "2"),
    ("decision", "rule.quorum.comparison", 1),
    ("decision", "rule.quorum", "1/2"),
    ("decision", "second_call", 1),
    ("decision", "rule.colour", "red"),
    *[("split", "total_cents", value) for value in ("5", 1.5, False, TOO_LARGE)],
    *[("split", "members.1.weight", value) for value in (1, "-1", "1e9", "٣", "1/0", "", "1,5", None)],
    ("split", "members.1.id", "2"),
    ("split", "members.1.id", 1),
    ("split", "method", "by_lot"),
    ("split", "carry_in_cents", 1.0),
    ("split", "members", {}),
    ("surplus", "pack", "XX"),
    ("surplus", "result_cents", "10"),
    ("surplus", "non_member_share", "11/10"),
    ("surplus", "voted.reinvestment", 0.5),
    ("surplus", "voted.interest_on_shares_cents", True),
]


@pytest.mark.parametrize(("kind", "field", "value"), WRONG_SHAPES, ids=lambda value: str(value)[:20])
def test_a_wrong_shape_is_refused_with_a_sentence_and_its_field(ask, kind, field, value):
    answer = ask(kind, changed(kind, field, value))

    assert answer.status_code == 422
    assert answer.json()["field"] == field
    assert answer.json()["detail"].endswith(".")


@pytest.mark.parametrize(
    ("kind", "field", "value", "sentence"),
    [
        ("decision", "tally.present", 301, "More are present (301) than are on the roll (300)."),
        ("decision", "tally.in_favour", 195, "There are more votes (305) than members present (215)."),
        ("decision", "tally.against", -1, "tally.against cannot be negative."),
        ("split", "members", [], "There is nobody to split among."),
        ("split", "members", [{"id": 1, "weight": "0"}], "The weights cannot all be zero."),
        ("surplus", "prior_losses_cents", -1, "prior_losses_cents cannot be negative."),
        (
            "surplus",
            "voted",
            {"reinvestment": "1", "community": "1/2"},
            "Reinvestment and community together",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(ask, kind, field, value, sentence):
    answer = ask(kind, changed(kind, field, value))

    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(sentence)


def test_a_largest_remainder_with_a_carry_is_refused(ask):
    answer = ask("split", FIRST["split"] | {"method": "largest_remainder", "carry_in_cents": 1})

    assert answer.status_code == 422
    assert answer.json()["field"] == "carry_in_cents"


@pytest.mark.parametrize("kind", FIRST)
@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "null",
        "[]",
        '"text"',
        "5",
        b"\xff\xfe",
        "[" * 100_000,
        '{"rule": ' * 50_000,
        '{"total_cents": NaN}',
        '{"total_cents": Infinity}',
        '{"total_cents": ' + "9" * 5000 + "}",
        '{"method": "equal_carry", "method": "largest_remainder"}',
        '{"\\ud800": 1}',
        '{"pack": "\\u0000", "voted": {"\\ud800": "\\ud800"}}',
        " " * 3_000_000,
    ],
    ids=lambda body: repr(body)[:24],
)
def test_nothing_sent_can_break_it(ask, kind, body):
    answer = ask(kind, body)

    assert answer.status_code == 422
    assert isinstance(answer.json()["detail"], str)


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=8,
)


@pytest.mark.thorough
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=settings().max_examples * 3 // 2,
)
@given(st.sampled_from(sorted(FIRST)), st.data())
def test_junk_in_any_field_is_an_answer_or_a_refusal(ask, kind, data):
    body = deepcopy(FIRST[kind])
    place = body
    while True:
        key = data.draw(
            st.sampled_from(sorted(place) if isinstance(place, dict) else list(range(len(place))))
        )
        if not isinstance(place[key], dict | list) or data.draw(st.booleans()):
            place[key] = data.draw(junk)
            break
        place = place[key]

    answer = ask(kind, body)

    assert answer.status_code in (200, 422)
    assert answer.status_code == 200 or isinstance(answer.json()["detail"], str)


def test_ten_thousand_members_are_split_in_the_order_given(ask):
    members = [{"id": id_, "weight": f"{id_ % 7 + 1}/3"} for id_ in range(10_000, 0, -1)]

    answer = ask(
        "split", {"total_cents": 10**15 + 7, "method": "largest_remainder", "members": members}
    ).json()

    assert [share["id"] for share in answer["shares"]] == list(range(10_000, 0, -1))
    assert sum(share["cents"] for share in answer["shares"]) == 10**15 + 7


def test_the_shapes_are_described_for_other_programs(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    asked = paths["/api/v1/calculators/split"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert "weight" in asked["properties"]["members"]["items"]["properties"]
    assert "$ref" not in json.dumps(asked)
