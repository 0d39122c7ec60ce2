"""Pay and surplus on pages: one's own slip, the runs, the surplus."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from payroll.actions.surplus import draft_surplus
from payroll.models import PayRun, Payslip, Surplus
from payroll.pdf import payslips_pdf
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, MARCH, Nine, month

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(LATER, monkeypatch)


@pytest.fixture
def delia(nine: Nine) -> Client:
    return signed_in(nine.delia)


def text_of(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, address
    return answer.content.decode()


def slip_of(run: PayRun, number: int) -> Payslip:
    return run.payslips.get(member__number=number)


# --- one's own pay --------------------------------------------------------------------------------------


def test_before_the_first_pay_there_is_a_page_all_the_same(nine: Nine):
    assert text_of(signed_in(nine.people[0]), "/pay/")


def test_my_payslip_is_mine_and_the_treasurys(nine: Nine):
    run = nine.paid()
    slip = slip_of(run, 1)
    mine, other, delia = (signed_in(who) for who in (nine.people[0], nine.people[1], nine.delia))
    assert "1,000,000" in text_of(mine, "/pay/")
    assert "1,000,000" in text_of(mine, f"/pay/slips/{slip.pk}/")
    for address in (f"/pay/slips/{slip.pk}/", f"/pay/slips/{slip.pk}.pdf", f"/pay/slips/{10**30}/"):
        assert other.get(address).status_code == 404
        assert Client().get(address).status_code == 302
    assert delia.get(f"/pay/slips/{slip.pk}/").status_code == 200
    assert delia.get(f"/pay/slips/{10**30}/").status_code == 404


def test_a_slip_is_shown_when_it_is_in_the_books_and_not_before(nine: Nine):
    slip = slip_of(nine.signed(), 1)
    assert signed_in(nine.people[0]).get(f"/pay/slips/{slip.pk}/").status_code == 404


def test_a_slip_prints_the_same_bytes_for_the_same_data(nine: Nine):
    slip = slip_of(nine.paid(), 1)
    client = signed_in(nine.people[0])
    first = client.get(f"/pay/slips/{slip.pk}.pdf")
    assert first["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF")
    assert client.get(f"/pay/slips/{slip.pk}.pdf").content == first.content
    assert signed_in(nine.people[0], "es-ar").get(f"/pay/slips/{slip.pk}.pdf").content != first.content


def test_a_name_with_any_letters_is_printed_and_runs_nothing(nine: Nine):
    slip = slip_of(nine.paid(), 1)
    slip.member.name = '#panic("x") *Ñ* $1 \\ "“ 日本'
    assert payslips_pdf([slip]).startswith(b"%PDF")


def test_every_slip_of_a_run_in_one_file_is_for_whoever_prepares_it(nine: Nine):
    run = nine.paid()
    address = f"/pay/runs/{run.pk}/slips.pdf"
    assert signed_in(nine.delia).get(address).content.startswith(b"%PDF")
    assert signed_in(nine.people[0]).get(address).status_code == 404


# --- runs -----------------------------------------------------------------------------------------------


def test_a_run_goes_from_page_to_page_to_the_end(nine: Nine, delia: Client):
    oscar = signed_in(nine.oscar)
    assert text_of(delia, "/pay/runs/")
    answer = delia.post("/pay/runs/prepare/", {"month": "2026-03-01"})
    address = answer["Location"]
    text_of(delia, address)
    for client, step in (
        (delia, "compute"),
        (oscar, "countersign"),
        (delia, "post"),
        (delia, "post"),
        (delia, "pay"),
        (delia, "pay"),
    ):
        assert client.post(f"{address}{step}/").status_code == 302
        text_of(client, address)
        text_of(client, address, all="1", page="-3")
    run = PayRun.objects.get()
    assert run.state == "paid"
    assert "Delia Quiroga" in text_of(oscar, address)


def test_what_is_refused_is_said_on_the_page(nine: Nine):
    run = nine.computed()
    answer = signed_in(nine.people[0]).post(f"/pay/runs/{run.pk}/countersign/", follow=True)
    assert "This needs a post that you do not hold now." in answer.content.decode()


@pytest.mark.parametrize("day", ["", "soon", "2026-13-01", "9999-12-31", "0001-01-01", "\x00", "2026-03"])
def test_any_month_that_is_sent_is_answered(delia: Client, day: str):
    assert delia.post("/pay/runs/prepare/", {"month": day}).status_code in (302, 404)


def test_what_is_not_there_is_not_found(nine: Nine, delia: Client):
    run = nine.computed()
    for address in (
        f"/pay/runs/{run.pk}/burn/",
        f"/pay/runs/{10**30}/compute/",
        "/pay/set-asides/999999/",
        f"/pay/set-asides/{10**30}/",
    ):
        assert delia.post(address).status_code == 404
    for address in ("/pay/runs/999999/", f"/pay/runs/{10**30}/slips.pdf", f"/surplus/{10**30}/"):
        assert delia.get(address).status_code == 404


def test_set_asides_say_what_is_missing(nine: Nine):
    period = month("2026-03")
    answer = signed_in(nine.teresa).post(f"/pay/set-asides/{period.pk}/", follow=True)
    assert "has not said what a month is set aside for" in answer.content.decode()


# --- the surplus ----------------------------------------------------------------------------------------


def the_surplus(nine: Nine) -> Surplus:
    nine.earn(90_000_003)
    return draft_surplus(
        name="2026-03", from_on=MARCH[0], until_on=MARCH[1], typed={}, actor=nine.teresa, now=LATER
    )


FORM = {"name": "2026-03", "from_on": "2026-03-01", "until_on": "2026-04-01", "reinvestment": "1/3"}


def test_a_surplus_is_worked_out_asked_about_and_proposed(nine: Nine):
    nine.earn(90_000_003)
    teresa = signed_in(nine.teresa)
    address = teresa.post("/surplus/", FORM)["Location"]
    assert "600,000" in text_of(teresa, address)
    text_of(signed_in(nine.people[0]), address, reinvestment="1/2")
    answer = teresa.post(address, {"title": "March", "text": "A third for machines."})
    assert answer["Location"].startswith("/motions/")
    text_of(teresa, address)
    text_of(teresa, answer["Location"])
    again = teresa.post(address, {"title": "March", "text": "Again."})
    assert "proposed already" in again.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x\x00"},
        {"from_on": "soon"},
        {"from_on": "2026-03-02"},
        {"until_on": "2026-03-01"},
        {"until_on": "9999-12-31"},
        {"reinvestment": "a half"},
        {"reinvestment": "1/0"},
        {"reinvestment": "-1/2"},
        {"reinvestment": "3/2"},
        {"reinvestment": "9" * 39},
        {"non_member_share": "2"},
        {"community": "1/" + "9" * 37},
    ],
)
def test_wrong_figures_keep_what_was_typed(nine: Nine, wrong: dict[str, str]):
    nine.earn(90_000_003)
    answer = signed_in(nine.teresa).post("/surplus/", FORM | wrong)
    assert answer.status_code in (200, 302)
    if answer.status_code == 200:
        assert 'value="2026-04-01"' in answer.content.decode() or "until_on" in wrong


@pytest.mark.parametrize("asked", ["a half", "1/0", "-1", "2", "9" * 500, "\x00"])
def test_a_what_if_that_makes_no_sense_is_answered(nine: Nine, asked: str):
    surplus = the_surplus(nine)
    text_of(signed_in(nine.people[0]), f"/surplus/{surplus.pk}/", reinvestment=asked)


# --- questions to the database --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/pay/", "/pay/runs/", "/pay/runs/{run}/", "/pay/set-asides/", "/surplus/", "/surplus/{surplus}/"],
)
def test_pages_ask_the_same_questions_however_much_there_is(
    nine: Nine, address: str, django_assert_max_num_queries: Any
):
    for name in ("2026-01", "2026-02"):
        nine.paid(name, now=LATER + timedelta(days=1))
    run, surplus = nine.paid(), the_surplus(nine)
    whole = address.format(run=run.pk, surplus=surplus.pk)
    client = signed_in(nine.delia)
    client.get(whole)
    with django_assert_max_num_queries(12):
        assert client.get(whole).status_code == 200
