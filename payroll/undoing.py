"""By which act each thing that this room posts in the books is undone; no hand undoes any of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ledger.undoing import undone_by
from payroll.rules.undoing import MAY_UNDO, UNDOABLE

_BY_THE_ASSEMBLY = _("What the assembly decided is not undone by hand: only the assembly decides otherwise.")
_BY_ANOTHER = _(
    "Written down wrongly, it is undone with a reason by whoever pays or signs, never by who wrote it down."
)


def tell() -> None:
    """Make it known to the books."""
    undone_by("payroll.payrun:", _("A pay run is put right by a correction, on the page of the run."))
    undone_by("payroll.payment:", _("A payment is undone on its page: say there that it came back."))
    undone_by("payroll.part:", _("What came back is paid again on the page of its payment."))
    undone_by("payroll.singly:", _("That the bank lists each transfer of a payment by itself stays."))
    undone_by(
        "payroll.found:", _("A transfer that was another movement is undone on the page of its payment.")
    )
    for kind in ("setaside", "surplus", "givenup"):
        undone_by(f"payroll.{kind}:", _BY_THE_ASSEMBLY)
    for prefix in UNDOABLE:
        undone_by(prefix, _BY_ANOTHER, where="/pay/undo/{entry}/", powers=MAY_UNDO)
