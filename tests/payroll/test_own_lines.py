"""Whoever signs a run whose own line differs signs for everybody else; that line a third signs, and then it is booked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from members.models import Member
from payroll.actions.advances import ask_deduction
from payroll.actions.own_lines import sign_line
from payroll.actions.runs import abandon_run, post_run
from payroll.models import LineSignature, Payslip
from payroll.reports import faults
from payroll.reports.own_lines import to_sign, waiting
from payroll.tasks import remind
from record.models import Act
from record.rules import Refused
from tests.makers import give_power, write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, MARCH, Nine
from tests.payroll.paying import a_difference, an_advance, away
from tests.promises import delete_all, lift

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


def refused(act: Any, **about: Any) -> str:
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(**about)
    return refusal.value.sentence


def asks_to_keep(member: Member) -> None:
    ask_deduction(name="Library", cents=5_000, share="", from_on=MARCH[0], actor=member, now=LATER)


def an_auditor(nine: Nine) -> Member:
    give_power(nine.people[0], "record.audit")
    return nine.people[0]


def test_where_both_who_sign_differ_a_third_signs_each_of_the_two_lines_and_then_it_is_booked(nine: Nine):
    zulema = an_auditor(nine)
    asks_to_keep(nine.delia)
    an_advance(nine, nine.oscar, 30_000)
    asks_to_keep(nine.people[1])
    run = nine.signed()
    assert Act.objects.get(verb="payroll.run.countersigned").facts["own_lines"] == 2
    hers, his = waiting(run)
    assert (hers.member, his.member) == (nine.delia, nine.oscar)
    assert [notice.text_id % notice.values for notice in zulema.notices.all()] == [
        "One line of the pay of 2026-03 waits for your signature, and no other."
    ]
    said = refused(post_run, run_id=run.pk, actor=nine.delia, now=LATER)
    for name in (nine.delia.name, nine.oscar.name, f"Who can: {zulema.name}."):
        assert name in said
    for somebody, why in (
        (nine.delia, "somebody else"),
        (nine.oscar, "somebody else"),
        (nine.people[1], "a post"),
    ):
        assert why in refused(sign_line, slip_id=hers.pk, actor=somebody, now=LATER)
    other = Payslip.objects.get(run=run, member=nine.people[1])
    assert "like everyone's" in refused(sign_line, slip_id=other.pk, actor=zulema, now=LATER)

    signature = sign_line(slip_id=hers.pk, actor=zulema, now=LATER)
    assert signature.under is not None
    assert signature.under.member == zulema
    assert Act.objects.get(verb="payroll.line.signed").facts == {"run": run.pk}
    assert "already" in refused(sign_line, slip_id=hers.pk, actor=zulema, now=LATER)
    assert nine.delia.name not in refused(post_run, run_id=run.pk, actor=nine.delia, now=LATER).split(":")[0]
    sign_line(slip_id=his.pk, actor=zulema, now=LATER)
    assert post_run(run_id=run.pk, actor=nine.delia, now=LATER).state == "posted"
    assert "nothing to sign" in refused(sign_line, slip_id=his.pk, actor=zulema, now=LATER)
    assert faults() == []


def test_a_voted_difference_of_whoever_signs_waits_for_a_third_too(nine: Nine):
    zulema = an_auditor(nine)
    a_difference(nine.oscar, 100, from_on=MARCH[0], until_on=APRIL)
    run = nine.signed()
    assert nine.oscar.name in refused(post_run, run_id=run.pk, actor=nine.delia, now=LATER)
    sign_line(slip_id=waiting(run)[0].pk, actor=zulema, now=LATER)
    assert post_run(run_id=run.pk, actor=nine.delia, now=LATER).state == "posted"


@pytest.mark.parametrize("method", ["fixed", "pool"])
def test_days_away_that_are_not_paid_set_a_line_apart_of_a_pool_too(nine: Nine, method: str):
    write_house_rule("pay.unpaid_absences", ["personal"])
    write_house_rule("pay.equal", {"method": method, "amount_cents": 90_000}, from_on=MARCH[0])
    away(nine.delia, date(2026, 3, 10), date(2026, 3, 12))
    away(nine.oscar, date(2026, 3, 10), date(2026, 3, 12), kind="illness")
    run = nine.signed()
    assert [slip.member for slip in waiting(run)] == [nine.delia]
    waits = to_sign(nine.people[1])
    assert (waits.line_in, waits.line_of) == (run, nine.delia.name)
    assert to_sign(nine.oscar).line_in is None


def test_where_nobody_else_has_a_post_of_pay_any_of_us_signs_and_pay_goes_on(nine: Nine):
    asks_to_keep(nine.delia)
    run = nine.signed()
    (hers,) = waiting(run)
    assert "Who can: any of 7 of us." in refused(post_run, run_id=run.pk, actor=nine.delia, now=LATER)
    assert sign_line(slip_id=hers.pk, actor=nine.people[3], now=LATER).under is None
    assert post_run(run_id=run.pk, actor=nine.delia, now=LATER).state == "posted"
    assert faults() == []


def test_whoever_may_sign_is_reminded_and_not_whoever_enters_it(nine: Nine):
    asks_to_keep(nine.delia)
    nine.signed()
    zulema = an_auditor(nine)
    remind(LATER.replace(day=2))
    assert zulema.notices.count() == 1
    assert not nine.delia.notices.exists()


def test_of_a_run_that_was_set_aside_no_line_waits(nine: Nine):
    zulema = an_auditor(nine)
    asks_to_keep(nine.delia)
    run = nine.signed()
    (hers,) = waiting(run)
    run = abandon_run(run_id=run.pk, actor=nine.delia, now=LATER)
    assert waiting(run) == []
    assert "nothing to sign" in refused(sign_line, slip_id=hers.pk, actor=zulema, now=LATER)


def test_verify_names_the_line_that_no_third_signed_and_who_signed_it_instead(nine: Nine):
    asks_to_keep(nine.delia)
    run = nine.signed()
    (hers,) = waiting(run)
    lift("nobody_signs_a_difference_of_their_own", on="payroll_payrun")
    lift("a_line_of_ones_own_is_signed_by_a_third", on="payroll_linesignature")
    for promise in ("a_line_signature_is_never_changed", "a_line_signature_is_never_deleted"):
        lift(promise, on="payroll_linesignature")
    lift("a_payslip_is_never_changed", on="payroll_payslip")
    sign_line(slip_id=hers.pk, actor=nine.people[3], now=LATER)
    post_run(run_id=run.pk, actor=nine.delia, now=LATER)
    signature = LineSignature.objects.all()
    signature.update(by=nine.oscar, under=nine.mandates["treasury"])
    name = f"the line of payslip {hers.pk} is signed"
    assert faults() == [
        f"{name} by one of those who sign its run",
        f"{name} under somebody else's mandate",
        f"{name} by member {nine.oscar.number}, the record does not say so",
    ]
    delete_all("payroll_linesignature")
    named = f"pay run {run.pk} (2026-03): the line of member {nine.delia.number}"
    for lines in (hers.lines, [{"code": "to_pay", "cents": hers.net_cents}]):  # whatever its lines say
        Payslip.objects.filter(pk=hers.pk).update(lines=lines)
        assert any(said.startswith(named) for said in faults())


def test_whoever_can_sign_finds_it_on_their_home_page_and_nobody_else_sees_whose_line_it_is(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
):
    at(LATER, monkeypatch)
    zulema, walter = an_auditor(nine), nine.people[1]
    an_advance(nine, nine.oscar, 30_000)
    run = nine.signed()
    (his,) = waiting(run)
    page, sign = f"/pay/runs/{run.pk}/", f"/pay/runs/{run.pk}/lines/{his.pk}/sign/"
    hers = signed_in(zulema)
    assert 'id="line-to-sign"' in hers.get("/").content.decode()
    assert 'id="line-to-sign"' not in signed_in(walter).get("/").content.decode()
    seen = hers.get(page).content.decode()
    assert f"Sign the line of {nine.oscar.name}" in seen
    assert "Taken back of an advance" in seen
    treasury = signed_in(nine.delia).get(page).content.decode()
    assert f"Who can: {zulema.name}." in treasury
    assert f'action="{page}post/"' not in treasury
    for other in (walter, nine.delia):
        assert f'action="{sign}"' not in signed_in(other).get(page).content.decode()
    others = signed_in(walter).get(page).content.decode()
    assert "One line is signed apart" in others
    assert f"The pay of {nine.oscar.name}" not in others
    assert "a post that you do not hold" in signed_in(walter).post(sign, follow=True).content.decode()
    assert hers.post(f"/pay/runs/{run.pk}/lines/{his.pk + 10_000}/sign/").status_code == 404
    assert hers.post(sign, follow=True).status_code == 200
    assert 'id="line-to-sign"' not in hers.get("/").content.decode()
    assert f'action="{page}post/"' in signed_in(nine.delia).get(page).content.decode()
    assert f"The line of {nine.oscar.name}, apart" in signed_in(nine.oscar).get(page).content.decode()


def test_a_program_reads_the_lines_that_wait_and_signs_one(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    at(LATER, monkeypatch)
    zulema, walter = an_auditor(nine), nine.people[1]
    asks_to_keep(nine.delia)
    run = nine.signed()
    (hers,) = waiting(run)
    path = f"/api/v1/pay-runs/{run.pk}/own-lines"
    hidden = signed_in(walter).get(path).json()
    assert (hidden["waiting"], hidden["you_may_sign"]) == (1, False)
    assert hidden["items"] == [
        {"slip": None, "member": None, "lines": [], "signed_by": None, "signed_at": None}
    ]
    program = signed_in(zulema)
    (line,) = program.get(path).json()["items"]
    assert (line["slip"], line["member"], line["lines"]) == (hers.pk, nine.delia.number, hers.lines)
    assert "somebody else" in signed_in(nine.oscar).post(f"{path}/{hers.pk}/sign").json()["detail"]
    done = program.post(f"{path}/{hers.pk}/sign")
    assert (done.status_code, done.json()["waiting"]) == (200, 0)
    assert done.json()["items"][0]["signed_by"] == zulema.number
    assert program.get("/api/v1/pay-runs/999999/own-lines").status_code == 404
    assert program.post(f"{path}/999999/sign").status_code == 404
