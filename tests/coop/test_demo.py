"""The demo is the longest test: a year told through the actions that pages use, assemblies in full. Twelve members."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise

import pytest
from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.test import Client
from pytest_django import DjangoDbBlocker

from assemblies.models import (
    Assembly,
    Contest,
    FloorRequest,
    Folio,
    Guest,
    LegalTask,
    Minutes,
    Motion,
    Petition,
    Signer,
)
from coop.demo.bank import FROM_THE_LIST
from coop.demo.energy_debt import LENDER
from coop.demo.load import load
from coop.demo.motions import story_motions
from coop.demo.motions import told as told_by
from coop.demo.places import TILL_BANK
from coop.verifying import faults
from ledger import chart
from ledger.models import Account, BankLine, CashCount, Instalment, Paper, Party, Period, Posting
from ledger.reports import balance
from ledger.reports.parties import debt_cards, debt_in_books, invoices_of
from ledger.reports.waiting import waiting_lines
from members.models import Absence, Cooperative, Member
from payroll.models import (
    Advance,
    EnergyReading,
    HelpRequest,
    Payment,
    PayRun,
    PayTo,
    Project,
    ProjectQuote,
    SetAside,
    Surplus,
)
from payroll.reports.costs import orders_in_force
from payroll.reports.energy import energy_page
from payroll.reports.help import help_page
from payroll.reports.payments import file_of, found_as
from payroll.reports.refunds import refund_queue
from payroll.rules.bank_accounts import is_cbu
from record.rules import Refused
from rotation.models import Cover, Duty, Mandate, Plan, SkillGrant, Swap
from rotation.reports.powers import everybodys_powers
from tests.coop.closed_amounts import closed_on_all_pages
from tests.pages import at, signed_in
from tests.worlds import made_once

pytestmark = pytest.mark.thorough

NOW = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    with made_once(twelve, django_db_blocker) as told:
        yield told


def twelve() -> list[str]:
    said: list[str] = []
    assert len(load(members=12, now=NOW, say=said.append)) == 12
    return said


@pytest.fixture
def told(once: list[str], db: None) -> list[str]:
    return once


def test_the_year_is_told_and_everything_holds(told: list[str]) -> None:
    assert faults() == []
    assert (
        Motion.objects.decided().count() >= 30
    )  # twelve people have fewer elections, no newcomers, no buyer
    assert [run.state for run in PayRun.objects.order_by("from_on")] == ["reconciled"] * 11 + ["paid"]
    assert SetAside.objects.values("period").distinct().count() == 12
    assert Period.objects.filter(closed_at__isnull=False).count() >= 12
    assert Surplus.objects.get().state == "proposed"
    assert Assembly.objects.filter(kind="weekly").count() >= 50


def test_every_motion_ends_as_the_story_tells(told: list[str]) -> None:
    ended = {motion.title: motion.state for motion in Motion.objects.decided()}
    for motion in story_motions():
        if motion.kind not in ("admission", "recall"):  # twelve people have no newcomers and no buyer
            assert ended.get(motion.title, motion.expected) == motion.expected, motion.title
    assert ended["Prohibir la reelección inmediata en el consejo"] == "rejected"
    assert ended["Dos autoelevadores eléctricos"] == "no_quorum"


def test_an_assembly_is_open_and_something_is_being_voted(told: list[str]) -> None:
    assembly = Assembly.objects.under_way().get()
    motion = Motion.objects.voting().get()
    assert motion.assembly_id == assembly.pk
    assert motion.kind == "equal_pay"
    assert assembly.opened_at is not None
    assert assembly.opened_at <= NOW < assembly.ends_at


def test_every_mandate_of_today_has_an_end(told: list[str]) -> None:
    today = Mandate.objects.on(date(2026, 11, 21))
    assert today.count() >= 5
    assert all(mandate.until_on > date(2026, 11, 21) for mandate in today)


def test_it_is_told_only_once(told: list[str]) -> None:
    with pytest.raises(Refused, match="already"):
        load(members=12, now=NOW, say=lambda step: None)


@pytest.mark.django_db
@pytest.mark.parametrize("members", [8, 100_001])
def test_it_has_from_nine_to_a_hundred_thousand_members(members: int) -> None:
    with pytest.raises(Refused, match="from 9 to 100000"):
        load(members=members, now=NOW, say=lambda step: None)


def test_a_visitor_sees_the_sign_in_page_first(told: list[str]) -> None:
    assert Client().get("/").headers["Location"].startswith("/sign-in/")


def test_every_assembly_is_told_in_full(told: list[str]) -> None:
    ordinary = Assembly.objects.get(kind="legal_ordinary", state="closed")
    assert ordinary.documents.count() == 4
    assert ordinary.notices.count() == 12
    assert not ordinary.legal_tasks.filter(done_at=None).exists()
    assert ordinary.motions.get(kind="accounts").contestable_until is not None
    assert Contest.objects.get().upheld is False

    coming = Assembly.objects.get(kind="legal_ordinary", state="convoked")
    assert LegalTask.objects.get(assembly=coming, done_at=None).code == "notice_to_authorities"

    last = Assembly.objects.filter(kind="weekly", state="closed").order_by("-starts_at").first()
    assert last is not None
    waiting = Minutes.objects.filter(approved_at=None)
    assert [minutes.assembly_id for minutes in waiting] == [last.pk]
    assert not Signer.objects.filter(signed_at=None).exclude(assembly=last).exists()

    assert Motion.objects.get(title="¿Qué máquina primero? Elegir entre cuatro").counted["winner"] == "1"  # type: ignore[index]
    bonus = Motion.objects.get(title="Enmienda: un plus para el turno noche")
    assert bonus.amends is not None
    assert (bonus.state, bonus.amends.state) == ("rejected", "adopted")
    assert FloorRequest.objects.filter(kind="order", started_at__isnull=False).exists()
    assert Petition.objects.count() == 5  # twelve have no buyer to recall

    today = Assembly.objects.under_way().get()
    assert today.items.filter(motion=None, minutes__isnull=False).count() >= 3
    assert FloorRequest.objects.filter(assembly=today, started_at=None, ended_at=None).count() >= 2
    assert Guest.objects.get(assembly=today, left_at=None).capacity
    assert {"budget", "approval"} <= set(today.motions.values_list("kind", flat=True))


def test_the_plan_of_the_table_was_voted_and_its_turns_change_hands(told: list[str]) -> None:
    plan = Plan.objects.get(kind="wheel", adopted_at__isnull=False)
    assert plan.motion is not None
    assert plan.motion.state == "adopted"
    today = Cooperative.objects.get().day_of(NOW)
    turns = Duty.objects.filter(kind="turn", cancelled_at=None)
    assert turns.filter(due_on=today, mandate__isnull=False).count() >= 5
    assert turns.filter(due_on__gt=today).count() >= 20
    away = Absence.objects.get()
    theirs = turns.filter(member=away.member, due_on__gte=away.from_on, due_on__lt=away.until_on)
    assert not theirs.exists()
    legs = Swap.objects.get(ended_at=None).legs.order_by("pk")
    assert [leg.agreed_at is None for leg in legs] == [False, True]
    assert Cover.objects.get().covered_by is not None
    made_up = Duty.objects.get(kind="make_up")
    assert made_up.repairs is not None
    assert made_up.repairs.missed_at is not None


def test_some_know_how_a_guest_waits_to_speak_and_the_minutes_are_in_the_book(told: list[str]) -> None:
    assert set(SkillGrant.objects.values_list("skill__code", flat=True)) == {"books", "first-aid"}
    waits = FloorRequest.objects.get(guest__isnull=False, started_at=None)
    assert waits.assembly == Assembly.objects.under_way().get()
    assert list(Folio.objects.order_by("first").values_list("first", "last")) == [(41, 43), (44, 46)]


TODAY = date(2026, 11, 21)
SIZE = 12


def pesos(amount: int) -> int:
    """The story's pesos in cents, at this size."""
    return amount * SIZE // 312 * 100


def test_every_account_moves_each_month_as_the_story_tells_whatever_it_is_made_of(told: list[str]) -> None:
    moved = {
        (code, month): cents
        for code, month, cents in Posting.objects.filter(account__kind__in=("income", "cost"))
        .order_by()
        .values_list("account__code", "entry__period__from_on")
        .annotate(moved=Sum("cents"))
    }
    months = sorted({month for _code, month in moved})
    assert len(months) == 12
    for code, account in told_by()["accounts"].items():
        if code == chart.WORK_REMUNERATION:
            continue
        sign = -1 if account["kind"] == "R" else 1
        said = [pesos(value) for value in account["values"]]
        assert [sign * moved.get((code, month), 0) for month in months] == said, code
    differences = [cents for (code, _month), cents in moved.items() if code == chart.CASH_DIFFERENCES]
    assert differences == [0]


def test_the_debt_is_what_the_books_say_and_falls_every_month(told: list[str]) -> None:
    [card] = debt_cards()
    assert card.left_cents == debt_in_books() > 0
    paid = [part for part, payment in card.instalments if payment is not None]
    assert (len(card.instalments), len(paid)) == (48, 12)
    assert [part.interest_cents for part in paid] == [
        pesos(value) for value in told_by()["accounts"][chart.INTEREST]["values"]
    ]
    whole = list(Instalment.objects.order_by("number"))
    for earlier, later in pairwise(whole):
        assert later.interest_cents < earlier.interest_cents
        assert later.cents < earlier.cents
    assert card.debt.motion_number == Motion.objects.get(title__startswith="Plan de pago de la luz").number


def test_the_money_is_in_three_banks_and_two_boxes_counted_by_two(told: list[str]) -> None:
    places = {account.code: account.place for account in Account.objects.exclude(place="")}
    assert sorted(places.values()) == ["bank"] * 3 + ["cash"] * 2
    assert all(balance(code) > 0 for code in places)
    missing, right = CashCount.objects.order_by("first_at")
    assert (missing.difference_cents, right.difference_cents) == (-12_400_00, 0)
    assert missing.first_by != missing.second_by
    assert missing.entry is not None
    assert missing.entry.reversed_by is not None
    assert Paper.objects.filter(kind="ticket").count() == 8


def test_firms_are_known_by_name_and_some_invoices_are_open(told: list[str]) -> None:
    assert Party.objects.filter(is_supplier=True).count() == 41
    assert Party.objects.filter(is_customer=True).count() == 67
    waiting = invoices_of(today=TODAY, only_open=True)
    assert [row.invoice.currency for row in waiting].count("USD") == 1
    assert {row.invoice.direction for row in waiting if row.is_late} == {"bill", "sale"}
    owed = {
        direction: sum(row.left_cents for row in waiting if row.invoice.direction == direction)
        for direction in ("bill", "sale")
    }
    assert owed == {"bill": -balance(chart.SUPPLIERS), "sale": balance(chart.CUSTOMERS)}


def test_machines_are_quoted_voted_paid_and_in_use(told: list[str]) -> None:
    assert ProjectQuote.objects.count() == 15
    assert not Project.objects.filter(quotes=None).exists()
    used = Project.objects.exclude(in_use_since=None).order_by("code").values_list("code", flat=True)
    assert list(used) == ["autoelevadores", "recuperador"]
    paid = Project.objects.exclude(payments=None).distinct().values_list("code", flat=True)
    assert set(paid) == {"autoelevadores", "quemadores", "recuperador"}
    assert {order.for_whom.split(":")[0] for order in orders_in_force(on=TODAY)} == {
        "Barrio nuevo",
        "Escuela 144",
    }


def test_energy_costs_in_every_month_what_the_books_say(told: list[str]) -> None:
    assert EnergyReading.objects.count() == 36
    for reading in EnergyReading.objects.select_related("period"):
        code = {"gas": "5.2.1", "electricity": "5.2.2", "water": "5.2.3"}[reading.kind]
        spent = Posting.objects.filter(account__code=code, entry__period=reading.period)
        assert reading.cents == spent.aggregate(c=Sum("cents"))["c"]


def test_the_energy_debt_is_paid_as_agreed_and_the_exchanger_saves_what_was_voted(told: list[str]) -> None:
    page = energy_page(today=TODAY)
    [plan] = page.debts
    assert (plan.debt.lender.name, len(plan.waiting), page.debt_cents) == (
        LENDER,
        36,
        -balance(chart.LONG_DEBT),
    )
    first = page.savings[0]
    assert (first.project.code, first.share, first.is_reached) == ("recuperador", Fraction(9, 100), True)
    assert first.found is not None
    assert (first.found.basis, first.found.per_mille) == ("made", 90)
    assert [line.found for line in page.savings[1:]] == [None, None]


def test_five_wait_for_their_shares_in_the_order_they_asked(told: list[str]) -> None:
    places = refund_queue(today=TODAY).places
    assert [place.refund.member.name.split()[0] for place in places] == [
        "Amelia", "Segundo", "Hortensia", "Faustino", "Mercedes",
    ]  # fmt: skip
    assert places[0].payable_cents == places[0].left_cents
    assert places[-1].payable_cents == 0
    shares = Posting.objects.filter(account__code=chart.SHARE_CAPITAL)
    assert not shares.filter(member=None).exists()


def test_an_advance_is_paid_back_and_a_request_is_read_by_few(told: list[str]) -> None:
    advance = Advance.objects.get()
    assert -balance("1.2.5") + advance.cents == advance.cents // 3
    asked = HelpRequest.objects.get(fund="hardship")
    assert asked.state == "asked"
    others = Member.objects.here(on=TODAY).exclude(pk=asked.member_id)
    who = [member for member in others if not member.has_perm("payroll.hear_requests", NOW)]
    assert len(who) >= 8
    for reader in who[:3]:
        assert asked not in [line.request for line in help_page(reader, now=NOW).lines]
    assert help_page(asked.member, now=NOW).lines[0].text == asked.text


THIS_MONTH = date(2026, 11, 1)


def test_the_banks_lists_and_the_books_move_the_same_in_every_month(told: list[str]) -> None:
    """What a hand entered is found, never entered again; what nobody had entered comes from the list."""
    lines = BankLine.objects.filter(on__lt=THIS_MONTH)
    listed = lines.annotate(month=TruncMonth("on")).order_by().values_list("account__code", "month")
    postings = Posting.objects.filter(account__code__in=(chart.BANK, TILL_BANK), entry__on__lt=THIS_MONTH)
    of_the_year = postings.exclude(entry__key="demo:opening").annotate(month=TruncMonth("entry__on"))
    booked = of_the_year.order_by().values_list("account__code", "month")
    by_month = set(listed.annotate(moved=Sum("cents")))
    assert by_month == set(booked.annotate(moved=Sum("cents")))
    assert len(by_month) == 24
    assert not lines.waiting().exists()
    assert set(lines.values_list("account__code", "format")) == {(chart.BANK, "csv"), (TILL_BANK, "camt")}
    said = Posting.objects.filter(entry__key__startswith="bank:").exclude(account__code=chart.BANK)
    assert set(said.values_list("account__code", flat=True)) == FROM_THE_LIST


def test_this_month_eleven_movements_wait_seven_are_known_and_one_is_our_pay(told: list[str]) -> None:
    waits = waiting_lines(most=500)
    assert (waits.known_lines, len(waits.asked)) == (7, 4)
    assert all(row.line.on >= THIS_MONTH for row in waits.asked)
    last = Payment.objects.filter(way="bank").latest("number")
    assert [row.found for row in waits.asked if row.found] == [last.entry]
    [line] = found_as(last)
    assert (line.cents, last.confirmed_at) == (-last.total_cents, None)


def test_pay_leaves_our_account_from_the_second_month_and_the_last_two_have_their_files(
    told: list[str],
) -> None:
    first, *later = Payment.objects.order_by("number")
    assert (first.frozen, first.way) == ({}, "bank")
    assert [payment.way for payment in later] == ["bank", "cash"] * 11
    assert [payment.number for payment in later if payment.exported_at] == [20, 21, 22, 23]
    latest = file_of(later[-2])
    assert latest.count(b"<CdtTrfTxInf>") == later[-2].parts.count() == 10
    assert later[-2].file_digest == sha256(latest).hexdigest()
    said = PayTo.objects.values_list("way", "account")
    assert {way for way, _account in said} == {"bank", "cash"}
    assert all(is_cbu(account) for way, account in said if way == "bank")


@pytest.mark.parametrize("power", ["payroll.prepare_pay", "payroll.countersign_pay", ""])
def test_every_amount_on_every_page_opens_or_leads_on(
    told: list[str], power: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(NOW, monkeypatch)
    held = everybodys_powers(NOW)
    reader = next(each for each in Member.objects.order_by("number") if power in held.get(each.pk, {""}))
    looked_at, closed = closed_on_all_pages(signed_in(reader), first=STARTS)
    assert looked_at > 150
    assert closed == {}


STARTS = [
    *("/", "/books/", "/pay/", "/surplus/", "/shares/", "/funds/", "/energy/", "/products/", "/projects/"),
    *(
        "/books/parties/",
        "/books/debts/",
        "/books/cash/",
        "/books/bank/",
        "/pay/payments/",
        "/pay/account/",
        "/record/",
    ),
]
