"""Leaving: what somebody answers before an exclusion, when it is final, and going by one's own notice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies.house_rules import DAYS_OF_NOTICE, in_force
from assemblies.models import Defence, Motion
from assemblies.reports import leaving as reports
from assemblies.reports.powers import who_may
from assemblies.rules import leaving as rules
from assemblies.rules.states import CHAIR
from assemblies.rules.texts import why_not_text
from members.actions import change_standing, tell
from members.models import Cooperative, LeavingNotice, Member, Standing
from record.actions import one_act_at_a_time, record
from record.rules import Refused, fingerprint, refuse_if

KEEP_REGISTER = "members.keep_register"


@one_act_at_a_time
def write_defence(*, motion_id: int, text: str, actor: Member, now: datetime) -> Defence:
    """Answer a motion that would exclude oneself. The last text counts; the same text again is the same answer."""
    motion = Motion.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=motion_id)
    if motion.kind != reports.EXCLUSION:
        raise Refused(_("That motion excludes nobody."))

    refuse_if(
        rules.why_not_defend(
            is_about_them=reports.number_of(motion) == actor.number, motion_state=motion.state
        )
    )
    refuse_if(why_not_text(text))
    last = motion.defences.order_by("-at", "-pk").first()
    if last is not None and last.text == text.strip():
        return last  # a second tap

    defence = Defence.objects.create(motion=motion, member=actor, text=text.strip(), at=now)

    record(
        verb="assemblies.defence.written",
        subject=defence,
        actor=actor,
        now=now,
        facts={"motion": motion.number, "text": fingerprint(defence.text)},
        because=motion,
    )
    tell(
        member_ids=[pk for pk in {motion.proposer_id, *who_may(CHAIR, now=now)} if pk != actor.pk],
        key=f"defence:{motion.pk}",
        text_id=gettext_noop("%(name)s answered the motion that would exclude them."),
        values={"name": actor.name},
        link=f"/motions/{motion.pk}/#exclusion",
        now=now,
    )
    return defence


@one_act_at_a_time
def end_exclusion(*, motion_id: int, now: datetime) -> Motion | None:
    """Once nobody can appeal any more, whoever was excluded has left. Twice is once; None where it is not due."""
    motion = Motion.objects.select_for_update(no_key=True, of=("self",)).get(pk=motion_id)

    if motion.kind != reports.EXCLUSION or not reports.is_final(motion, now=now):
        return None

    person = reports.person_of(motion)
    if person is None:
        return None
    change_standing(
        member_id=person.pk,
        standing=Standing.LEFT,
        from_on=Cooperative.objects.founded().day_of(now),
        because=reports.cause_of(motion),
        actor=None,
        now=now,
    )
    record(
        verb="assemblies.exclusion.final",
        subject=motion,
        actor=None,
        now=now,
        facts={"motion": motion.number, "number": person.number},
        because=motion,
    )
    tell(
        member_ids={person.pk, *who_may(KEEP_REGISTER, now=now)},
        key=f"exclusion-final:{motion.pk}",
        text_id=gettext_noop("The exclusion of %(name)s is final: nobody appealed it in time."),
        values={"name": person.name},
        link=f"/motions/{motion.pk}/#exclusion",
        now=now,
    )
    return motion


@one_act_at_a_time
def give_notice(*, actor: Member, now: datetime) -> LeavingNotice:
    """Say that one leaves, after the days of notice our rules give. Saying it again changes nothing."""
    person = Member.objects.select_for_update(no_key=True).get(pk=actor.pk)
    today = Cooperative.objects.founded().day_of(now)

    there = notice_of(person)
    if there is not None:
        return there
    refuse_if(rules.why_not_give_notice(belongs=Member.objects.here(on=today).filter(pk=person.pk).exists()))

    notice = LeavingNotice.objects.create(
        member=person, at=now, leaves_on=today + timedelta(days=in_force(DAYS_OF_NOTICE, on=today))
    )

    record(
        verb="assemblies.leaving.noticed",
        subject=notice,
        actor=actor,
        now=now,
        facts={"number": person.number, "leaves_on": notice.leaves_on.isoformat()},
    )
    tell(
        member_ids=[pk for pk in who_may(KEEP_REGISTER, now=now) if pk != person.pk],
        key=f"leaving:{notice.pk}",
        text_id=gettext_noop("%(name)s leaves on %(day)s."),
        values={"name": person.name, "day": notice.leaves_on.isoformat()},
        link=f"/members/{person.number}/",
        now=now,
    )
    return notice


@one_act_at_a_time
def take_notice_back(*, actor: Member, now: datetime) -> LeavingNotice | None:
    """Stay after all. Where there is no notice, or it was taken back, nothing changes."""
    person = Member.objects.select_for_update(no_key=True).get(pk=actor.pk)
    notice = notice_of(person)

    if notice is None:
        return None
    today = Cooperative.objects.founded().day_of(now)
    refuse_if(rules.why_not_take_back(leaves_on=notice.leaves_on, today=today))

    notice.taken_back_at = now
    notice.save(update_fields=["taken_back_at"])

    record(
        verb="assemblies.leaving.taken_back",
        subject=notice,
        actor=actor,
        now=now,
        facts={"number": person.number},
    )
    return notice


@one_act_at_a_time
def leave_by_notice(*, notice_id: int, now: datetime) -> LeavingNotice | None:
    """On its day a notice is carried out: whoever gave it has left. Twice is once; None where it is not due.

    Where they left before by another way, it is only written down as done.
    """
    notice = LeavingNotice.objects.select_for_update(no_key=True, of=("self",)).get(pk=notice_id)
    today = Cooperative.objects.founded().day_of(now)

    if notice.taken_back_at is not None or notice.left_at is not None or notice.leaves_on > today:
        return None

    notice.left_at = now
    notice.save(update_fields=["left_at"])
    current = notice.member.memberships.filter(until_on=None).first()
    if current is None or current.standing == Standing.LEFT:
        return notice
    change_standing(
        member_id=notice.member_id,
        standing=Standing.LEFT,
        from_on=max(notice.leaves_on, current.from_on + timedelta(days=1)),
        because=f"members.leavingnotice:{notice.pk}",
        actor=None,
        now=now,
    )
    return notice


def notice_of(member: Member) -> LeavingNotice | None:
    """The notice that somebody gave and that is neither taken back nor carried out."""
    return LeavingNotice.objects.filter(member=member, taken_back_at=None, left_at=None).first()


def notices_due(*, now: datetime) -> list[int]:
    """Notices whose day has come, by primary key."""
    due = LeavingNotice.objects.filter(
        taken_back_at=None, left_at=None, leaves_on__lte=Cooperative.objects.here().day_of(now)
    )
    return list(due.order_by("pk").values_list("pk", flat=True))
