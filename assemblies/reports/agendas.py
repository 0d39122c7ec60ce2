"""When agendas close, and which called assembly a motion can be meant for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies import kinds
from assemblies.house_rules import AGENDA_CLOSES, in_force
from assemblies.models import Assembly, AssemblyKind, Motion, MotionState
from assemblies.reports.law import law_here, legal_notice_days
from assemblies.rules import agenda as rules
from assemblies.rules import law
from assemblies.rules.states import Sentence
from members.models import Cooperative

NAMED = (AssemblyKind.EMERGENCY, AssemblyKind.LEGAL_EXTRAORDINARY)
"""What somebody calls for some matters; the weekly one comes by itself, and the ordinary one has its own."""


def closing_of(assembly: Assembly, *, now: datetime) -> datetime | None:
    """When the agenda of an assembly closes; None where it stays open as long as the assembly."""
    coop = Cooperative.objects.founded()
    day = coop.day_of(now)
    if assembly.kind == AssemblyKind.WEEKLY:
        closing = in_force(AGENDA_CLOSES, on=day)
        return rules.agenda_closes_at(
            starts_at=assembly.starts_at, weekday=closing.weekday, at=closing.at, zone=coop.zone
        )
    if assembly.kind in rules.LEGAL:
        return rules.legal_agenda_closes_at(
            starts_at=assembly.starts_at, notice_days=legal_notice_days(on=day), zone=coop.zone
        )
    return None


def why_not_meant_for(
    kind_code: str, assembly: Assembly, *, only_in: Collection[str], now: datetime
) -> Sentence | None:
    """Why a motion of this kind cannot be meant for that assembly; None where its agenda takes it now.

    `only_in`: the assemblies that alone may decide it, by its kind and by law; such a motion waits for them.
    """
    pack = law_here()
    return rules.why_not_meant_for(
        kind_only_in=only_in,
        article=law.article_of(pack, kind_code),
        assembly_kind=assembly.kind,
        assembly_state=assembly.state,
        closes_at=closing_of(assembly, now=now),
        agenda_article=pack.agenda_article if assembly.kind in rules.LEGAL else "",
        now=now,
    )


def agendas_to_name(kind: kinds.Kind, *, now: datetime) -> list[Assembly]:
    """The called assemblies, besides the weekly one, that a motion of this kind can be meant for. One question."""
    if kind.only_in or law.only_in(law_here(), kind.code):
        return []
    coming = Assembly.objects.coming(now).filter(kind__in=NAMED)
    return [each for each in coming if why_not_meant_for(kind.code, each, only_in=(), now=now) is None]


def said_of(assembly: Assembly) -> str:
    """An assembly as one names it: what it is, and its day."""
    return _("%(assembly)s of %(day)s") % {
        "assembly": assembly.get_kind_display(),
        "day": date_format(assembly.starts_on, "DATE_FORMAT"),
    }


def meant_said(motion: Motion) -> str:
    """Which assembly its proposer wants it in, and where it went instead; empty where nothing was named.

    `motion` was fetched with `assembly` and `meant_for`.
    """
    wanted = motion.meant_for
    if wanted is None or motion.is_decided or motion.state == MotionState.WITHDRAWN:
        return ""
    named = {"assembly": said_of(wanted)}
    if motion.assembly_id == wanted.pk:
        return _("It was proposed for this one: %(assembly)s.") % named
    if motion.assembly is not None:
        return _(
            "It was proposed for another, the %(assembly)s, which does not take it any more. "
            "It is on the agenda of the %(other)s."
        ) % {**named, "other": said_of(motion.assembly)}
    if motion.state == MotionState.ON_AGENDA:
        return (
            _(
                "It was proposed for the %(assembly)s, which does not take it any more. "
                "It goes on the next weekly agenda."
            )
            % named
        )
    return (
        _(
            "It is proposed for the %(assembly)s. If that agenda is closed before enough of us second it, "
            "it goes to the next weekly assembly."
        )
        % named
    )
