"""What pages and programs ask about pay and surplus."""

from payroll.reports.faults import faults
from payroll.reports.gap import pay_gap, said_gap
from payroll.reports.pay import MyPay, SlipPage, my_pay, slip_page
from payroll.reports.runs import RunPage, run_page
from payroll.reports.sharing import SurplusPage, surplus_page

__all__ = [
    "MyPay",
    "RunPage",
    "SlipPage",
    "SurplusPage",
    "faults",
    "my_pay",
    "pay_gap",
    "run_page",
    "said_gap",
    "slip_page",
    "surplus_page",
]
