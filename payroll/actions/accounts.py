"""Where pay leaves from, and where it goes: our own accounts and boxes, and what each of us said."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from ledger.models import Account
from members.models import Cooperative, Member
from payroll.actions.signing import PAY, mandate_for
from payroll.models import PayFrom, PayTo, Way
from payroll.reports.wiping import accounts_to_wipe
from payroll.rules.bank_accounts import is_account, is_bank_code, is_iban, plain
from payroll.rules.bank_orders import why_not_layout
from record.actions import one_act_at_a_time, record
from record.rules import Refused


@one_act_at_a_time
def say_where_paid(*, way: str, holder: str, account: str, bank: str, actor: Member, now: datetime) -> PayTo:
    """Say where one's own pay goes: in cash, or into an account whose check digits hold."""
    number, code = _account(way, holder, account, bank)

    pay_to = PayTo.objects.create(
        member=actor,
        way=way,
        holder=holder.strip() if way == Way.BANK else "",
        account=number,
        is_iban=is_iban(number),
        bank=code,
        set_at=now,
    )

    record(verb="payroll.pay_to.said", subject=pay_to, actor=actor, now=now, facts={"way": way})
    return pay_to


@one_act_at_a_time
def keep_pay_from(
    *,
    books_id: int,
    holder: str,
    account: str,
    bank: str,
    layout: dict[str, object],
    actor: Member,
    now: datetime,
) -> PayFrom:
    """Write down what a bank account of the books needs so that pay leaves from it, or that a cash box pays.

    From now on pay leaves from there; written down again it is changed. Payments that were made keep what they
    were made with.
    """
    mandate_for(PAY, actor, now)
    place = Account.objects.filter(pk=books_id).exclude(place="").first()
    if place is None:
        raise Refused(_("Choose a bank account or a cash box of the books."))
    number, code = _account(place.place, holder, account, bank)
    if layout and why_not_layout(layout):
        raise Refused(_("The columns of the bank's file make no sense."))

    is_bank = place.place == Way.BANK
    kept, _made = PayFrom.objects.update_or_create(
        books=place,
        defaults={
            "holder": holder.strip() if is_bank else "",
            "account": number,
            "is_iban": is_iban(number),
            "bank": code,
            "layout": layout if is_bank else {},
            "changed_at": now,
        },
    )

    record(
        verb="payroll.pay_from.kept",
        subject=kept,
        actor=actor,
        now=now,
        facts={"way": place.place, "account": place.code},
    )
    return kept


@one_act_at_a_time
def wipe_where_paid(*, member_id: int, actor: Member | None, now: datetime) -> int:
    """Wipe the bank accounts of somebody who left, once everything is paid and found. The clock does it, or they.

    Answers how many were wiped. What they were paid, and when, stays; only a bank's file with their account in
    it cannot be made again.
    """
    if actor is not None and actor.pk != member_id:
        raise Refused(_("Only whoever it is about asks for this."))
    rows = PayTo.objects.select_for_update(no_key=True).filter(
        member=member_id, way=Way.BANK, wiped_at__isnull=True
    )
    if not rows:
        return 0
    if member_id not in accounts_to_wipe(Cooperative.objects.here().day_of(now), member_id=member_id):
        raise Refused(
            _(
                "It stays while you belong or something is owed, and sixty days after the last payment was found."
            )
        )

    member = rows[0].member
    wiped = rows.update(holder="", account="", bank="", wiped_at=now)

    record(
        verb="payroll.pay_to.wiped",
        subject=member,
        actor=actor,
        now=now,
        facts={"member": member.number, "accounts": wiped},
    )
    return wiped


def _account(way: str, holder: str, account: str, bank: str) -> tuple[str, str]:
    """The account and the bank's code as they are kept; empty in cash. Refused where they cannot be right."""
    if way == Way.CASH:
        return "", ""
    if way != Way.BANK:
        raise Refused(_("Say whether it is by bank or in cash."))
    if not holder.strip() or len(holder.strip()) > 70 or "\x00" in holder:
        raise Refused(_("Say whose account it is, as the bank writes it."))
    number, code = plain(account), plain(bank)
    if not is_account(number):
        raise Refused(_("That account number has a mistake: its check digits do not hold."))
    if code and not is_bank_code(code):
        raise Refused(_("The bank's code has eight or eleven letters and digits, or leave it empty."))
    return number, code
