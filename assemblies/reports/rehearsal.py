"""A vote rehearsed before it opens: who could not vote now, why, and what helps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assemblies import kinds
from assemblies.models import Motion, MotionState, Presence
from members.models import Cooperative, Member, Membership, Notice, SignInCard, Standing
from record.models import Act

SHOWN_BY_NAME = 100
"""How many of a group the page names: a page weighs little, and a hall of five thousand reads no list."""


@dataclass(frozen=True, kw_only=True)
class Hindered:
    """Somebody, and what stands in their way."""

    number: int
    name: str
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Those with the same hindrance, and what helps them."""

    code: str
    title: str
    help: str
    people: list[Hindered]

    @property
    def shown(self) -> list[Hindered]:
        return self.people[:SHOWN_BY_NAME]

    @property
    def more(self) -> int:
        return len(self.people) - len(self.shown)


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    """What would happen if the vote opened now. Nobody is in two of the first three `groups`.

    Those without a PIN or a phone may be on the roll and here all the same: they cannot vote on a phone.
    """

    roll: int
    """Who may vote, without those excluded."""
    able: int
    """Of them, how many are here and have a PIN."""
    has_begun: bool
    groups: list[Group]


OPENED, ENDED = "assemblies.rehearsal.opened", "assemblies.rehearsal.ended"
"""The acts between which a rehearsal vote is under way."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """The last rehearsal vote on a motion: who was asked and whose tap arrived. What they tapped nobody knows."""

    is_open: bool
    asked: int
    tried: int
    not_yet: list[Hindered]
    more: int
    """How many more have not tried than the page names."""


VOTING = (Standing.MEMBER, Standing.ON_LEAVE)


def rehearse(motion: Motion, *, now: datetime) -> Rehearsal:
    """Who could not vote on a motion if it opened now. `motion` was fetched with its assembly."""
    day = Cooperative.objects.here().day_of(now)
    reasons = {
        **dict(motion.declared_interests.values_list("member_id", "reason")),
        **{pk: str(reason) for pk, reason in kinds.kind_of(motion).excluded(motion, on=day).items()},
    }
    standings = dict(
        Membership.objects.filter(Q(until_on__isnull=True) | Q(until_on__gt=day), from_on__lte=day)
        .exclude(standing=Standing.LEFT)
        .values_list("member_id", "standing")
    )
    people = list(Member.objects.filter(pk__in=standings).only("number", "name", "phone", "password"))
    here = set(
        Presence.objects.at(now).filter(assembly=motion.assembly_id).values_list("member_id", flat=True)
    )
    with_card = set(
        SignInCard.objects.filter(used_at=None, void_at=None, lapses_at__gt=now).values_list(
            "member_id", flat=True
        )
    )
    has_begun = motion.assembly is not None and motion.assembly.opened_at is not None

    no_vote: list[Hindered] = []
    excluded: list[Hindered] = []
    away: list[Hindered] = []
    no_pin: list[Hindered] = []
    no_phone: list[Hindered] = []
    roll = able = 0
    for one in people:
        if standings[one.pk] not in VOTING:
            no_vote.append(_hindered(one, str(Standing(standings[one.pk]).label)))
            continue
        if one.pk in reasons:
            excluded.append(_hindered(one, _(reasons[one.pk]) if reasons[one.pk] else ""))
            continue
        roll += 1
        if has_begun and one.pk not in here:
            away.append(_hindered(one))
        if not one.has_usable_password():
            because = _("has a card and has not used it") if one.pk in with_card else _("has no card")
            no_pin.append(_hindered(one, because))
        elif one.pk in here:
            able += 1
        if not one.phone:
            no_phone.append(_hindered(one))
    groups = [
        Group(
            code="no-vote",
            title=_("Without a vote"),
            help=_("They have a voice. Whoever is on probation votes once admitted."),
            people=no_vote,
        ),
        Group(
            code="excluded",
            title=_("Out by interest or by law"),
            help=_("They count neither in the roll nor in the base of this vote."),
            people=excluded,
        ),
        Group(
            code="away",
            title=_("Not in the assembly"),
            help=_("They say on their phone that they are here, or the door writes them down."),
            people=away,
        ),
        Group(
            code="no-pin",
            title=_("Without a PIN"),
            help=_("Give them a card now; meanwhile they vote by hand or on paper."),
            people=no_pin,
        ),
        Group(
            code="no-phone",
            title=_("Without a phone in our register"),
            help=_("They vote on the shared tablet, by hand or on paper."),
            people=no_phone,
        ),
    ]
    return Rehearsal(
        roll=roll, able=able, has_begun=has_begun, groups=[group for group in groups if group.people]
    )


def _hindered(one: Member, because: str = "") -> Hindered:
    return Hindered(number=one.number, name=one.name, because=because)


def key_of(motion: Motion, seq: int) -> str:
    """What the notices of one rehearsal have in common: its motion, and the act that opened it."""
    return f"rehearsal:{motion.pk}:{seq}"


def rehearsal_under_way(motion: Motion) -> int | None:
    """The act that opened the rehearsal which is under way; None where none is. The real vote ends it."""
    if motion.state != MotionState.ON_AGENDA:
        return None
    last = _acts_of(motion).first()
    return last.seq if last is not None and last.verb == OPENED else None


def trial_of(motion: Motion) -> Trial | None:
    """The last rehearsal vote on a motion, under way or over; None where there was none."""
    opened = _acts_of(motion).filter(verb=OPENED).first()
    if opened is None:
        return None
    notices = Notice.objects.filter(key=key_of(motion, opened.seq)).select_related("member")
    asked = list(notices.order_by("member__number"))
    waiting = [_hindered(each.member) for each in asked if not each.values.get("tried")]
    return Trial(
        is_open=rehearsal_under_way(motion) is not None,
        asked=len(asked),
        tried=len(asked) - len(waiting),
        not_yet=waiting[:SHOWN_BY_NAME],
        more=max(0, len(waiting) - SHOWN_BY_NAME),
    )


def who_rehearses(motion: Motion, *, now: datetime) -> list[int]:
    """Those (by primary key) who could vote on a motion, and where its assembly is under way are there."""
    day = Cooperative.objects.here().day_of(now)
    out = {
        *kinds.kind_of(motion).excluded(motion, on=day),
        *motion.declared_interests.values_list("member_id", flat=True),
    }
    able = Member.objects.with_vote(on=day).exclude(pk__in=out)
    if motion.assembly is not None and motion.assembly.opened_at is not None:
        able = able.filter(pk__in=Presence.objects.at(now).filter(assembly=motion.assembly).values("member"))
    return list(able.order_by("number").values_list("pk", flat=True))


def _acts_of(motion: Motion) -> QuerySet[Act]:
    """Latest first."""
    return Act.objects.filter(subject=f"assemblies.motion:{motion.pk}", verb__in=(OPENED, ENDED)).order_by(
        "-seq"
    )
