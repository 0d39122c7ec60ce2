"""What of a surplus whose contest was right was not paid, what the assembly decided of it, and where it went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assemblies.models import Contest, Motion, MotionState
from ledger import chart
from ledger.models import Account
from ledger.reports.explained import Explained, Given, InRecord
from payroll.models import Return, Surplus, SurplusState
from payroll.rules.contested import may_go_to, why_not_decided
from payroll.rules.law_packs import law_pack
from record.rules import digest

KIND = "contested_parts"
DECIDED = "payroll.surplus.given_up"
BEFORE_US = (MotionState.TABLED, MotionState.ON_AGENDA, MotionState.VOTING)
UNPAID = Q(payslip__isnull=True, entry__isnull=True, given_up_by__isnull=True, cents__gt=0)
"""Parts in money that were neither paid, with a slip or by themselves, nor given up."""


@dataclass(frozen=True, kw_only=True)
class NotPaid:
    """The parts of a surplus that were not paid: their sum in cents, of how many members, and the seal of them all."""

    cents: int
    people: int
    parts: str

    @property
    def data(self) -> dict[str, Any]:
        return {"cents": self.cents, "people": self.people, "parts": self.parts}


@dataclass(frozen=True, kw_only=True)
class NotPaidPage:
    """The same as the page of the surplus shows it, with the reader's own part and what was decided.

    `motion` is the one that decided it, or that is before the assembly; `entry` is there once it was carried out.
    """

    cents: int
    people: int
    mine_cents: int
    goes_to: str
    """The fund, as the steps of the surplus call it; empty while nobody proposed any."""
    motion: Motion | None
    entry: tuple[str, int] | None
    why: Explained
    """The sum, opened up."""


def is_upheld(surplus: Surplus) -> bool:
    """Whether a contest against the decision that shared it was found right."""
    return (
        surplus.adopted_by_id is not None
        and Contest.objects.filter(motion=surplus.adopted_by_id, upheld=True).exists()
    )


def unpaid_parts(surplus: Surplus) -> QuerySet[Return]:
    return surplus.returns.filter(UNPAID)


def not_paid(surplus: Surplus) -> NotPaid:
    """What is left of it now."""
    rows = list(unpaid_parts(surplus).order_by("member_id").values_list("member_id", "cents"))
    return NotPaid(
        cents=sum(cents for _member, cents in rows),
        people=len(rows),
        parts=seal_of(rows),
    )


def seal_of(rows: list[tuple[int, int]]) -> str:
    """The seal of each one's part: members and their cents, in the order of members."""
    return digest([member_id, cents] for member_id, cents in sorted(rows))


def why_not_of(surplus: Surplus, left: NotPaid) -> str | None:
    """Why the assembly has nothing to decide about it."""
    why = why_not_decided(
        is_shared=surplus.state == SurplusState.POSTED,
        is_upheld=is_upheld(surplus),
        unpaid_cents=left.cents,
    )
    return None if why is None else str(why)


def why_not_as_proposed(motion: Motion) -> str | None:
    """Why what a motion froze of it does not hold now: it was decided, or something of it was paid, meanwhile."""
    surplus = Surplus.objects.get(pk=motion.terms["surplus"])
    left = not_paid(surplus)
    why = why_not_of(surplus, left)
    if why is None and left.data != {name: motion.terms.get(name) for name in left.data}:
        why = _("What is left of it changed since this was proposed: withdraw it, and propose it anew.")
    return why


def funds_of(surplus: Surplus) -> dict[str, str]:
    """Where what was not paid may go: each fund as the steps call it, with its name in the books."""
    steps = may_go_to(law_pack(surplus.pack))
    codes = [chart.STEP_ACCOUNTS[step] for step in steps]
    there = set(Account.objects.filter(code__in=codes).values_list("code", flat=True))
    return {step: name_of_fund(step) for step in steps if chart.STEP_ACCOUNTS[step] in there}


def name_of_fund(step: str) -> str:
    """How the books call the fund that a step goes to."""
    return chart.name_of(chart.STEP_ACCOUNTS[step], get_language() or "es-ar")


def to_be_decided() -> QuerySet[Surplus]:
    """Surpluses that were shared, with a contest that was right, and of which something was not paid."""
    right = Contest.objects.filter(motion=OuterRef("adopted_by"), upheld=True)
    unpaid = Return.objects.filter(UNPAID, surplus=OuterRef("pk"))
    return Surplus.objects.filter(Exists(right), Exists(unpaid), state=SurplusState.POSTED)


def not_paid_page(
    surplus: Surplus, *, mine: Return | None, act: InRecord | None
) -> tuple[bool, NotPaidPage | None]:
    """Whether a contest against it was right; and then what of it had not been paid, if anything. Two questions.

    `mine` is the reader's part of it, and `act` the line of the record by which it was given up, where there are any.
    """
    right = Contest.objects.filter(motion=OuterRef("surplus__adopted_by"), upheld=True)
    rows = (
        surplus.returns.filter(payslip__isnull=True, entry__isnull=True, cents__gt=0)
        .annotate(right=Exists(right))
        .order_by()
        .values_list("given_up_by", "given_up_by__number", "given_up_by__because", "right")
        .annotate(whole=Sum("cents"), people=Count("pk"))
    )
    found = next(iter(rows[:1]), None)
    if found is None:
        return is_upheld(surplus), None
    entry_id, number, because, upheld, cents, people = found
    if not upheld:
        return False, None
    about = Motion.objects.filter(kind=KIND, terms__surplus=surplus.pk)
    entry = None if entry_id is None else (str(entry_id), number)
    if entry is not None:
        motion = about.filter(pk=int(because.rpartition(":")[2])).first()
    else:
        motion = about.filter(state__in=BEFORE_US).order_by("-pk").first()
    is_mine = mine is not None and mine.payslip_id is None and mine.entry_id is None
    mine_cents = mine.cents if mine is not None and is_mine else 0
    return True, NotPaidPage(
        cents=cents,
        people=people,
        mine_cents=mine_cents,
        goes_to=motion.terms["goes_to"] if motion is not None else "",
        motion=motion,
        entry=entry,
        why=_explained(cents, people, mine_cents, motion, entry, act),
    )


def _explained(
    cents: int,
    people: int,
    mine_cents: int,
    motion: Motion | None,
    entry: tuple[str, int] | None,
    act: InRecord | None,
) -> Explained:
    name, account = _("Not paid"), chart.RETURNS_OWED
    formula = _("Everyone's part that no pay had paid when it was contested.")
    if entry is not None and motion is not None:
        name = _("Not paid to members: it went to “%(fund)s”") % {
            "fund": name_of_fund(motion.terms["goes_to"])
        }
        formula = _("Everyone's part that was not paid, as the assembly decided.")
        account = chart.STEP_ACCOUNTS[motion.terms["goes_to"]]
    return Explained(
        key="not-paid",
        name=name,
        cents=cents,
        formula=formula,
        given=(
            Given(text=_("Members whose part it is"), said=str(people)),
            Given(text=_("My part"), cents=mine_cents),
            Given(text=_("Where it is now"), link=f"/books/accounts/{account}/"),
        ),
        motion=(motion.pk, motion.number) if motion is not None else None,
        entry=entry,
        act=act,
    )
