from datetime import timedelta

from django.db import migrations


def one_row_for_each_place(apps, schema_editor):
    """Where pay leaves from is said once for each account of the books, which says itself what it is.

    Of several rows for one account the one in use stays, which was the first; an account that was no place of
    money yet becomes the one that its row says. A row that says another than its account leaves; payments keep
    what they were made with.
    """
    PayFrom = apps.get_model("payroll", "PayFrom")
    Payment = apps.get_model("payroll", "Payment")
    if not PayFrom.objects.exists():
        return
    if schema_editor.connection.vendor == "postgresql":  # put back after every migrate
        schema_editor.execute("DROP TRIGGER IF EXISTS a_payment_is_never_another ON payroll_payment")
    kept = {}
    latest = max(PayFrom.objects.values_list("changed_at", flat=True)) + timedelta(seconds=1)
    for row in PayFrom.objects.select_related("books").order_by("pk"):
        if not row.books.place:
            row.books.place = row.way
            row.books.save(update_fields=["place"])
        first = kept.get(row.books_id)
        if first is None and row.books.place == row.way:
            if all(other.way != row.way for other in kept.values()):
                row.changed_at = latest  # it is the one in use, and stays so
                row.save(update_fields=["changed_at"])
            kept[row.books_id] = row
            continue
        Payment.objects.filter(pay_from=row).update(pay_from=first)
        row.delete()


class Migration(migrations.Migration):
    dependencies = [("payroll", "0002_shares_by_which_the_interest_is"), ("ledger", "0001_initial")]

    operations = [migrations.RunPython(one_row_for_each_place, migrations.RunPython.noop)]
