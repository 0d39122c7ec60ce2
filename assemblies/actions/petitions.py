"""What enough members ask for by signing: an assembly, or a matter on the agenda. It is done, not granted."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies.actions.agenda import add_matter, place_by_petition
from assemblies.models import Assembly, AssemblyKind, Motion, Petition, Signature
from assemblies.models.convoking import PetitionAim
from assemblies.reports.agendas import closing_of
from assemblies.reports.law import law_here
from assemblies.reports.powers import who_may
from assemblies.rules import petitions as rules
from assemblies.rules.states import CONVOKE, may
from assemblies.rules.texts import LONGEST_TITLE, why_not_text
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, fingerprint, refuse_if


@one_act_at_a_time
def open_petition(
    *, aim: str, title: str, text: str, motion_id: int | None = None, actor: Member, now: datetime
) -> Petition:
    """Ask for an assembly or for a matter on the agenda, and sign first. The same asked twice is one petition."""
    motion = None
    if motion_id is not None:
        motion = Motion.objects.visible_to(actor).filter(pk=motion_id).first()
        if motion is None:
            raise Refused(_("There is no such motion."))
        title = motion.title
    title, text = title.strip(), text.strip()
    waiting = Petition.objects.filter(reached_at=None)
    same = waiting.filter(opened_by=actor, aim=aim, title=title, text=text, motion=motion).first()
    if same is not None:
        return same  # a second tap

    refuse_if(
        rules.why_not_ask(
            has_vote=_has_vote(actor, now=now),
            aim=aim,
            motion_state=motion.state if motion is not None else "",
            is_asked_already=motion is not None and waiting.filter(motion=motion).exists(),
        )
    )
    refuse_if(why_not_text(title, longest=LONGEST_TITLE))
    refuse_if(why_not_text(text))

    petition = Petition.objects.create(
        aim=aim, title=title, text=text, motion=motion, opened_by=actor, opened_at=now
    )

    record(
        verb="assemblies.petition.opened",
        subject=petition,
        actor=actor,
        now=now,
        facts={
            "aim": aim,
            "title": fingerprint(title),
            "text": fingerprint(text),
            "motion": motion.number if motion is not None else None,
        },
    )
    _sign(petition, actor, now=now)
    return petition


@one_act_at_a_time
def sign_petition(*, petition_id: int, actor: Member, now: datetime) -> Petition:
    """Sign. The signature that is enough makes it so, once: it tells whoever convokes, or fills the agenda."""
    petition = Petition.objects.select_for_update(no_key=True, of=("self",)).get(pk=petition_id)

    if petition.signatures.filter(member=actor).exists():
        return petition  # a second tap
    refuse_if(
        rules.why_not_sign(
            has_vote=_has_vote(actor, now=now),
            is_reached=petition.reached_at is not None,
        )
    )

    _sign(petition, actor, now=now)
    return petition


@one_act_at_a_time
def answer_petition(*, petition_id: int, assembly_id: int, actor: Member, now: datetime) -> Petition:
    """Say which assembly answers a petition that was enough: what it asks goes on that agenda."""
    petition = Petition.objects.select_for_update(no_key=True, of=("self",)).get(pk=petition_id)
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    refuse_if(
        rules.why_not_answer(
            may_convoke=may(actor, CONVOKE, now),
            is_reached=petition.reached_at is not None,
            is_answered=petition.assembly_id is not None,
            aim=petition.aim,
            assembly_kind=assembly.kind,
            assembly_state=assembly.state,
            closes_at=closing_of(assembly, now=now),
            now=now,
        )
    )

    petition.assembly = assembly
    petition.save(update_fields=["assembly"])
    if petition.motion_id is None:
        add_matter(assembly, petition.title)

    record(
        verb="assemblies.petition.answered",
        subject=petition,
        actor=actor,
        now=now,
        facts={"assembly": assembly.number},
    )
    return petition


def place_matters_waiting(assembly: Assembly, *, now: datetime) -> None:
    """Put on a weekly agenda just convoked the matters without a motion that enough of us asked for."""
    if assembly.kind != AssemblyKind.WEEKLY:
        return
    for petition in Petition.objects.filter(
        aim=PetitionAim.ITEM, motion=None, assembly=None, reached_at__isnull=False
    ).order_by("reached_at", "pk"):
        add_matter(assembly, petition.title)
        petition.assembly = assembly
        petition.save(update_fields=["assembly"])


def signatures_needed(petition: Petition, *, now: datetime) -> int:
    """How many names are enough today; what was enough, where there were enough already."""
    if petition.signatures_needed is not None:
        return petition.signatures_needed
    pack = law_here()
    asking = pack.call if petition.aim == PetitionAim.ASSEMBLY else pack.item
    return asking.needed(Member.objects.with_vote(on=Cooperative.objects.here().day_of(now)).count())


def _sign(petition: Petition, member: Member, *, now: datetime) -> None:
    day = Cooperative.objects.founded().day_of(now)
    Signature.objects.create(petition=petition, member=member, at=now)
    voters = Member.objects.with_vote(on=day)
    signed = petition.signatures.filter(member__in=voters).count()

    record(
        verb="assemblies.petition.signed",
        subject=petition,
        actor=member,
        now=now,
        facts={"signatures": signed},
    )
    needed = signatures_needed(petition, now=now)
    if signed >= needed:
        _reach(petition, signed=signed, needed=needed, now=now)


def _reach(petition: Petition, *, signed: int, needed: int, now: datetime) -> None:
    petition.reached_at, petition.signatures_needed = now, needed
    petition.save(update_fields=["reached_at", "signatures_needed"])

    record(
        verb="assemblies.petition.reached",
        subject=petition,
        actor=None,
        now=now,
        facts={"signatures": signed, "needed": needed},
    )
    if petition.aim == PetitionAim.ITEM:
        petition.assembly = place_by_petition(petition.motion, title=petition.title, now=now)
        petition.save(update_fields=["assembly"])
        text_id = gettext_noop("Enough of us ask for a matter on the agenda: %(title)s")
    else:
        text_id = gettext_noop("Enough of us ask for an assembly: %(title)s. Call it.")
    tell(
        member_ids={*who_may(CONVOKE, now=now), petition.opened_by_id},
        key=f"petition:{petition.pk}:reached",
        text_id=text_id,
        values={"title": petition.title},
        link=f"/petitions/{petition.pk}/",
        now=now,
    )


def _has_vote(member: Member, *, now: datetime) -> bool:
    day = Cooperative.objects.founded().day_of(now)
    return Member.objects.with_vote(on=day).filter(pk=member.pk).exists()
