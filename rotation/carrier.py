"""Who carries out what was decided: what this room answers to the room of assemblies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.carrying_out import Carrier, Task, names_whom, register
from assemblies.house_rules import as_typed, in_force
from assemblies.kinds import Change, Kind, day_in
from assemblies.models import Contest
from members.models import Cooperative
from record.rules import Refused, refuse_if
from rotation.actions import end_mandate
from rotation.actions.decided import give_task
from rotation.forms import CarriedOutForm, TaskForm
from rotation.house_rules import DAYS_TO_CARRY_OUT
from rotation.models import Mandate
from rotation.motions.deciding import post_called
from rotation.reports import decided
from rotation.rules.decided import due_day, why_not_due

if TYPE_CHECKING:
    from assemblies.models import Motion
    from members.models import Member


class Posts(Carrier):
    """Decisions are carried out by posts: by the one the proposal names, or by the one its kind is for."""

    def form_class(self) -> type[forms.Form]:
        return CarriedOutForm

    def task_form_class(self) -> type[forms.Form]:
        return TaskForm

    def clean(self, named: Any, *, now: datetime) -> dict[str, Any] | None:
        """`{"post": code, "due_on": day, or None for the days our rules give}`."""
        if named is None:
            return None
        if not isinstance(named, Mapping):
            raise Refused(gettext("Say which post carries it out."))
        due_on = day_in(named.get("due_on"))
        if not named.get("post"):
            if due_on is not None:
                raise Refused(gettext("Say which post carries it out."))
            return None
        if due_on is not None:
            refuse_if(why_not_due(due_on, today=Cooperative.objects.founded().day_of(now)))
        return {
            "post": post_called(named.get("post")).code,
            "due_on": due_on.isoformat() if due_on is not None else None,
        }

    def preview(self, motion: Motion, kind: Kind, *, reader: Member | None, now: datetime) -> list[Change]:
        """The post, and until when, with a mark where the reader holds it."""
        if not kind.asks_who:
            return []
        named = names_whom(motion.terms)
        if named is not None:
            found = decided.post_named(str(named.get("post")), reader=reader, now=now)
        elif kind.carried_out_by:
            found = decided.post_with(kind.carried_out_by, reader=reader, now=now)
        else:
            found = None
        if found is None:
            return []
        day = day_in(named.get("due_on")) if named is not None else None
        if day is not None:
            until = formats.date_format(day, "DATE_FORMAT")
            said = gettext("%(post)s, until %(day)s") % {"post": found.post.name, "day": until}
        else:
            days = as_typed(DAYS_TO_CARRY_OUT, found.stored_days)
            said = gettext("%(post)s, within %(days)s days") % {"post": found.post.name, "days": days}
        return [Change(what=_("Who carries it out"), then=said, mine=found.is_readers)]

    def adopted(self, motion: Motion, kind: Kind, *, now: datetime) -> None:
        """The task of the post that the proposal names; of the one its kind is for; of nobody yet."""
        if not kind.asks_who:
            return
        named, day = names_whom(motion.terms), None
        if named is not None:
            post, day = post_called(named.get("post")), day_in(named.get("due_on"))
        else:
            found = decided.post_with(kind.carried_out_by, now=now) if kind.carried_out_by else None
            if found is None:
                return
            post = found.post
        today = Cooperative.objects.founded().day_of(now)
        give_task(
            motion=motion,
            key=f"motion:{motion.pk}",
            what=motion.title,
            post=post,
            due_on=due_day(day, days=in_force(DAYS_TO_CARRY_OUT, on=today), today=today),
            actor=None,
            now=now,
        )

    def never_begins(self, motion: Motion, *, now: datetime) -> None:
        """Mandates of a contested election that had not begun end before they do: their seats are free."""
        standing = Mandate.objects.filter(motion=motion, ended_at__isnull=True)
        waiting = Contest.objects.in_the_way("from_on", at=now, unless="taken_over_at")
        for mandate in standing.filter(
            Exists(waiting), until_on__gt=Cooperative.objects.founded().day_of(now)
        ):
            end_mandate(mandate_id=mandate.pk, actor=None, now=now)

    def tasks_of(self, motion_ids: Collection[int], *, now: datetime) -> dict[int, list[Task]]:
        found: dict[int, list[Task]] = {}
        for task in decided.tasks(decided.of_motions(motion_ids), now=now) if motion_ids else ():
            found.setdefault(task.motion_id, []).append(task)
        return found

    def tasks_called(self, keys: Collection[str], *, now: datetime) -> dict[str, Task]:
        if not keys:
            return {}
        return {task.key: task for task in decided.tasks(decided.called(keys), now=now)}


register(Posts())
