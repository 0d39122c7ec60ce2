"""Addresses about pay."""

from django.urls import path

from payroll.views import payslips, runs

urlpatterns = [
    path("pay/", payslips.mine, name="mine"),
    path("pay/power/", payslips.power, name="power"),
    path("pay/slips/<int:slip_id>/", payslips.slip, name="slip"),
    path("pay/slips/<int:slip_id>.pdf", payslips.slip_pdf, name="slip-pdf"),
    path("pay/runs/", runs.runs, name="runs"),
    path("pay/runs/prepare/", runs.prepare, name="prepare"),
    path("pay/runs/<int:run_id>/", runs.run, name="run"),
    path("pay/runs/<int:run_id>/slips.pdf", runs.slips_pdf, name="slips-pdf"),
    path("pay/runs/<int:run_id>/<slug:name>/", runs.step, name="step"),
]
