"""The house in which a whole assembly is told: forty members, whoever chairs, whoever writes, two who count."""

from __future__ import annotations

from dataclasses import dataclass

from members.models import Member
from rotation.models import Post
from tests.makers import NOW, TODAY, give_power, make_coop, make_voters, write_house_rule
from tests.rotation.conftest import make_post

PHONES = 40
QUORUM = 15
"""A third of the 44 who vote, at the first call."""
SECOND_CALL_QUORUM = 11
"""A quarter of them, at the second."""


@dataclass(frozen=True, kw_only=True)
class People:
    """Everybody by number, and those of the table, who come last."""

    everyone: list[Member]
    treasurer: Post

    @property
    def table(self) -> list[Member]:
        """Whoever chairs, whoever writes the minutes, and the two who count."""
        return self.everyone[PHONES:]


def found_a_house(*, language: str = "en") -> People:
    """Forty-four members who need three seconders, a third of them here, and a quarter at the second call."""
    make_coop(now=NOW, language=language)
    write_house_rule("assembly.seconders", 3)
    write_house_rule(
        "decision.simple",
        {
            "threshold": "1/2",
            "comparison": "more_than",
            "base": "valid_votes",
            "quorum": {"share": "1/3", "comparison": "at_least"},
            "second_call_quorum": {"share": "1/4", "comparison": "at_least"},
            "tie": "falls",
        },
    )
    everyone = make_voters(PHONES + 4)
    chair, minute_taker, first, second = everyone[PHONES:]
    give_power(chair, "assemblies.chair", "assemblies.convoke", "assemblies.keep_door")
    give_power(minute_taker, "assemblies.keep_minutes")
    for scrutineer in (first, second):
        give_power(scrutineer, "assemblies.count_hands")
    return People(everyone=everyone, treasurer=make_post("treasurer"))


def terms_of_the_election(post: str, number: int) -> dict[str, str]:
    """What a proposer fills in so that this member holds this post from today on."""
    return {
        "terms-post": post,
        "terms-seat": "1",
        "terms-member": str(number),
        "terms-from_on": TODAY.isoformat(),
    }
