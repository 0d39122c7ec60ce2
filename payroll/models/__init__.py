"""What we keep of equal pay and of the surplus, and what can never be true of it."""

from payroll.models.hours import HoursWorked
from payroll.models.payslips import Payslip
from payroll.models.products import CostSheet, Product
from payroll.models.projects import Project
from payroll.models.runs import PayRun, PayRunState
from payroll.models.set_asides import SetAside
from payroll.models.surplus import Return, Surplus, SurplusState

__all__ = [
    "CostSheet",
    "HoursWorked",
    "PayRun",
    "PayRunState",
    "Payslip",
    "Product",
    "Project",
    "Return",
    "SetAside",
    "Surplus",
    "SurplusState",
]
