"""How the votes of a count came in: by phone, on the shared tablet, by hand, on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assemblies.models import Motion
from assemblies.models.ballots import Channel


@dataclass(frozen=True, kw_only=True)
class Channels:
    """So many by each. Of a secret ballot nobody knows whether a phone or the tablet sent it."""

    phone: int
    tablet: int
    hands: int
    paper: int
    not_returned: int

    @property
    def is_mixed(self) -> bool:
        """Whether there is more to say than that everybody voted on a phone."""
        return any((self.tablet, self.hands, self.paper, self.not_returned))


def channels_of(motion: Motion) -> Channels:
    """The channels of a decided motion, in one question. What is not a ballot of the count was in the box."""
    by = dict.fromkeys((*Channel.values, "secret", "handed"), 0)
    rows: list[QuerySet[Any]] = [
        motion.ballots.order_by().values_list("channel").annotate(how_many=Count("pk")),
        _counted(motion.secret_ballots.all(), "secret"),
        _counted(motion.paper_voters.all(), "handed"),
    ]
    for channel, how_many in rows[0].union(*rows[1:], all=True):
        by[channel] = how_many
    votes = (motion.in_favour or 0) + (motion.against or 0) + (motion.abstaining or 0)
    phone = by[Channel.PHONE] + by["secret"]
    paper = votes - phone - by[Channel.TABLET] - by[Channel.HANDS]
    return Channels(
        phone=phone,
        tablet=by[Channel.TABLET],
        hands=by[Channel.HANDS],
        paper=paper,
        not_returned=by["handed"] - paper,
    )


def _counted(rows: QuerySet[Any], name: str) -> QuerySet[Any]:
    """How many rows there are, under a name; nothing where there are none."""
    named: QuerySet[Any] = rows.order_by().values_list(Value(name)).annotate(how_many=Count("pk"))
    return named


def channels_said(channels: Channels, *, is_secret: bool) -> str:
    """How the votes came in, in one sentence; empty where everybody voted on a phone."""
    if not channels.is_mixed:
        return ""
    phone = _("by phone or on the shared tablet") if is_secret else _("by phone")
    parts = [
        f"{how_many} {how}"
        for how_many, how in (
            (channels.phone, phone),
            (channels.tablet, _("on the shared tablet")),
            (channels.hands, _("by hand, counted by name")),
            (channels.paper, _("on paper, counted by two people")),
        )
        if how_many
    ]
    said = _("The votes came in so: %(parts)s.") % {"parts": "; ".join(parts) or "0"}
    if channels.not_returned:
        back = ngettext(
            "%(n)s paper was not returned.", "%(n)s papers were not returned.", channels.not_returned
        )
        said += " " + back % {"n": channels.not_returned}
    return said
