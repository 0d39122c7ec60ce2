"""Requests for help as each of us may see them: one's own, those one hears, those one pays; of the rest only sums."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, Sum, When

from ledger import chart
from ledger.models import Posting
from ledger.reports import balance
from members.models import Member
from payroll.models import HelpFund, HelpRequest, HelpState

A_PAGE = 25
HEAR, PAY = "payroll.hear_requests", "payroll.pay"
ACCOUNTS = {HelpFund.HARDSHIP: chart.LABOUR_FUND, HelpFund.COMMUNITY: chart.COMMUNITY}


@dataclass(frozen=True, kw_only=True)
class HelpLine:
    """One request as the reader may see it: the text only for who asked and who hears."""

    request: HelpRequest
    is_mine: bool
    text: str
    may_answer: bool
    may_pay: bool
    may_undo: bool
    """Whether they pay and it was paid: never of their own request. By its entry, whoever signs may too."""


@dataclass(frozen=True, kw_only=True)
class FundLine:
    """A fund: what it has left, how often and how much it gave. Everybody sees it."""

    label: str
    account: str
    held_cents: int
    """What is on its account in the books; `granted_cents` of it are promised and not paid yet."""
    granted_cents: int
    given: int
    given_cents: int

    @property
    def left_cents(self) -> int:
        return self.held_cents - self.granted_cents


@dataclass(frozen=True, kw_only=True)
class HelpPage:
    lines: list[HelpLine]
    pages: Page[HelpRequest]
    """Where in the list these lines are."""
    funds: list[FundLine]


def help_page(reader: Member, *, now: datetime, page: str | int | None = 1) -> HelpPage:
    """What a reader sees of the funds: what waits comes first, the longest waiting at the top; then the newest."""
    found = HelpRequest.objects.filter(may_see(reader=reader, now=now)).select_related("member", "entry")
    waits = Case(When(state__in=(HelpState.ASKED, HelpState.GRANTED), then="pk"))
    rows = Paginator(found.order_by(waits.asc(nulls_last=True), "-asked_at", "-pk"), A_PAGE).get_page(page)
    sums = {
        (fund, state): (n, cents)
        for fund, state, n, cents in HelpRequest.objects.order_by()
        .values_list("fund", "state")
        .annotate(n=Count("pk"), c=Sum("cents"))
    }
    held = dict(
        Posting.objects.filter(account__code__in=ACCOUNTS.values())
        .order_by()
        .values_list("account__code")
        .annotate(c=Sum("cents"))
    )
    return HelpPage(
        lines=lines_of(rows, reader=reader, now=now),
        pages=rows,
        funds=[
            FundLine(
                label=str(fund.label),
                account=ACCOUNTS[fund],
                held_cents=-held.get(ACCOUNTS[fund], 0),
                granted_cents=sums.get((fund, HelpState.GRANTED), (0, 0))[1],
                given=sums.get((fund, HelpState.PAID), (0, 0))[0],
                given_cents=sums.get((fund, HelpState.PAID), (0, 0))[1],
            )
            for fund in HelpFund
        ],
    )


def lines_of(rows: Iterable[HelpRequest], *, reader: Member, now: datetime) -> list[HelpLine]:
    """Requests as a reader may see them; `rows` are those that they may see at all (`may_see`)."""
    hears, pays = reader.has_perm(HEAR, now), reader.has_perm(PAY, now)
    return [
        HelpLine(
            request=row,
            is_mine=row.member_id == reader.pk,
            text=row.text if hears or row.member_id == reader.pk else "",
            may_answer=hears and row.state == HelpState.ASKED and row.member_id != reader.pk,
            may_pay=pays
            and row.state == HelpState.GRANTED
            and reader.pk not in (row.member_id, row.answered_by_id),
            may_undo=pays and row.state == HelpState.PAID and row.member_id != reader.pk,
        )
        for row in rows
    ]


def left_in(fund: str) -> int:
    """What a fund has that was not granted yet, in cents."""
    granted = HelpRequest.objects.filter(fund=fund, state=HelpState.GRANTED)
    return -balance(ACCOUNTS[HelpFund(fund)]) - sum(granted.values_list("cents", flat=True))


def may_see(*, reader: Member, now: datetime) -> Q:
    """Which requests somebody may see: their own; all, whoever hears them; those to be paid, whoever pays."""
    found = Q(member=reader)
    if reader.has_perm(HEAR, now):
        return found | Q(pk__isnull=False)
    if reader.has_perm(PAY, now):
        found |= Q(state=HelpState.GRANTED)
    return found
