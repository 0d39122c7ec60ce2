"""An assembly from its convocation to its closing."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies.actions.agenda import (
    place_on_next_agenda,
    place_those_waiting,
    take_off_agenda,
)
from assemblies.actions.carrying import carry_matters, carry_those_waiting, leave_matters
from assemblies.actions.floor import end_turns
from assemblies.actions.guests import see_guests_out
from assemblies.actions.legal import write_legal_tasks
from assemblies.actions.minutes import draft_minutes
from assemblies.actions.petitions import place_matters_waiting
from assemblies.actions.reviewing import bring_for_review, bring_those_waiting
from assemblies.actions.signing import name_signers
from assemblies.house_rules import (
    EMERGENCY_NOTICE_HOURS,
    FROM_HOME,
    LEGAL_NOTICE_DAYS,
    SIMPLE,
    WEEKLY,
    in_force,
)
from assemblies.models import Assembly, AssemblyKind, AssemblyState, Presence
from assemblies.reports.faults import presence_digest
from assemblies.reports.law import law_here, legal_quorum, second_call_minutes
from assemblies.rules import agenda as agenda_rules
from assemblies.rules import law
from assemblies.rules import states as rules
from assemblies.rules.decision import quorum_needed
from assemblies.rules.texts import why_not_text
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import fingerprint, refuse_if

LONGEST_PLACE = 120


@one_act_at_a_time
def convoke(
    *,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    from_home: bool,
    actor: Member | None,
    now: datetime,
) -> Assembly:
    """Call an assembly, and tell everybody.

    A weekly one takes at once what waits for an agenda, and one by law what only it may decide; for the rest
    whoever calls another than the weekly one sets its agenda. What the law wants done before is written down.
    """
    coop = Cooperative.objects.founded()
    day = coop.day_of(now)

    notice = timedelta(0)
    if kind == AssemblyKind.EMERGENCY:
        notice = timedelta(hours=in_force(EMERGENCY_NOTICE_HOURS, on=day))
    refuse_if(
        rules.why_not_convoke(
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            notice=notice,
            from_home=from_home,
            home_allowed=in_force(FROM_HOME, on=day),
            actor=actor,
            now=now,
        )
    )
    refuse_if(
        law.why_not_notice(
            law_here(),
            assembly_kind=kind,
            called_on=day,
            meets_on=coop.day_of(starts_at),
            house_days=in_force(LEGAL_NOTICE_DAYS, on=day),
        )
    )
    refuse_if(why_not_text(place, longest=LONGEST_PLACE, may_be_empty=True))
    if kind == AssemblyKind.WEEKLY:
        refuse_if(_why_not_that_day(coop.day_of(starts_at)))

    return _convoke(
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place.strip(),
        from_home=from_home,
        actor=actor,
        now=now,
    )


def convoke_weekly(*, now: datetime) -> Assembly | None:
    """Call the next weekly assembly, once its day to be called has come. Calling twice calls once.

    A weekly assembly that was cancelled is not called again. Answers None when there is nothing to call.
    """
    coop = Cooperative.objects.current()
    if coop is None:
        return None
    weekly = in_force(WEEKLY, on=coop.day_of(now))
    day = agenda_rules.next_meeting(
        weekday=weekly.weekday,
        starts=weekly.starts,
        days_before=weekly.convoked_days_before,
        zone=coop.zone,
        now=now,
    )
    if day is None or _why_not_that_day(day):
        return None  # asked once a minute: without taking the record's lock for nothing
    return _convoke_weekly_once(
        starts_at=datetime.combine(day, weekly.starts, coop.zone),
        ends_at=datetime.combine(
            day if weekly.ends > weekly.starts else day + timedelta(days=1), weekly.ends, coop.zone
        ),
        place=weekly.place,
        now=now,
    )


@one_act_at_a_time
def _convoke_weekly_once(
    *, starts_at: datetime, ends_at: datetime, place: str, now: datetime
) -> Assembly | None:
    coop = Cooperative.objects.founded()
    if _why_not_that_day(coop.day_of(starts_at)):
        return None
    return _convoke(
        kind=AssemblyKind.WEEKLY,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        from_home=in_force(FROM_HOME, on=coop.day_of(now)),
        actor=None,
        now=now,
    )


@one_act_at_a_time
def open_assembly(*, assembly_id: int, actor: Member | None, now: datetime) -> Assembly:
    """Open an assembly at its hour. The second call comes as many minutes later as our rules say."""
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    if actor is None and assembly.state != AssemblyState.CONVOKED:
        return assembly  # somebody was here before the clock
    refuse_if(rules.why_not_open(state=assembly.state, starts_at=assembly.starts_at, actor=actor, now=now))

    minutes = second_call_minutes(assembly, on=Cooperative.objects.founded().day_of(now))
    assembly.state, assembly.opened_at = AssemblyState.OPEN, now
    assembly.second_call_due_at = now + timedelta(minutes=minutes)
    assembly.save(update_fields=["state", "opened_at", "second_call_due_at"])

    record(
        verb="assemblies.assembly.opened",
        subject=assembly,
        actor=actor,
        now=now,
        facts={"assembly": assembly.number},
    )
    return assembly


@one_act_at_a_time
def open_second_call(*, assembly_id: int, actor: Member | None, now: datetime) -> Assembly:
    """Open the second call, when its hour has come and there are not enough of us.

    What is looked at is the quorum of ordinary decisions. Where it is reached there is no second call: the
    assembly goes on in its first. Votes that are open keep the call in which they were opened.
    """
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    if actor is None and assembly.second_call_at is not None:
        return assembly
    refuse_if(
        rules.why_not_second_call(
            state=assembly.state,
            due_at=assembly.second_call_due_at,
            called_at=assembly.second_call_at,
            actor=actor,
            now=now,
        )
    )

    voters = Member.objects.with_vote(on=assembly.starts_on)
    present = Presence.objects.at(now).filter(assembly=assembly, member__in=voters).count()
    roll = voters.count()
    ours = quorum_needed(roll, in_force(SIMPLE, on=assembly.starts_on).quorum)
    if present >= max(ours, legal_quorum(assembly, roll=roll, second_call=False)):
        assembly.second_call_due_at = None
        assembly.save(update_fields=["second_call_due_at"])
        verb = "assemblies.assembly.quorum_met"
    else:
        assembly.second_call_at = now
        assembly.save(update_fields=["second_call_at"])
        verb = "assemblies.assembly.second_call_opened"

    record(
        verb=verb,
        subject=assembly,
        actor=actor,
        now=now,
        facts={"assembly": assembly.number, "present": present, "roll": roll},
    )
    return assembly


@one_act_at_a_time
def recess_assembly(*, assembly_id: int, actor: Member | None, now: datetime) -> Assembly:
    """Stop for a while. Whoever speaks has finished; whoever waits for the floor goes on waiting."""
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    refuse_if(rules.why_not_recess(state=assembly.state, actor=actor, now=now))

    end_turns(assembly.pk, at=now, waiting_too=False)
    return _step(assembly, AssemblyState.RECESS, verb="assemblies.assembly.recessed", actor=actor, now=now)


@one_act_at_a_time
def resume_assembly(*, assembly_id: int, actor: Member | None, now: datetime) -> Assembly:
    """Go on after a recess."""
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    refuse_if(rules.why_not_resume(state=assembly.state, actor=actor, now=now))
    refuse_if(
        law.why_not_resume(
            law_here(),
            assembly_kind=assembly.kind,
            began_on=assembly.starts_on,
            today=Cooperative.objects.founded().day_of(now),
        )
    )

    return _step(assembly, AssemblyState.OPEN, verb="assemblies.assembly.resumed", actor=actor, now=now)


@one_act_at_a_time
def close_assembly(*, assembly_id: int, actor: Member | None, now: datetime) -> Assembly:
    """Close an assembly: everyone stops speaking and leaves, what was not reached goes on, the minutes are drafted.

    The act seals who was there by a digest over the register of arrivals.
    """
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    if actor is None and assembly.state == AssemblyState.CLOSED:
        return assembly
    refuse_if(
        rules.why_not_close(
            state=assembly.state,
            ends_at=assembly.ends_at,
            open_votes=assembly.motions.voting().count(),
            actor=actor,
            now=now,
        )
    )

    closed_at = max(min(now, assembly.ends_at), assembly.opened_at or now)
    assembly.state, assembly.closed_at = AssemblyState.CLOSED, closed_at
    assembly.save(update_fields=["state", "closed_at"])
    still_there = assembly.presences.filter(left_at=None)
    still_there.filter(arrived_at__lte=closed_at).update(left_at=closed_at)
    still_there.filter(arrived_at__gt=closed_at).update(left_at=now)
    end_turns(assembly.pk, at=closed_at)
    see_guests_out(assembly, at=closed_at)
    not_reached = take_off_agenda(assembly)
    leave_matters(assembly)

    record(
        verb="assemblies.assembly.closed",
        subject=assembly,
        actor=actor,
        now=now,
        facts={
            "assembly": assembly.number,
            "stays": assembly.presences.count(),
            "presence": presence_digest(assembly),
            "not_reached": [motion.number for motion in not_reached],
        },
    )
    for motion in not_reached:
        place_on_next_agenda(motion, now=now)
    carry_matters(assembly, now=now)
    bring_for_review(assembly, now=now)
    write_legal_tasks(assembly, counts="after", closed_on=Cooperative.objects.founded().day_of(closed_at))
    name_signers(assembly=assembly, actor=actor, now=now)
    draft_minutes(
        assembly=assembly, not_reached=[motion.number for motion in not_reached], actor=actor, now=now
    )
    return assembly


@one_act_at_a_time
def cancel_assembly(*, assembly_id: int, actor: Member | None, now: datetime) -> Assembly:
    """Cancel an assembly before it opens; what was on its agenda goes on to the next."""
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    refuse_if(rules.why_not_cancel(state=assembly.state, actor=actor, now=now))

    _step(assembly, AssemblyState.CANCELLED, verb="assemblies.assembly.cancelled", actor=actor, now=now)
    for motion in take_off_agenda(assembly):
        place_on_next_agenda(motion, now=now)
    _tell_everyone(
        assembly,
        key="cancelled",
        text_id=gettext_noop("The assembly of %(day)s is cancelled."),
        now=now,
    )
    return assembly


def _convoke(
    *,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    from_home: bool,
    actor: Member | None,
    now: datetime,
) -> Assembly:
    last: int | None = Assembly.objects.aggregate(last=Max("number"))["last"]
    assembly = Assembly.objects.create(
        number=(last or 0) + 1,
        kind=kind,
        place=place,
        convoked_at=now,
        starts_at=starts_at,
        ends_at=ends_at,
        starts_on=Cooperative.objects.founded().day_of(starts_at),
        from_home=from_home,
        hall_code=f"{secrets.randbelow(1_000_000):06}",
    )

    record(
        verb="assemblies.assembly.convoked",
        subject=assembly,
        actor=actor,
        now=now,
        facts={
            "assembly": assembly.number,
            "kind": kind,
            "starts_at": starts_at.isoformat(),
            "ends_at": ends_at.isoformat(),
            "place": fingerprint(place),
            "from_home": from_home,
        },
    )
    place_those_waiting(assembly, now=now)
    place_matters_waiting(assembly, now=now)
    carry_those_waiting(assembly, now=now)
    bring_those_waiting(assembly, now=now)
    write_legal_tasks(assembly, counts="before")
    _tell_everyone(
        assembly,
        key="convoked",
        text_id=gettext_noop("Assembly on %(day)s at %(time)s. %(place)s"),
        now=now,
    )
    return assembly


def _why_not_that_day(day: date) -> str | None:
    if Assembly.objects.filter(kind=AssemblyKind.WEEKLY, starts_on=day).exists():
        return _("There is a weekly assembly that day already.")
    return None


def _step(assembly: Assembly, to: str, *, verb: str, actor: Member | None, now: datetime) -> Assembly:
    assembly.state = to
    assembly.save(update_fields=["state"])
    record(verb=verb, subject=assembly, actor=actor, now=now, facts={"assembly": assembly.number})
    return assembly


def _tell_everyone(assembly: Assembly, *, key: str, text_id: str, now: datetime) -> None:
    coop = Cooperative.objects.founded()
    starts = assembly.starts_at.astimezone(coop.zone)
    tell(
        member_ids=list(Member.objects.here(on=coop.day_of(now)).values_list("pk", flat=True)),
        key=f"assembly:{assembly.pk}:{key}",
        text_id=text_id,
        values={"day": starts.date().isoformat(), "time": f"{starts:%H:%M}", "place": assembly.place},
        link=f"/assemblies/{assembly.pk}/",
        now=now,
    )
