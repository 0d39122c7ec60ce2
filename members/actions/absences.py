"""Days away: entered once by whoever goes, or by whoever keeps the register, and taken back."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from members.actions.register import KEEP_REGISTER
from members.models import Absence, AbsenceKind, Cooperative, Member
from members.rules import why_not_absent, why_not_take_back
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if

LONGEST_REASON = 200


@one_act_at_a_time
def enter_absence(
    *,
    member_id: int,
    from_on: date,
    until_on: date,
    kind: str = AbsenceKind.PERSONAL,
    reason: str = "",
    actor: Member,
    now: datetime,
) -> Absence:
    """Somebody is not there on the days [from_on, until_on). The same days again are the same absence.

    Kind and reason are the member's own affair and never in the record.
    """
    today = Cooperative.objects.founded().day_of(now)
    member = Member.objects.here(on=today).select_for_update(no_key=True).filter(pk=member_id).first()
    if member is None:
        raise Refused(_("Nobody of us has that number."))
    refuse_if(
        why_not_absent(
            from_on,
            until_on,
            today=today,
            is_mine=actor.pk == member.pk,
            may_keep=actor.has_perm(KEEP_REGISTER, now),
        )
    )
    if kind not in AbsenceKind.values:
        raise Refused(_("Choose what it is, or leave it."))
    if len(reason) > LONGEST_REASON or "\x00" in reason:
        raise Refused(_("Write at most 200 letters."))
    there = member.absences.filter(from_on=from_on, until_on=until_on, taken_back_at=None).first()
    if there is not None:
        return Absence.objects.get(pk=there.pk)

    absence = Absence.objects.create(
        member=member,
        kind=kind,
        from_on=from_on,
        until_on=until_on,
        reason=reason.strip(),
        entered_by=actor,
        entered_at=now,
    )

    record(
        verb="members.absence.entered",
        subject=absence,
        actor=actor,
        now=now,
        facts={"member": member.number, "from": from_on.isoformat(), "until": until_on.isoformat()},
    )
    return absence


@one_act_at_a_time
def take_back_absence(*, absence_id: int, actor: Member, now: datetime) -> Absence:
    """One is there after all. Taking it back again changes nothing."""
    absence = (
        Absence.objects.select_for_update(no_key=True, of=("self",))
        .select_related("member")
        .get(pk=absence_id)
    )
    refuse_if(
        why_not_take_back(
            absence.until_on,
            today=Cooperative.objects.founded().day_of(now),
            is_mine=actor.pk == absence.member_id,
            may_keep=actor.has_perm(KEEP_REGISTER, now),
        )
    )
    if absence.taken_back_at is not None:
        return absence

    absence.taken_back_at = now
    absence.save(update_fields=["taken_back_at"])

    record(
        verb="members.absence.taken_back",
        subject=absence,
        actor=actor,
        now=now,
        facts={"member": absence.member.number},
    )
    return absence
