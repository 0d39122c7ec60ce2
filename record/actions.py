"""What can be done here: write one act down, after the one before it.

Every action of every room is decorated with `one_act_at_a_time`: one transaction which locks the record's
head *before* anything else. All acts therefore take their locks in the same order and cannot deadlock, on
PostgreSQL as on SQLite (where the write lock does the same). Ballots and arrivals are not acts: they never
take this lock, so a hall of phones is not queued behind it (docs/decisions/0003).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import models, transaction

from record import shared
from record.models import Act, Head
from record.rules import ActLine, canonical, hash_of

P = ParamSpec("P")
R = TypeVar("R")


class Acting(Protocol):
    """Whoever acts: anything with a member number."""

    number: int


def one_act_at_a_time(action: Callable[P, R]) -> Callable[P, R]:
    """Run an action in one transaction, after every act before it and before every act after it."""

    @wraps(action)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            Head.objects.locked()
            return action(*args, **kwargs)

    return run


def subject_of(thing: models.Model | str) -> str:
    """How the record names a thing: "assemblies.motion:33"."""
    if isinstance(thing, str):
        return thing
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    *,
    verb: str,
    subject: models.Model | str,
    actor: Acting | None,
    now: datetime,
    facts: dict[str, Any] | None = None,
    because: models.Model | str = "",
) -> Act:
    """Write one act at the end of the record, inside the caller's transaction.

    `facts` are plain values (no floats, no personal data); `because` is the motion that allowed the act.
    """
    head = Head.objects.locked()
    line = ActLine(
        seq=head.seq + 1,
        at=now,
        verb=verb,
        subject=subject_of(subject),
        actor_number=actor.number if actor is not None else None,
        because=subject_of(because),
        facts=facts or {},
        previous_hash=head.hash,
    )
    canonical(line.facts)

    act = Act(**{name: getattr(line, name) for name in line.__dataclass_fields__}, hash=hash_of(line))
    act.save(force_insert=True)
    head.seq, head.hash = act.seq, act.hash
    head.save(update_fields=["seq", "hash"])
    transaction.on_commit(shared.forget)
    return act
