"""An exclusion as a file: what somebody is told of, what they answered, until when it can be appealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from assemblies.house_rules import DAYS_TO_ANSWER, DAYS_TO_APPEAL, in_force
from assemblies.models import Contest, Defence, Motion, MotionState
from assemblies.reports.law import law_here
from assemblies.rules import leaving as rules
from assemblies.rules.states import Sentence
from members.models import Cooperative, Member, Membership, Standing

EXCLUSION, APPEAL = "exclusion", "appeal_of_exclusion"
UNDER_WAY = (MotionState.TABLED, MotionState.ON_AGENDA, MotionState.VOTING)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What they say to it, and when they last did."""

    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ExclusionFile:
    """Everything about one exclusion that whoever votes on it, or on its appeal, reads first."""

    motion: Motion
    person: Member
    rule: str
    reason: str
    defence: Answer | None
    """Their answer as it stands; everybody reads it."""
    may_answer: bool
    """The reader is the person, and the vote has not opened."""
    last_day_to_answer: date | None
    votes_from: date | None
    appeal_until: date | None
    """Once they are excluded."""
    may_appeal: bool


def file_of(motion: Motion, *, reader: Member, now: datetime) -> ExclusionFile | None:
    """The file of an exclusion, on its own page or on that of its appeal; None on any other. At most three questions."""
    charge = motion if motion.kind == EXCLUSION else charge_of(motion)
    if charge is None or charge.amends_id is not None:
        return None
    person = person_of(motion)
    if person is None:
        return None
    coop = Cooperative.objects.here()
    today = coop.day_of(now)
    first = None
    if charge.tabled_at is not None and not charge.is_decided:
        told = told_on(charge, coop=coop)
        first = rules.votes_from(told, days=in_force(DAYS_TO_ANSWER, on=today))
    until = until_of(charge, coop=coop) if charge.state == MotionState.ADOPTED else None
    defence, is_appealed, was_right_to_contest = _since(charge)
    why_not = rules.why_not_appeal(
        is_exclusion=charge.state == MotionState.ADOPTED,
        waits=_suspension(_periods_of(person), charge) is not None,
        until=until or today,
        is_appealed=is_appealed,
        was_right_to_contest=was_right_to_contest,
        today=today,
    )
    return ExclusionFile(
        motion=charge,
        person=person,
        rule=charge.terms["rule"],
        reason=charge.terms["reason"],
        defence=defence,
        may_answer=rules.why_not_defend(
            is_about_them=reader.pk == person.pk and charge.pk == motion.pk, motion_state=charge.state
        )
        is None,
        last_day_to_answer=first - timedelta(days=1) if first else None,
        votes_from=first,
        appeal_until=until,
        may_appeal=until is not None and why_not is None,
    )


def _since(charge: Motion) -> tuple[Answer | None, bool, bool]:
    """What they answered last, whether an appeal is before us, whether a contest was right. One question."""
    answers = Defence.objects.filter(motion__in=_same_charge(charge)).order_by("-at", "-pk")
    text, at, is_appealed, was_right = Motion.objects.values_list(
        Subquery(answers.values("text")[:1]),
        Subquery(answers.values("at")[:1]),
        Exists(_appeals(charge)),
        Exists(Contest.objects.filter(motion=OuterRef("pk"), upheld=True)),
    ).get(pk=charge.pk)
    return None if at is None else Answer(text=text, at=at), is_appealed, was_right


def number_of(motion: Motion) -> int | None:
    """The member number of whom an exclusion, or the appeal of one, is about."""
    charge = motion if motion.kind == EXCLUSION else charge_of(motion)
    return None if charge is None else int(charge.terms["number"])


def person_of(motion: Motion) -> Member | None:
    """Whom an exclusion, or the appeal of one, is about."""
    number = number_of(motion)
    if number is None:
        return None
    kept: Member | None = motion.__dict__.get(_PERSON)  # who has a number never changes: a page asks once
    if kept is None:
        periods = Membership.objects.filter(member__number=number).select_related("member")
        found = list(periods.order_by("from_on"))
        if found:
            kept = motion.__dict__[_PERSON] = found[0].member
            kept.__dict__[_PERIODS] = found
    return kept


_PERSON, _CHARGE, _PERIODS = "_person_it_is_about", "_charge_it_is_against", "_their_memberships"


def _periods_of(person: Member) -> list[Membership]:
    """Their memberships, as they were when the person was read: for pages."""
    kept: list[Membership] | None = person.__dict__.get(_PERIODS)
    return list(person.memberships.order_by("from_on")) if kept is None else kept


def charge_of(appeal: Motion) -> Motion | None:
    """The exclusion that an appeal is against. Asked once of each motion that was read."""
    if appeal.kind != APPEAL:
        return None
    kept: Motion | None = appeal.__dict__.get(_CHARGE)
    if kept is None:
        found = Motion.objects.filter(number=appeal.terms["exclusion"], kind=EXCLUSION)
        kept = appeal.__dict__[_CHARGE] = found.first()
    return kept


def cause_of(motion: Motion) -> str:
    """What a membership that this motion made says that made it so."""
    return f"assemblies.motion:{motion.pk}"


def told_on(motion: Motion, *, coop: Cooperative) -> date:
    """The day on which they were told of this very charge: of the first vote on it, where one was tied."""
    first = _same_charge(motion)[-1]
    return coop.day_of(first.tabled_at or first.created_at)


def _same_charge(motion: Motion) -> list[Motion]:
    """A motion, and those before it on the same charge that came to nothing: latest first."""
    chain = [motion]
    while (before := chain[-1].follows) is not None:
        undecided = before.state in (MotionState.TIED, MotionState.NO_QUORUM)
        if (before.kind, before.terms) != (motion.kind, motion.terms) or not undecided:
            break
        chain.append(before)
    return chain


def standing_said(person: Member, *, on: date) -> str:
    """In which standing somebody is, in words."""
    for period in _periods_of(person):
        if period.from_on <= on and (period.until_on is None or on < period.until_on):
            return str(Standing(period.standing).label)
    return ""


def appeal_days(*, on: date) -> int:
    return in_force(DAYS_TO_APPEAL, on=on)


def until_of(charge: Motion, *, coop: Cooperative) -> date:
    """The last day to appeal an adopted exclusion, by the rule of the day on which it was voted."""
    voted_on = coop.day_of(charge.closed_at or charge.created_at)
    return rules.appeal_until(voted_on, days=appeal_days(on=voted_on))


def suspended_by(charge: Motion) -> Membership | None:
    """The suspension that an exclusion made, while it is neither final nor undone."""
    return Membership.objects.filter(
        because=cause_of(charge), standing=Standing.SUSPENDED, until_on=None
    ).first()


def standing_before(appeal: Motion) -> str:
    """The standing that an appeal gives back; empty where the exclusion is final or undone."""
    charge, person = charge_of(appeal), person_of(appeal)
    if charge is None or person is None:
        return ""
    periods = _periods_of(person)
    waits = _suspension(periods, charge)
    if waits is None:
        return ""
    before = next((period for period in periods if period.until_on == waits.from_on), None)
    return before.standing if before is not None else str(Standing.MEMBER)


def _suspension(periods: list[Membership], charge: Motion) -> Membership | None:
    """`suspended_by`, among the memberships of whom it is about."""
    cause = cause_of(charge)
    found = [
        one
        for one in periods
        if (one.because, one.standing, one.until_on) == (cause, Standing.SUSPENDED, None)
    ]
    return found[0] if found else None


def appeals_of(charge: Motion) -> list[Motion]:
    """Appeals of an exclusion that are before us now."""
    return list(_appeals(charge).order_by("number"))


def _appeals(charge: Motion) -> QuerySet[Motion]:
    return Motion.objects.filter(kind=APPEAL, state__in=UNDER_WAY, terms__exclusion=charge.number)


def why_not_appeal(number: int, *, now: datetime) -> Sentence | None:
    """Why the exclusion that a motion of this number made cannot be appealed now."""
    charge = Motion.objects.filter(number=number, kind=EXCLUSION, state=MotionState.ADOPTED).first()
    coop = Cooperative.objects.here()
    return rules.why_not_appeal(
        is_exclusion=charge is not None,
        waits=charge is not None and suspended_by(charge) is not None,
        until=until_of(charge, coop=coop) if charge is not None else coop.day_of(now),
        is_appealed=charge is not None and bool(appeals_of(charge)),
        was_right_to_contest=charge is not None and charge.contests.filter(upheld=True).exists(),
        today=coop.day_of(now),
    )


def is_final(charge: Motion, *, now: datetime) -> bool:
    """Whether the days to appeal an exclusion are over, and neither an appeal nor a contest is before us.

    Where a contest of it was right it is never final: an appeal, or a motion, gives the standing back.
    """
    coop = Cooperative.objects.here()
    return suspended_by(charge) is not None and rules.is_final(
        until=until_of(charge, coop=coop),
        is_appealed=bool(appeals_of(charge)),
        is_contested=Contest.objects.standing().filter(motion=charge).exists(),
        today=coop.day_of(now),
    )


def exclusions_that_wait() -> list[int]:
    """Exclusions, by primary key, that suspended somebody and are neither final nor undone. One question."""
    prefix = "assemblies.motion:"
    waiting = Membership.objects.filter(
        standing=Standing.SUSPENDED, until_on=None, because__startswith=prefix
    ).values_list("because", flat=True)
    numbers = [because.removeprefix(prefix) for because in waiting]
    return sorted(int(each) for each in numbers if each.isascii() and each.isdigit())


def too_many_said(motion: Motion, *, on: date) -> list[str]:
    """Where this exclusion would bring those of the year over the part the law allows, that, with the numbers."""
    pack = law_here()
    if pack.exclusions_most is None:
        return []
    numbers = _excluded_in(on.year) | {int(motion.terms["number"])}
    here = Member.objects.here(on=on).values("pk")
    register = Member.objects.filter(Q(pk__in=here) | Q(number__in=numbers)).count()
    if not rules.is_too_many(len(numbers), register=register, most=pack.exclusions_most):
        return []
    return [
        _(
            "With this one %(n)s of %(register)s of us would be excluded this year. "
            "The law allows %(most)s at most (%(article)s)."
        )
        % {
            "n": len(numbers),
            "register": register,
            "most": int(register * pack.exclusions_most),
            "article": pack.exclusions_article,
        }
    ]


def _excluded_in(year: int) -> set[int]:
    """The member numbers of those excluded in a calendar year, without those an appeal brought back."""
    coop = Cooperative.objects.here()
    done = Motion.objects.filter(
        kind__in=(EXCLUSION, APPEAL), state=MotionState.ADOPTED, enacted_at__isnull=False
    ).order_by("number")
    rows = list(done.values_list("number", "kind", "terms", "closed_at"))
    undone = {terms["exclusion"] for _number, kind, terms, _at in rows if kind == APPEAL}
    return {
        int(terms["number"])
        for number, kind, terms, closed_at in rows
        if kind == EXCLUSION and number not in undone and closed_at and coop.day_of(closed_at).year == year
    }
