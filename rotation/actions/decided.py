"""A decision becomes a task of a post with a day, and comes back to the assembly until it is done."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies import kinds
from assemblies.actions.coming_back import bring_task_back
from assemblies.models import AgendaItem, Motion
from assemblies.rules.states import CHAIR, may
from assemblies.rules.texts import LONGEST_TITLE, why_not_text
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time
from record.rules import Refused, fingerprint, refuse_if
from rotation.actions.duties import write_duty
from rotation.models import Duty, DutyKind, Post
from rotation.reports.decided import holders_of, tasks
from rotation.rules import decided as rules


@one_act_at_a_time
def turn_into_task(
    *, motion_id: int, what: str, post: str, due_on: date, actor: Member | None, now: datetime
) -> Duty:
    """Make a task of what was adopted: what, which post (by its code), until when. The same again is the same task.

    By whoever chairs or hands out duties; the clock (no actor) may too.
    """
    motion = Motion.objects.select_for_update(no_key=True).get(pk=motion_id)

    refuse_if(
        rules.why_not_task(
            motion_state=motion.state,
            is_amendment=motion.amends_id is not None,
            is_binding=kinds.kind_of(motion).is_binding,
            may_give=may(actor, CHAIR, now) or may(actor, rules.ASSIGN, now),
        )
    )
    refuse_if(why_not_text(what, longest=rules.LONGEST_TASK))
    refuse_if(rules.why_not_due(due_on, today=Cooperative.objects.founded().day_of(now)))
    found = Post.objects.filter(code=post).first() if "\x00" not in post else None
    if found is None:
        raise Refused(_("There is no such post."))

    same = fingerprint(f"{found.code}\n{due_on}\n{what.strip()}")[:24]
    return give_task(
        motion=motion,
        key=f"motion:{motion.pk}:{same}",
        what=what.strip(),
        post=found,
        due_on=due_on,
        actor=actor,
        now=now,
    )


def give_task(
    *,
    motion: Motion,
    key: str,
    what: str,
    post: Post,
    due_on: date,
    actor: Member | None,
    now: datetime,
) -> Duty:
    """Write the task of a decision and tell whoever holds the post; only inside an act."""
    duty = write_duty(
        title=what,
        key=key,
        from_on=Cooperative.objects.founded().day_of(now),
        due_on=due_on,
        post_id=post.pk,
        motion=motion,
        actor=actor,
        now=now,
    )
    tell(
        member_ids=holders_of(post.pk, now=now),
        key=f"task:{duty.pk}",
        text_id=gettext_noop("Your post has a task from a decision: %(what)s, until %(day)s."),
        values={"what": duty.title, "day": duty.due_on.isoformat()},
        link="/duties/",
        now=now,
    )
    return duty


@one_act_at_a_time
def bring_back_undone(*, duty_id: int, assembly_id: int, now: datetime) -> AgendaItem | None:
    """Put a task that was not done on a weekly agenda. Twice is once; None where it was done meanwhile."""
    duty = Duty.objects.select_for_update(no_key=True).get(pk=duty_id)
    coop = Cooperative.objects.founded()
    task = next(iter(tasks(Duty.objects.filter(pk=duty.pk, kind=DutyKind.TASK), now=now)), None)

    if task is None or not rules.comes_back(
        due_on=task.due_on,
        is_done=task.done_on is not None,
        is_contested=task.is_contested,
        is_void=task.is_void,
        today=coop.day_of(now),
    ):
        return None

    with translation.override(coop.language):
        template = _("Task not done: %(what)s. From motion %(number)s, by %(post)s") % {
            "what": "%(what)s",
            "number": task.motion_number,
            "post": (task.post or ", ".join(task.holders)).replace("%", "%%"),
        }
    item = bring_task_back(
        assembly_id=assembly_id,
        motion_id=task.motion_id,
        key=task.key,
        title=rules.title_on_agenda(template, what=task.what, longest=LONGEST_TITLE),
        now=now,
    )
    tell(
        member_ids=[duty.member_id] if duty.member_id else holders_of(duty.post_id or 0, now=now),
        key=f"task-back:{duty.pk}:{assembly_id}",
        text_id=gettext_noop("Not done yet, so it goes before the assembly: %(what)s"),
        values={"what": duty.title},
        link="/duties/",
        now=now,
    )
    return item
