from django.db import migrations


def payments_there_were(apps, schema_editor):
    """What was paid before payments were kept left the bank at once, to everyone of the run."""
    PayRun = apps.get_model("payroll", "PayRun")
    Payment = apps.get_model("payroll", "Payment")
    PaymentPart = apps.get_model("payroll", "PaymentPart")
    paid = PayRun.objects.filter(state="paid", payment_entry__isnull=False).select_related("payment_entry")
    for number, run in enumerate(paid.order_by("paid_at", "pk"), start=1):
        slips = run.payslips.filter(net_cents__gt=0).values_list("pk", "net_cents")
        payment = Payment.objects.create(
            number=number,
            way="bank",
            total_cents=sum(cents for _pk, cents in slips),
            pay_on=run.payment_entry.on,
            entry=run.payment_entry,
            made_by_id=run.payment_entry.posted_by_id,
            made_at=run.paid_at,
        )
        PaymentPart.objects.bulk_create(
            (PaymentPart(payment=payment, payslip_id=pk, cents=cents) for pk, cents in slips),
            batch_size=2000,
        )


class Migration(migrations.Migration):
    dependencies = [("payroll", "0004_pay_in_full")]

    operations = [migrations.RunPython(payments_there_were, migrations.RunPython.noop)]
