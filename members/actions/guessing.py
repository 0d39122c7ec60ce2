"""Codes that somebody signed in could guess: counted beside wrong PINs, and never against anybody else."""

from __future__ import annotations

from datetime import datetime

from django.utils.crypto import salted_hmac

from members.models import Member, SignInAttempt
from members.rules import WINDOW, why_not_guess
from record.rules import refuse_if

NOBODY = 0
"""No account is counted against: who guesses a code signs in as before."""


def refuse_many_guesses(*, code: str, member: Member, address: str, now: datetime) -> None:
    """Raise `Refused` where this member guessed this code wrongly too often from this address lately.

    `code` names which code it is ("hall:12"), not what was typed.
    """
    wrong = SignInAttempt.objects.filter(address=_place(code, member, address), at__gt=now - WINDOW)
    refuse_if(why_not_guess(wrong.count()))


def count_wrong_guess(*, code: str, member: Member, address: str, now: datetime) -> None:
    """Write down that what they typed was not the code."""
    SignInAttempt.objects.create(number=NOBODY, address=_place(code, member, address), at=now)


def _place(code: str, member: Member, address: str) -> str:
    """One place for each code, member and address: nobody's guesses are counted against another."""
    return salted_hmac("members.guess", f"{code}|{member.pk}|{address}", algorithm="sha256").hexdigest()
