"""How pay reaches each of us: from which account, to which, and what left with each payment."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payroll.models.payslips import Payslip


class Way(models.TextChoices):
    BANK = "bank", _("through the bank")
    CASH = "cash", _("in cash")


class PayTo(models.Model):
    """Where a member wants to be paid, as they said it themselves; the latest counts, the earlier ones stay.

    `account` is an IBAN, or a number that only our country knows (a CBU) with `is_iban` False. When they have
    left and everything is paid, holder and numbers are wiped, once: who was paid how much stays elsewhere.
    """

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="paid_to")
    way = models.CharField(max_length=4, choices=Way.choices)
    holder = models.CharField(max_length=70, blank=True)
    account = models.CharField(max_length=34, blank=True)
    is_iban = models.BooleanField(default=True)
    bank = models.CharField(max_length=11, blank=True)
    """The bank's own code (BIC), where it asks for it."""
    set_at = models.DateTimeField()
    wiped_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[PayTo]] = models.Manager()

    class Meta:
        ordering = ("member", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(way="cash", account="")
                | (Q(way="bank", wiped_at__isnull=True) & ~Q(account="") & ~Q(holder=""))
                | Q(way="bank", wiped_at__isnull=False, account="", holder="", bank=""),
                name="whoever_is_paid_by_bank_says_into_which_account",
            ),
        )
        indexes = (models.Index(fields=["member", "-id"], name="paid_to_of_a_member"),)

    def __str__(self) -> str:
        return f"{self.member_id} is paid {self.way}"


class PayFromManager(models.Manager["PayFrom"]):
    def in_use(self) -> dict[str, PayFrom]:
        """The account and the box that pay leaves from now, by way: of each, the last that was written down."""
        rows = self.select_related("books").order_by("changed_at", "pk")
        return {str(row.way): row for row in rows}


class PayFrom(models.Model):
    """What a bank asks for about an account of ours in the books that pay leaves from; or that a box pays.

    What it is called, and whether it is a bank account or a cash box, the books say. `layout` is {} for
    ISO 20022 (pain.001.001.09), else how the bank's own lines are written (`payroll.rules.bank_orders`).
    """

    books = models.OneToOneField("ledger.Account", on_delete=models.PROTECT, related_name="pay_from")
    holder = models.CharField(max_length=70, blank=True)
    account = models.CharField(max_length=34, blank=True)
    is_iban = models.BooleanField(default=True)
    bank = models.CharField(max_length=11, blank=True)
    layout: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField()
    """When it was last written down: pay leaves from the latest account, and from the latest box."""

    objects = PayFromManager()

    class Meta:
        ordering = ("books",)
        constraints = (
            models.CheckConstraint(
                condition=Q(account="", holder="") | (~Q(account="") & ~Q(holder="")),
                name="an_account_number_is_somebodys",
            ),
        )

    def __str__(self) -> str:
        return f"pay leaves from {self.books_id}"

    @property
    def way(self) -> Way:
        """How it pays: a bank account by bank, a box in cash."""
        return Way(self.books.place)

    @property
    def name(self) -> str:
        """What the books call it, in the reader's language."""
        return self.books.said


class Payment(models.Model):
    """One time that money left for members: an entry in the books, and for each payslip the part it paid.

    `number` names its file and never changes, `frozen` is our own account and layout as they were, so that the
    same payment always makes the same file, byte for byte; `file_digest` is of the first one that was made.
    """

    number = models.PositiveIntegerField(unique=True)
    way = models.CharField(max_length=4, choices=Way.choices)
    pay_from = models.ForeignKey(PayFrom, on_delete=models.PROTECT, null=True, related_name="payments")
    frozen: models.JSONField[Any, Any] = models.JSONField(default=dict)
    total_cents = models.BigIntegerField()
    pay_on = models.DateField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="payment")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    exported_at = models.DateTimeField(null=True)
    file_digest = models.CharField(max_length=64, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    """When somebody found it in the bank's own list, or has the signed sheet."""
    confirmed_by_what = models.CharField(max_length=120, blank=True)
    confirmed_line = models.OneToOneField(
        "ledger.BankLine", on_delete=models.PROTECT, null=True, related_name="payment_found"
    )
    """The movement of the bank that it is, where it was found as one."""

    found_done = False
    """Not kept: true where its file had been made already."""

    objects: ClassVar[models.Manager[Payment]] = models.Manager()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.CheckConstraint(condition=Q(total_cents__gt=0), name="a_payment_is_some_money"),
            models.CheckConstraint(
                condition=Q(exported_at__isnull=True, file_digest="")
                | (Q(exported_at__isnull=False) & ~Q(file_digest="")),
                name="a_file_that_was_made_has_its_seal",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_line__isnull=True) | Q(confirmed_at__isnull=False),
                name="a_payment_that_is_a_movement_was_found",
            ),
        )

    def __str__(self) -> str:
        return f"payment {self.number}"


class PaymentPart(models.Model):
    """What one payment paid of one payslip, and where to. It may come back from the bank, once."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="parts")
    payslip = models.ForeignKey(Payslip, on_delete=models.PROTECT, related_name="payments")
    cents = models.BigIntegerField()
    pay_to = models.ForeignKey(PayTo, on_delete=models.PROTECT, null=True, related_name="+")
    instead_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="paid_again")
    """The part that came back and that this one pays again."""
    bounced_at = models.DateTimeField(null=True)
    bounced_because = models.CharField(max_length=120, blank=True)
    bounce_entry = models.OneToOneField(
        "ledger.Entry", on_delete=models.PROTECT, null=True, related_name="payment_bounced"
    )
    bounce_line = models.OneToOneField(
        "ledger.BankLine", on_delete=models.PROTECT, null=True, related_name="payment_bounced"
    )
    """The movement of the bank that brought it back, where it was found as one."""

    objects: ClassVar[models.Manager[PaymentPart]] = models.Manager()

    class Meta:
        ordering = ("payment", "id")
        constraints = (
            models.UniqueConstraint(fields=["payment", "payslip"], name="a_payslip_once_in_a_payment"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="what_is_paid_is_above_zero"),
            models.CheckConstraint(
                condition=Q(bounced_at__isnull=True, bounce_entry__isnull=True)
                | Q(bounced_at__isnull=False, bounce_entry__isnull=False),
                name="what_came_back_is_in_the_books",
            ),
            models.CheckConstraint(
                condition=Q(bounce_line__isnull=True) | Q(bounced_at__isnull=False),
                name="only_what_came_back_has_a_movement_back",
            ),
            models.CheckConstraint(
                condition=Q(instead_of__isnull=True) | ~Q(instead_of=F("id")),
                name="nothing_is_paid_instead_of_itself",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cents} of payslip {self.payslip_id} in payment {self.payment_id}"
