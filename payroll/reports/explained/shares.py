"""One member's share account, opened up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ledger import chart
from ledger.reports.explained import Explained, Given, InRecord, in_record
from payroll.house_rules.shares import SHARES
from payroll.models import ShareSubscription
from payroll.reports.refunds import Place, RefundQueue
from payroll.reports.shares import Movement, ShareAccount
from payroll.rules.percent import as_percent

BOOKS = f"/books/accounts/{chart.SHARE_CAPITAL}/"


VERBS = (
    "payroll.shares.subscribed",
    "payroll.shares.paid_in",
    "payroll.shares.given_back",
    "ledger.entry.posted",
)


def acts_of(account: ShareAccount, subscriptions: list[ShareSubscription]) -> dict[str, InRecord]:
    """The lines of the record about an account, by what they are about. Two questions."""
    subscribed = [f"payroll.sharesubscription:{each.pk}" for each in subscriptions]
    return in_record(VERBS, [*subscribed, *(f"ledger.entry:{each.entry_id}" for each in account.movements)])


def sums_explained(
    account: ShareAccount, subscriptions: list[ShareSubscription], acts: Mapping[str, InRecord]
) -> list[Explained]:
    """What one holds, subscribed, and owes still."""
    paid = sum(each.cents for each in account.movements if each.cents > 0)
    back = account.held_cents - paid
    held = Explained(
        key="held",
        name=_("You hold"),
        cents=account.held_cents,
        formula=_("All that came into your account, less what was given back."),
        given=(
            Given(text=_("Came in"), cents=paid),
            Given(text=_("Given back"), cents=back),
            Given(text=_("Its account in the books"), link=BOOKS),
        ),
    )
    found = [held]
    for each in subscriptions:
        motion = each.rule.motion
        found.append(
            Explained(
                key=f"subscribed-{each.pk}",
                name=_("Subscribed"),
                cents=each.cents,
                formula=_(
                    "The same for each of us, by the rule of that day; what you subscribed before counts."
                ),
                given=(Given(text=_("In monthly parts"), said=str(each.instalments)),),
                rule=SHARES.key,
                motion=(motion.pk, motion.number) if motion is not None else None,
                act=acts.get(f"payroll.sharesubscription:{each.pk}"),
            )
        )
    if account.due_cents:
        due = Given(text=_("You hold"), cents=account.held_cents)
        fallen = Given(text=_("Was due until today"), cents=account.due_cents + account.held_cents)
        found.append(
            Explained(
                key="due",
                name=_("Due and not paid yet"),
                cents=account.due_cents,
                formula=_("The parts that were due until today, less what you hold."),
                given=(fallen, due),
            )
        )
    return found


def to_come_explained(account: ShareAccount) -> list[tuple[date, Explained]]:
    """The parts to come, each with its day."""
    formula = _("What was subscribed ÷ its monthly parts, down to the cent; the last one takes what is left.")
    whole = Given(text=_("Subscribed"), cents=account.subscribed_cents)
    return [
        (
            part.due_on,
            Explained(
                key=f"part-{nth}", name="", cents=part.cents, formula=formula, given=(whole,), rule=SHARES.key
            ),
        )
        for nth, part in enumerate(account.to_come)
    ]


def movements_explained(movements: list[Movement], acts: Mapping[str, InRecord]) -> list[Explained]:
    """Each movement with its entry, and its line of the record."""
    return [
        Explained(
            key=f"moved-{nth}",
            name=each.memo,
            cents=each.cents,
            formula=each.memo,
            given=(Given(text=_("There was on it afterwards"), cents=each.balance_cents),),
            entry=(each.entry_id, each.entry_number),
            act=acts.get(f"ledger.entry:{each.entry_id}"),
        )
        for nth, each in enumerate(movements)
    ]


def ceiling_explained(queue: RefundQueue) -> Explained:
    """How much of all shares may still be given back this year."""
    return Explained(
        key="ceiling",
        name=_("May still be given back this year"),
        cents=queue.ceiling_cents,
        formula=_(
            "%(share)s of all shares, up to the cent, less what was given back this year; no less than nothing."
        )
        % {"share": as_percent(queue.rule.refunds)},
        given=(
            Given(text=_("All shares, before this year's refunds"), cents=queue.capital_cents, link=BOOKS),
            Given(text=_("Given back this year"), cents=queue.paid_this_year_cents),
        ),
        rule=SHARES.key,
    )


@dataclass(frozen=True, kw_only=True)
class PlaceOpened:
    """One in the queue: what is still to be given back, and of it what can be paid now."""

    place: Place
    left: Explained
    payable: Explained | None


def places_explained(queue: RefundQueue) -> list[PlaceOpened]:
    """Everyone in the queue. It asks nothing."""
    limit = Given(text=_("May still be given back this year"), cents=queue.ceiling_cents)
    found, before = [], 0
    for place in queue.places:
        left = Explained(
            key=f"asked-{place.refund.pk}",
            name=_("To be given back"),
            cents=place.left_cents,
            formula=_("What was asked back, less what was given back of it. The oldest is paid whole first."),
            given=(
                Given(text=_("Asked back"), cents=place.refund.cents, counts=1),
                Given(text=_("Given back"), cents=place.refund.cents - place.left_cents, counts=-1),
            ),
            rule=SHARES.key,
        )
        payable = Explained(
            key=f"payable-{place.refund.pk}",
            name=_("Can be paid now"),
            cents=place.payable_cents,
            formula=_("All that is asked, as far as this year's limit reaches after those who asked before."),
            given=(
                limit,
                Given(text=_("To those who asked before"), cents=before),
                Given(text=_("To be given back"), cents=place.left_cents),
            ),
            rule=SHARES.key,
        )
        before += place.payable_cents
        found.append(PlaceOpened(place=place, left=left, payable=payable if payable.cents else None))
    return found
