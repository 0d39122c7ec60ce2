"""Counting a cash box: one of us, then another, then the difference is in the books."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext as _

from ledger.actions.entries import post_entry
from ledger.chart import CASH_DIFFERENCES
from ledger.models import Account, CashCount, Entry
from ledger.reports.balances import balance
from ledger.rules import KEEP_BOOKS, Line, Sentence, cash, may
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record, subject_of
from record.rules import Refused, refuse_if


@one_act_at_a_time
def count_cash(*, account: str, notes: Mapping[int, int], actor: Member, now: datetime) -> CashCount:
    """The first count of a box: how many of each note and coin, by their cents. It waits for the second."""
    box = Account.objects.filter(code=account).first()
    if box is None:
        raise Refused(_("There is no account %(code)s.") % {"code": account})
    waiting = _waiting(box)
    refuse_if(
        cash.why_not_begin_count(
            place=box.place, waiting_for=waiting.first_by.name if waiting else None, actor=actor, now=now
        )
    )
    _refuse_strange(notes)

    made = CashCount.objects.create(
        account=box,
        notes={str(cents): count for cents, count in sorted(notes.items()) if count},
        counted_cents=cash.total_of(notes),
        first_by=actor,
        first_at=now,
    )
    record(
        verb="ledger.cash.counted",
        subject=made,
        actor=actor,
        now=now,
        facts={"account": box.code, "cents": made.counted_cents},
    )
    return made


@one_act_at_a_time
def confirm_cash(*, count_id: int, notes: Mapping[int, int], actor: Member, now: datetime) -> CashCount:
    """The second count, by another of us: the same, note by note. What differs from the books is entered."""
    count = (
        CashCount.objects.select_for_update(no_key=True, of=("self",))
        .select_related("account")
        .get(pk=count_id)
    )
    _refuse_strange(notes)
    refuse_if(
        cash.why_not_second_count(
            why_not_me=why_not_me(count=count, actor=actor, now=now),
            is_over=count.second_at is not None or count.dropped_at is not None,
            mine=notes,
            theirs={int(cents): n for cents, n in count.notes.items()},
        )
    )

    count.on = Cooperative.objects.get().day_of(now)
    count.books_cents = balance(count.account.code, until=count.on + timedelta(days=1))
    count.second_by, count.second_at = actor, now
    if count.difference_cents:
        count.entry = post_entry(
            on=count.on,
            memo=_("Cash counted by two: the difference"),
            key=f"cash:{count.pk}",
            lines=[
                Line(account=count.account.code, cents=count.difference_cents),
                Line(account=CASH_DIFFERENCES, cents=-count.difference_cents),
            ],
            because=subject_of(count),
            actor=actor,
            now=now,
        )
    count.save(update_fields=["on", "books_cents", "second_by", "second_at", "entry"])
    record(
        verb="ledger.cash.confirmed",
        subject=count,
        actor=actor,
        now=now,
        facts={
            "account": count.account.code,
            "cents": count.counted_cents,
            "difference": count.difference_cents,
            "first": count.first_by.number,
        },
    )
    return count


@one_act_at_a_time
def drop_count(*, count_id: int, actor: Member, now: datetime) -> CashCount:
    """Leave a count that nobody confirmed, to count again. What was counted stays in the record."""
    count = CashCount.objects.select_for_update(no_key=True).get(pk=count_id)
    refuse_if(
        cash.why_not_drop_count(
            is_mine=count.first_by_id == actor.pk,
            is_over=count.second_at is not None or count.dropped_at is not None,
            actor=actor,
            now=now,
        )
    )

    count.dropped_at = now
    count.save(update_fields=["dropped_at"])
    record(verb="ledger.cash.dropped", subject=count, actor=actor, now=now)
    return count


def why_not_me(*, count: CashCount, actor: Member, now: datetime) -> Sentence | None:
    """Why somebody does not count a box second; None where they do."""
    before = CashCount.objects.filter(account_id=count.account_id, second_at__isnull=False)
    entered = Entry.objects.filter(posted_by=actor, postings__account_id=count.account_id, cash_count=None)
    if (last := before.aggregate(at=Max("second_at"))["at"]) is not None:
        entered = entered.filter(posted_at__gt=last)
    return cash.why_not_count_second(
        is_first=count.first_by_id == actor.pk,
        keeps_books=may(actor, KEEP_BOOKS, now),
        has_entered=entered.exists(),
    )


def _waiting(box: Account) -> CashCount | None:
    return (
        CashCount.objects.filter(account=box, second_at=None, dropped_at=None)
        .select_related("first_by")
        .first()
    )


def _refuse_strange(notes: Mapping[int, int]) -> None:
    coop = Cooperative.objects.get()
    refuse_if(cash.why_not_notes(notes, known=cash.denominations(coop.currency, coop.decimals)))
