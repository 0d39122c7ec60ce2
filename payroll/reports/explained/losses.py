"""How a loss is covered, opened up."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ledger import chart
from ledger.reports.explained import Explained, Given, InRecord
from payroll.models import Surplus
from payroll.reports.explained.surplus import entry_of, motion_of
from payroll.reports.losses import RESERVES
from payroll.rules.law_packs import LawPack
from payroll.rules.losses import reserve_of


def loss_explained(
    surplus: Surplus, pack: LawPack, *, own_cents: int | None, act: InRecord | None
) -> list[Explained]:
    """What a reserve, members and the next years take of a loss that was proposed; nothing before that.

    `own_cents` is the reader's part of what members do, where it is known. It asks nothing.
    """
    frozen = surplus.how.get("loss")
    if frozen is None:
        return []
    loss = Given(text=_("The loss"), cents=-surplus.result_cents, counts=1)
    out_of = Given(text=_("Out of the reserve"), cents=frozen["reserve"], counts=-1)
    of_members = Given(text=_("Out of members' shares"), cents=frozen["members"], counts=-1)
    reserve = chart_link(RESERVES.get(reserve_of(pack), ""))
    own = (Given(text=_("My part"), cents=own_cents, link="/shares/mine/"),) if own_cents is not None else ()
    rows = (
        (
            "reserve",
            out_of,
            _("What the motion takes of it; never more than there is."),
            (_as_given(loss), Given(text=_("The reserve in the books"), link=reserve)),
        ),
        (
            "members",
            of_members,
            _("What the motion takes of them, to each as a surplus would return, exact to the cent."),
            (
                _as_given(loss),
                Given(text=_("The shares in the books"), link=chart_link(chart.SHARE_CAPITAL)),
                *own,
            ),
        ),
        (
            "carried",
            Given(text=_("Carried to the next years"), cents=frozen["carried"]),
            _("What neither the reserve nor members cover."),
            (loss, out_of, of_members),
        ),
    )
    return [
        Explained(
            key=f"loss-{key}",
            name=this.text,
            cents=this.cents or 0,
            formula=formula,
            given=tuple(each for each in given if each.link or each.cents),
            motion=motion_of(surplus),
            entry=entry_of(surplus),
            act=act,
        )
        for key, this, formula, given in rows
        if this.cents
    ]


def _as_given(given: Given) -> Given:
    """The same, where it is no part of a sum."""
    return Given(text=given.text, cents=given.cents, link=given.link)


def chart_link(code: str) -> str:
    """The page of an account in the books."""
    return f"/books/accounts/{code}/" if code else ""
