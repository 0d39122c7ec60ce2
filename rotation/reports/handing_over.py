"""A handover as both sides see it, and those that concern somebody now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q

from members.models import Member
from rotation.models import Handover, HandoverLine, Mandate, PostTerms
from rotation.rules.handing_over import BREAK, opens_on

SHOWN_AFTER = timedelta(days=31)
"""For how long after its day a handover not signed stays before those it concerns."""


@dataclass(frozen=True, kw_only=True)
class HandoverPage:
    """One handover for one of its two sides."""

    handover: Handover
    lines: list[HandoverLine]
    is_outgoing: bool
    is_incoming: bool

    @property
    def may_write(self) -> bool:
        return self.is_outgoing and self.handover.given_at is None

    @property
    def may_receive(self) -> bool:
        return self.is_incoming and self.handover.accepted_at is None

    @property
    def may_accept(self) -> bool:
        return self.may_receive and self.handover.given_at is not None

    @property
    def missing(self) -> list[HandoverLine]:
        """What was not received."""
        return [line for line in self.lines if line.received_at is None]


def handover_page(handover_id: int, *, reader: Member) -> HandoverPage | None:
    """A handover, for its two sides only; None for anybody else. Two questions."""
    handover = (
        Handover.objects.select_related("outgoing__member", "incoming__member", "incoming__post")
        .filter(Q(outgoing__member=reader) | Q(incoming__member=reader), pk=handover_id)
        .first()
    )
    if handover is None:
        return None
    return HandoverPage(
        handover=handover,
        lines=list(handover.lines.all()),
        is_outgoing=handover.outgoing.member_id == reader.pk,
        is_incoming=handover.incoming.member_id == reader.pk,
    )


def handovers_of(member: Member, *, on: date) -> list[Handover]:
    """What a member hands over or takes over these days, the next first. One question."""
    return list(
        Handover.objects.filter(
            Q(outgoing__member=member) | Q(incoming__member=member),
            accepted_at=None,
            incoming__from_on__gt=on - SHOWN_AFTER,
        )
        .select_related("outgoing__member", "incoming__member", "incoming__post")
        .order_by("incoming__from_on")
    )


def mandates_to_hand_over(*, on: date) -> list[int]:
    """Mandates whose handover should begin by now and has not: those about to begin, by their overlap. Two questions."""
    overlaps = dict(PostTerms.objects.in_force(on=on).values_list("post_id", "overlap_days"))
    furthest = max(overlaps.values(), default=0)
    before = Mandate.objects.filter(
        post=OuterRef("post"),
        seat=OuterRef("seat"),
        from_on__lt=OuterRef("from_on"),
        handed_over__isnull=True,
    ).exclude(member=OuterRef("member"))
    coming = Mandate.objects.filter(
        Exists(before),
        from_on__gt=on - BREAK,
        from_on__lte=on + timedelta(days=furthest),
        until_on__gt=F("from_on") + timedelta(days=1),
        ended_at=None,
        taken_over__isnull=True,
    )
    return [
        mandate.pk
        for mandate in coming.order_by("from_on", "pk")
        if opens_on(incoming_from=mandate.from_on, overlap_days=overlaps.get(mandate.post_id, 0)) <= on
    ]


def handovers_to_warn_of(*, on: date) -> list[int]:
    """Those whose day has come without both signatures, and nobody was told yet. One question."""
    late = Handover.objects.filter(accepted_at=None, alerted_at=None, incoming__from_on__lte=on)
    return list(late.order_by("pk").values_list("pk", flat=True))
