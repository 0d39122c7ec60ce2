"""A motion from the first draft to the agenda."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from assemblies import kinds
from assemblies.actions.agenda import place_again, place_on_next_agenda
from assemblies.actions.searching import index_motion
from assemblies.carrying_out import CARRIED_OUT, carrier
from assemblies.house_rules import SECONDERS, in_force
from assemblies.models import Assembly, Motion, MotionState, Seconding
from assemblies.reports.agendas import why_not_meant_for
from assemblies.reports.law import only_for
from assemblies.rules import agenda as rules
from assemblies.rules.texts import LONGEST_TITLE, why_not_text
from ledger.money import BadNumber
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, canonical, fingerprint, refuse_if

REVIEWED_BEFORE = timedelta(days=14)
"""How long before its review a decision comes back to the agenda."""


@one_act_at_a_time
def draft_motion(
    *,
    kind: str,
    title: str,
    text: str,
    terms: Mapping[str, Any],
    proposer: Member,
    now: datetime,
    amends_id: int | None = None,
    follows_id: int | None = None,
    meant_for_id: int | None = None,
    is_secret: bool = False,
    review_on: date | None = None,
) -> Motion:
    """Write a draft, which only its proposer sees. An amendment takes the kind of what it amends.

    What is adopted with a `review_on` comes back to the agenda by itself before that day. `meant_for_id` names
    the called assembly it is for, where that is not the next weekly one.

    A draft is nobody else's business and writes nothing in the record; it takes the record's turn all the
    same, so that no two motions have one number.
    """
    amends = None
    if amends_id is not None:
        amends = Motion.objects.visible_to(proposer).filter(pk=amends_id).first()
        if amends is None or amends.state not in (MotionState.TABLED, MotionState.ON_AGENDA):
            raise Refused(_("Only what has not been voted yet can be amended."))
        if amends.amends_id is not None:
            raise Refused(_("This is an amendment itself: propose another amendment to the motion."))
        if not kinds.kind_of(amends).can_be_amended:
            raise Refused(_("This is voted as it was shown, or withdrawn: it is not amended."))
        kind = amends.kind
    follows = None
    if follows_id is not None:
        follows = Motion.objects.decided().filter(pk=follows_id).first()
        if follows is None:
            raise Refused(_("Only what was decided can be proposed again."))
    day = Cooperative.objects.founded().day_of(now)
    if not Member.objects.here(on=day).filter(pk=proposer.pk).exists():
        raise Refused(_("Only those who belong to the co-operative can propose."))
    if review_on is not None and review_on <= day:
        raise Refused(_("A decision is reviewed after the day it is taken."))
    checked = _checked(kind, title=title, text=text, terms=terms, now=now)
    meant_for = _meant_for(meant_for_id, Motion(kind=kind, terms=checked, amends=amends), now=now)

    return Motion.objects.create(
        number=next_number(),
        kind=kind,
        title=title.strip(),
        text=text.strip(),
        terms=checked,
        proposer=proposer,
        amends=amends,
        base_text=amends.text if amends else "",
        base_terms=amends.terms if amends else {},
        follows=follows,
        meant_for=meant_for,
        is_secret=is_secret,
        review_on=review_on,
        created_at=now,
    )


@one_act_at_a_time
def edit_motion(
    *,
    motion_id: int,
    title: str,
    text: str,
    terms: Mapping[str, Any],
    actor: Member,
    now: datetime,
    is_secret: bool | None = None,
    meant_for_id: int | None = None,
) -> Motion:
    """Change a draft of one's own. Without a `meant_for_id` it is for the next weekly assembly from now on."""
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)

    refuse_if(rules.why_not_edit(state=motion.state, is_proposer=motion.proposer_id == actor.pk))
    motion.terms = _checked(motion.kind, title=title, text=text, terms=terms, now=now)
    motion.meant_for = _meant_for(meant_for_id, motion, now=now)

    motion.title, motion.text = title.strip(), text.strip()
    if is_secret is not None:
        motion.is_secret = is_secret
    motion.save(update_fields=["title", "text", "terms", "is_secret", "meant_for"])
    return motion


@one_act_at_a_time
def table_motion(*, motion_id: int, actor: Member | None, now: datetime) -> Motion:
    """Show a draft to everybody. Where no seconders are asked it goes on the next agenda at once."""
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)

    if motion.state == MotionState.TABLED and actor is not None and actor.pk == motion.proposer_id:
        return motion  # a second tap
    day = Cooperative.objects.founded().day_of(now)
    refuse_if(
        rules.why_not_table(
            state=motion.state,
            is_proposer=actor is None or motion.proposer_id == actor.pk,
            belongs=Member.objects.here(on=day).filter(pk=motion.proposer_id).exists(),
        )
    )

    motion.state, motion.tabled_at = MotionState.TABLED, now
    motion.save(update_fields=["state", "tabled_at"])

    record(
        verb="assemblies.motion.tabled",
        subject=motion,
        actor=actor,
        now=now,
        facts={
            "motion": motion.number,
            "kind": motion.kind,
            "title": fingerprint(motion.title),
            "text": fingerprint(motion.text),
            "terms": fingerprint(canonical(motion.terms)),
            "documents": list(motion.documents.values_list("sha256", flat=True)),
            **({"meant_for": motion.meant_for.number} if motion.meant_for is not None else {}),
        },
    )
    index_motion(motion)
    kinds.kind_of(motion).tabled(motion, now=now)
    if in_force(SECONDERS, on=day) == 0:
        place_on_next_agenda(motion, now=now)
    return motion


@one_act_at_a_time
def second_motion(*, motion_id: int, actor: Member, now: datetime) -> Motion:
    """Second what somebody tabled. With enough of us it goes by itself on the agenda it is meant for, or the next."""
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)
    if motion.state == MotionState.DRAFT and motion.proposer_id != actor.pk:
        raise Motion.DoesNotExist  # other people's drafts are not there

    if motion.secondings.filter(member=actor).exists():
        return motion  # a second tap
    day = Cooperative.objects.founded().day_of(now)
    refuse_if(
        rules.why_not_second(
            state=motion.state,
            is_proposer=motion.proposer_id == actor.pk,
            has_vote=Member.objects.with_vote(on=day).filter(pk=actor.pk).exists(),
        )
    )

    Seconding.objects.create(motion=motion, member=actor, at=now)
    seconds = motion.secondings.count()

    record(
        verb="assemblies.motion.seconded",
        subject=motion,
        actor=actor,
        now=now,
        facts={"motion": motion.number, "seconds": seconds},
    )
    if seconds >= in_force(SECONDERS, on=day):
        place_on_next_agenda(motion, now=now)
    return motion


@one_act_at_a_time
def withdraw_motion(*, motion_id: int, actor: Member | None, now: datetime, because: str = "") -> Motion:
    """Take back a motion of one's own, until its voting opens.

    Without an actor it is withdrawn by itself: something took its place, and it could never be opened (`because`).
    """
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)

    is_theirs = actor is None or motion.proposer_id == actor.pk
    refuse_if(rules.why_not_withdraw(state=motion.state, is_proposer=is_theirs))

    was_draft = motion.state == MotionState.DRAFT
    motion.state = MotionState.WITHDRAWN
    motion.save(update_fields=["state"])

    if not was_draft:
        record(
            verb="assemblies.motion.withdrawn",
            subject=motion,
            actor=actor,
            now=now,
            facts={"motion": motion.number},
            because=because,
        )
    kinds.kind_of(motion).withdrawn(motion, now=now)
    return motion


@one_act_at_a_time
def bring_back(*, motion_id: int, now: datetime) -> Motion | None:
    """Put what must be reviewed on the next agenda, as a new motion that names it. Twice is once.

    What is voted again is the text as it was adopted; it can be amended there. None where it is not due, or
    is back already.
    """
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)
    day = Cooperative.objects.founded().day_of(now)
    if (
        motion.state != MotionState.ADOPTED
        or motion.review_on is None
        or motion.review_on - REVIEWED_BEFORE > day
        or motion.followed_by.exclude(state=MotionState.WITHDRAWN).exists()
    ):
        return None

    # Days that have passed, and who was to carry it out then, are not proposed again.
    kept = {name: value for name, value in motion.terms.items() if name != CARRIED_OUT}
    terms = {**kept, "from_on": None} if "from_on" in kept else kept
    again = Motion.objects.create(
        number=next_number(),
        kind=motion.kind,
        title=motion.title,
        text=motion.text,
        terms={**terms, "review_on": None} if "review_on" in terms else terms,
        proposer_id=motion.proposer_id,
        follows=motion,
        is_secret=motion.is_secret,
        state=MotionState.TABLED,
        created_at=now,
        tabled_at=now,
    )

    record(
        verb="assemblies.motion.brought_back",
        subject=again,
        actor=None,
        now=now,
        facts={"motion": again.number, "reviews": motion.number},
        because=motion,
    )
    index_motion(again)
    place_again(again, assembly=None, now=now)
    return again


def next_number() -> int:
    """The number of the next motion; only inside `one_act_at_a_time`."""
    last: int | None = Motion.objects.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _meant_for(assembly_id: int | None, motion: Motion, *, now: datetime) -> Assembly | None:
    """The assembly a draft is for, where its proposer names one whose agenda takes it."""
    if assembly_id is None:
        return None
    if motion.amends is not None:
        raise Refused(_("An amendment goes where what it amends is."))
    assembly = Assembly.objects.filter(pk=assembly_id).first()
    if assembly is None:
        raise Refused(_("There is no such assembly."))
    refuse_if(why_not_meant_for(motion.kind, assembly, only_in=only_for(motion), now=now))
    return assembly


def _checked(
    kind_code: str, *, title: str, text: str, terms: Mapping[str, Any], now: datetime
) -> dict[str, Any]:
    kind = kinds.kind_called(kind_code)
    if kind is None:
        raise Refused(_("There is no such kind of motion."))
    refuse_if(why_not_text(title, longest=LONGEST_TITLE))
    refuse_if(why_not_text(text))
    try:
        checked = kind.clean(terms, now=now)
        named = carrier().clean(terms.get(CARRIED_OUT), now=now) if kind.asks_who else None
        if named is not None:
            checked = {**checked, CARRIED_OUT: named}
        written = canonical(checked)
        refuse_if(why_not_text(written.replace("\\u0000", "\x00")))
    except BadNumber as problem:
        raise Refused(problem.said(Cooperative.objects.founded().language)) from problem
    except (TypeError, OverflowError, RecursionError) as problem:
        raise Refused(_("These terms make no sense. Fill them in again.")) from problem
    return checked
