"""What the pages about convoking show: an assembly before it meets, petitions, and what waits to be called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from assemblies.house_rules import SECONDERS, in_force
from assemblies.models import DeclaredInterest, Document, Motion, MotionState, Petition, Signature
from assemblies.models.convoking import PetitionAim
from assemblies.reports.law import (
    NoticeLine,
    TaskLine,
    before_convoking,
    cautions,
    law_here,
    notice_lines,
    only_for,
    task_lines,
    warnings,
)
from assemblies.reports.now import AssemblyNow
from assemblies.rules.agenda import LEGAL
from assemblies.rules.decision import DecisionRule
from members.models import Cooperative, Member


@dataclass(frozen=True, kw_only=True)
class Convoking:
    """Beside the agenda of an assembly: what the law asks of it, and its documents."""

    warnings: list[str]
    tasks: list[TaskLine]
    documents: list[Document]


@dataclass(frozen=True, kw_only=True)
class BeforeCalling:
    """What whoever convokes should see before choosing a day."""

    notices: list[NoticeLine]
    law: list[str]
    law_name: str
    last_checked: str
    reserved: list[Motion]
    """Motions that wait for an assembly by law."""
    petitions: list[Petition]
    """Those that were enough for an assembly, and no assembly answers yet."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A petition for one reader: how many have signed and how many are enough."""

    petition: Petition
    signed: int
    needed: int
    have_signed: bool

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.signed)


def convoking_of(page: AssemblyNow, *, now: datetime) -> Convoking:
    """What the law asks of an assembly and what is attached to it. One question; by law two, while it waits."""
    assembly = page.assembly
    documents = list(assembly.documents.all())
    return Convoking(
        warnings=warnings(
            assembly,
            documents=documents,
            has_agenda=bool(page.lines),
            not_told=max(0, page.roll - page.told),
            now=now,
        ),
        tasks=task_lines(assembly, now=now) if assembly.kind in LEGAL and not page.is_under_way else [],
        documents=documents,
    )


def with_what_surrounds(motions: QuerySet[Motion]) -> QuerySet[Motion]:
    """Motions with `petition_id`: who asks for it by signing while it waits; and whether there is more to read.

    `has_documents`, `has_interests` and `has_amendments`: what is not there is not asked for.
    """
    return motions.annotate(
        has_documents=Exists(Document.objects.filter(motion=OuterRef("pk"))),
        has_interests=Exists(DeclaredInterest.objects.filter(motion=OuterRef("pk"))),
        has_amendments=Exists(Motion.objects.filter(amends=OuterRef("pk"))),
        petition_id=Subquery(
            Petition.objects.filter(motion=OuterRef("pk"), reached_at=None).order_by("pk").values("pk")[:1]
        ),
    )


def around_motion(motion: Motion, *, rule: DecisionRule, now: datetime) -> dict[str, Any]:
    """Beside a motion of `with_what_surrounds`: its documents, if any, and what the law says of it."""
    return {
        "documents": list(motion.documents.all()) if getattr(motion, "has_documents", True) else [],
        "cautions": [] if motion.is_decided else cautions(motion, rule=rule, now=now),
        "petition_id": getattr(motion, "petition_id", None),
    }


def before_calling(*, language: str, now: datetime) -> BeforeCalling:
    """Notice, law, and what waits for an assembly to be called."""
    pack = law_here()
    return BeforeCalling(
        notices=notice_lines(now=now),
        law=before_convoking(now=now),
        law_name=f"{pack.name.said(language)}, {pack.law}" if pack.is_law else "",
        last_checked=pack.last_checked.isoformat(),
        reserved=waiting_for_law(now=now),
        petitions=unanswered(),
    )


def waiting_for_law(*, now: datetime) -> list[Motion]:
    """Motions that only an assembly by law may decide and that are on no agenda, oldest first."""
    needed = in_force(SECONDERS, on=Cooperative.objects.here().day_of(now))
    rows = (
        Motion.objects.filter(state__in=(MotionState.TABLED, MotionState.ON_AGENDA), assembly=None)
        .annotate(seconds=Count("secondings"))
        .filter(Q(state=MotionState.ON_AGENDA) | Q(seconds__gte=needed))
        .order_by("number")
    )
    return [motion for motion in rows if only_for(motion) and set(only_for(motion)) <= set(LEGAL)]


def unanswered() -> list[Petition]:
    """Petitions for an assembly that had enough names and that no assembly answers yet, oldest first."""
    return list(
        Petition.objects.filter(aim=PetitionAim.ASSEMBLY, reached_at__isnull=False, assembly=None).order_by(
            "reached_at"
        )
    )


def petitions_for(reader: Member, *, now: datetime) -> QuerySet[Petition]:
    """Every petition, latest first, with `signed` (names that count today) and `have_signed`."""
    voters = Member.objects.with_vote(on=Cooperative.objects.here().day_of(now)).values("pk")
    return (
        Petition.objects.select_related("opened_by", "motion", "assembly")
        .annotate(
            signed=Count("signatures", filter=Q(signatures__member__in=voters)),
            have_signed=Exists(Signature.objects.filter(petition=OuterRef("pk"), member=reader)),
        )
        .order_by("-opened_at", "-pk")
    )


def asked(petition: Petition, *, voters: int) -> Asked:
    """A petition of `petitions_for` as its page shows it, where so many of us vote."""
    pack = law_here()
    asking = pack.call if petition.aim == PetitionAim.ASSEMBLY else pack.item
    return Asked(
        petition=petition,
        signed=getattr(petition, "signed", 0),
        needed=petition.signatures_needed or asking.needed(voters),
        have_signed=getattr(petition, "have_signed", False),
    )
