"""What if, opened up: how each figure comes from the one as it is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ledger.money import share_up
from ledger.reports.explained import Explained, Given
from payroll.reports.explained.surplus import waterfall_explained
from payroll.rules.what_if import Answer, AsItIs, Asked


def answer_explained(now: AsItIs, asked: Asked, answer: Answer) -> dict[str, Explained]:
    """The waterfall by step, what each gets (`each`) and the money at hand (`cash`)."""
    dearer = (answer.pay_cents * answer.people - now.pay_cents * now.people) * now.months
    pay = (
        Given(text=_("Pay of all of us comes to less, in those months"), cents=-dearer, counts=1)
        if dearer < 0
        else Given(text=_("Pay of all of us comes to more, in those months"), cents=dearer, counts=-1)
    )
    late = Given(text=_("Comes in a month later"), cents=share_up(now.late_base_cents, asked.late), counts=-1)
    result = Explained(
        key="result",
        name=_("Result"),
        cents=answer.result_cents,
        formula=_("What came in less what it cost in those months, with pay as the sliders say."),
        given=(
            Given(
                text=_("The result as it is"),
                cents=now.year.result_cents,
                counts=1,
                link="/books/statements/",
            ),
            *_where(pay),
        ),
    )
    each = Explained(
        key="each",
        name=_("Returns to each, in equal parts"),
        cents=answer.each_cents,
        formula=_("What returns to members ÷ how many we are, down to the cent."),
        given=(
            Given(text=_("Returns to members"), cents=answer.steps.for_return_cents),
            Given(text=_("How many we are"), said=str(answer.people)),
        ),
    )
    cash = Explained(
        key="cash",
        name=_("Money at hand"),
        cents=answer.cash_cents,
        formula=_("What is in banks and boxes, with pay as the sliders say, less what customers pay later."),
        given=(
            Given(text=_("In banks and boxes"), cents=now.cash_cents, counts=1, link="/books/accounts/"),
            *_where(pay),
            *_where(late),
            Given(text=_("What a month costs then"), cents=answer.costs_cents),
            Given(text=_("Weeks it lasts"), said=_weeks(answer)),
        ),
    )
    return {**waterfall_explained(answer.steps, answer.year, result=result), "each": each, "cash": cash}


def _where(given: Given) -> tuple[Given, ...]:
    """It, where there is anything of it."""
    return (given,) if given.cents else ()


def _weeks(answer: Answer) -> str:
    if answer.weeks is None:
        return "—"
    return _("%(weeks)s whole ones: the money × 52 ÷ 12 months of that cost") % {"weeks": answer.weeks}
