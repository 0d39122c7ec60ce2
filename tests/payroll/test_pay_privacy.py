"""Equal pay is everybody's to see; what is kept back is between its member and whoever prepares, signs or pays."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date

import pytest

from members.models import Membership
from payroll.actions.advances import ask_deduction
from payroll.actions.corrections import correct_pay
from payroll.actions.paying_out import pay_run
from payroll.actions.runs import countersign_run, post_run
from payroll.models import Payment
from payroll.reports.inputs import digest_of
from payroll.self_check import self_check_bundle
from record.models import Act
from record.rules import digest
from tests.makers import make_member
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, MARCH, Nine
from tests.payroll.paying import an_advance
from tests.promises import lift

pytestmark = pytest.mark.django_db
LESS, WHOLE = re.compile(r"(?<![\d,])800,000"), "1,000,000"


def test_what_is_kept_back_of_others_is_on_no_page_and_in_no_answer(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
):
    owing, other = nine.people[0], nine.people[1]
    an_advance(nine, owing, 20_000_000)
    run = nine.paid()
    payment = Payment.objects.get()
    at(LATER, monkeypatch)
    pages = (f"/pay/payments/{payment.pk}/", f"/pay/runs/{run.pk}/", f"/pay/runs/{run.pk}/?all")
    for reader, sees in ((other, False), (owing, True), (nine.oscar, True), (nine.delia, True)):
        client = signed_in(reader)
        for url in pages:
            assert bool(LESS.search(client.get(url).content.decode())) == sees, (reader, url)
        parts = client.get(f"/api/v1/payments/{payment.pk}").json()["parts"]
        whose = {part["member"] for part in parts}
        assert whose == ({reader.number} if reader in (other, owing) else set(range(1, 10)))
    seen = signed_in(other).get(f"/pay/runs/{run.pk}/?all").content.decode()
    assert seen.count(WHOLE) > 9, "what is equal stays everybody's"


def test_whose_an_advance_is_and_what_one_keeps_back_stand_nowhere_in_the_open(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
) -> None:
    owing, other = nine.people[0], nine.people[1]
    advance = an_advance(nine, owing, 20_000_000)
    ask_deduction(name="Library", cents=77_77, share="", from_on=MARCH[0], actor=owing, now=LATER)
    at(LATER, monkeypatch)
    client = signed_in(other)
    assert advance.entry is not None
    pages = [f"/books/entries/{advance.entry_id}/", "/books/accounts/1.2.5/", "/record/", "/api/v1/record"]
    for page in pages:
        said = client.get(page).content.decode()
        assert not re.search(rf"number {owing.number}\b|{re.escape(owing.name)}", said), page
        assert "77.77" not in said
    facts = Act.objects.get(verb="payroll.advance.given").facts
    assert "member" not in facts
    assert set(Act.objects.get(verb="payroll.deduction.asked").facts) == {"what", "from"}


def test_what_a_correction_pays_is_between_its_member_and_the_treasury(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
):
    late = make_member(20, "Late", from_on=date(2026, 3, 17))
    run = nine.paid()
    Membership.objects.create(
        member=late, standing="probation", from_on=MARCH[0], until_on=date(2026, 3, 17), because="founding"
    )
    fix = correct_pay(run_id=run.pk, member_id=late.pk, actor=nine.delia, now=LATER)
    countersign_run(run_id=fix.pk, actor=nine.oscar, now=LATER)
    post_run(run_id=fix.pk, actor=nine.delia, now=LATER)
    pay_run(run_id=fix.pk, actor=nine.delia, now=LATER)
    at(LATER, monkeypatch)
    for reader, total in ((nine.people[1], None), (late, fix.total_cents), (nine.oscar, fix.total_cents)):
        client = signed_in(reader)
        assert client.get(f"/api/v1/pay-runs/{fix.pk}").json()["total_cents"] == total
        assert client.get(f"/pay/runs/{fix.pk}/").status_code == 200
        assert client.get("/pay/runs/").status_code == client.get("/pay/payments/").status_code == 200


def test_what_others_owe_is_in_nobodys_bundle(nine: Nine):
    an_advance(nine, nine.people[0], 20_000_000)
    nine.paid()
    with zipfile.ZipFile(io.BytesIO(b"".join(self_check_bundle(nine.people[1])))) as bundle:
        [run] = json.loads(bundle.read("pay.json"))["runs"].values()
    assert len(run["rows"]) == 9
    assert {tuple(row[:2]) for row in run["rows"]} == {("2026-03-01/2026-04-01", 100_000_000)}
    assert run["withheld_cents"] == 20_000_000, "together, so that the run adds up; not whose"


def test_a_run_that_was_sealed_in_the_open_keeps_its_seal_and_takes_no_rows_home(nine: Nine):
    """As runs were before what is apart was hidden: its slips have nothing of chance."""
    lift("a_payslip_is_never_changed", on="payroll_payslip")
    lift("a_pay_run_only_goes_forward", on="payroll_payrun")
    run = nine.paid()
    run.payslips.update(nonce="")
    names = ("span", "equal_cents", "difference_cents", "return_cents", "withheld_cents", "net_cents")
    in_the_open = digest(list(row) for row in run.payslips.values_list("member__number", *names))
    assert digest_of(run) == in_the_open
    with zipfile.ZipFile(io.BytesIO(b"".join(self_check_bundle(nine.oscar)))) as bundle:
        [taken] = json.loads(bundle.read("pay.json"))["runs"].values()
    assert taken["rows"] is None
