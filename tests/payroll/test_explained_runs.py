"""What a pay run comes to and how far apart we are paid open to their rule, their entry and the pay of that month."""

from __future__ import annotations

import pytest
from django.db.models import F, Sum

from payroll.actions.advances import ask_deduction
from payroll.actions.runs import post_run
from payroll.models import Payslip
from payroll.reports.explained.deductions import own_deductions_explained
from payroll.reports.explained.runs import gap_explained, run_explained
from payroll.reports.power import power_and_pay
from record.models import Act
from tests.makers import write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, MARCH, Nine, nine_of
from tests.payroll.paying import an_advance

pytestmark = pytest.mark.django_db


def test_a_run_opens_to_its_rule_and_its_entry_and_adds_up(nine: Nine) -> None:
    run = nine.posted("2026-03")
    sums = Payslip.objects.filter(run=run).aggregate(
        gross=Sum(F("equal_cents") + F("difference_cents") + F("return_cents")), kept=Sum("withheld_cents")
    )
    opened = run_explained(
        run, each_cents=100_000_000, kept_cents=sums["kept"], equal_cents=0, owed_cents=0, before=None
    )
    assert opened.total.given[0].cents == sums["gross"]
    assert opened.each.given[0].cents == opened.each.cents == 100_000_000
    assert (opened.total.cents, opened.total.adds_up) == (run.total_cents, True)
    assert run.entry is not None
    for why in (opened.each, opened.total):
        assert why.entry == (str(run.entry.pk), run.entry.number)
    assert opened.each.rule == "pay.equal"


def test_what_waits_and_what_is_owed_of_a_run_add_up(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    nine = nine_of()
    write_house_rule("pay.equal", {"method": "pool", "amount_cents": 100_000_001})
    run = nine.posted()
    at(LATER, monkeypatch)
    opened = signed_in(nine.delia).get(f"/pay/runs/{run.pk}/").context["opened"]
    assert (opened.waits.cents, opened.waits.adds_up) == (run.carry_out_cents, True) != (0, True)
    assert (opened.owed.cents, opened.owed.adds_up) == (run.total_cents, True)
    last = Act.objects.filter(subject=f"payroll.payrun:{run.pk}").latest("seq")
    assert {why.act.seq for why in (opened.each, opened.total, opened.waits, opened.owed)} == {last.seq}


def test_a_line_of_a_run_opens_for_all_and_its_slip_for_the_treasury(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
) -> None:
    owing, other = nine.people[0], nine.people[1]
    an_advance(nine, owing, 20_000_000)
    run = nine.signed()
    slip = Payslip.objects.get(run=run, member=owing)
    at(LATER, monkeypatch)
    for reader, sees in ((other, False), (owing, False), (nine.oscar, True), (nine.delia, True)):
        client = signed_in(reader)
        rows = client.get(f"/pay/runs/{run.pk}/?all").context["rows"]
        assert len(rows) == 9
        for shown, why in rows:
            assert (why.cents, why.adds_up) == (shown.net_cents if sees else shown.equal_cents, True)
        kept = next(why for shown, why in rows if shown.pk == slip.pk).given
        assert [given.cents for given in kept if given.counts == -1] == (
            [slip.withheld_cents] if sees else []
        )
        assert client.get(f"/pay/slips/{slip.pk}/").status_code == (200 if sees else 404), "not in the books"
    run = post_run(run_id=run.pk, actor=nine.delia, now=LATER)
    for reader, sees in ((other, False), (owing, True), (nine.oscar, True)):
        for address in (f"/pay/slips/{slip.pk}/", f"/pay/slips/{slip.pk}.pdf"):
            assert signed_in(reader).get(address).status_code == (200 if sees else 404)


def test_what_one_asked_to_keep_back_opens_to_the_pays_that_did(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = nine.people[0]
    for name, cents, share in (("Library", 500, ""), ("Strike fund", 0, "1/100")):
        ask_deduction(name=name, cents=cents, share=share, from_on=MARCH[0], actor=member, now=LATER)
    nine.posted()
    slip = Payslip.objects.get(member=member)
    library, fund = own_deductions_explained(member)
    assert (library.percent, library.why.cents, library.why.given[1].cents) == ("", 500, 500)
    assert (fund.percent, fund.why.cents, fund.why.given[1].cents) == ("1 %", 1_000_000, 1_000_000)
    assert {library.why.given[1].link, fund.why.given[1].link} == {f"/pay/slips/{slip.pk}/"}
    assert None not in (library.why.act, fund.why.act)
    at(LATER, monkeypatch)
    page = signed_in(member).get("/pay/account/").content.decode()
    assert f'id="explained-{library.why.key}"' in page


def test_the_gap_opens_to_the_most_and_the_least(nine: Nine) -> None:
    nine.paid("2026-02")
    found = power_and_pay()
    assert found is not None
    opened = gap_explained(found)
    assert (opened.highest.cents, opened.lowest.cents, found.gap) == (100_000_000, 100_000_000, "1.00")
    for group in (opened.holders, opened.others):
        assert (group.lowest.cents, group.highest.cents) == (
            group.group.lowest_cents,
            group.group.highest_cents,
        )
    assert opened.highest.given[0].link == f"/pay/runs/{found.run.pk}/?all"
    assert opened.highest.entry is not None


def test_the_pages_of_pay_open_their_figures_without_scripts(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(LATER, monkeypatch)
    run = nine.paid("2026-02")
    client = signed_in(nine.people[0])
    for address, keys in (
        (f"/pay/runs/{run.pk}/", ("run-each", "run-total")),
        ("/pay/power/", ("gap-highest", "gap-lowest", "holders-lowest", "others-highest")),
    ):
        page = client.get(address).content.decode()
        for key in keys:
            assert f'id="explained-{key}"' in page, (address, key)
