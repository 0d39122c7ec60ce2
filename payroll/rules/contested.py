"""What our bylaws say of a surplus whose contest was right: where what was not paid of it may go, by whose decision."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.rules.ground import Sentence
from payroll.rules.law_packs import LawPack

MAY_GO_TO = (
    "reinvestment",
    "community",
    "legal_reserve",
    "collective_account",
    "labour_fund",
    "education_fund",
    "development_fund",
    "mutual_fund",
    "social_fund",
)
"""Funds and reserves, as the steps of a law pack call them, in the order they are offered.

Neither what a step gives back to members, nor what it covers of a loss, is one of them.
"""


def may_go_to(pack: LawPack) -> tuple[str, ...]:
    """The funds that the law of the place knows: the same that a surplus itself goes to."""
    there = {step.code for step in pack.steps}
    return tuple(code for code in MAY_GO_TO if code in there)


def why_not_decided(*, is_shared: bool, is_upheld: bool, unpaid_cents: int) -> Sentence | None:
    """Only of a surplus that was shared, whose contest was found right, and of which something was not paid."""
    if not is_shared:
        return _("That surplus was not shared: nothing is owed of it.")
    if not is_upheld:
        return _("No contest against it was found right: its parts go on the payslips.")
    if unpaid_cents <= 0:
        return _("Nothing of it is left to decide about.")
    return None
