"""Whether an account number can be one: its own check digits say so, before a bank sends the money back."""

from __future__ import annotations

import re

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_BIC = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_FIRST_OF_CBU = (7, 1, 3, 9, 7, 1, 3)
_SECOND_OF_CBU = (3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3)


def plain(typed: str) -> str:
    """An account as it is kept: without spaces, dots or dashes, in capitals."""
    return re.sub(r"[\s.\-]", "", typed).upper()


def is_iban(account: str) -> bool:
    """An IBAN whose check digits hold (ISO 13616: the number modulo 97 is 1)."""
    if not account.isascii() or not _IBAN.fullmatch(account):
        return False
    turned = account[4:] + account[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def is_cbu(account: str) -> bool:
    """An Argentine CBU or CVU: twenty-two digits in two blocks, each with its check digit."""
    if not account.isascii() or not account.isdigit() or len(account) != 22:
        return False
    digits = [int(digit) for digit in account]
    return _checks(digits[:7], _FIRST_OF_CBU, digits[7]) and _checks(digits[8:21], _SECOND_OF_CBU, digits[21])


def is_bank_code(code: str) -> bool:
    """A BIC: eight or eleven signs (ISO 9362)."""
    return code.isascii() and _BIC.fullmatch(code) is not None


def is_account(account: str) -> bool:
    """An IBAN, a CBU, or another country's number of five to thirty-four letters and digits."""
    if account[:2].isalpha():
        return is_iban(account)
    if len(account) == 22 and account.isdigit():
        return is_cbu(account)
    return account.isascii() and account.isalnum() and 5 <= len(account) <= 34


def _checks(digits: list[int], weights: tuple[int, ...], check: int) -> bool:
    return (10 - sum(d * w for d, w in zip(digits, weights, strict=True)) % 10) % 10 == check
