"""What was made in a month, which debts are owed for energy, and what machines are to save of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0003_rates_of_debts"),
        ("payroll", "0012_funds_are_spent_as_voted"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnergyDebt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_energy", models.BooleanField()),
                ("written_at", models.DateTimeField()),
                (
                    "debt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="of_energy",
                        to="ledger.debt",
                    ),
                ),
            ],
            options={
                "ordering": ("debt", "id"),
            },
        ),
        migrations.CreateModel(
            name="EnergySaving",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("gas", "gas, m³"),
                            ("electricity", "electricity, kWh"),
                            ("water", "water, m³"),
                        ],
                        max_length=12,
                    ),
                ),
                ("share", models.CharField(max_length=60)),
                ("written_at", models.DateTimeField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="savings",
                        to="payroll.project",
                    ),
                ),
            ],
            options={
                "ordering": ("project", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share", ""), _negated=True), name="a_saving_says_how_much"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthMade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.PositiveBigIntegerField()),
                ("unit", models.CharField(max_length=12)),
                ("written_at", models.DateTimeField()),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="made", to="ledger.period"
                    ),
                ),
            ],
            options={
                "ordering": ("period", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit", ""), _negated=True),
                        name="what_was_made_is_counted_in_something",
                    )
                ],
            },
        ),
    ]
