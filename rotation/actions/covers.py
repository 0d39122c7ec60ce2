"""I cannot come: who is asked instead in fair order, and whoever says yes first comes."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies.house_rules import in_force
from assemblies.reports.powers import who_may
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused
from rotation.actions.passing import locked_turns, pass_turns, says, turn_that_changes
from rotation.house_rules import STAND_INS_ASKED
from rotation.models import Cover, CoverOffer, Duty
from rotation.reports.table import nobody_found, slot_of, table_now
from rotation.rules.turning import Table, how_many_to_ask, stand_ins, why_not_take

LONGEST_REASON = 200


@one_act_at_a_time
def ask_cover(*, duty_id: int, reason: str = "", actor: Member, now: datetime) -> Cover:
    """Say that one cannot come to a turn of one's own: those who can are asked. Saying it again changes nothing."""
    today = Cooperative.objects.founded().day_of(now)
    duty = turn_that_changes(locked_turns([duty_id]).get(duty_id), today=today)
    reason = reason.strip()

    if duty.member_id != actor.pk:
        raise Refused(_("This turn is somebody else's."))
    if len(reason) > LONGEST_REASON or "\x00" in reason:
        raise Refused(_("Write at most %(most)s characters.") % {"most": LONGEST_REASON})
    there = Cover.objects.filter(duty=duty, ended_at__isnull=True).first()
    if there is not None:
        return there

    cover = Cover.objects.create(duty=duty, asked_by=actor, reason=reason, asked_at=now)
    record(
        verb="rotation.cover.asked",
        subject=cover,
        actor=actor,
        now=now,
        facts=_facts(duty),
    )
    _ask_more(cover, duty, table=table_now(on=today), now=now)
    return cover


@one_act_at_a_time
def take_back_cover(*, cover_id: int, actor: Member, now: datetime) -> Cover:
    """One can come after all, while nobody has taken the turn. Saying it again changes nothing."""
    cover = _locked(cover_id)
    if cover.asked_by_id != actor.pk:
        raise Refused(_("This turn is somebody else's."))
    if cover.covered_by is not None:
        raise Refused(_("%(name)s comes instead of you already.") % {"name": cover.covered_by.name})
    if cover.ended_at is not None:
        return cover

    cover.ended_at = now
    cover.save(update_fields=["ended_at"])

    record(verb="rotation.cover.taken_back", subject=cover, actor=actor, now=now, facts=_facts(cover.duty))
    tell(
        member_ids=cover.offers.filter(declined_at__isnull=True).values_list("member_id", flat=True),
        key=f"cover-back:{cover.pk}",
        text_id=gettext_noop("%(name)s can come after all: %(what)s, on %(day)s. Thank you."),
        values={"name": actor.name, **_said(cover.duty)},
        link="/duties/",
        now=now,
    )
    return cover


@one_act_at_a_time
def accept_cover(*, cover_id: int, actor: Member, now: datetime) -> Cover:
    """Come instead of somebody, if one was asked: the first who says so comes. The same again changes nothing.

    The turn is theirs from then on, and so is the credit for it.
    """
    today = Cooperative.objects.founded().day_of(now)
    cover = _locked(cover_id)
    _refuse_unless_asked(cover, actor)
    if cover.covered_by_id == actor.pk:
        return cover
    if cover.ended_at is not None:
        raise Refused(_("Thank you. It is settled already: nobody is looked for any more."))
    duty = turn_that_changes(locked_turns([cover.duty_id]).get(cover.duty_id), today=today)
    table = table_now(on=today)
    why_not = why_not_take(table, member=actor.number, slot=slot_of(duty))
    if why_not is not None:
        raise Refused(says(actor.name, why_not))

    cover.covered_by, cover.ended_at = actor, now
    cover.save(update_fields=["covered_by", "ended_at"])
    pass_turns([(duty, actor)], now=now)

    record(
        verb="rotation.cover.taken",
        subject=cover,
        actor=actor,
        now=now,
        facts={**_facts(duty), "instead_of": cover.asked_by.number},
    )
    touched = {cover.asked_by_id, *cover.offers.values_list("member_id", flat=True)} - {actor.pk}
    tell(
        member_ids=touched,
        key=f"cover-taken:{cover.pk}",
        text_id=gettext_noop("%(name)s comes instead of %(other)s: %(what)s, on %(day)s."),
        values={"name": actor.name, "other": cover.asked_by.name, **_said(duty)},
        link="/duties/",
        now=now,
    )
    return cover


@one_act_at_a_time
def decline_cover(*, cover_id: int, actor: Member, now: datetime) -> Cover:
    """Say no to standing in, without a reason: the next one is asked. Saying it again changes nothing."""
    cover = _locked(cover_id)
    _refuse_unless_asked(cover, actor)
    offers = CoverOffer.objects.filter(cover=cover, member=actor, declined_at__isnull=True)
    if cover.ended_at is not None or not offers.update(declined_at=now):
        return cover

    today = Cooperative.objects.founded().day_of(now)
    if cover.duty.due_on >= today:
        _ask_more(cover, cover.duty, table=table_now(on=today), now=now)
    return cover


@one_act_at_a_time
def warn_of_cover(*, cover_id: int, now: datetime) -> bool:
    """The day before, tell whoever convokes that nobody is found; once the day is over, look no longer."""
    cover = _locked(cover_id)
    today = Cooperative.objects.founded().day_of(now)
    if cover.ended_at is not None or cover.duty.due_on > today + timedelta(days=1):
        return False

    if cover.duty.due_on < today:
        cover.ended_at = now
        cover.save(update_fields=["ended_at"])
    else:
        _tell_nobody_found(cover, now=now)
    return True


def _ask_more(cover: Cover, duty: Duty, *, table: Table, now: datetime) -> None:
    """Ask the next in fair order, until as many as our rule says have the question before them."""
    asked = dict(cover.offers.values_list("member__number", "declined_at"))
    able = stand_ins(
        table,
        slot=slot_of(duty),
        seed=f"{table.problem.seed} {duty.key}",
        leaving_out={*asked, cover.asked_by.number},
    )
    waiting = sum(1 for declined in asked.values() if declined is None)
    today = Cooperative.objects.founded().day_of(now)
    more = how_many_to_ask(at_once=in_force(STAND_INS_ASKED, on=today), open_offers=waiting, left=len(able))
    chosen = [one.number for one in able[:more]]
    people = {person.number: person for person in Member.objects.filter(number__in=chosen)}
    for nth, number in enumerate(chosen, start=len(asked) + 1):
        CoverOffer.objects.create(cover=cover, member=people[number], place=nth, at=now)
    tell(
        member_ids=[person.pk for person in people.values()],
        key=f"cover:{cover.pk}",
        text_id=gettext_noop("%(name)s cannot come: %(what)s, on %(day)s. Can you?"),
        values={"name": cover.asked_by.name, **_said(duty)},
        link="/duties/",
        now=now,
    )
    if not chosen and not waiting:
        _tell_nobody_found(cover, now=now)


def _tell_nobody_found(cover: Cover, *, now: datetime) -> None:
    tell(
        member_ids=who_may("assemblies.convoke", now=now),
        key=nobody_found(cover.pk),
        text_id=gettext_noop("Nobody is found yet to come instead of %(name)s: %(what)s, on %(day)s."),
        values={"name": cover.asked_by.name, **_said(cover.duty)},
        link="/duties/",
        now=now,
    )


def _refuse_unless_asked(cover: Cover, actor: Member) -> None:
    if not cover.offers.filter(member=actor).exists():
        raise Refused(_("Others were asked this time."))


def _locked(cover_id: int) -> Cover:
    rows = Cover.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("duty__post", "asked_by", "covered_by").get(pk=cover_id)


def _facts(duty: Duty) -> dict[str, object]:
    return {"turn": slot_of(duty)}


def _said(duty: Duty) -> dict[str, object]:
    return {"what": duty.title, "day": duty.due_on.isoformat()}
