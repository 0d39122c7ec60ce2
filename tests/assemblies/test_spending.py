"""What the assembly lets be spent or owed: how much at most, said before the vote and asked afterwards."""

from datetime import date

import pytest

from assemblies import kinds
from record.rules import Refused
from tests.assemblies.conftest import hall_of
from tests.assemblies.test_kinds import passed

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 5)


@pytest.mark.parametrize("kind", ["purchase", "loan"])
def test_it_says_how_much_at_most_before_it_is_voted(kind: str) -> None:
    hall = hall_of(9)
    motion = hall.motion(kind=kind, terms={"at_most_cents": 17_760_000_000})

    [change] = kinds.kind_of(motion).preview(motion, reader=hall.people[0], on=DAY)

    assert (change.what, change.then) == ("How much at most", "$177,600,000")
    assert kinds.kind_of(motion).allows_cents(motion) == 17_760_000_000


def test_without_an_amount_it_lets_nothing_leave() -> None:
    motion = hall_of(9).motion(kind="purchase", terms={})
    assert kinds.kind_of(motion).allows_cents(motion) == 0
    assert kinds.kind_of(motion).preview(motion, reader=None, on=DAY) == []


@pytest.mark.parametrize("cents", [0, -1, 10**15 + 1, 1.5, "100", True])
def test_an_amount_that_is_none_is_refused(cents: object) -> None:
    with pytest.raises(Refused, match="above zero"):
        hall_of(9).motion(kind="purchase", terms={"at_most_cents": cents})


def test_a_plain_decision_lets_nothing_leave() -> None:
    motion = passed(hall_of(9), kind="decision", terms={})
    assert kinds.kind_of(motion).allows_cents(motion) == 0


def test_the_form_reads_what_people_write_and_shows_it_again() -> None:
    hall_of(9)
    form_class = kinds.kind_called("purchase").form_class()
    assert form_class is not None
    form = form_class({"at_most_cents": "177,600,000.00"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"at_most_cents": 17_760_000_000}
    assert form_class(initial=form.cleaned_data)["at_most_cents"].value() == "177,600,000"
    assert form_class({"at_most_cents": ""}).is_valid()
    assert not form_class({"at_most_cents": "mucho"}).is_valid()


def test_what_was_bought_first_is_what_a_budget_lets_leave() -> None:
    from assemblies.models import Motion

    kind = kinds.kind_called("budget")
    projects = [
        {"code": str(n), "label": f"Machine {n}", "cost_cents": cost} for n, cost in ((1, 600), (2, 500))
    ]
    terms = {"total_cents": 1_000, "projects": projects, "completion": "none"}
    motion = Motion(kind="budget", terms=terms)
    motion.counted = kind.count(motion, [("1",), ("1",), ("1", "2")], seed="s")
    assert kind.allows_cents(motion) == 600
