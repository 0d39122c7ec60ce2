"""Advisers and guests: a voice in one assembly, and no vote."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Value
from django.db.models.functions import Greatest

from assemblies.models import Assembly, Guest
from assemblies.rules.floor import why_not_let_in
from assemblies.rules.texts import why_not_text
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import fingerprint, refuse_if

LONGEST_NAME = 120


@one_act_at_a_time
def let_in_guest(*, assembly_id: int, name: str, capacity: str, actor: Member, now: datetime) -> Guest:
    """Write down that an adviser or a guest is here, and as what they speak.

    They count in no roll, base or quorum: they have no number, no account and no row among those present. The
    same name in the same capacity is let in once, however often it is sent.
    """
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    refuse_if(why_not_let_in(assembly_state=assembly.state, actor=actor, now=now))
    refuse_if(why_not_text(name, longest=LONGEST_NAME))
    refuse_if(why_not_text(capacity, longest=LONGEST_NAME))
    name, capacity = name.strip(), capacity.strip()
    here = Guest.objects.filter(assembly=assembly, name=name, capacity=capacity, left_at=None).first()
    if here is not None:
        return here

    guest = Guest.objects.create(
        assembly=assembly, name=name, capacity=capacity, arrived_at=now, let_in_by=actor
    )

    record(
        verb="assemblies.guest.let_in",
        subject=assembly,
        actor=actor,
        now=now,
        facts={"guest": guest.pk, "name": fingerprint(name), "capacity": fingerprint(capacity)},
    )
    return guest


@one_act_at_a_time
def guest_left(*, guest_id: int, actor: Member, now: datetime) -> Guest:
    """Write down that a guest left. Whoever left already has left."""
    guest = (
        Guest.objects.select_related("assembly").select_for_update(no_key=True, of=("self",)).get(pk=guest_id)
    )

    refuse_if(why_not_let_in(assembly_state=guest.assembly.state, actor=actor, now=now))
    if guest.left_at is not None:
        return guest

    guest.left_at = max(now, guest.arrived_at)
    guest.save(update_fields=["left_at"])

    record(
        verb="assemblies.guest.left",
        subject=guest.assembly,
        actor=actor,
        now=now,
        facts={"guest": guest.pk},
    )
    return guest


def see_guests_out(assembly: Assembly, *, at: datetime) -> None:
    """Whoever was let in and is still there leaves when the assembly closes."""
    Guest.objects.filter(assembly=assembly, left_at=None).update(left_at=Greatest(Value(at), "arrived_at"))
