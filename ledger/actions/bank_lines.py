"""Movements of the bank: each gets its account, or is found in the books already. Once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Sum
from django.utils.translation import gettext as _

from ledger import rules
from ledger.actions.entries import post_entry, refuse_to_move_by_hand
from ledger.models import Account, BankLine, BankMatchUndone, Entry, Period, Posting
from ledger.reports.bank import with_memory
from ledger.rules import Line
from members.models import Member
from record.actions import one_act_at_a_time, record, subject_of
from record.rules import Refused, refuse_if

MOST_LINES_AT_ONCE = 500


@one_act_at_a_time
def classify_bank_line(*, line_id: int, account: str, actor: Member | None, now: datetime) -> Entry:
    """Say what a movement of the bank was for: posts its entry, on its day, once. Undone, it waits for another."""
    line = (
        BankLine.objects.select_for_update(no_key=True, of=("self",))
        .select_related("account")
        .get(pk=line_id)
    )

    refuse_if(rules.why_not_bank(actor=actor, now=now))
    if not BankLine.objects.waiting().filter(pk=line.pk).exists():
        raise Refused(_("This movement has its account already."))
    if account == line.account.code:
        raise Refused(_("Choose where it came from or went to, not the bank itself."))
    if Account.objects.filter(code=account, place="bank").exists():
        raise Refused(
            _(
                "Money between two of our banks goes to the account “Between our own accounts”: the other bank's "
                "file brings its other end."
            )
        )

    lines = [Line(account=line.account.code, cents=line.cents), Line(account=account, cents=-line.cents)]
    refuse_to_move_by_hand(on=line.on, lines=lines)
    on = open_day_for(line.on)
    times = Entry.objects.filter(key__startswith="bank:", because=subject_of(line)).count()  # undone since
    entry = post_entry(
        on=on,
        memo=line.text if on == line.on else f"{line.on:%d/%m/%Y} {line.text}"[: rules.LONGEST_MEMO],
        key=f"bank:{line.pk}:{times}" if times else f"bank:{line.pk}",
        lines=lines,
        because=subject_of(line),
        actor=actor,
        now=now,
    )
    line.entry = entry
    line.save(update_fields=["entry"])
    return entry


@one_act_at_a_time
def classify_as_remembered(*, line_ids: Sequence[int], actor: Member | None, now: datetime) -> list[Entry]:
    """Enter several movements where their like went last time. Those that wait for nothing, or have no like,
    are left as they are; where one is refused, none is entered."""
    refuse_if(rules.why_not_bank(actor=actor, now=now))
    if len(line_ids) > MOST_LINES_AT_ONCE:
        raise Refused(_("Too many at once: up to %(most)s.") % {"most": MOST_LINES_AT_ONCE})
    waiting = BankLine.objects.waiting().filter(pk__in=line_ids).select_related("account")

    return [
        classify_bank_line(line_id=row.line.pk, account=row.remembered, actor=actor, now=now)
        for row in with_memory(list(waiting.order_by("on", "pk")))
        if row.remembered and row.found is None
    ]


@one_act_at_a_time
def match_bank_line(*, line_id: int, entry_id: uuid.UUID, actor: Member | None, now: datetime) -> BankLine:
    """Say that a movement is in the books already, as this entry: nothing is entered twice."""
    line = (
        BankLine.objects.select_for_update(no_key=True, of=("self",))
        .select_related("account")
        .get(pk=line_id)
    )
    entry = Entry.objects.get(pk=entry_id)

    refuse_if(rules.why_not_bank(actor=actor, now=now))
    if not BankLine.objects.waiting().filter(pk=line.pk).exists():
        raise Refused(_("This movement has its account already."))
    moved = Posting.objects.filter(entry=entry, account=line.account).aggregate(cents=Sum("cents"))["cents"]
    refuse_if(
        rules.why_not_match(
            moved_cents=moved or 0,
            cents=line.cents,
            is_taken=BankLine.objects.filter(entry=entry).exists(),
            is_undone=entry.reverses_id is not None or Entry.objects.filter(reverses=entry).exists(),
        )
    )

    line.entry = entry
    line.save(update_fields=["entry"])
    record(
        verb="ledger.bank.matched",
        subject=line,
        actor=actor,
        now=now,
        facts={"entry": entry.number, "cents": line.cents},
        because=subject_of(entry),
    )
    return line


@one_act_at_a_time
def unmatch_bank_line(*, line_id: int, entry_id: uuid.UUID, actor: Member | None, now: datetime) -> BankLine:
    """Say that a movement that was found in the books as this entry is another one: it waits again.

    The entry stays as it is, without a movement; nothing moves in the books.
    """
    line = BankLine.objects.select_for_update(no_key=True, of=("self",)).get(pk=line_id)
    entry = Entry.objects.get(pk=entry_id)

    refuse_if(rules.why_not_bank(actor=actor, now=now))
    refuse_if(
        rules.why_not_unmatch(
            is_its_entry=line.entry_id == entry.pk, is_from_it=entry.key.startswith("bank:")
        )
    )

    nth = line.unmatched + 1
    BankMatchUndone.objects.create(line=line, entry=entry, nth=nth, undone_by=actor, undone_at=now)
    line.entry, line.unmatched = None, nth
    line.save(update_fields=["entry", "unmatched"])
    record(
        verb="ledger.bank.unmatched",
        subject=line,
        actor=actor,
        now=now,
        facts={"entry": entry.number, "cents": line.cents},
        because=subject_of(entry),
    )
    return line


def open_day_for(day: date) -> date:
    """The day itself; where its month is closed, the first day of the first open one after it."""
    inside = Period.objects.filter(from_on__lte=day, until_on__gt=day).first()
    while inside is not None and inside.closed_at is not None:
        day = inside.until_on
        inside = Period.objects.filter(from_on__lte=day, until_on__gt=day).first()
    return day
