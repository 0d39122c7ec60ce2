"""What neighbours see, opened up: each figure with its sum in words, and no link into what only members read."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger.reports.explained import Explained, Given
from payroll.models import Project
from payroll.reports.public import PublicAccounts, a_year_before


def new_machines_explained(page: PublicAccounts) -> list[tuple[Project, Explained]]:
    """The machines and works of the year, each with what it cost. It asks nothing where they came with their motion."""
    return [
        (
            each,
            Explained(
                key=f"machine-{each.code}",
                name=each.name,
                cents=each.cents,
                formula=_("What the assembly let it cost when it voted it."),
                given=(
                    Given(text=each.effect),
                    *(
                        (
                            Given(
                                text=_("Voted by the assembly"),
                                said=_("motion %(n)s") % {"n": each.motion.number},
                            ),
                        )
                        if each.motion is not None
                        else ()
                    ),
                ),
            ),
        )
        for each in page.projects
    ]


def public_explained(page: PublicAccounts, *, today: date) -> list[Explained]:
    """The amounts that the assembly opened, each with how it is worked out."""
    days = {
        "first": date_format(a_year_before(today), "DATE_FORMAT"),
        "last": date_format(today, "DATE_FORMAT"),
    }
    since = Given(text=_("From %(first)s to %(last)s") % days)
    decided = (
        (Given(text=_("Opened by the assembly"), said=_("motion %(n)s") % {"n": page.motion}),)
        if page.motion
        else ()
    )
    rows = (
        (
            "reinvested",
            _("Put into machines and works in a year"),
            page.reinvested_cents,
            _("All that was paid for machines and works on those days."),
            since,
        ),
        (
            "given",
            _("Given in a year"),
            page.given_cents,
            _(
                "What was given away at its cost, and what was paid out of the fund for the community, on those days."
            ),
            since,
        ),
        (
            "debt",
            _("Owed in instalments"),
            page.debt_cents,
            _("All long debts together, less what was paid back of them."),
            Given(text=_("As the books stand on %(last)s") % days),
        ),
    )
    return [
        Explained(key=key, name=name, cents=cents, formula=formula, given=(when, *decided))
        for key, name, cents, formula, when in rows
        if cents is not None
    ]
