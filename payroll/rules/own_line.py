"""What our bylaws say of a payslip unlike everyone's whose member signs the run: a third person signs that line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ledger.rules.ground import Sentence

APART = frozenset({"differences", "difference_had", "advance", "voluntary", "days_unpaid"})
"""The things on a slip that come of a decision about one person's pay: a difference that was voted, an advance that is
taken back, what one asked to keep, days away that are not paid.

Not what all have alike (by law, in kind, their part of a surplus), and not the days before joining or after leaving:
those are read off the register, which others write and the assembly decides; nobody decides them with the pay.
"""

MAY_SIGN = ("payroll.prepare_pay", "payroll.countersign_pay", "record.audit")
"""Any of these powers: whoever could have signed the run, or audits it."""


def is_apart(lines: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a slip, by its own lines, differs from everyone's through a decision about its member."""
    return any(line["code"] in APART for line in lines)


def who_may_sign(*, holders: Iterable[int], members: Iterable[int], signed: Iterable[int]) -> frozenset[int]:
    """Who may sign a line apart, of a run that two (`signed`) signed, one of whom it pays.

    A third with one of the powers. Where nobody else among us has one, any other full member, so that pay never
    waits for a post that we do not have.
    """
    others = frozenset(holders).difference(signed)
    return others or frozenset(members).difference(signed)


def why_not_sign(
    *, may_sign: bool, signed_the_run: bool, waits: bool, is_apart: bool, has_signature: bool
) -> Sentence | None:
    """Once, by a third, after the two signed and before it is in the books; and only a line of one of the two."""
    if signed_the_run:
        return _("You sign this run: somebody else signs this line.")
    if not may_sign:
        return _("This needs a post that you do not hold now.")
    if not waits:
        return _("There is nothing to sign here now.")
    if not is_apart:
        return _(
            "This line is like everyone's, or of somebody who does not sign the run: it needs nothing more."
        )
    if has_signature:
        return _("This line is signed already.")
    return None
