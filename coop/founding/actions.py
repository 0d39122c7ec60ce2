"""Founding a co-operative: everything at once, act 1, and never again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from assemblies.actions import set_house_rule
from coop.founding.posts import FIRST_POSTS
from ledger.actions.accounts import open_accounts
from ledger.chart import GENERAL_CHART
from members.actions import Card, import_members, make_cards
from members.importing import Row
from members.models import Cooperative, Member
from payroll.house_rules import EQUAL_PAY
from record.actions import one_act_at_a_time, record
from record.rules import Refused
from rotation.actions import create_post, seat_member
from rotation.rules import term_end


@one_act_at_a_time
def found(
    *,
    about: Mapping[str, Any],
    rules: Mapping[str, Any],
    people: Sequence[Row],
    holders: Mapping[str, int],
    now: datetime,
) -> list[Card]:
    """Write down the co-operative, its first rules, people and posts; answers the founders' sign-in cards.

    `about` are the fields of `Cooperative`; `rules` stored values by key; `holders` member numbers by post.
    Refused where there is a co-operative already: two windows at once found one of them.
    """
    if Cooperative.objects.exists():
        raise Refused(_("The co-operative is founded already."))
    with Cooperative.objects.being_founded():
        return _write_down(about=about, rules=rules, people=people, holders=holders, now=now)


def _write_down(
    *,
    about: Mapping[str, Any],
    rules: Mapping[str, Any],
    people: Sequence[Row],
    holders: Mapping[str, int],
    now: datetime,
) -> list[Card]:
    coop = Cooperative.objects.create(**about, founded_at=now)
    day = coop.day_of(now)

    record(
        verb="coop.founded",
        subject=coop,
        actor=None,
        now=now,
        facts={"law_pack": coop.law_pack, "members": len(people), "rules": sorted(rules)},
    )
    for key, value in rules.items():
        # A month begun is paid as a whole one, to each for the days since they joined.
        from_on = day.replace(day=1) if key == EQUAL_PAY.key else day
        set_house_rule(key=key, value=value, in_force_from=from_on, motion=None, actor=None, now=now)
    open_accounts(accounts=GENERAL_CHART, actor=None, now=now)
    members = {m.number: m for m in import_members(rows=people, because="founding", actor=None, now=now)}
    with translation.override(coop.language):
        for post in FIRST_POSTS:
            made = create_post(
                code=post.code,
                name=str(post.name),
                sector_id=None,
                terms={
                    "purpose": str(post.purpose),
                    "seats": 1,
                    "term_months": post.months,
                    "max_consecutive_terms": 2,
                    "cool_down_months": 12,
                    "powers": list(post.powers),
                    "incompatible_with": list(post.incompatible),
                },
                motion=None,
                actor=None,
                now=now,
            )
            if post.code in holders:
                seat_member(
                    post_id=made.pk,
                    seat=1,
                    member_id=members[holders[post.code]].pk,
                    from_on=day,
                    until_on=term_end(day, months=post.months),
                    from_founding=True,
                    actor=None,
                    now=now,
                )
    ids = list(Member.objects.values_list("pk", flat=True))
    return make_cards(member_ids=ids, actor=None, now=now)
