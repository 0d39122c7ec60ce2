"""The tables of `payroll` as the first release has them."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assemblies", "0001_initial"),
        ("ledger", "0001_initial"),
        ("rotation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PayRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_runs",
                        to="ledger.period",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("regular", "everyone's pay"),
                            ("correction", "a correction for one person"),
                        ],
                        default="regular",
                        max_length=10,
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[("month", "a month"), ("fortnight", "a fortnight"), ("week", "a week")],
                        default="month",
                        max_length=10,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="payroll.payrun",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_corrections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("computed", "computed"),
                            ("countersigned", "countersigned"),
                            ("posted", "posted"),
                            ("paid", "paid"),
                            ("reconciled", "found in the bank and in the cash box"),
                            ("closed", "closed"),
                            ("abandoned", "set aside"),
                        ],
                        default="draft",
                        max_length=14,
                    ),
                ),
                ("inputs", models.JSONField(default=dict)),
                ("total_cents", models.BigIntegerField(default=0)),
                ("carry_in_cents", models.BigIntegerField(default=0)),
                ("carry_out_cents", models.BigIntegerField(default=0)),
                ("people", models.PositiveIntegerField(default=0)),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prepared_under",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rotation.mandate",
                    ),
                ),
                ("computed_at", models.DateTimeField(null=True)),
                (
                    "countersigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "countersigned_under",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="rotation.mandate",
                    ),
                ),
                ("countersigned_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_run",
                        to="ledger.entry",
                    ),
                ),
                ("posted_at", models.DateTimeField(null=True)),
                (
                    "payment_entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_runs_paid",
                        to="ledger.entry",
                    ),
                ),
                ("paid_at", models.DateTimeField(null=True)),
                ("reconciled_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("digest", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ("-from_on", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind", "regular"), models.Q(("state", "abandoned"), _negated=True)
                        ),
                        fields=("from_on",),
                        name="one_pay_run_a_period",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind", "correction"), ("state__in", ("draft", "computed", "countersigned"))
                        ),
                        fields=("corrects", "member"),
                        name="one_correction_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="a_pay_run_has_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("corrects__isnull", True), ("kind", "regular"), ("member__isnull", True)
                            ),
                            models.Q(
                                ("corrects__isnull", False), ("kind", "correction"), ("member__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_correction_names_its_run_and_its_member",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("member__isnull", True),
                            models.Q(
                                models.Q(
                                    ("prepared_by__isnull", True),
                                    models.Q(("member", models.F("prepared_by")), _negated=True),
                                    _connector="OR",
                                ),
                                models.Q(
                                    ("countersigned_by__isnull", True),
                                    models.Q(("member", models.F("countersigned_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_signs_a_correction_of_their_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("countersigned_by__isnull", True),
                            models.Q(("countersigned_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="two_people_sign_a_pay_run",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("countersigned_under__isnull", True),
                            models.Q(("countersigned_under", models.F("prepared_under")), _negated=True),
                            _connector="OR",
                        ),
                        name="two_mandates_sign_a_pay_run",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("posted", "paid", "reconciled", "closed")), _negated=True
                            ),
                            models.Q(
                                ("countersigned_by__isnull", False),
                                ("entry__isnull", False),
                                ("posted_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_posted_was_countersigned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("paid", "reconciled", "closed")), _negated=True),
                            models.Q(("paid_at__isnull", False), ("payment_entry__isnull", False)),
                            ("total_cents", 0),
                            _connector="OR",
                        ),
                        name="what_is_paid_has_its_entry",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payslip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payslips",
                        to="payroll.payrun",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payslips",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("days", models.PositiveIntegerField()),
                ("period_days", models.PositiveIntegerField()),
                ("span", models.CharField(max_length=120)),
                ("equal_cents", models.BigIntegerField()),
                ("difference_cents", models.BigIntegerField(default=0)),
                (
                    "difference_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assemblies.motion",
                    ),
                ),
                ("return_cents", models.BigIntegerField(default=0)),
                ("withheld_cents", models.BigIntegerField(default=0)),
                ("net_cents", models.BigIntegerField()),
                ("lines", models.JSONField(default=list)),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="payroll.payslip",
                    ),
                ),
            ],
            options={
                "ordering": ("run", "member__number"),
                "indexes": [
                    models.Index(fields=["member", "run"], name="payslips_of_a_member"),
                    models.Index(fields=["run", "span", "equal_cents"], name="payslips_of_a_span"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "member"), name="one_payslip_each_a_run"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "net_cents",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("equal_cents"), "+", models.F("difference_cents")
                                        ),
                                        "+",
                                        models.F("return_cents"),
                                    ),
                                    "-",
                                    models.F("withheld_cents"),
                                ),
                            )
                        ),
                        name="payslip_adds_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("difference_cents", 0), ("difference_by__isnull", False), _connector="OR"
                        ),
                        name="a_difference_cites_its_motion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", models.F("period_days"))),
                        name="days_are_within_the_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", False),
                            models.Q(
                                ("equal_cents__gte", 0), ("return_cents__gte", 0), ("withheld_cents__gte", 0)
                            ),
                            _connector="OR",
                        ),
                        name="pay_is_never_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("net_cents__gte", 0)),
                        name="nobody_goes_home_owing_for_their_work",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Difference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_differences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("cents", models.BigIntegerField()),
                ("reason", models.CharField(max_length=200)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_differences",
                        to="assemblies.motion",
                    ),
                ),
            ],
            options={
                "ordering": ("from_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))),
                        name="a_difference_between_us_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cents", 0), _negated=True), name="a_difference_is_not_nothing"
                    ),
                    models.UniqueConstraint(
                        fields=("motion", "member"), name="a_motion_makes_one_difference_each"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Advance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_advances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("cents", models.BigIntegerField()),
                ("instalments", models.PositiveSmallIntegerField(default=1)),
                ("from_on", models.DateField()),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("key", models.CharField(max_length=64, unique=True)),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_advance",
                        to="ledger.entry",
                    ),
                ),
                (
                    "overpaid",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_advance",
                        to="payroll.payslip",
                    ),
                ),
            ],
            options={
                "ordering": ("from_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0), ("instalments__gte", 1)),
                        name="an_advance_is_some_money_in_some_instalments",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("member", models.F("given_by")), _negated=True),
                        name="nobody_gives_themselves_an_advance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("entry__isnull", False), ("overpaid__isnull", False), _connector="OR"
                        ),
                        name="an_advance_is_in_the_books",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deduction",
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
                            ("statutory", "by law, the same for all"),
                            ("in_kind", "had in kind, at a voted value"),
                            ("voluntary", "asked for by oneself"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("cents", models.BigIntegerField(default=0)),
                ("share", models.CharField(blank=True, max_length=24)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_deductions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pay_deductions",
                        to="assemblies.motion",
                    ),
                ),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("from_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "voluntary"), ("member__isnull", False), ("motion__isnull", True)
                            ),
                            models.Q(
                                ("kind__in", ("statutory", "in_kind")),
                                ("member__isnull", True),
                                ("motion__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_deduction_is_voted_for_all_or_asked_for_by_oneself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cents__gt", 0), ("share", "")),
                            models.Q(("cents", 0), models.Q(("share", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_deduction_is_an_amount_or_a_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="a_deduction_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withholding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payslip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withholdings",
                        to="payroll.payslip",
                    ),
                ),
                (
                    "advance",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withholdings",
                        to="payroll.advance",
                    ),
                ),
                (
                    "deduction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withholdings",
                        to="payroll.deduction",
                    ),
                ),
                ("cents", models.BigIntegerField()),
            ],
            options={
                "ordering": ("payslip", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("advance__isnull", False), ("deduction__isnull", True)),
                            models.Q(("advance__isnull", True), ("deduction__isnull", False)),
                            _connector="OR",
                        ),
                        name="what_is_kept_back_has_its_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="what_is_kept_back_is_above_zero"
                    ),
                    models.UniqueConstraint(fields=("payslip", "advance"), name="an_advance_once_a_payslip"),
                    models.UniqueConstraint(
                        fields=("payslip", "deduction"), name="a_deduction_once_a_payslip"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnergyReading",
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
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="energy_readings",
                        to="ledger.period",
                    ),
                ),
                ("quantity", models.PositiveBigIntegerField()),
                ("cents", models.BigIntegerField()),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("period", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cents__gte", 0)), name="energy_is_never_paid_to_us"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "fund",
                    models.CharField(
                        choices=[
                            ("hardship", "for one of us in need"),
                            ("community", "for the neighbourhood"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="help_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("text", models.TextField()),
                ("cents", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for an answer"),
                            ("granted", "granted, not paid yet"),
                            ("declined", "not granted"),
                            ("paid", "paid"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="help_request",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("cents__gt", 0)), name="help_is_of_something"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by__isnull", True),
                            models.Q(("answered_by", models.F("member")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_answers_their_own_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True),
                            ("entry__isnull", False),
                            _connector="OR",
                        ),
                        name="help_that_was_paid_has_its_entry",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursWorked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours_worked",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hours_worked",
                        to="ledger.period",
                    ),
                ),
                ("minutes", models.PositiveIntegerField()),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("period", "id"),
                "indexes": [models.Index(fields=["period", "member"], name="hours_of_a_period")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__lte", 527040)), name="nobody_works_more_than_all_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PayTo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paid_to",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("bank", "through the bank"), ("cash", "in cash")], max_length=4
                    ),
                ),
                ("holder", models.CharField(blank=True, max_length=70)),
                ("account", models.CharField(blank=True, max_length=34)),
                ("is_iban", models.BooleanField(default=True)),
                ("bank", models.CharField(blank=True, max_length=11)),
                ("set_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("member", "-id"),
                "indexes": [models.Index(fields=["member", "-id"], name="paid_to_of_a_member")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account", ""), ("way", "cash")),
                            models.Q(
                                ("way", "bank"),
                                models.Q(("account", ""), _negated=True),
                                models.Q(("holder", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="whoever_is_paid_by_bank_says_into_which_account",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PayFrom",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[("bank", "through the bank"), ("cash", "in cash")], max_length=4
                    ),
                ),
                (
                    "books",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                ("holder", models.CharField(blank=True, max_length=70)),
                ("account", models.CharField(blank=True, max_length=34)),
                ("is_iban", models.BooleanField(default=True)),
                ("bank", models.CharField(blank=True, max_length=11)),
                ("layout", models.JSONField(blank=True, default=dict)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("account", ""), ("way", "cash")),
                            models.Q(
                                ("way", "bank"),
                                models.Q(("account", ""), _negated=True),
                                models.Q(("holder", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_bank_we_pay_from_has_its_account",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "way",
                    models.CharField(
                        choices=[("bank", "through the bank"), ("cash", "in cash")], max_length=4
                    ),
                ),
                (
                    "pay_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="payroll.payfrom",
                    ),
                ),
                ("frozen", models.JSONField(default=dict)),
                ("total_cents", models.BigIntegerField()),
                ("pay_on", models.DateField()),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payment", to="ledger.entry"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "exported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("exported_at", models.DateTimeField(null=True)),
                ("file_digest", models.CharField(blank=True, max_length=64)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("confirmed_by_what", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "ordering": ("-number",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("total_cents__gt", 0)), name="a_payment_is_some_money"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("exported_at__isnull", True), ("file_digest", "")),
                            models.Q(
                                ("exported_at__isnull", False), models.Q(("file_digest", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_file_that_was_made_has_its_seal",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="payroll.payment",
                    ),
                ),
                (
                    "payslip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="payroll.payslip",
                    ),
                ),
                ("cents", models.BigIntegerField()),
                (
                    "pay_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payroll.payto",
                    ),
                ),
                (
                    "instead_of",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paid_again",
                        to="payroll.paymentpart",
                    ),
                ),
                ("bounced_at", models.DateTimeField(null=True)),
                ("bounced_because", models.CharField(blank=True, max_length=120)),
                (
                    "bounce_entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment_bounced",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("payment", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("payment", "payslip"), name="a_payslip_once_in_a_payment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="what_is_paid_is_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bounce_entry__isnull", True), ("bounced_at__isnull", True)),
                            models.Q(("bounce_entry__isnull", False), ("bounced_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="what_came_back_is_in_the_books",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("instead_of__isnull", True),
                            models.Q(("instead_of", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="nothing_is_paid_instead_of_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Product",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("unit", models.CharField(max_length=12)),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="ProductionOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="production_orders",
                        to="assemblies.motion",
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="payroll.product",
                    ),
                ),
                ("quantity", models.PositiveBigIntegerField()),
                ("for_whom", models.CharField(max_length=120)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
            ],
            options={
                "ordering": ("-from_on", "motion", "place"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("motion", "place"), name="one_thing_in_each_place_of_an_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("until_on__gt", models.F("from_on"))),
                        name="an_order_of_work_lasts_and_is_of_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cost_sheets",
                        to="payroll.product",
                    ),
                ),
                ("in_force_from", models.DateField()),
                ("lines", models.JSONField()),
                ("total_cents", models.BigIntegerField()),
                ("price_cents", models.BigIntegerField()),
            ],
            options={
                "ordering": ("product", "-in_force_from"),
                "constraints": [
                    models.UniqueConstraint(fields=("product", "in_force_from"), name="one_cost_sheet_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=160)),
                ("cents", models.BigIntegerField()),
                ("effect", models.CharField(max_length=200)),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
                        to="assemblies.motion",
                    ),
                ),
                ("in_use_since", models.DateField(null=True)),
            ],
            options={
                "ordering": ("-cents", "name"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_use_since__isnull", True), ("motion__isnull", False), _connector="OR"
                        ),
                        name="what_is_in_use_was_voted",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectQuote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="quotes",
                        to="payroll.project",
                    ),
                ),
                ("supplier", models.CharField(max_length=120)),
                ("cents", models.BigIntegerField()),
                ("given_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("cents", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cents__gte", 0)), name="a_quote_is_never_negative"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="payroll.project",
                    ),
                ),
                ("cents", models.BigIntegerField()),
                ("paid_on", models.DateField()),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="project_payment",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("paid_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="a_project_payment_is_of_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SetAside",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="set_asides",
                        to="ledger.period",
                    ),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("share", models.CharField(max_length=24)),
                ("cents", models.BigIntegerField()),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assemblies.houserule",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("period", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("period", "purpose"), name="set_aside_once_a_period")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareSubscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("cents", models.BigIntegerField()),
                ("instalments", models.PositiveIntegerField()),
                ("first_due_on", models.DateField()),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assemblies.houserule",
                    ),
                ),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("first_due_on", "id"),
                "constraints": [
                    models.UniqueConstraint(fields=("member", "rule"), name="one_subscription_each_a_rule"),
                    models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0), ("instalments__gte", 1)),
                        name="a_subscription_is_of_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareRefund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_refunds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("cents", models.BigIntegerField()),
                ("asked_on", models.DateField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("asked_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="a_refund_is_of_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RefundPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "refund",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="payroll.sharerefund",
                    ),
                ),
                ("cents", models.BigIntegerField()),
                ("paid_on", models.DateField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_refunds",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("paid_on", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cents__gt", 0)), name="a_refund_payment_is_of_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Surplus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("pack", models.CharField(max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being prepared"),
                            ("proposed", "proposed to the assembly"),
                            ("posted", "shared"),
                            ("fallen", "not adopted"),
                            ("replaced", "replaced by an amendment"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("inputs", models.JSONField()),
                ("steps", models.JSONField(default=list)),
                ("how", models.JSONField(default=dict)),
                ("result_cents", models.BigIntegerField()),
                ("for_return_cents", models.BigIntegerField(default=0)),
                ("left_over_cents", models.BigIntegerField(default=0)),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surpluses",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "instead_of",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="payroll.surplus",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surplus",
                        to="ledger.entry",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("posted_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name_plural": "surpluses",
                "ordering": ("-from_on", "-id"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "posted")),
                        fields=("name",),
                        name="a_surplus_is_shared_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "posted"), _negated=True),
                            models.Q(("entry__isnull", False), ("motion__isnull", False)),
                            _connector="OR",
                        ),
                        name="only_a_motion_shares_surplus",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "replaced"), _negated=True),
                        fields=("motion",),
                        name="a_motion_stands_for_one_surplus",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Return",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "surplus",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="payroll.surplus",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("weight", models.TextField(default="1")),
                ("cents", models.BigIntegerField()),
                ("interest_cents", models.BigIntegerField(default=0)),
                ("shares_cents", models.BigIntegerField(default=0)),
                (
                    "payslip",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="payroll.payslip",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="return_paid",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("surplus", "member"), name="one_return_each"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cents__gte", models.F("interest_cents")),
                            ("interest_cents__gte", 0),
                            ("shares_cents__gte", 0),
                        ),
                        name="a_return_is_never_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("payslip__isnull", True), ("entry__isnull", True), _connector="OR"
                        ),
                        name="a_return_is_paid_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WhatIfShown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "surplus",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="what_ifs",
                        to="payroll.surplus",
                    ),
                ),
                ("asked", models.CharField(blank=True, max_length=200)),
                (
                    "shown_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("shown_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
            },
        ),
    ]
