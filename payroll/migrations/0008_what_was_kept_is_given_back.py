from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0007_accounts_are_wiped"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="withholding",
            name="what_is_kept_back_is_above_zero",
        ),
        migrations.AddConstraint(
            model_name="withholding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cents__gt", 0),
                    models.Q(("deduction__isnull", False), models.Q(("cents", 0), _negated=True)),
                    _connector="OR",
                ),
                name="what_is_kept_back_is_above_zero",
            ),
        ),
    ]
