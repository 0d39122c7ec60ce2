"""Whether a few of us carry most of it: what the house rule looks at, over everybody and within each sector."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Subquery, Value

from assemblies.house_rules import as_typed, stored_in_force
from members.models import Member
from record.shared import shared
from rotation.house_rules import CONCENTRATION, Concentration
from rotation.models import Mandate, PostTerms
from rotation.rules.in_office import Top, at_once, fewest_for, row_of, top_tenth, weight_of
from rotation.rules.terms import Term, months_later


@dataclass(frozen=True, kw_only=True)
class Concentrated:
    """How much few of us carry on a day, beside what we voted. Of those who belong that day with a vote."""

    rule: Concentration
    top: Top
    few: int
    """How few of us carried at least half."""
    at_once: int
    """How many of us hold more posts at once than we agreed on."""
    in_row: int
    """How many of us are in office for longer in a row than we agreed on."""
    since: date | None
    """When the first of these terms began."""
    from_on: date

    @property
    def is_known(self) -> bool:
        """Whether anybody was in office before the months looked at: in a new house few carry all by necessity."""
        return self.since is not None and self.since <= self.from_on

    @property
    def is_top_over(self) -> bool:
        return self.is_known and self.top.share * 100 > self.rule.percent

    @property
    def is_over(self) -> bool:
        """Whether everybody should read of it on the first page."""
        return self.is_top_over or bool(self.at_once or self.in_row)


def concentrated(terms: Iterable[list[Term]], *, people: int, rule: Concentration, on: date) -> Concentrated:
    """What the terms of each of so many people add up to. Those who held nothing need not be given."""
    begins = months_later(on, -rule.months)
    each = list(terms)
    weights = [weight_of(own, from_on=begins, until_on=on) for own in each]
    weights += [weight_of((), from_on=begins, until_on=on)] * max(0, people - len(weights))
    rows = [row_of(own, on=on) for own in each]
    return Concentrated(
        rule=rule,
        top=top_tenth(weights),
        few=fewest_for(weights, percent=50),
        at_once=sum(at_once(own, on=on) > rule.at_once for own in each),
        in_row=sum(row is not None and row.is_over(rule.in_row_months, on=on) for row in rows),
        since=min((term.from_on for own in each for term in own), default=None),
        from_on=begins,
    )


def concentration(*, on: date) -> Concentrated:
    """The same of all of us, as the first page says it. One question, kept for a moment for everybody."""
    return shared(("rotation.concentration", on), lambda: _read(on))


def _read(on: date) -> Concentrated:
    voters = Member.objects.with_vote(on=on)
    now = PostTerms.objects.in_force(on=on).filter(post=OuterRef("post"))
    count = voters.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    rows = (
        Mandate.objects.uncontested(on)
        .filter(Exists(voters.filter(pk=OuterRef("member"))), from_on__lte=on)
        .annotate(
            points=Subquery(now.values("burden_points")[:1]),
            on_wheel=Subquery(now.values("on_wheel")[:1]),
            rule=stored_in_force(CONCENTRATION, on=on),
            people=Subquery(count),
        )
        .order_by()
        .values_list(
            *("member_id", "post__code", "seat", "from_on", "until_on", "ended_on"),
            *("points", "on_wheel", "rule", "people"),
        )
    )
    terms: dict[int, list[Term]] = {}
    stored, people = None, 0
    for member, post, seat, from_on, until_on, ended_on, points, on_wheel, stored, people in rows:  # noqa: B007
        ends = ended_on or until_on
        if on_wheel or ends <= from_on:
            continue
        terms.setdefault(member, []).append(
            Term(post=post, seat=seat, from_on=from_on, until_on=ends, points=points or 1)
        )
    return concentrated(terms.values(), people=people, rule=as_typed(CONCENTRATION, stored), on=on)
