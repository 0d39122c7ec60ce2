"""Entering a whole register at once: all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils.translation import gettext as _

from members.actions.register import add_sector, why_not_keep
from members.importing import Problem, Row
from members.models import Member, Membership, Standing
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if

MANY = 1000
"""From so many rows on the database is asked to look at its tables again."""


class ImportProblem(Refused):
    """The rows that cannot be entered, each with its line and reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(_("Nothing was imported: %(count)s lines need mending.") % {"count": len(problems)})
        self.problems = list(problems)


@one_act_at_a_time
def import_members(
    *, rows: Sequence[Row], because: str = "import", actor: Member | None, now: datetime
) -> list[Member]:
    """Enter everyone as a full member from the day they joined: one act, all or nothing."""
    refuse_if(why_not_keep(actor=actor, now=now))
    refuse_taken(rows)

    sectors = {
        name: add_sector(name=name, actor=actor, now=now) for name in sorted({row.sector for row in rows})
    }
    nobodys = make_password(None)
    people = Member.objects.bulk_create(
        [
            Member(
                number=row.number,
                name=row.name,
                sector=sectors[row.sector],
                language=row.language,
                phone=row.phone,
                password=nobodys,
            )
            for row in rows
        ],
        batch_size=1000,
    )
    Membership.objects.bulk_create(
        [
            Membership(member=person, standing=Standing.MEMBER, from_on=row.joined_on, because=because)
            for person, row in zip(people, rows, strict=True)
        ],
        batch_size=1000,
    )

    if len(rows) >= MANY:
        _count_anew()

    record(
        verb="members.register.imported",
        subject="members.member",
        actor=actor,
        now=now,
        facts={"members": len(rows), "numbers": [min(r.number for r in rows), max(r.number for r in rows)]},
    )
    return people


def _count_anew() -> None:
    """Tell PostgreSQL how large the register is now.

    Else it goes by what it counted before, and asks for everybody once for each of everybody: for 100,000 who
    came after an import that was taken back, a page took many minutes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE members_member, members_membership")


def refuse_taken(rows: Sequence[Row]) -> None:
    """Raise `ImportProblem` for numbers that somebody has already."""
    taken = set(Member.objects.values_list("number", flat=True))
    problems = [
        Problem(
            line=row.line, reason=_("Somebody has the number %(number)s already.") % {"number": row.number}
        )
        for row in rows
        if row.number in taken
    ]
    if problems:
        raise ImportProblem(problems)
