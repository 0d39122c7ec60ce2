"""What our bylaws say about whom we buy from and sell to: what is owed, in which money, and paid at which rate.

A rate is an exact fraction: units of our money for one unit of the other, with its day and where it was read. An
amount in other money is turned into ours once, to the nearest cent.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from ledger.money import share_nearest
from ledger.rules.ground import KEEP_BOOKS, LARGEST_CENTS, Actor, Sentence, is_plain, may, why_not_day

LONGEST_NAME = 120
LONGEST_RATE = 30
KINDS_OF = {"bill": ("cost", "asset", "liability"), "sale": ("income", "liability")}
"""What an invoice is for: a supplier's costs us or stays with us, ours brings income."""

_NO_CENTS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
WITHOUT_CENTS, IN_THOUSANDTHS = frozenset(_NO_CENTS.split()), frozenset(_THOUSANDTHS.split())


def decimals_of(currency: str) -> int:
    """How many places after the point a money has, by its letters (ISO 4217)."""
    letters = currency.strip().upper()
    return 0 if letters in WITHOUT_CENTS else 3 if letters in IN_THOUSANDTHS else 2


def rate_of(text: str) -> Fraction | None:
    """A rate as people write it ("1.234,50", "1234.5", "2469/2"), exact; None where it is none or not above zero.

    The last mark parts the decimals; marks before it part thousands. "1.450" alone could mean two things: it is
    refused, as nobody can see afterwards which of them was meant.
    """
    bare = text.strip().replace(" ", "")
    if len(bare) > LONGEST_RATE:
        return None
    if match := re.fullmatch(r"([0-9]+)/([0-9]+)", bare, re.ASCII):
        return Fraction(int(match[1]), int(match[2])) if int(match[1]) and int(match[2]) else None
    if not re.fullmatch(r"[0-9][0-9.,]*", bare, re.ASCII):
        return None
    last = max(bare.rfind("."), bare.rfind(","))
    whole, parts = (bare, "") if last < 0 else (bare[:last], bare[last + 1 :])
    if len(parts) == 3 and len(whole) <= 3 and not re.search(r"[.,]", whole):
        return None
    digits = re.sub(r"[.,]", "", whole)
    if not digits:
        return None
    rate = Fraction(int(digits + parts), 10 ** len(parts))
    return rate if rate > 0 else None


def in_our_cents(amount: int, rate: Fraction, *, theirs: int, ours: int) -> int:
    """An amount in the smallest parts of other money, in our cents, to the nearest.

    `theirs` and `ours` are how many decimals each money has.
    """
    return share_nearest(amount, rate * Fraction(10**ours, 10**theirs))


def part_settled(*, amount: int, cents: int, paid: int, settled: int, part: int) -> int:
    """Our cents that paying `part` of an invoice settles. The last part settles all that is left.

    `amount` and `cents` are the invoice in its money and in ours, `paid` and `settled` what was paid before.
    """
    if paid + part >= amount:
        return cents - settled
    return share_nearest(cents, Fraction(part, amount))


def why_not_party(
    *, name: str, note: str, is_anything: bool, actor: Actor | None, now: datetime
) -> Sentence | None:
    """Somebody we deal with has a name, and is a supplier, a customer or a lender, or several of them."""
    if not may(actor, KEEP_BOOKS, now):
        return _("Only whoever keeps the books can do this.")
    if not name.strip() or not is_plain(name, LONGEST_NAME):
        return _("Write who it is, in one line.")
    if not is_plain(note, 200):
        return _("Say it in one line, of up to 200 letters.")
    if not is_anything:
        return _("Say if it is a supplier, a customer or a lender.")
    return None


def why_not_invoice(
    *,
    direction: str,
    is_supplier: bool,
    is_customer: bool,
    account_kind: str | None,
    number: str,
    amount: int,
    currency: str,
    rate: Fraction | None,
    rate_source: str,
    on: date,
    due_on: date,
    today: date,
    actor: Actor | None,
    now: datetime,
) -> Sentence | None:
    """An invoice says who, what for, how much, and by when; in other money, also the rate, its day and source."""
    if not may(actor, KEEP_BOOKS, now):
        return _("Only whoever keeps the books can do this.")
    if strange := why_not_day(on) or why_not_day(due_on):
        return strange
    if on > today:
        return _("That day has not come yet.")
    if due_on < on:
        return _("It is due on its day or later.")
    if direction not in KINDS_OF or (direction == "bill" and not is_supplier):
        return _("Only a supplier sends us invoices.")
    if direction == "sale" and not is_customer:
        return _("Only a customer gets our invoices.")
    if account_kind not in KINDS_OF[direction]:
        return _("Choose what it was for: a cost, or income.")
    if not number.strip() or not is_plain(number, 40):
        return _("Write the number of the invoice.")
    if not 0 < amount <= LARGEST_CENTS:
        return _("Write an amount above zero.")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        return _("Write the money by its three letters: USD.")
    if rate is None:
        return _("Write the rate of that day, how much of ours for one of theirs: 1450 or 1450,50.")
    if rate != 1 and not rate_source.strip():
        return _("Say where the rate was read, so that anybody can look it up.")
    return None


def why_not_pay_invoice(
    *, is_undone: bool, left: int, part: int, on: date, entered_on: date, rate: Fraction | None
) -> Sentence | None:
    """What is left of an invoice is paid, all of it or a part, never more, and not before it came."""
    if is_undone:
        return _("That entry was undone.")
    if left <= 0:
        return _("It is paid.")
    if part <= 0:
        return _("Write an amount above zero.")
    if part > left:
        return _("That is more than what is left to pay.")
    if on < entered_on:
        return _("It is paid on its day or later.")
    if rate is None:
        return _("Write the rate of that day, how much of ours for one of theirs: 1450 or 1450,50.")
    return None
