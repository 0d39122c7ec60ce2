"""What a thing costs and what we could put money in: what is written, what is refused, and by whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from assemblies.models import Motion, MotionState
from ledger.rules import LARGEST_CENTS
from payroll.actions.costs import CostLine, list_project, write_cost_sheet
from payroll.models import CostSheet, Product, Project
from payroll.reports.costs import sheets_in_force
from record.models import Act
from record.rules import Refused
from tests.makers import NOW
from tests.payroll.conftest import LATER, Nine
from tests.promises import delete_all, refused

APRIL = date(2026, 4, 1)
LINES = [CostLine("Gas", 133_300), CostLine("Trabajo, al minuto igual", 127_000)]


AT_MOST = 30_000_000_000


def write(nine: Nine, **about: Any) -> CostSheet:
    """Delia writes what a square metre of the red tile costs from April."""
    whole: dict[str, Any] = {
        "code": "rojo-33",
        "name": "Piso rojo 33×33",
        "unit": "m²",
        "in_force_from": APRIL,
        "lines": LINES,
        "price_cents": 921_600,
        "actor": nine.delia,
        "now": LATER,
    }
    return write_cost_sheet(**(whole | about))


def put_on_the_list(nine: Nine, **about: Any) -> Project:
    """Delia lists the press, which is only wanted."""
    whole: dict[str, Any] = {
        "code": "prensa",
        "name": "Prensa usada de 2.000 t",
        "cents": 28_800_000_000,
        "effect": "formatos grandes",
        "motion": None,
        "in_use_since": None,
        "actor": nine.delia,
        "now": LATER,
    }
    return list_project(**(whole | about))


def a_motion(
    nine: Nine, state: str = MotionState.ADOPTED, *, number: int = 33, kind: str = "purchase"
) -> Motion:
    """A motion as its vote left it."""
    return Motion.objects.create(
        number=number,
        kind=kind,
        terms={"at_most_cents": AT_MOST} if kind == "purchase" else {},
        title="The press",
        text="Buy it.",
        proposer=nine.people[0],
        state=state,
        created_at=NOW,
        rule={},
        opened_at=NOW,
        closes_at=NOW + timedelta(hours=1),
        closed_at=NOW + timedelta(hours=1),
        roll_count=9,
        present_count=9,
        in_favour=9,
        against=0,
        abstaining=0,
    )


# --- cost sheets --------------------------------------------------------------------------------------------


def test_the_first_sheet_of_a_product_makes_it_known(nine: Nine):
    sheet = write(nine)
    product = Product.objects.get()
    assert (product.code, product.name, product.unit) == ("rojo-33", "Piso rojo 33×33", "m²")
    assert (sheet.product, sheet.in_force_from) == (product, APRIL)
    assert sheet.lines == [
        {"text": "Gas", "cents": 133_300},
        {"text": "Trabajo, al minuto igual", "cents": 127_000},
    ]
    assert (sheet.total_cents, sheet.price_cents) == (260_300, 921_600)


def test_a_sheet_is_one_act_of_the_record_with_its_figures_and_without_words(nine: Nine):
    sheet = write(nine)
    act = Act.objects.get(verb="payroll.cost_sheet.written")
    assert (act.subject, act.actor_number, act.at) == (
        f"payroll.product:{sheet.product_id}",
        nine.delia.number,
        LATER,
    )
    assert act.facts == {
        "from": "2026-04-01",
        "cents": [133_300, 127_000],
        "total_cents": 260_300,
        "price_cents": 921_600,
    }


def test_the_next_sheet_leaves_the_one_before_as_it_was(nine: Nine):
    first = write(nine)
    second = write(nine, in_force_from=date(2026, 5, 1), price_cents=950_000)
    first.refresh_from_db()
    assert Product.objects.count() == 1
    assert (first.price_cents, second.price_cents) == (921_600, 950_000)
    assert [sheet.pk for sheet in CostSheet.objects.all()] == [second.pk, first.pk]


def test_a_thing_sold_below_what_it_costs_or_given_away_is_written_as_it_is(nine: Nine):
    assert write(nine, price_cents=0).price_cents == 0


def test_a_second_sheet_from_the_same_day_is_refused_and_says_what_to_do(nine: Nine):
    write(nine)
    with pytest.raises(Refused, match=r"a cost sheet from that day\. Write the next one from a later day"):
        write(nine, price_cents=1)
    assert CostSheet.objects.get().price_cents == 921_600
    assert Act.objects.filter(verb="payroll.cost_sheet.written").count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"lines": []}, "A cost sheet has lines, and none is below zero."),
        ({"lines": [*LINES, CostLine("Descuento", -1)]}, "A cost sheet has lines, and none is below zero."),
        ({"price_cents": -1}, "A cost sheet has lines, and none is below zero."),
        ({"price_cents": LARGEST_CENTS + 1}, "That amount is too large. Check the zeros."),
        (
            {"lines": [CostLine("Gas", LARGEST_CENTS), CostLine("Agua", 1)]},
            "That amount is too large. Check the zeros.",
        ),
    ],
)
def test_a_sheet_that_makes_no_sense_is_refused_and_leaves_nothing(
    nine: Nine, wrong: dict[str, Any], sentence: str
):
    before = Act.objects.count()
    with pytest.raises(Refused) as refusal:
        write(nine, **wrong)
    assert refusal.value.sentence == sentence
    assert (Product.objects.count(), CostSheet.objects.count(), Act.objects.count()) == (0, 0, before)


def test_the_largest_amount_still_fits(nine: Nine):
    assert write(nine, lines=[CostLine("Gas", LARGEST_CENTS)]).total_cents == LARGEST_CENTS


@pytest.mark.parametrize("other", [{"unit": "pieza"}, {"name": "Piso rojo"}])
def test_a_product_keeps_its_name_and_its_unit(nine: Nine, other: dict[str, str]):
    write(nine)
    with pytest.raises(Refused, match="There is Piso rojo 33×33 already, counted in m²"):
        write(nine, in_force_from=date(2026, 5, 1), **other)
    assert CostSheet.objects.count() == 1


def test_only_whoever_keeps_the_books_writes_a_sheet_or_the_story_itself(nine: Nine):
    for person in (nine.people[0], nine.oscar, nine.teresa):
        with pytest.raises(Refused, match="Only whoever keeps the books writes this down"):
            write(nine, actor=person)
    assert write(nine, actor=None)


def test_whoever_handed_the_books_over_writes_no_more(nine: Nine):
    mandate = nine.mandates["treasury"]
    mandate.ended_at, mandate.ended_on = NOW, NOW.date()
    mandate.save()
    with pytest.raises(Refused, match="Only whoever keeps the books"):
        write(nine)


# --- which sheet holds --------------------------------------------------------------------------------------


def test_the_newest_sheet_that_holds_that_day_is_the_one_shown(nine: Nine):
    for day in (date(2026, 3, 1), APRIL, date(2026, 5, 1)):
        write(nine, in_force_from=day)
    for today, holds in ((APRIL - timedelta(days=1), date(2026, 3, 1)), (APRIL, APRIL)):
        assert [sheet.in_force_from for sheet in sheets_in_force(on=today)] == [holds]


def test_before_the_first_sheet_holds_the_first_to_come_is_shown(nine: Nine):
    write(nine, in_force_from=date(2026, 5, 1))
    write(nine, in_force_from=date(2026, 6, 1))
    assert [sheet.in_force_from for sheet in sheets_in_force(on=APRIL)] == [date(2026, 5, 1)]


def test_each_product_is_shown_once_by_its_name(nine: Nine):
    write(nine)
    write(nine, code="azul", name="Azulejo", unit="m²")
    write(nine, in_force_from=date(2026, 5, 1))
    assert [sheet.product.name for sheet in sheets_in_force(on=date(2026, 6, 1))] == [
        "Azulejo",
        "Piso rojo 33×33",
    ]


# --- machines and works ------------------------------------------------------------------------------------------


def test_a_machine_is_wanted_then_voted_then_in_use(nine: Nine):
    wanted = put_on_the_list(nine)
    assert (wanted.motion, wanted.in_use_since) == (None, None)

    motion = a_motion(nine)
    voted = put_on_the_list(nine, motion=motion, cents=29_000_000_000)
    assert (voted.pk, voted.motion, voted.cents) == (wanted.pk, motion, 29_000_000_000)

    in_use = put_on_the_list(nine, motion=motion, cents=29_000_000_000, in_use_since=APRIL)
    assert (in_use.pk, in_use.in_use_since) == (wanted.pk, APRIL)
    assert Project.objects.count() == 1


def test_each_step_of_a_machine_is_an_act_that_cites_its_motion(nine: Nine):
    project, motion = put_on_the_list(nine), a_motion(nine)
    put_on_the_list(nine, motion=motion, in_use_since=APRIL)
    acts = Act.objects.filter(verb="payroll.project.listed").order_by("seq")
    assert [(act.subject, act.actor_number, act.because, act.facts) for act in acts] == [
        (
            f"payroll.project:{project.pk}",
            nine.delia.number,
            "",
            {"cents": 28_800_000_000, "in_use_since": None},
        ),
        (
            f"payroll.project:{project.pk}",
            nine.delia.number,
            f"assemblies.motion:{motion.pk}",
            {"cents": 28_800_000_000, "in_use_since": "2026-04-01"},
        ),
    ]


def test_the_same_listed_again_is_the_same(nine: Nine):
    assert put_on_the_list(nine) == put_on_the_list(nine)
    assert Project.objects.count() == 1


def test_voted_stays_voted_and_by_that_motion(nine: Nine):
    motion, other = a_motion(nine), a_motion(nine, number=34)
    put_on_the_list(nine, motion=motion)
    for instead in (None, other):
        with pytest.raises(Refused, match="A motion adopted this already"):
            put_on_the_list(nine, motion=instead, cents=1)
    project = Project.objects.get()
    assert (project.motion, project.cents) == (motion, 28_800_000_000)


@pytest.mark.parametrize(
    "state", [MotionState.REJECTED, MotionState.NO_QUORUM, MotionState.TIED, MotionState.VOTING]
)
def test_a_motion_that_was_not_adopted_buys_nothing(nine: Nine, state: str):
    with pytest.raises(Refused, match="Motion 33 was not adopted"):
        put_on_the_list(nine, motion=a_motion(nine, state))
    assert not Project.objects.exists()


def test_what_nobody_voted_is_not_in_use(nine: Nine):
    with pytest.raises(Refused, match="Say which motion adopted it first"):
        put_on_the_list(nine, in_use_since=APRIL)
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("cents", "sentence"),
    [
        (-1, "A cost is never below zero."),
        (LARGEST_CENTS + 1, "That amount is too large. Check the zeros."),
    ],
)
def test_a_cost_that_makes_no_sense_is_refused_and_leaves_nothing(nine: Nine, cents: int, sentence: str):
    before = Act.objects.count()
    with pytest.raises(Refused) as refusal:
        put_on_the_list(nine, cents=cents)
    assert refusal.value.sentence == sentence
    assert (Project.objects.count(), Act.objects.count()) == (0, before)


def test_only_whoever_keeps_the_books_keeps_the_list(nine: Nine):
    with pytest.raises(Refused, match="Only whoever keeps the books writes this down"):
        put_on_the_list(nine, actor=nine.people[0])
    assert put_on_the_list(nine, actor=None)


# --- round the actions ------------------------------------------------------------------------------------------


def test_a_code_is_one_product_and_one_project(nine: Nine):
    write(nine)
    put_on_the_list(nine)
    with refused("payroll_product_code", columns="payroll_product.code"):
        Product.objects.create(code="rojo-33", name="Otro", unit="m²")
    with refused("payroll_project_code", columns="payroll_project.code"):
        Project.objects.create(code="prensa", name="Otra", cents=1, effect="x")


def test_what_is_in_use_cannot_lose_its_motion_by_sql(nine: Nine):
    put_on_the_list(nine, motion=a_motion(nine), in_use_since=APRIL)
    with refused("what_is_in_use_was_voted|what_was_voted_for_a_project_stays"):
        Project.objects.update(motion=None)


def test_a_sheet_is_sealed_against_whoever_goes_round_the_action(nine: Nine):
    write(nine)
    for change in ({"price_cents": 1}, {"total_cents": 1}, {"lines": []}, {"in_force_from": NOW.date()}):
        with refused("a_cost_sheet_is_never_changed"):
            CostSheet.objects.update(**change)
    with refused("a_cost_sheet_is_never_deleted"):
        delete_all("payroll_costsheet")


# --- what a motion lets be spent --------------------------------------------------------------------------------


def test_a_motion_about_something_else_pays_for_no_machine(nine: Nine):
    motion = a_motion(nine, kind="decision")
    with pytest.raises(Refused, match=r"lets no more than \$0"):
        put_on_the_list(nine, motion=motion)


def test_one_motion_pays_for_no_more_than_it_says_however_many_things_are_listed_under_it(nine: Nine):
    motion = a_motion(nine)
    put_on_the_list(nine, motion=motion, cents=20_000_000_000)
    with pytest.raises(Refused, match=r"no more than \$100,000,000"):
        put_on_the_list(nine, motion=motion, code="otra", cents=10_000_000_001)
    put_on_the_list(nine, motion=motion, code="otra", cents=10_000_000_000)
