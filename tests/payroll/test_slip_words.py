"""What the lines of a payslip are called, and what a correction is called: it is of no whole month."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import translation

from payroll.models import PayRun, Payslip
from payroll.reports.pay import five_lines, lines_of, values_of_pays


def a_slip(net_cents: int, *, from_on: date = date(2026, 3, 1), corrects: int | None = None) -> Payslip:
    run = PayRun(
        from_on=from_on, kind="correction" if corrects else "regular", corrects_id=corrects, inputs={}
    )
    had: list[dict[str, Any]] = [{"code": "had_already", "cents": -100}] if corrects else []
    lines = [{"code": "equal_pay", "cents": net_cents - sum(line["cents"] for line in had)}, *had]
    return Payslip(run=run, net_cents=net_cents, lines=[*lines, {"code": "to_pay", "cents": net_cents}])


def test_the_equal_pay_of_a_correction_is_said_to_be_of_those_days():
    with translation.override("en"):
        said = [str(line.text) for line in lines_of(a_slip(300, corrects=1))]
        assert said == ["Equal pay of those days, as it should be", "Had already", "To be paid"]
        five = five_lines(a_slip(300, corrects=1))
        assert (str(five[0].text), five[0].cents) == ("Equal pay that was missing, or was too much", 300)
        assert str(lines_of(a_slip(300))[0].text) == "Equal pay of a whole month"
        assert str(five_lines(a_slip(300))[0].text) == "Equal pay of a whole month"


def test_what_a_correction_paid_belongs_to_the_pay_that_it_corrects():
    april = a_slip(500, from_on=date(2026, 4, 1))
    assert values_of_pays([april, a_slip(200, corrects=1), a_slip(300)]) == [500, 500]
    assert values_of_pays([]) == []
