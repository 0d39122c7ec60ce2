"""What our bylaws say about undoing a payment that was written down wrongly: with a reason, by somebody else."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.rules.ground import Sentence

UNDOABLE = {
    "payroll.project:": "project",
    "payroll.fund:": "fund",
    "payroll.shares:": "shares",
    "payroll.refunds:": "refunds",
    "payroll.advance:": "advance",
    "payroll.help:": "help",
}
"""How the keys begin of payments that one person writes down alone, and what each is."""

MAY_UNDO = ("payroll.pay", "payroll.countersign_pay")
"""Either power: whoever pays, or whoever gives pay its second signature."""

LONGEST_WHY = 160


def kind_of_payment(key: str) -> str | None:
    """What was paid, by the key of its entry; None where no such payment is undone by this act."""
    return next((kind for prefix, kind in UNDOABLE.items() if key.startswith(prefix)), None)


def undone_key(number: int) -> str:
    """The key of the entry that undoes a payment, by the number of the payment's entry."""
    return f"payroll.undone:{number}"


def another_key(number: int) -> str:
    """The key of the entry that undoes how a transfer was found in the bank, by the number of what it undoes."""
    return f"payroll.another:{number}"


def why_not_undo(
    *,
    has_power: bool,
    kind: str | None,
    is_undone: bool,
    wrote_it: bool,
    is_theirs: bool,
    is_taken_back: bool,
    is_asked_back: bool,
    because: str,
) -> Sentence | None:
    """Whoever pays or signs undoes it, once, saying why: never who wrote it down, nor whose money it is.

    An advance that a pay takes back (`is_taken_back`) stays; so do shares that were asked back (`is_asked_back`).
    """
    if not has_power:
        return _("This needs a post that you do not hold now.")
    if kind is None:
        return _("That is no payment that this undoes.")
    if is_undone:
        return _("This entry was undone already.")
    if wrote_it:
        return _("You wrote it down: somebody else undoes it.")
    if is_theirs:
        return _("It is your own money: somebody else undoes it.")
    if not because.strip() or len(because.strip()) > LONGEST_WHY:
        return _("Say in a few words what was wrong.")
    if is_taken_back:
        return _("A pay takes some of this advance back already: it stays.")
    if is_asked_back:
        return _("Those shares were asked back already: what was paid in stays.")
    return None
