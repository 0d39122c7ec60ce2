"""What of a surplus whose contest was right was not paid, what the assembly decided of it, and where it went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from assemblies.models import Contest, Motion, MotionState
from ledger import chart
from ledger.models import Account, Entry
from ledger.reports.explained import Explained, Given, in_record
from members.models import Member
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
    entry: Entry | None
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
    codes = {chart.STEP_ACCOUNTS[step]: step for step in may_go_to(law_pack(surplus.pack))}
    named = {account.code: account.said for account in Account.objects.filter(code__in=codes)}
    return {step: named[code] for code, step in codes.items() if code in named}


def name_of_fund(step: str) -> str:
    """How the books call the fund that a step goes to."""
    return Account.objects.get(code=chart.STEP_ACCOUNTS[step]).said


def to_be_decided() -> QuerySet[Surplus]:
    """Surpluses that were shared, with a contest that was right, and of which something was not paid."""
    right = Contest.objects.filter(motion=OuterRef("adopted_by"), upheld=True)
    unpaid = Return.objects.filter(UNPAID, surplus=OuterRef("pk"))
    return Surplus.objects.filter(Exists(right), Exists(unpaid), state=SurplusState.POSTED)


def not_paid_page(surplus: Surplus, *, reader: Member) -> NotPaidPage | None:
    """What of a surplus whose contest was right was not paid; None where everything had been. Six questions at most."""
    decided = surplus.returns.filter(given_up_by__isnull=False).select_related("given_up_by").first()
    entry = decided.given_up_by if decided is not None else None
    rows = surplus.returns.filter(given_up_by=entry) if entry is not None else unpaid_parts(surplus)
    sums = rows.aggregate(
        whole=Sum("cents", default=0),
        people=Count("pk"),
        mine=Sum("cents", filter=Q(member=reader), default=0),
    )
    if not sums["people"]:
        return None
    about = Motion.objects.filter(kind=KIND, terms__surplus=surplus.pk).order_by("-pk")
    if entry is not None:
        motion = about.filter(pk=int(entry.because.rpartition(":")[2])).first()
    else:
        motion = about.filter(state__in=BEFORE_US).first()
    return NotPaidPage(
        cents=sums["whole"],
        people=sums["people"],
        mine_cents=sums["mine"],
        goes_to=motion.terms["goes_to"] if motion is not None else "",
        motion=motion,
        entry=entry,
        why=_explained(surplus, sums, motion, entry),
    )


def _explained(
    surplus: Surplus, sums: Mapping[str, int], motion: Motion | None, entry: Entry | None
) -> Explained:
    subject = f"payroll.surplus:{surplus.pk}"
    given = [
        Given(text=_("Members whose part it is"), said=str(sums["people"])),
        Given(text=_("My part"), cents=sums["mine"]),
    ]
    if entry is None or motion is None:
        name, formula = _("Not paid"), _("Everyone's part that no pay had paid when it was contested.")
        given.append(Given(text=_("In the books"), link=f"/books/accounts/{chart.RETURNS_OWED}/"))
    else:
        name = _("Not paid to members: it went to “%(fund)s”") % {"fund": name_of_fund(motion.terms["goes_to"])}
        formula = _("Everyone's part that was not paid, as the assembly decided.")
        account = chart.STEP_ACCOUNTS[motion.terms["goes_to"]]
        given.append(Given(text=_("Where it is now"), link=f"/books/accounts/{account}/"))
    return Explained(
        key="not-paid",
        name=name,
        cents=sums["whole"],
        formula=formula,
        given=tuple(given),
        motion=(motion.pk, motion.number) if motion is not None else None,
        entry=(str(entry.pk), entry.number) if entry is not None else None,
        act=in_record([DECIDED], [subject]).get(subject) if entry is not None else None,
    )
