"""How much each of us carried, every figure opened into its lines: what the planner begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from assemblies.house_rules import in_force
from members.models import Absence, Member, Membership, Standing
from members.reports import dated_shares
from rotation.house_rules import BURDEN, HORIZON, Horizon
from rotation.models import Mandate, PostTerms, WayOfFilling
from rotation.reports.held import Held, by_member, every_held, terms_in_force
from rotation.rules.burden import Burden, Decay, Line, line_of, middle_of
from rotation.rules.figures import hundredths
from rotation.rules.planning import Person, PostRules, Span, slots_of_posts
from rotation.rules.shares import Dated, PastShare, past_share
from rotation.rules.terms import months_later


@dataclass(frozen=True, kw_only=True)
class Past:
    """What burdens are counted from on a day, read once."""

    on: date
    decay: Decay
    ahead: Horizon
    terms: list[PostTerms]
    held: list[Held]
    spans: Mapping[int, list[Span]]
    absences: Mapping[int, list[Span]]
    shares: Mapping[int, Dated]


def past(*, on: date) -> Past:
    """Everything that was carried until a day, and who was here for how much of it. Seven questions."""
    rule, terms = in_force(BURDEN, on=on), terms_in_force(on=on)
    spans: dict[int, list[Span]] = {}
    full = Membership.objects.filter(standing=Standing.MEMBER)
    for member, since, until in full.values_list("member_id", "from_on", "until_on"):
        spans.setdefault(member, []).append(Span(from_on=since, until_on=until or date.max))
    absences: dict[int, list[Span]] = {}
    away = Absence.objects.standing().filter(until_on__gt=months_later(on, -rule.window_months))
    for member, since, until in away.values_list("member_id", "from_on", "until_on"):
        absences.setdefault(member, []).append(Span(from_on=since, until_on=until))
    return Past(
        on=on,
        decay=Decay(window_months=rule.window_months, yearly=rule.yearly),
        ahead=in_force(HORIZON, on=on),
        terms=terms,
        held=every_held(on=on, terms=terms),
        spans=spans,
        absences=absences,
        shares=dated_shares(until_on=on),
    )


def burdens(past: Past, *, decay: Decay | None = None, wheel: bool = False) -> dict[int, Burden]:
    """The burden of everybody whom a plan made that day could ask, by member; of the table where `wheel`.

    `decay`: as it would be under another rule. What is planned for is what the planner plans for, so that the
    middle is of the same people.
    """
    decay, end = decay or past.decay, _planned_until(past, wheel=wheel)
    held = by_member(row for row in past.held if row.counts and row.on_wheel == wheel)
    lines: dict[int, tuple[Line, ...]] = {}
    people: dict[int, Person] = {}
    before: dict[object, PastShare] = {}
    for member, spans in past.spans.items():
        if not any(span.from_on < end and span.until_on > past.on for span in spans):
            continue
        opened = (
            line_of(row.term, key=row.key, on=past.on, decay=decay, by_term=wheel)
            for row in held.get(member, ())
        )
        lines[member] = tuple(line for line in opened if line.parts)
        person = Person(
            number=member, member_spans=tuple(spans), absences=tuple(past.absences.get(member, ()))
        )
        dated = past.shares.get(member, ())
        days = (tuple(dated), person.member_spans, person.absences)
        if days not in before:  # many of us came on the same day
            before[days] = past_share(person, dated, on=past.on, decay=decay)
        people[member] = Person(
            number=member,
            member_spans=person.member_spans,
            share=before[days].mean,
            history=sum((line.value for line in lines[member]), Fraction(0)),
            history_share=before[days].here,
        )
    middle = middle_of(people.values())
    return {
        member: Burden(
            lines=lines[member],
            share=person.share,
            here=person.share if person.history_share is None else person.history_share,
            middle=middle,
        )
        for member, person in people.items()
    }


@dataclass(frozen=True, kw_only=True)
class Opened:
    """One line with the mandate it is of: what made it so, and where one reads it."""

    line: Line
    mandate: Mandate
    hundredths: int


@dataclass(frozen=True, kw_only=True)
class Sum:
    """A burden as it is shown: in hundredths, the lines and what one began with add up to the load."""

    burden: Burden
    lines: list[Opened]
    begun_with: int
    load: int
    middle: int
    place: int
    of: int

    @property
    def heaviest(self) -> int:
        return max((one.hundredths for one in self.lines), default=0)


@dataclass(frozen=True, kw_only=True)
class BurdenPage:
    """One person's burdens, opened: of posts, and of the table of the assemblies, which is levelled by itself.

    None for somebody whom no plan asks (not a full member).
    """

    member: Member
    decay: Decay
    posts: Sum | None
    table: Sum | None


def burden_page(member: Member, *, on: date) -> BurdenPage:
    """One person's burdens as the planner counts them, each line with its mandate. Eight questions."""
    read = past(on=on)
    mandates = {
        row.pk: row
        for row in Mandate.objects.filter(member=member).select_related("post", "motion", "draw").order_by()
    }
    return BurdenPage(
        member=member,
        decay=read.decay,
        posts=_sum(member.pk, burdens(read), mandates),
        table=_sum(member.pk, burdens(read, wheel=True), mandates),
    )


def _sum(member: int, every: Mapping[int, Burden], mandates: Mapping[int, Mandate]) -> Sum | None:
    burden = every.get(member)
    if burden is None:
        return None
    values = (*(line.value for line in burden.lines), burden.begun_with)
    *parts, begun_with = hundredths([value / burden.share for value in values])
    opened = [
        Opened(line=line, mandate=mandates[line.key], hundredths=part)
        for line, part in zip(burden.lines, parts, strict=True)
    ]
    return Sum(
        burden=burden,
        lines=sorted(opened, key=lambda one: one.mandate.from_on, reverse=True),
        begun_with=begun_with,
        load=sum(parts) + begun_with,
        middle=hundredths([burden.middle])[0],
        place=1 + sum(other.load > burden.load for other in every.values()),
        of=len(every),
    )


def _planned_until(past: Past, *, wheel: bool) -> date:
    """Where the horizon of a plan made that day ends (`posts_problem`, `wheel_problem`)."""
    if wheel:
        return past.on + timedelta(weeks=past.ahead.weeks)
    free: dict[tuple[str, int], date] = {}
    for row in past.held:
        if row.until_on > past.on:
            key = (row.post, row.seat)
            free[key] = max(row.until_on, free.get(key, row.until_on))
    planned = [
        PostRules(code=row.post.code, seats=row.seats, term_months=row.term_months, term_days=row.term_days)
        for row in past.terms
        if not row.on_wheel and row.filled != WayOfFilling.ELECTED
    ]
    slots = slots_of_posts(planned, from_on=past.on, months=past.ahead.months, free_from=free)
    return max([months_later(past.on, past.ahead.months), *(slot.until_on for slot in slots)])


@dataclass(frozen=True, kw_only=True)
class Otherwise:
    """One person's figure by the rule in force and by another, in hundredths, with their place in each."""

    member: Member
    now: int
    other: int
    place: int
    other_place: int

    @property
    def moves(self) -> int:
        """How many places towards those who carried most: above 0 they are asked later, below 0 sooner."""
        return self.place - self.other_place


@dataclass(frozen=True, kw_only=True)
class OtherDecay:
    """Everybody's figure by two rules, who carried most by the rule in force first."""

    now: Decay
    other: Decay
    rows: list[Otherwise]


def other_decay(*, on: date, decay: Decay | None) -> OtherDecay:
    """What the figures would be under another rule; under the same one where none is asked for. Eight questions."""
    read = past(on=on)
    now, other = burdens(read), burdens(read, decay=decay)
    people = Member.objects.in_bulk(list(now))
    place, other_place = _places(now), _places(other)
    rows = [
        Otherwise(
            member=people[pk],
            now=hundredths([burden.load])[0],
            other=hundredths([other[pk].load])[0],
            place=place[pk],
            other_place=other_place[pk],
        )
        for pk, burden in now.items()
    ]
    rows.sort(key=lambda row: (row.place, row.member.number))
    return OtherDecay(now=read.decay, other=decay or read.decay, rows=rows)


def _places(found: Mapping[int, Burden]) -> dict[int, int]:
    """Each one's place, the most burdened first; whoever carried as much shares it."""
    loads = sorted((burden.load for burden in found.values()), reverse=True)
    first = {load: nth for nth, load in reversed(list(enumerate(loads, start=1)))}
    return {pk: first[burden.load] for pk, burden in found.items()}
