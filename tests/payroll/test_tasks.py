"""What happens about pay without anyone asking: whoever's turn it is, is told once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import translation

from ledger.actions import close_period
from members.actions import tell
from members.models import Cooperative, Member, Notice
from payroll.actions.paying_out import pay_run
from payroll.actions.runs import abandon_run, compute_run, countersign_run, post_run, prepare_pay, prepare_run
from payroll.tasks import remind, sweep
from record.models import Act
from tests.makers import give_power, write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine, month, nine_of

APRIL_2 = LATER + timedelta(days=1)
"""The second of April, 13:30 in the co-operative's town: the pay of March is awaited."""


def told(member: Member) -> list[str]:
    """The sentences somebody was told, as they read them in English."""
    with translation.override("en"):
        return [notice.text_id % notice.values for notice in member.notices.order_by("pk")]


def nobody_is_told() -> bool:
    return not Notice.objects.exists()


# --- whose turn it is ---------------------------------------------------------------------------------------


def test_a_month_that_nobody_began_is_told_to_whoever_prepares_the_pay(nine: Nine):
    remind(APRIL_2)
    assert told(nine.delia) == ["The pay of 2026-03 is not worked out yet."]
    assert set(Notice.objects.values_list("member", "link")) == {(nine.delia.pk, "/pay/runs/")}


def test_a_month_begun_but_not_worked_out_is_told_alike(nine: Nine):
    prepare_run(period_id=month("2026-03").pk, actor=nine.delia, now=LATER)
    remind(APRIL_2)
    assert told(nine.delia) == ["The pay of 2026-03 is not worked out yet."]


def test_each_step_is_told_to_whoever_takes_the_next_one(nine: Nine):
    run = nine.computed()
    remind(APRIL_2)
    assert (told(nine.oscar), told(nine.delia)) == (["The pay of 2026-03 waits for your signature."], [])

    countersign_run(run_id=run.pk, actor=nine.oscar, now=APRIL_2)
    remind(APRIL_2)
    assert told(nine.delia) == ["The pay of 2026-03 is signed. It waits to be entered in the books."]

    post_run(run_id=run.pk, actor=nine.delia, now=APRIL_2)
    remind(APRIL_2)
    assert told(nine.delia)[1:] == ["The pay of 2026-03 is in the books. It waits to be marked as paid."]

    pay_run(run_id=run.pk, actor=nine.delia, now=APRIL_2)
    before = Notice.objects.count()
    remind(APRIL_2)
    assert Notice.objects.count() == before == 3


def test_a_run_set_aside_leaves_its_month_waiting(nine: Nine):
    abandon_run(run_id=nine.computed().pk, actor=nine.delia, now=LATER)
    remind(APRIL_2)
    assert told(nine.delia) == ["The pay of 2026-03 is not worked out yet."]

    nine.computed(now=APRIL_2)
    remind(APRIL_2)
    assert told(nine.oscar) == ["The pay of 2026-03 waits for your signature."]


# --- when ---------------------------------------------------------------------------------------------------


def test_on_the_first_day_of_a_month_nobody_is_hurried(nine: Nine):
    remind(datetime(2026, 4, 2, 2, 59, tzinfo=UTC))  # still the first, 23:59, in the co-operative's town
    assert nobody_is_told()
    remind(datetime(2026, 4, 2, 3, 0, tzinfo=UTC))
    assert told(nine.delia)


def test_in_january_it_is_about_december(nine: Nine):
    remind(datetime(2026, 1, 2, 12, 0, tzinfo=UTC))
    assert told(nine.delia) == ["The pay of 2025-12 is not worked out yet."]


def test_a_month_before_the_founding_waits_for_nobody(nine: Nine):
    Cooperative.objects.update(founded_at=LATER)
    Cooperative.objects.forget()
    remind(APRIL_2)
    assert nobody_is_told()
    remind(APRIL_2 + timedelta(days=30))
    assert told(nine.delia) == ["The pay of 2026-04 is not worked out yet."]


def test_a_month_closed_without_pay_waits_for_nobody(nine: Nine):
    close_period(period_id=month("2026-03").pk, actor=nine.teresa, now=LATER)
    remind(APRIL_2)
    assert nobody_is_told()


def test_paid_by_the_week_each_week_is_told_from_its_second_day_after(nine: Nine):
    write_house_rule(
        "pay.equal", {"method": "fixed", "amount_cents": 700_00, "rhythm": "week"}, from_on=date(2026, 3, 2)
    )
    Cooperative.objects.update(founded_at=datetime(2026, 3, 16, 12, 0, tzinfo=UTC))
    Cooperative.objects.forget()
    monday, tuesday = (datetime(2026, 3, day, 16, 0, tzinfo=UTC) for day in (23, 24))
    remind(monday)
    assert nobody_is_told()
    remind(tuesday)
    assert told(nine.delia) == ["The pay of 2026-03-16 / 2026-03-22 is not worked out yet."]

    run = prepare_pay(on=date(2026, 3, 16), actor=nine.delia, now=tuesday)
    compute_run(run_id=run.pk, actor=nine.delia, now=tuesday)
    remind(tuesday + timedelta(days=7))
    assert told(nine.oscar) == ["The pay of 2026-03-16 / 2026-03-22 waits for your signature."]
    assert told(nine.delia)[1:] == ["The pay of 2026-03-23 / 2026-03-29 is not worked out yet."]


def test_paid_by_the_fortnight_it_is_about_each_half(nine: Nine):
    write_house_rule(
        "pay.equal", {"method": "fixed", "amount_cents": 1, "rhythm": "fortnight"}, from_on=date(2026, 3, 1)
    )
    Cooperative.objects.update(founded_at=datetime(2026, 3, 1, 12, 0, tzinfo=UTC))
    Cooperative.objects.forget()
    remind(datetime(2026, 3, 17, 16, 0, tzinfo=UTC))
    assert told(nine.delia) == ["The pay of 2026-03-01 / 2026-03-15 is not worked out yet."]
    remind(APRIL_2)
    assert told(nine.delia)[1:] == ["The pay of 2026-03-16 / 2026-03-31 is not worked out yet."]


# --- once, and nobody stands in another's way ------------------------------------------------------------------


def test_however_often_it_runs_each_is_told_once_a_month(nine: Nine):
    for minutes in range(5):
        remind(APRIL_2 + timedelta(minutes=minutes))
    remind(APRIL_2 + timedelta(days=20))
    assert len(told(nine.delia)) == Notice.objects.count() == 1
    remind(APRIL_2 + timedelta(days=30))
    assert told(nine.delia)[1:] == ["The pay of 2026-04 is not worked out yet."]


def test_a_notice_that_was_read_does_not_come_back(nine: Nine):
    remind(APRIL_2)
    Notice.objects.update(read_at=APRIL_2)
    remind(APRIL_2 + timedelta(minutes=1))
    assert Notice.objects.filter(read_at=None).count() == 0


def test_one_who_was_told_already_does_not_stop_the_others(nine: Nine):
    marcos, walter = nine.people[3], nine.people[1]
    give_power(marcos, "payroll.prepare_pay")
    tell(member_ids=[nine.delia.pk], key="pay:2026-03", text_id="Before.", values={}, link="", now=LATER)
    remind(APRIL_2)
    assert told(nine.delia) == ["Before."]
    assert told(marcos) == ["The pay of 2026-03 is not worked out yet."]

    give_power(walter, "payroll.prepare_pay", from_on=(APRIL_2 + timedelta(days=3)).date())
    remind(APRIL_2)
    assert told(walter) == [], "not before their day"
    remind(APRIL_2 + timedelta(days=3))
    assert told(walter) == ["The pay of 2026-03 is not worked out yet."]


def test_whoever_holds_two_such_posts_is_told_once(nine: Nine):
    give_power(nine.delia, "payroll.prepare_pay")
    remind(APRIL_2)
    assert Notice.objects.count() == 1


def test_whoever_handed_the_post_over_is_not_told(nine: Nine):
    mandate = nine.mandates["treasury"]
    mandate.ended_at, mandate.ended_on = LATER, LATER.date()
    mandate.save()
    remind(APRIL_2)
    assert nobody_is_told()


def test_being_told_is_no_act_of_the_record(nine: Nine):
    before = Act.objects.count()
    remind(APRIL_2)
    assert Act.objects.count() == before


# --- the task -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_sweep_does_nothing_before_there_is_a_cooperative():
    sweep()
    assert nobody_is_told()


def test_the_sweep_asks_the_clock_and_may_come_twice(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    at(APRIL_2, monkeypatch)
    sweep.delay()
    sweep.delay()
    assert Notice.objects.get().at == APRIL_2


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "is not worked out yet."),
        ("es-ar", "todavía no se calculó."),
    ],
)
def test_it_is_read_on_the_home_page(
    nine: Nine, monkeypatch: pytest.MonkeyPatch, language: str, sentence: str
):
    at(APRIL_2, monkeypatch)
    sweep()
    reader: Client = signed_in(nine.delia, language)
    assert sentence in reader.get("/").content.decode()


@pytest.fixture
def nine_with_many_connections(transactional_db: None) -> Nine:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")
    return nine_of()


def test_four_sweeps_at_once_tell_each_once(nine_with_many_connections: Nine):
    start = Barrier(4)

    def sweep_now(_which: int) -> None:
        start.wait()
        try:
            remind(APRIL_2)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(sweep_now, range(4)))
    assert Notice.objects.count() == 1
