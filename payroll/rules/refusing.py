"""What our bylaws say of a second signature that is not given: with a reason, by whoever could have given it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.rules.ground import Sentence

LONGEST_WHY = 160


def why_not_refuse(*, waits: bool, prepared_it: bool, is_theirs: bool, because: str) -> Sentence | None:
    """While the run waits for its second signature, by another than whoever prepared it, in a few words.

    Nobody refuses a correction of their own pay, as nobody signs it.
    """
    if not waits:
        return _("There is nothing to sign here now.")
    if prepared_it:
        return _("Whoever prepared the pay cannot give the second signature.")
    if is_theirs:
        return _("It is your own pay that is corrected: somebody else signs.")
    if not because.strip() or len(because.strip()) > LONGEST_WHY:
        return _("Say in a few words why you do not sign it.")
    return None
