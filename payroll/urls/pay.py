"""Addresses about pay."""

from django.urls import path

from payroll.views import found_singly, own_lines, payments, payslips, refusals, runs, undoing_payments

urlpatterns = [
    path("pay/", payslips.mine, name="mine"),
    path("pay/power/", payslips.power, name="power"),
    path("pay/self-check.zip", payslips.self_check, name="self-check"),
    path("pay/slips/<int:slip_id>/", payslips.slip, name="slip"),
    path("pay/slips/<int:slip_id>.pdf", payslips.slip_pdf, name="slip-pdf"),
    path("pay/account/", payments.account, name="account"),
    path("pay/deductions/<int:deduction_id>/end/", payments.end_own, name="end-deduction"),
    path("pay/advances/", payments.advances, name="advances"),
    path("pay/accounts/", payments.our_accounts, name="our-accounts"),
    path("pay/payments/", payments.payments, name="payments"),
    path("pay/payments/<int:payment_id>/", payments.payment, name="payment"),
    path("pay/payments/<int:payment_id>/export/", payments.export, name="export"),
    path("pay/payments/<int:payment_id>/file/", payments.file, name="payment-file"),
    path("pay/payments/<int:payment_id>/confirm/", payments.confirm, name="confirm"),
    path("pay/payments/<int:payment_id>/transfers/", found_singly.transfers, name="transfers"),
    path("pay/payments/<int:payment_id>/transfers/another/", found_singly.another, name="another-transfer"),
    path("pay/payments/<int:payment_id>/another/", found_singly.another_payment, name="another-payment"),
    path("pay/parts/<int:part_id>/bounced/", payments.bounced, name="bounced"),
    path("pay/parts/<int:part_id>/again/", payments.again, name="pay-again"),
    path("pay/undo/<uuid:entry_id>/", undoing_payments.undo, name="undo-payment"),
    path("pay/runs/", runs.runs, name="runs"),
    path("pay/runs/prepare/", runs.prepare, name="prepare"),
    path("pay/runs/<int:run_id>/", runs.run, name="run"),
    path("pay/runs/<int:run_id>/correct/", runs.correct, name="correct"),
    path("pay/runs/<int:run_id>/refuse/", refusals.refuse, name="refuse"),
    path("pay/runs/<int:run_id>/lines/<int:slip_id>/sign/", own_lines.sign, name="sign-line"),
    path("pay/runs/<int:run_id>/slips.pdf", runs.slips_pdf, name="slips-pdf"),
    path("pay/runs/<int:run_id>/<slug:name>/", runs.step, name="step"),
]
