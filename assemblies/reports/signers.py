"""Drawing the signers of minutes again: what `verify` says of them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from assemblies.models import Assembly, Signer
from assemblies.reports.law import law_here
from assemblies.rules.signing import DRAWN, drawn_order
from members.models import Member
from record.models import Act


def signer_faults() -> list[str]:
    """Whoever signs as drawn was drawn: by the head that the record had, or as the next of the same draw."""
    found: list[str] = []
    acts = list(Act.objects.filter(verb="assemblies.signers.named").order_by("seq"))
    heads = dict(Act.objects.filter(seq__in=[act.seq - 1 for act in acts]).values_list("seq", "hash"))
    replaced: dict[str, list[Act]] = {}
    for act in Act.objects.filter(verb="assemblies.signer.replaced").order_by("seq"):
        replaced.setdefault(act.subject, []).append(act)
    for act in acts:
        assembly_id = int(act.subject.rpartition(":")[2])
        said = f"assembly {act.facts['assembly']}"
        if act.facts["seed"] != heads.get(act.seq - 1):
            found.append(f"{said}: its signers were not drawn with the record's head")
        named = dict(act.facts["signers"])
        signers = {
            each.role: each for each in Signer.objects.filter(assembly=assembly_id).select_related("member")
        }
        drawn = [role for role in ("drawn_1", "drawn_2") if role in named]
        fixed = [number for role, number in named.items() if role not in drawn]
        if [named[role] for role in drawn] != _drawn_again(
            assembly_id, act.facts["seed"], besides=fixed, drawn=act.facts.get("drawn", DRAWN)
        ):
            found.append(f"{said}: drawn again, others sign its minutes")
        for each in replaced.get(act.subject, ()):
            named[each.facts["role"]] = each.facts["number"]
        if {role: signer.member.number for role, signer in signers.items()} != named:
            found.append(f"{said}: others sign its minutes than the record names")
    return found


def _drawn_again(assembly_id: int, seed: str, *, besides: list[int], drawn: int) -> list[int]:
    day = Assembly.objects.values_list("starts_on", flat=True).get(pk=assembly_id)
    there = (
        Member.objects.with_vote(on=day).filter(presences__assembly=assembly_id).exclude(number__in=besides)
    )
    return drawn_order(seed, there.values_list("number", flat=True))[:drawn]


def not_signed(assembly_id: int) -> list[Member]:
    """Who is named under the minutes of an assembly and has not signed them, in the order of the roles."""
    waiting = Signer.objects.filter(assembly=assembly_id, signed_at=None).select_related("member")
    return [signer.member for signer in waiting.order_by("role")]


def drawn_said() -> str:
    """Whose signatures the law of the place asks for."""
    pack = law_here()
    if not pack.is_law:
        return _(
            "Whoever chaired, whoever took the minutes and two drawn by lot sign them: it is our own custom."
        )
    if not pack.drawn_signers:
        return _(
            "Whoever chaired and whoever took the minutes sign them: our law asks for nobody drawn by lot."
        )
    return _("Whoever chaired, whoever took the minutes and %(n)s drawn by lot sign them (%(article)s).") % {
        "n": pack.drawn_signers,
        "article": pack.signers_article,
    }
