"""Signatures under minutes: named when the assembly closes, given with the PIN or on paper."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies.models import Assembly, Minutes, Signer
from assemblies.models.minutes import SignerRole
from assemblies.reports.law import law_here
from assemblies.reports.powers import who_may
from assemblies.rules.signing import (
    drawn_order,
    next_drawn,
    why_not_keep_signatures,
    why_not_sign,
)
from assemblies.rules.states import CHAIR, KEEP_MINUTES
from members.actions import tell
from members.actions.signing_in import prove_pin
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.models import Act, Head
from record.rules import Refused, canonical, fingerprint, refuse_if

DRAWN_ROLES = (SignerRole.FIRST_DRAWN, SignerRole.SECOND_DRAWN)
STEPS = ("assemblies.assembly.opened", "assemblies.assembly.second_call_opened", "assemblies.assembly.closed")
VOTES = ("assemblies.voting.opened", "assemblies.voting.closed")


def name_signers(*, assembly: Assembly, actor: Member | None, now: datetime) -> list[Signer]:
    """Say who signs an assembly's minutes, inside its closing; the lot is drawn with the record's head."""
    head = Head.objects.get(pk=1)
    there = set(assembly.presences.values_list("member_id", flat=True))
    chair, secretary = _who_chaired(assembly, there, now=now), None
    for pk in who_may(KEEP_MINUTES, now=now):
        if pk in there and (chair is None or pk != chair.pk):
            secretary = Member.objects.get(pk=pk)
            break
    named = [one for one in (chair, secretary) if one is not None]
    order = drawn_order(head.hash, _who_may_be_drawn(assembly, named))
    wanted = order[: law_here().drawn_signers]
    drawn = {member.number: member for member in Member.objects.filter(number__in=wanted)}
    roles = [
        (SignerRole.CHAIR, chair, ""),
        (SignerRole.SECRETARY, secretary, ""),
        *((role, drawn[number], head.hash) for role, number in zip(DRAWN_ROLES, wanted, strict=False)),
    ]
    signers = Signer.objects.bulk_create(
        [
            Signer(assembly=assembly, role=role, member=member, seed=seed)
            for role, member, seed in roles
            if member is not None
        ]
    )

    record(
        verb="assemblies.signers.named",
        subject=assembly,
        actor=actor,
        now=now,
        facts={
            "assembly": assembly.number,
            "seed": head.hash,
            "signers": {signer.role: signer.member.number for signer in signers},
            "drawn_from": len(order),
            "drawn": law_here().drawn_signers,
        },
    )
    _tell(signers, now=now)
    return signers


def sign_minutes(*, assembly_id: int, pin: str, address: str, actor: Member, now: datetime) -> Signer:
    """Sign with one's PIN, under the limits of signing in.

    The PIN is looked at before the record's turn is taken: hashing is slow, and a wrong one must be counted.
    """
    signer = Signer.objects.filter(assembly=assembly_id, member=actor).first()
    refuse_if(
        why_not_sign(is_signer=signer is not None, has_signed=signer is not None and _has_signed(signer))
    )
    prove_pin(member=actor, pin=pin, address=address, now=now)
    return _sign(assembly_id=assembly_id, actor=actor, now=now)


@one_act_at_a_time
def _sign(*, assembly_id: int, actor: Member, now: datetime) -> Signer:
    signer = Signer.objects.select_for_update(no_key=True).filter(assembly=assembly_id, member=actor).first()
    if signer is None or _has_signed(signer):
        raise Refused(why_not_sign(is_signer=signer is not None, has_signed=True))
    return _signed(signer, on_paper=False, actor=actor, now=now)


@one_act_at_a_time
def sign_on_paper(*, signer_id: int, actor: Member, now: datetime) -> Signer:
    """Write down that somebody signed the printed minutes."""
    signer = Signer.objects.select_for_update(no_key=True).get(pk=signer_id)

    refuse_if(why_not_keep_signatures(has_signed=_has_signed(signer), actor=actor, now=now))

    return _signed(signer, on_paper=True, actor=actor, now=now)


@one_act_at_a_time
def replace_signer(*, signer_id: int, actor: Member, now: datetime) -> Signer:
    """Where somebody drawn cannot sign, the next of the same draw does."""
    signer = Signer.objects.select_for_update(no_key=True).select_related("assembly").get(pk=signer_id)

    refuse_if(
        why_not_keep_signatures(
            has_signed=_has_signed(signer), may_be_replaced=signer.role in DRAWN_ROLES, actor=actor, now=now
        )
    )
    signers = list(signer.assembly.signers.select_related("member"))
    named = [each.member for each in signers if each.role not in DRAWN_ROLES]
    order = drawn_order(signer.seed, _who_may_be_drawn(signer.assembly, named))
    number = next_drawn(order, [each.member.number for each in signers if each.role in DRAWN_ROLES])
    if number is None:
        raise Refused(_("Everybody who was there was drawn already."))

    before, signer.member = signer.member.number, Member.objects.get(number=number)
    signer.save(update_fields=["member"])

    record(
        verb="assemblies.signer.replaced",
        subject=signer.assembly,
        actor=actor,
        now=now,
        facts={
            "assembly": signer.assembly.number,
            "role": signer.role,
            "instead_of": before,
            "number": number,
        },
    )
    _tell([signer], now=now)
    return signer


def _signed(signer: Signer, *, on_paper: bool, actor: Member, now: datetime) -> Signer:
    """What is signed is what was drafted: its fingerprint goes into the act."""
    minutes = Minutes.objects.get(assembly=signer.assembly_id)
    signer.signed_at, signer.on_paper = now, on_paper
    signer.save(update_fields=["signed_at", "on_paper"])
    record(
        verb="assemblies.minutes.signed",
        subject=minutes,
        actor=actor,
        now=now,
        facts={
            "assembly": minutes.assembly.number,
            "role": signer.role,
            "number": signer.member.number,
            "on_paper": on_paper,
            "contents": fingerprint(canonical(minutes.contents)),
        },
    )
    return signer


def _has_signed(signer: Signer) -> bool:
    return signer.signed_at is not None


def _who_chaired(assembly: Assembly, there: set[int], *, now: datetime) -> Member | None:
    """The last person who took a step of the assembly or of its votes; else one who may chair and was there."""
    votes = [f"assemblies.motion:{pk}" for pk in assembly.motions.values_list("pk", flat=True)]
    steps = Act.objects.filter(subject=f"assemblies.assembly:{assembly.pk}", verb__in=STEPS)
    of_votes = Act.objects.filter(subject__in=votes, verb__in=VOTES)
    acted = (steps | of_votes).filter(actor_number__isnull=False).order_by("-seq")
    number = acted.values_list("actor_number", flat=True).first()
    if number is not None:
        return Member.objects.filter(number=number).first()
    able = [pk for pk in who_may(CHAIR, now=now) if pk in there]
    return Member.objects.get(pk=able[0]) if able else None


def _who_may_be_drawn(assembly: Assembly, named: list[Member]) -> list[int]:
    """Members with a vote who were there, but for those who sign anyway, by number."""
    voters = Member.objects.with_vote(on=assembly.starts_on)
    found = assembly.presences.filter(member__in=voters).exclude(member__in=named)
    return list(found.values_list("member__number", flat=True))


def _tell(signers: list[Signer], *, now: datetime) -> None:
    for signer in signers:
        tell(
            member_ids=[signer.member_id],
            key=f"minutes:{signer.assembly_id}:sign",
            text_id=gettext_noop("You sign the minutes of assembly %(number)s: read them and sign."),
            values={"number": signer.assembly.number},
            link=f"/minutes/{signer.assembly_id}/",
            now=now,
        )
