"""What was decided is carried out by a post until a day, and comes back to the assembly until it is done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from assemblies.actions import bring_back, close_assembly, convoke_weekly, draft_motion
from assemblies.actions.coming_back import bring_task_back
from assemblies.carrying_out import carrier
from assemblies.models import AgendaItem, Assembly, Contest, Minutes, Motion, MotionState
from members.models import Notice
from record.models import Act
from record.rules import Refused
from rotation.actions import finish_duty
from rotation.actions.decided import bring_back_undone, turn_into_task
from rotation.models import Duty, Mandate, Post
from rotation.tasks import bring_back_tasks
from tests.assemblies.conftest import Hall
from tests.makers import NOW, TODAY, give_power, write_house_rule
from tests.rotation.conftest import decide, hold, make_post

pytestmark = pytest.mark.django_db

SOON = date(2026, 3, 9)
"""The Monday after the assembly."""


def named(post: str = "treasury", due_on: str | None = "2026-03-09") -> dict[str, Any]:
    return {"carried_out": {"post": post, "due_on": due_on}}


def next_weekly(hall: Hall, *, weeks: int = 1) -> tuple[Assembly, datetime]:
    """The weekly assembly after so many weeks, called on its Friday, and that moment."""
    friday = hall.now + timedelta(days=7 * weeks - 6)
    called = convoke_weekly(now=friday)
    assert called is not None
    return called, friday


def late(hall: Hall, **about: Any) -> Duty:
    """A task of the treasury whose day passes on the Monday."""
    if not Post.objects.filter(code="treasury").exists():
        hold(make_post(), hall.people[2])
    decide(hall, **({"terms": named()} | about))
    return Duty.objects.get(motion__isnull=False)


# --- who carries it out -------------------------------------------------------------------------------------


def test_a_plain_decision_that_names_a_post_and_a_day_becomes_its_task(hall: Hall) -> None:
    held = hold(make_post(), hall.people[2])

    motion = decide(hall, terms=named())

    duty = Duty.objects.get()
    assert (duty.title, duty.post, duty.motion, duty.due_on, duty.from_on) == (
        motion.title,
        held.post,
        motion,
        SOON,
        TODAY,
    )
    assert Notice.objects.filter(member=hall.people[2], key=f"task:{duty.pk}").count() == 1
    assert Act.objects.filter(verb="rotation.duty.written", because=f"assemblies.motion:{motion.pk}").exists()


@pytest.mark.parametrize("kind", ["written_rule", "house_rule"])
def test_any_other_kind_names_it_the_same_way(hall: Hall, kind: str) -> None:
    make_post()
    terms = {"key": "assembly.seconders", "value": 2} if kind == "house_rule" else {}

    motion = decide(hall, kind=kind, terms={**terms, **named()})

    assert motion.enacted_at is not None
    assert Duty.objects.get().motion == motion


def test_where_no_day_is_named_our_rules_say_how_many_there_are(hall: Hall) -> None:
    make_post()
    write_house_rule("decision.days_to_carry_out", 10)
    decide(hall, terms=named(due_on=None))
    assert Duty.objects.get().due_on == TODAY + timedelta(days=10)


def test_what_names_nobody_is_nobodys_task(hall: Hall) -> None:
    make_post()
    decide(hall)
    assert not Duty.objects.exists()


@pytest.mark.parametrize("kind", ["purchase", "loan"])
def test_a_payment_that_names_nobody_is_a_task_of_whoever_keeps_the_books(hall: Hall, kind: str) -> None:
    make_post("an-older-one-that-nobody-holds")
    held = hold(make_post(), hall.people[2])

    motion = decide(hall, kind=kind)

    duty = Duty.objects.get()
    assert (duty.post, duty.motion) == (held.post, motion)
    assert duty.due_on == TODAY + timedelta(days=14)


def test_a_purchase_may_name_another_post(hall: Hall) -> None:
    hold(make_post(), hall.people[2])
    shopping = make_post("shopping", powers=[])
    decide(hall, kind="purchase", terms=named("shopping"))
    assert Duty.objects.get().post == shopping


def test_where_no_post_keeps_the_books_the_purchase_stands_without_a_task(hall: Hall) -> None:
    motion = decide(hall, kind="purchase")
    assert motion.enacted_at is not None
    assert not Duty.objects.exists()


def test_the_surplus_and_what_to_buy_first_are_paid_by_a_post() -> None:
    from assemblies.kinds import kind_called

    surplus, budget = kind_called("surplus"), kind_called("budget")
    assert surplus is not None
    assert budget is not None
    assert (surplus.carried_out_by, budget.carried_out_by) == ("payroll.pay", "ledger.keep_books")


def test_what_was_rejected_or_binds_nobody_leaves_no_task(hall: Hall) -> None:
    make_post()
    decide(hall, adopted=False, terms=named())
    decide(hall, kind="poll", terms=named())
    assert not Duty.objects.exists()


def test_a_decision_with_a_task_says_it_once(hall: Hall) -> None:
    make_post()
    terms = {"post": "treasury", "what": "Ask three prices", "due_on": "2026-03-09"}
    decide(hall, kind="task", terms={**terms, **named()})
    assert [duty.title for duty in Duty.objects.all()] == ["Ask three prices"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"post": "nothing"}, "no such post"),
        ({"post": "trea\x00sury"}, "no such post"),
        ({"post": "", "due_on": "2026-03-09"}, "which post"),
        ({"post": "treasury", "due_on": "soon"}, "year-month-day"),
        ({"post": "treasury", "due_on": "2020-01-01"}, "today or later"),
        ({"post": "treasury", "due_on": "9999-12-31"}, "five years"),
        ("treasury", "which post"),
        ([1], "which post"),
    ],
)
def test_naming_what_makes_no_sense_is_refused_with_a_sentence(hall: Hall, said: object, why: str) -> None:
    make_post()
    with pytest.raises(Refused) as refusal:
        draft_motion(
            kind="decision",
            title="x",
            text="x",
            terms={"carried_out": said},
            proposer=hall.people[0],
            now=NOW,
        )
    assert why in refusal.value.sentence


def test_an_amendment_changes_who_carries_it_out(hall: Hall) -> None:
    make_post()
    other = make_post("presidency", powers=[])
    motion = hall.motion(terms=named())
    decide(hall, amends_id=motion.pk, text=motion.text, terms=named("presidency"))
    motion.refresh_from_db()
    assert motion.terms == named("presidency")
    assert not Duty.objects.exists(), "an amendment is nobody's task"
    assert carrier().preview(motion, _kind(motion), reader=None, now=hall.now)[0].then.startswith(other.name)


def test_what_is_reviewed_comes_back_without_the_days_that_passed(hall: Hall) -> None:
    make_post()
    motion = decide(hall, terms=named(), review_on=date(2026, 3, 12))
    again = bring_back(motion_id=motion.pk, now=hall.now + timedelta(days=2))
    assert again is not None
    assert again.terms == {}


def test_before_the_vote_it_says_who_would_carry_it_out(hall: Hall) -> None:
    hold(make_post(), hall.people[2])

    def line(reader: Any, **about: Any) -> Any:
        motion = hall.motion(**about)
        return carrier().preview(motion, _kind(motion), reader=reader, now=hall.now)

    [mine] = line(hall.people[2], terms=named())
    assert (mine.then, mine.mine) == ("Treasury, until 9 March 2026", True)
    [other] = line(hall.people[0], kind="purchase")
    assert (other.then, other.mine) == ("Treasury, within 14 days", False)
    assert line(hall.people[0]) == []


def _kind(motion: Motion) -> Any:
    from assemblies.kinds import kind_of

    return kind_of(motion)


# --- after it was adopted -----------------------------------------------------------------------------------


def give(hall: Hall, motion: Motion, **more: Any) -> Duty:
    whole: dict[str, Any] = {
        "what": "Ask three prices",
        "post": "treasury",
        "due_on": SOON,
        "actor": hall.chair,
        "now": hall.now,
    }
    return turn_into_task(motion_id=motion.pk, **(whole | more))


def test_whoever_chairs_makes_several_tasks_of_one_decision(hall: Hall) -> None:
    hold(make_post(), hall.people[2])
    motion = decide(hall)

    first, second = give(hall, motion), give(hall, motion, what="Sign the order")

    assert {first.motion, second.motion} == {motion}
    assert [task.what for task in carrier().tasks_of([motion.pk], now=hall.now)[motion.pk]] == [
        "Ask three prices",
        "Sign the order",
    ]
    assert Notice.objects.filter(member=hall.people[2], key=f"task:{first.pk}").exists()


def test_tapping_twice_makes_one_task(hall: Hall) -> None:
    make_post()
    motion = decide(hall)
    assert give(hall, motion).pk == give(hall, motion, now=hall.now + timedelta(seconds=3)).pk
    assert Act.objects.filter(verb="rotation.duty.written").count() == 1


def test_whoever_hands_out_duties_may_and_others_may_not(hall: Hall) -> None:
    make_post()
    motion = decide(hall)
    with pytest.raises(Refused, match="chairs or hands out"):
        give(hall, motion, actor=hall.people[0])
    give_power(hall.people[0], "rotation.assign_duties")
    assert give(hall, motion, actor=hall.people[0]).motion == motion


def test_only_what_was_adopted_and_binds_becomes_a_task(hall: Hall) -> None:
    make_post()
    with pytest.raises(Refused, match="Only what was adopted"):
        give(hall, decide(hall, adopted=False))
    with pytest.raises(Refused, match="Only what was adopted"):
        give(hall, hall.motion())
    with pytest.raises(Refused, match="binds nobody"):
        give(hall, decide(hall, kind="poll"))


@pytest.mark.parametrize(
    "more",
    [
        {"what": " "},
        {"what": "x" * 201},
        {"what": "a\x00b"},
        {"post": "nothing"},
        {"post": "a\x00b"},
        {"due_on": TODAY - timedelta(days=1)},
        {"due_on": date(9999, 1, 1)},
    ],
)
def test_a_task_that_makes_no_sense_is_refused(hall: Hall, more: dict[str, Any]) -> None:
    make_post()
    motion = decide(hall)
    with pytest.raises(Refused):
        give(hall, motion, **more)
    assert not Duty.objects.exists()


# --- back on the agenda until it is done --------------------------------------------------------------------


def test_what_was_not_done_on_its_day_is_on_the_next_agenda_by_itself(hall: Hall) -> None:
    duty = late(hall)
    weekly, friday = next_weekly(hall)

    assert bring_back_tasks(friday) == 0, "its day has not passed"
    assert bring_back_tasks(friday + timedelta(days=4)) == 1

    item = weekly.items.get()
    assert item.key == f"duty:{duty.pk}"
    act = Act.objects.get(verb="assemblies.task.brought_back")
    assert (act.subject, act.because) == (
        f"assemblies.assembly:{weekly.pk}",
        f"assemblies.motion:{duty.motion_id}",
    )
    assert Notice.objects.filter(member=hall.people[2], key=f"task-back:{duty.pk}:{weekly.pk}").count() == 1


def test_its_title_is_in_the_language_of_the_cooperative(hall: Hall) -> None:
    duty = late(hall)
    assert duty.motion is not None
    weekly, friday = next_weekly(hall)
    with translation.override("en"):
        bring_back_tasks(friday + timedelta(days=4))
    title = weekly.items.get().title
    assert title == f"Tarea sin hacer: Two forklifts. De la moción {duty.motion.number}, por Treasury"


def test_a_long_title_still_says_where_it_comes_from(hall: Hall) -> None:
    Post.objects.filter(pk=make_post().pk).update(name="100% " + "x" * 110)
    duty = late(hall, title="y" * 200)
    assert duty.motion is not None
    weekly, friday = next_weekly(hall)
    bring_back_tasks(friday + timedelta(days=4))
    title = weekly.items.get().title
    assert len(title) == 200
    assert f"De la moción {duty.motion.number}, por 100% xxx" in title


def test_it_comes_once_to_an_agenda_however_often_the_clock_looks(hall: Hall) -> None:
    late(hall)
    weekly, friday = next_weekly(hall)
    for minutes in range(3):
        bring_back_tasks(friday + timedelta(days=4, minutes=minutes))
    assert weekly.items.count() == 1
    assert Act.objects.filter(verb="assemblies.task.brought_back").count() == 1


def test_it_comes_again_to_each_following_agenda_until_it_is_done(hall: Hall) -> None:
    duty = late(hall)
    keys = []
    for week in (1, 2, 3):
        weekly, friday = next_weekly(hall, weeks=week)
        bring_back_tasks(friday + timedelta(days=4))
        keys.append(list(weekly.items.values_list("key", flat=True)))
        if week == 2:
            finish_duty(duty_id=duty.pk, actor=hall.people[2], now=friday + timedelta(days=4, hours=1))
    assert keys == [[f"duty:{duty.pk}"], [f"duty:{duty.pk}"], []]


def test_after_the_agenda_has_closed_it_waits_for_the_next_one(hall: Hall) -> None:
    late(hall)
    weekly, friday = next_weekly(hall)
    after_closing = friday + timedelta(days=5)
    assert bring_back_tasks(after_closing) == 0
    assert weekly.items.count() == 0
    following, friday = next_weekly(hall, weeks=2)
    assert bring_back_tasks(friday) == 1
    assert following.items.count() == 1


def test_where_no_assembly_is_called_yet_it_waits_for_it(hall: Hall) -> None:
    late(hall)
    assert bring_back_tasks(hall.now + timedelta(days=5)) == 0


def test_a_task_not_reached_is_not_carried_over_besides(hall: Hall) -> None:
    """It comes back because it is not done, and not a second time because nobody spoke of it."""
    duty = late(hall)
    weekly, friday = next_weekly(hall)
    bring_back_tasks(friday + timedelta(days=4))
    AgendaItem.objects.filter(assembly=weekly).update(carried_over=True)
    Assembly.objects.filter(pk=weekly.pk).update(state="closed", closed_at=friday + timedelta(days=6))

    following, friday = next_weekly(hall, weeks=2)
    bring_back_tasks(friday)

    assert list(following.items.values_list("key", flat=True)) == [f"duty:{duty.pk}"]


@pytest.mark.parametrize("upheld", [True, False])
def test_while_the_decision_is_contested_nobody_is_pressed_for_it(hall: Hall, upheld: bool) -> None:
    duty = late(hall)
    assert duty.motion is not None
    contest = Contest.objects.create(
        motion=duty.motion, member=hall.people[0], reason="It goes against the statute.", at=hall.now
    )
    weekly, friday = next_weekly(hall)
    monday = friday + timedelta(days=4)

    assert bring_back_tasks(monday) == 0
    assert bring_back_undone(duty_id=duty.pk, assembly_id=weekly.pk, now=monday) is None
    assert "contested" in said(duty, monday)

    Contest.objects.filter(pk=contest.pk).update(settled_at=monday, upheld=upheld, settlement="As we said.")
    assert bring_back_tasks(monday) == (0 if upheld else 1)
    assert said(duty, monday).startswith("It is not to be done" if upheld else "Not done yet")


def test_a_task_that_was_taken_back_does_not_come_back(hall: Hall) -> None:
    duty = late(hall)
    Duty.objects.filter(pk=duty.pk).update(cancelled_at=hall.now, sequence=1)
    _weekly, friday = next_weekly(hall)
    assert bring_back_tasks(friday + timedelta(days=4)) == 0
    assert "not to be done" in said(duty, friday)


def said(duty: Duty, now: datetime) -> str:
    return carrier().tasks_called([f"duty:{duty.pk}"], now=now)[f"duty:{duty.pk}"].said


def test_what_was_done_a_moment_before_does_not_come_back(hall: Hall) -> None:
    """Between the look of the clock and its act somebody says that it is done."""
    duty = late(hall)
    weekly, friday = next_weekly(hall)
    finish_duty(duty_id=duty.pk, actor=hall.people[2], now=friday)
    assert bring_back_undone(duty_id=duty.pk, assembly_id=weekly.pk, now=friday + timedelta(days=4)) is None
    assert weekly.items.count() == 0


def test_one_that_cannot_come_back_does_not_stop_the_others(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = late(hall)
    assert first.motion is not None
    second = give(hall, first.motion, what="Sign the order")
    weekly, friday = next_weekly(hall)

    def breaks_once(*, duty_id: int, **more: Any) -> AgendaItem | None:
        if duty_id == first.pk:
            raise RuntimeError("the machine was switched off")
        return bring_back_undone(duty_id=duty_id, **more)

    with monkeypatch.context() as patched:
        patched.setattr("rotation.tasks.bring_back_undone", breaks_once)
        assert bring_back_tasks(friday + timedelta(days=4)) == 1
    assert bring_back_tasks(friday + timedelta(days=4, minutes=1)) == 1
    assert set(weekly.items.values_list("key", flat=True)) == {f"duty:{first.pk}", f"duty:{second.pk}"}


def test_a_task_comes_back_to_a_weekly_agenda_that_still_takes_matters(hall: Hall) -> None:
    motion = decide(hall)
    about: dict[str, Any] = {"motion_id": motion.pk, "key": "duty:1", "title": "x"}
    with pytest.raises(Refused, match="begun"):
        bring_task_back(assembly_id=hall.assembly.pk, now=hall.now, **about)
    weekly, friday = next_weekly(hall)
    with pytest.raises(Refused, match="agenda is closed"):
        bring_task_back(assembly_id=weekly.pk, now=friday + timedelta(days=5), **about)
    Assembly.objects.filter(pk=weekly.pk).update(kind="emergency")
    with pytest.raises(Refused, match="weekly"):
        bring_task_back(assembly_id=weekly.pk, now=friday, **about)


# --- what is shown of it ------------------------------------------------------------------------------------


def test_a_task_says_who_holds_the_post_now_and_where_it_stands(hall: Hall) -> None:
    duty = late(hall)
    monday = hall.now + timedelta(days=4)
    [task] = (
        carrier().tasks_called([f"duty:{duty.pk}", "duty:x", "duty:999", "petition:1"], now=monday).values()
    )
    assert (task.who, task.said) == (f"Treasury: {hall.people[2].name}", "To be done by 9 March 2026.")

    Mandate.objects.filter(post=duty.post).update(ended_on=TODAY, ended_at=hall.now)
    [task] = carrier().tasks_called([task.key], now=monday + timedelta(days=1)).values()
    assert (task.who, task.is_late) == ("Treasury: nobody holds it now", True)
    assert task.said == "Not done yet. It was for 9 March 2026."

    Duty.objects.filter(pk=duty.pk).update(done_at=monday, done_by=hall.people[4])
    [task] = carrier().tasks_called([task.key], now=monday + timedelta(days=1)).values()
    assert task.said == f"Done on 9 March 2026 by {hall.people[4].name}."
    assert not task.is_late


def test_minutes_say_who_carries_out_what_was_decided_and_what_came_back(hall: Hall) -> None:
    duty = late(hall)
    closed = close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(hours=1))
    [item] = Minutes.objects.get(assembly=closed).contents["items"]
    assert [task["what"] for task in item["tasks"]] == ["Two forklifts"]

    weekly, friday = next_weekly(hall)
    bring_back_tasks(friday + timedelta(days=4))
    from assemblies.actions import open_assembly

    open_assembly(assembly_id=weekly.pk, actor=None, now=hall.now + timedelta(days=7))
    done_at = hall.now + timedelta(days=7, minutes=5)
    finish_duty(duty_id=duty.pk, actor=hall.people[2], now=done_at)
    give_power(hall.chair, "assemblies.chair")
    close_assembly(assembly_id=weekly.pk, actor=hall.chair, now=done_at + timedelta(minutes=5))
    [item] = Minutes.objects.get(assembly=weekly).contents["items"]
    assert (item["came_back"]["done_on"], item["came_back"]["motion_id"]) == ("2026-03-12", duty.motion_id)


def test_a_decided_motion_stays_sealed_when_a_task_is_made_of_it(hall: Hall) -> None:
    make_post()
    motion = decide(hall)
    before = Motion.objects.filter(pk=motion.pk).values().get()
    give(hall, motion)
    assert Motion.objects.filter(pk=motion.pk).values().get() == before
    assert motion.state == MotionState.ADOPTED
