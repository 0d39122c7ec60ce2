"""What a phone shows while a hall votes: how many have voted, and that the result is there. Never how.

Whoever was given paper has voted here: nobody waits for their phone.

The fragment is the template `assemblies/_count.html`, with `motion_id`, `number`, `turnout`, `present`,
`roll`, `is_final` and `state`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Subquery
from django.template.loader import render_to_string
from django.utils import translation

from assemblies.models import Ballot, Motion, MotionState, PaperVoter, Participation, Presence, RollEntry
from assemblies.models.motions import DECIDED
from assemblies.reports.counting import how_many

_FINAL = 1 << 32
"""Added to the version of a closed vote: more than any turnout."""


@dataclass(frozen=True, kw_only=True)
class LiveCount:
    """A vote as everybody sees it at this second; `version` grows with every ballot and with the closing."""

    version: int
    html: Mapping[str, str]
    is_final: bool
    turnout: int
    present: int
    roll: int
    paper: int = 0
    """How many of the turnout were given paper."""


def live_counts(motion_ids: list[int]) -> dict[int, LiveCount]:
    """The counts of these motions, in one question. Those never put to the vote are not there."""
    counts = {}
    for row in (
        Motion.objects.filter(pk__in=motion_ids, state__in=(MotionState.VOTING, *DECIDED))
        .annotate(
            cast=how_many(Ballot),
            took_part=how_many(Participation),
            paper=how_many(PaperVoter),
            here=_how_many_here(),
        )
        .values("pk", "number", "state", "is_secret", "roll_count", "cast", "took_part", "paper", "here")
    ):
        is_final = row["state"] != MotionState.VOTING
        turnout = ((row["took_part"] if row["is_secret"] else row["cast"]) or 0) + (row["paper"] or 0)
        roll = row["roll_count"] or 0
        present = min(max(row["here"] or 0, turnout), roll)
        counts[row["pk"]] = LiveCount(
            version=turnout + (_FINAL if is_final else 0),
            html=fragments(row["pk"], row["number"], turnout, present, roll, row["state"], row["is_secret"]),
            is_final=is_final,
            turnout=turnout,
            present=present,
            roll=roll,
            paper=row["paper"] or 0,
        )
    return counts


@lru_cache(maxsize=512)
def fragments(
    motion_id: int, number: int, turnout: int, present: int, roll: int, state: str, is_secret: bool
) -> Mapping[str, str]:
    """The fragment in every language. Made once per change, however many phones and seconds ask."""
    html = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            html[code] = render_to_string(
                "assemblies/_count.html",
                {
                    "motion_id": motion_id,
                    "number": number,
                    "turnout": turnout,
                    "present": present,
                    "roll": roll,
                    "is_final": state != MotionState.VOTING,
                    "state": state,
                    "is_secret": is_secret,
                },
            )
    return html


def _how_many_here() -> Subquery:
    """Those on the roll who are in the assembly now."""
    voters = RollEntry.objects.filter(
        motion=OuterRef(OuterRef("pk")), excluded_because="", member=OuterRef("member")
    )
    stays = Presence.objects.filter(Exists(voters), assembly=OuterRef("assembly"), left_at=None)
    rows = stays.order_by().values("assembly")
    return Subquery(rows.annotate(how_many=Count("pk")).values("how_many"))
