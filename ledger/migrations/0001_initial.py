"""The tables of `ledger` as the first release has them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("name_es", models.CharField(blank=True, max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("asset", "what we have"),
                            ("liability", "what we owe"),
                            ("equity", "what is ours together"),
                            ("income", "money that comes in"),
                            ("cost", "money that goes out"),
                        ],
                        max_length=10,
                    ),
                ),
                ("is_shareable", models.BooleanField(default=True)),
                (
                    "place",
                    models.CharField(
                        blank=True, choices=[("bank", "bank account"), ("cash", "cash box")], max_length=4
                    ),
                ),
            ],
            options={
                "ordering": ("code",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("place", ""), ("kind__in", ("asset", "liability")), _connector="OR"
                        ),
                        name="a_place_of_money_is_had_or_owed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=20, unique=True)),
                ("from_on", models.DateField(unique=True)),
                ("until_on", models.DateField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("from_on",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="a_period_lasts"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodReopening",
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
                        related_name="reopenings",
                        to="ledger.period",
                    ),
                ),
                ("because", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("period", "because"), name="a_motion_reopens_a_month_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("number", models.BigIntegerField(unique=True)),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="ledger.period",
                    ),
                ),
                ("on", models.DateField()),
                ("memo", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("because", models.CharField(blank=True, max_length=80)),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="ledger.entry",
                    ),
                ),
                ("posted_at", models.DateTimeField()),
                (
                    "posted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("seal", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("-on", "-number"),
                "indexes": [models.Index(fields=["period", "on"], name="entries_of_a_period")],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="ledger.entry",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to="ledger.account",
                    ),
                ),
                ("cents", models.BigIntegerField()),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="postings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "indexes": [models.Index(fields=["account", "member"], name="postings_of_an_account")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("cents", 0), _negated=True), name="a_posting_moves_money"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=[("ticket", "Ticket"), ("bank", "Bank")], max_length=6)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="ledger.account",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=60)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("file", models.FileField(max_length=120, upload_to="papers/")),
                ("kept_at", models.DateTimeField()),
                (
                    "kept_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-kept_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "ticket")),
                        fields=("sha256",),
                        name="a_ticket_is_kept_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "bank")),
                        fields=("account", "sha256"),
                        name="a_bank_file_is_kept_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperOfEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="ledger.entry"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="ledger.paper"
                    ),
                ),
                ("said_at", models.DateTimeField()),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "paper"), name="a_paper_is_of_an_entry_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_lines",
                        to="ledger.account",
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                ("occurrence", models.PositiveIntegerField(default=1)),
                ("on", models.DateField()),
                ("text", models.CharField(max_length=200)),
                ("words", models.CharField(blank=True, max_length=120)),
                ("cents", models.BigIntegerField()),
                ("imported_at", models.DateTimeField()),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("format", models.CharField(default="csv", max_length=4)),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_lines",
                        to="ledger.paper",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_line",
                        to="ledger.entry",
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "id"),
                "indexes": [models.Index(fields=["words"], name="bank_lines_of_the_same_words")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "fingerprint", "occurrence"), name="a_bank_line_enters_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BankColumns",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_columns",
                        to="ledger.account",
                    ),
                ),
                ("columns", models.JSONField()),
                ("said_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CashCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cash_counts",
                        to="ledger.account",
                    ),
                ),
                ("notes", models.JSONField()),
                ("counted_cents", models.BigIntegerField()),
                (
                    "first_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("first_at", models.DateTimeField()),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("second_at", models.DateTimeField(null=True)),
                ("on", models.DateField(null=True)),
                ("books_cents", models.BigIntegerField(null=True)),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cash_count",
                        to="ledger.entry",
                    ),
                ),
                ("dropped_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-first_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_by", None),
                            models.Q(("second_by", models.F("first_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_cash_box_is_counted_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("books_cents", None),
                                ("entry", None),
                                ("on", None),
                                ("second_at", None),
                                ("second_by", None),
                            ),
                            models.Q(
                                ("books_cents__isnull", False),
                                ("dropped_at", None),
                                ("on__isnull", False),
                                ("second_at__isnull", False),
                                ("second_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_cash_count_is_whole_or_waits",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("dropped_at", None), ("second_at", None)),
                        fields=("account",),
                        name="one_count_of_a_box_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("is_supplier", models.BooleanField(default=False)),
                ("is_customer", models.BooleanField(default=False)),
                ("is_lender", models.BooleanField(default=False)),
                ("tax_number", models.CharField(blank=True, max_length=30)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_supplier", True), ("is_customer", True), ("is_lender", True), _connector="OR"
                        ),
                        name="a_party_is_something_to_us",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="ledger.party",
                    ),
                ),
                ("direction", models.CharField(choices=[("bill", "Bill"), ("sale", "Sale")], max_length=4)),
                ("number", models.CharField(max_length=40)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                ("on", models.DateField()),
                ("due_on", models.DateField()),
                ("currency", models.CharField(max_length=3)),
                ("decimals", models.PositiveSmallIntegerField(default=2)),
                ("amount", models.BigIntegerField()),
                ("rate", models.CharField(default="1", max_length=60)),
                ("rate_on", models.DateField()),
                ("rate_source", models.CharField(blank=True, max_length=120)),
                ("cents", models.BigIntegerField()),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="invoice", to="ledger.entry"
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("due_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("cents__gt", 0)),
                        name="an_invoice_asks_for_money",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoicePayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="ledger.invoice",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_payment",
                        to="ledger.entry",
                    ),
                ),
                ("amount", models.BigIntegerField()),
                ("settled_cents", models.BigIntegerField()),
                ("rate", models.CharField(default="1", max_length=60)),
                ("rate_source", models.CharField(blank=True, max_length=120)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="a_payment_of_an_invoice_pays"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Debt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="debts", to="ledger.party"
                    ),
                ),
                ("purpose", models.CharField(max_length=200)),
                ("voted", models.CharField(blank=True, max_length=80)),
                ("motion_number", models.PositiveIntegerField(null=True)),
                ("on", models.DateField()),
                ("principal_cents", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="debts", to="ledger.account"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debt",
                        to="ledger.entry",
                    ),
                ),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("principal_cents__gt", 0)), name="a_debt_owes_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Instalment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "debt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="ledger.debt",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("due_on", models.DateField()),
                ("principal_cents", models.BigIntegerField()),
                ("interest_cents", models.BigIntegerField(default=0)),
            ],
            options={
                "ordering": ("debt", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("debt", "number"), name="an_instalment_has_its_own_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("interest_cents__gte", 0), ("principal_cents__gte", 0)),
                        name="an_instalment_takes_nothing_back",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InstalmentPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "instalment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="ledger.instalment",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalment_payment",
                        to="ledger.entry",
                    ),
                ),
            ],
        ),
    ]
