"""What we keep of equal pay and of the surplus, and what can never be true of it."""

from payroll.models.differences import Advance, Deduction, DeductionKind, Difference, Withholding
from payroll.models.energy import EnergyDebt, EnergyKind, EnergyReading, EnergySaving, MonthMade
from payroll.models.found_singly import ConfirmationUndone, FoundTransfer, SingleBooking
from payroll.models.fund_payments import FundPayment
from payroll.models.help import HelpFund, HelpRequest, HelpState
from payroll.models.hours import HoursWorked
from payroll.models.own_lines import LineSignature
from payroll.models.payments import PayFrom, Payment, PaymentPart, PayTo, Way
from payroll.models.payslips import Payslip
from payroll.models.production import ProductionOrder
from payroll.models.products import CostSheet, Product
from payroll.models.projects import Project, ProjectPayment, ProjectQuote
from payroll.models.refusals import PayRefusal
from payroll.models.runs import BOOKED, PayRun, PayRunState, Rhythm, RunKind
from payroll.models.set_asides import SetAside
from payroll.models.shares import RefundPayment, ShareRefund, ShareSubscription
from payroll.models.surplus import Return, Surplus, SurplusState
from payroll.models.what_if import WhatIfShown

__all__ = [
    "BOOKED",
    "Advance",
    "ConfirmationUndone",
    "CostSheet",
    "Deduction",
    "DeductionKind",
    "Difference",
    "EnergyDebt",
    "EnergyKind",
    "EnergyReading",
    "EnergySaving",
    "FoundTransfer",
    "FundPayment",
    "HelpFund",
    "HelpRequest",
    "HelpState",
    "HoursWorked",
    "LineSignature",
    "MonthMade",
    "PayFrom",
    "PayRefusal",
    "PayRun",
    "PayRunState",
    "PayTo",
    "Payment",
    "PaymentPart",
    "Payslip",
    "Product",
    "ProductionOrder",
    "Project",
    "ProjectPayment",
    "ProjectQuote",
    "RefundPayment",
    "Return",
    "Rhythm",
    "RunKind",
    "SetAside",
    "ShareRefund",
    "ShareSubscription",
    "SingleBooking",
    "Surplus",
    "SurplusState",
    "Way",
    "WhatIfShown",
    "Withholding",
]
