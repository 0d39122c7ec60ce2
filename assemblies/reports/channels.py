"""How the votes of a count came in: by phone, on the shared tablet, by hand, on paper."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from assemblies.models import Motion
from assemblies.models.ballots import Channel
from assemblies.reports.papers import handed_out


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
    """The channels of a decided motion. What is not a ballot of the count came out of the box."""
    by: dict[str, int] = {}
    if motion.is_secret:
        by[Channel.PHONE] = motion.secret_ballots.count()
    else:
        rows = motion.ballots.order_by().values("channel").annotate(how_many=Count("pk"))
        by = {row["channel"]: row["how_many"] for row in rows}
    votes = (motion.in_favour or 0) + (motion.against or 0) + (motion.abstaining or 0)
    paper = votes - sum(by.values())
    return Channels(
        phone=by.get(Channel.PHONE, 0),
        tablet=by.get(Channel.TABLET, 0),
        hands=by.get(Channel.HANDS, 0),
        paper=paper,
        not_returned=handed_out(motion) - paper,
    )
