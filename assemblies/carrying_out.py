"""Who carries out what was decided: what this room asks and shows, and what the room above knows.

This room knows decisions, not posts. The room that knows posts registers its `Carrier` when it starts, as kinds
of motion are registered; until then nobody is asked for and nothing is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _

from assemblies.kinds import Change, Kind

if TYPE_CHECKING:
    from django import forms

    from assemblies.models import Motion
    from members.models import Member

CARRIED_OUT = "carried_out"
"""The term of any motion that names who carries it out: `{"post": code, "due_on": day or None}`."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """What a decision leaves to be done: by which post, who holds it now, until when, and where it stands."""

    key: str
    """What puts it back on an agenda (`duty:12`)."""
    motion_id: int
    motion_number: int
    what: str
    post: str
    holders: tuple[str, ...]
    due_on: date
    done_on: date | None = None
    done_by: str = ""
    is_late: bool = False
    """Its day has passed and nobody has said that it is done."""
    is_contested: bool = False
    """Somebody contests the decision: until that is settled nobody is pressed for it."""
    is_void: bool = False
    """A contest of the decision was right, or the task was taken back: nobody is to do it any more."""

    @property
    def who(self) -> str:
        """The post, and who holds it now."""
        return f"{self.post}: {', '.join(self.holders) or _('nobody holds it now')}"

    @property
    def said(self) -> str:
        """Where it stands, in a sentence."""
        due = formats.date_format(self.due_on, "DATE_FORMAT")
        if self.done_on is not None:
            day = formats.date_format(self.done_on, "DATE_FORMAT")
            return _("Done on %(day)s by %(name)s.") % {"day": day, "name": self.done_by}
        if self.is_void:
            return _("It is not to be done any more.")
        if self.is_contested:
            return _("The decision is contested: it waits until that is settled.")
        if self.is_late:
            return _("Not done yet. It was for %(day)s.") % {"day": due}
        return _("To be done by %(day)s.") % {"day": due}

    def as_data(self) -> dict[str, Any]:
        """As minutes keep it: plain JSON."""
        days = {"due_on": self.due_on.isoformat(), "done_on": self.done_on and self.done_on.isoformat()}
        return {**asdict(self), **days, "holders": list(self.holders)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Task:
        """A task as it was when the minutes were written."""
        done_on = data["done_on"] and date.fromisoformat(data["done_on"])
        known: dict[str, Any] = {
            **data,
            "due_on": date.fromisoformat(data["due_on"]),
            "done_on": done_on,
            "holders": tuple(data["holders"]),
        }
        return cls(**known)


class Carrier:
    """What the room above knows about who carries decisions out. This one knows nothing and asks nothing."""

    def form_class(self) -> type[forms.Form] | None:
        """The form that asks, in a proposal, who would carry it out."""
        return None

    def task_form_class(self) -> type[forms.Form] | None:
        """The form with which whoever chairs turns a decision into a task."""
        return None

    def clean(self, named: Any, *, now: datetime) -> dict[str, Any] | None:
        """What a proposal names, in its stored form; None where it names nobody. Raises `Refused`."""
        return None

    def preview(self, motion: Motion, kind: Kind, *, reader: Member | None, now: datetime) -> list[Change]:
        """Who would carry it out if it passes."""
        return []

    def adopted(self, motion: Motion, kind: Kind, *, now: datetime) -> None:
        """Write down who carries it out; called once, in the closing transaction, after it was enacted."""

    def never_begins(self, motion: Motion, *, now: datetime) -> None:
        """A contest of the decision was right: what had not begun when it was opened never begins.

        Called once for each such contest, in the transaction that settles it.
        """

    def tasks_of(self, motion_ids: Collection[int], *, now: datetime) -> dict[int, list[Task]]:
        """The tasks of decisions, by motion, by their day. One question."""
        return {}

    def tasks_called(self, keys: Collection[str], *, now: datetime) -> dict[str, Task]:
        """The tasks that came back to an agenda, by their keys. One question."""
        return {}


_carriers: list[Carrier] = [Carrier()]


def register(carrier: Carrier) -> None:
    """Make known who knows about posts: the last one asked is the one."""
    _carriers[:] = [carrier]


def carrier() -> Carrier:
    return _carriers[0]


def names_whom(terms: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the terms of a motion say about who carries it out; None where they say nothing."""
    named = terms.get(CARRIED_OUT)
    return named if isinstance(named, Mapping) else None
