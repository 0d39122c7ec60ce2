"""No page asks the database more than twelve times, however many members, motions and posts there are."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assemblies.actions import cast_ballot, close_voting, open_voting
from assemblies.actions.leaving import write_defence
from assemblies.models import Motion
from ledger.models import Entry
from members.models import Cooperative, Member
from payroll.models import Payment, PayRun, Payslip
from rotation.models import Duty
from tests.assemblies.conftest import hall_of
from tests.assemblies.test_exclusion import exclusion
from tests.coop.village import Village, a_village
from tests.makers import give_power, write_house_rule
from tests.pages import at, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

MOST = 12
WHO = ["a member", "the chair", "the treasurer"]

#: Pages that a member opens; what stands in brackets is found in the village.
PAGES = [
    *("/", "/me/", "/me/pin/", "/record/", "/assembly/", "/assemblies/", "/assemblies/{assembly}/"),
    *("/search/", "/search/?words=forklift+decision", "/decisions/", "/motions/?words=forklift"),
    *("/motions/", "/motions/new/", "/motions/new/decision/", "/motions/new/house_rule/"),
    *("/motions/{voting}/", "/motions/{voting}/ballot/", "/motions/{voting}/count/", "/motions/{decided}/"),
    *("/votes/", "/rules/", "/rules/pay.equal/", "/members/", "/members/1/", "/duties/", "/turns/"),
    *(
        "/plans/",
        "/posts/",
        "/posts/watch-0/",
        "/books/",
        "/books/?month=2026-03",
        "/books/accounts/",
        "/books/accounts/4.1.1/",
    ),
    *(
        "/books/entries/{entry}/",
        "/books/periods/",
        "/pay/",
        "/pay/slips/{slip}/",
        "/pay/runs/",
        "/pay/runs/{run}/",
        "/pay/payments/",
        "/pay/payments/{payment}/",
    ),
    *("/pay/set-asides/", "/surplus/", "/products/", "/projects/"),
    *("/surplus/what-if/?reinvestment=30&late=10", "/surplus/hours/", "/shares/", "/shares/mine/"),
    *("/products/from-books/", "/energy/", "/funds/", "/funds/spent/", "/motions/new/production/"),
    *("/power/", "/power/months/", "/power/trained/", "/power/what-if/", "/pay/power/"),
    *("/duties/burden/", "/members/2/burden/"),
    *("/plans/{table}/", "/plans/{table}/?mine=1", "/plans/{proposed}/", "/plans/{proposed}/seats/{seat}/"),
    *("/plans/{table}/seats/{at_table}/", "/plans/{table}/seats/{at_table}/?take=1"),
    *("/calculators/", "/calculators/decision/", "/calculators/split/", "/calculators/surplus/"),
]
#: Pages of whoever chairs, keeps the door and counts hands.
PAGES_OF_THE_CHAIR = ["/tablet/", "/assemblies/{assembly}/batch/", "/motions/{voting}/papers/"]
LISTS_OF_THE_API = [
    *("power", "power/trained", "power/concentration", "members/2/burden"),
    *("me", "assemblies", "motions", "posts", "mandates", "duties", "pay-runs", "payslips", "record"),
    *(
        "ledger/accounts",
        "ledger/entries",
        "ledger/periods",
        "motions/{decided}/ballots",
        "motions/{decided}",
    ),
]


def addresses(village: Village, who: Member, pages: list[str]) -> list[str]:
    names = {
        "assembly": village.hall.assembly.pk,
        "voting": village.voting.pk,
        "decided": village.decided.pk,
        "entry": Entry.objects.order_by("number").first().pk,
        "run": PayRun.objects.order_by("pk").first().pk,
        "table": village.table.pk,
        "proposed": village.proposed.pk,
        "seat": village.proposed.seats.order_by("pk").first().pk,
        "at_table": village.table.seats.order_by("pk").first().pk,
        "payment": Payment.objects.latest("number").pk,
        "slip": Payslip.objects.filter(member=who).order_by("pk").first().pk,
    }
    return [page.format_map(names) for page in pages]


def asked_for(client: Client, addresses: list[str]) -> dict[str, list[str]]:
    """What each address asks the database, once the session is known."""
    client.get("/me/")
    assert connection.features.supports_json_field  # Django asks SQLite that, once a process
    found = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        assert response.status_code == 200, f"{response.status_code} at {address}"
        found[address] = [query["sql"] for query in asked.captured_queries]
    return found


def too_many(found: dict[str, list[str]], most: int = MOST) -> str:
    return "\n".join(f"{len(asked)} at {address}" for address, asked in found.items() if len(asked) > most)


def person(village: Village, who: str) -> Member:
    return {"a member": village.member, "the chair": village.chair, "the treasurer": village.nine.delia}[who]


@pytest.fixture
def village(monkeypatch: pytest.MonkeyPatch) -> Village:
    village = a_village()
    at(village.hall.now, monkeypatch)
    return village


@pytest.mark.parametrize("who", WHO)
def test_no_page_asks_more_than_twelve_times(village: Village, who: str) -> None:
    member = person(village, who)
    found = asked_for(signed_in(member), addresses(village, member, PAGES))
    assert not too_many(found), too_many(found)


def test_no_page_of_the_chair_asks_more_than_twelve_times(village: Village) -> None:
    give_power(village.chair, "assemblies.count_hands")
    found = asked_for(signed_in(village.chair), addresses(village, village.chair, PAGES_OF_THE_CHAIR))
    assert not too_many(found), too_many(found)


def test_more_members_motions_and_posts_ask_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    village = a_village(60, more=25)
    at(village.hall.now, monkeypatch)
    calls = [f"/api/v1/{path}" for path in LISTS_OF_THE_API]
    for who in WHO:
        member = person(village, who)
        found = asked_for(signed_in(member), addresses(village, member, PAGES + calls))
        assert not too_many(found), too_many(found)
    found = asked_to_swap(village)
    assert not too_many(found), too_many(found)


def test_the_page_to_swap_a_turn_asks_no_more_than_twelve_times(village: Village) -> None:
    found = asked_to_swap(village)
    assert not too_many(found), too_many(found)


def asked_to_swap(village: Village) -> dict[str, list[str]]:
    """What the page of whoever has the first turn at the table asks."""
    turn = Duty.objects.filter(kind="turn", cancelled_at=None).order_by("pk")[0]
    assert turn.member is not None
    return asked_for(signed_in(turn.member), [f"/duties/{turn.pk}/swap/"])


def test_the_page_of_an_exclusion_asks_no_more_than_twelve_times_at_any_stage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By law, which counts those of the year; answered, voted, adopted, appealed. For whom it is about, and the chair."""
    hall = hall_of(9)
    write_house_rule("members.days_to_answer", 5)
    at(hall.now, monkeypatch)
    charge = exclusion(hall)
    Cooperative.objects.update(law_pack="AR")
    Cooperative.objects.forget()
    found: dict[str, list[str]] = {}

    def look(stage: str, motion: Motion) -> None:
        for who in (hall.people[1], hall.chair):
            asked = asked_for(signed_in(who), [f"/motions/{motion.pk}/"])
            found.update({f"{address} {stage}, for {who.name}": sql for address, sql in asked.items()})

    write_defence(motion_id=charge.pk, text="I paid it back.", actor=hall.people[1], now=hall.now)
    look("answered, by law", charge)
    Cooperative.objects.update(law_pack="NONE")
    Cooperative.objects.forget()
    closes_at = hall.now + timedelta(minutes=30)
    open_voting(motion_id=charge.pk, closes_at=closes_at, actor=hall.chair, now=hall.now)
    look("being voted", charge)
    for person in [*hall.people[:1], *hall.people[2:]]:
        cast_ballot(motion_id=charge.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
    close_voting(motion_id=charge.pk, actor=hall.chair, now=hall.now + timedelta(minutes=1))
    at(hall.now + timedelta(minutes=2), monkeypatch)
    look("adopted", charge)
    appeal = hall.motion(
        kind="appeal_of_exclusion", title="Appeal", text="x", terms={"exclusion": charge.number}
    )
    look("appealed", charge)
    look("an appeal", appeal)
    assert len(found) == 10
    assert not too_many(found), too_many(found)
