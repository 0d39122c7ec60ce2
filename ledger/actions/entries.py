"""Entries: posted once, balanced, sealed; a mistake is undone by another entry."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from ledger import rules
from ledger.actions.periods import month_of
from ledger.models import Account, Entry, InstalmentPayment, InvoicePayment, Period, Posting
from ledger.rules import Line
from ledger.rules.by_hand import Moved, why_not_move_by_hand
from ledger.undoing import why_not_undo_by_hand
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record, subject_of
from record.parts import in_parts
from record.rules import Refused, refuse_if


@one_act_at_a_time
def post_entry(
    *,
    on: date,
    memo: str,
    key: str,
    lines: Collection[Line],
    because: str = "",
    actor: Member | None,
    now: datetime,
    reverses: Entry | None = None,
) -> Entry:
    """Post one balanced entry, once: the same key with the same contents answers the entry that is there.

    It asks for no power of its own: it is how other actions (a pay run, a set-aside, a bank line) move
    money, each of which checks who may do it. By hand an entry comes through `enter_by_hand`.
    Refuses other contents under a key already used, a closed month (naming it), and what does not balance.
    """
    return post_within_act(
        on=on, memo=memo, key=key, lines=lines, because=because, actor=actor, now=now, reverses=reverses
    )


def post_within_act(
    *,
    on: date,
    memo: str,
    key: str,
    lines: Collection[Line],
    because: str = "",
    actor: Member | None,
    now: datetime,
    reverses: Entry | None = None,
) -> Entry:
    """The same as part of another act, which is undone whole where this is refused: for an entry of very many lines.

    Its lines are read more than once, some at a time (of very many, a pile on disk: `record.on_disk`). As an act within
    an act it would have a savepoint, for which SQLite keeps in memory every page that the lines touch.
    """
    refuse_if(rules.why_not_post(on=on, lines=lines, memo=memo, key=key, because=because))
    accounts = _accounts_of(lines)
    content = rules.content_of(
        on=on,
        memo=memo.strip(),
        because=because,
        reverses=reverses.number if reverses else None,
        lines=_plain_lines(lines),
    )

    there = Entry.objects.select_related("period").filter(key=key).first()
    if there is not None:
        same = rules.seal_of(number=there.number, key=key, period=there.period.name, content=content)
        refuse_other_figures(there, is_same=there.seal == same)
        return there

    period = _open_period_of(on, actor=actor, now=now)
    number = (Entry.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    entry = Entry(
        id=uuid.uuid4(),
        number=number,
        period=period,
        on=on,
        memo=memo.strip(),
        key=key,
        because=because,
        reverses=reverses,
        posted_at=now,
        posted_by=actor,
        seal=rules.seal_of(number=number, key=key, period=period.name, content=content),
    )
    # The lines first and the entry last: its own insertion is what checks and seals them.
    postings = (
        Posting(
            entry_id=entry.pk,
            account=accounts[line.account],
            cents=line.cents,
            member_id=line.member_id,
            note=line.note,
        )
        for line in lines
    )
    for some in in_parts(postings):
        Posting.objects.bulk_create(some)
    entry.save(force_insert=True)

    record(
        verb="ledger.entry.posted",
        subject=entry,
        actor=actor,
        now=now,
        facts={
            "number": number,
            "on": on.isoformat(),
            "period": period.name,
            "lines": len(lines),
            "seal": entry.seal,
        },
        because=because,
    )
    return entry


@one_act_at_a_time
def enter_by_hand(
    *, on: date, memo: str, key: str, lines: Sequence[Line], actor: Member | None, now: datetime
) -> Entry:
    """Enter what happened to the money, by whoever keeps the books, for a day that has come.

    `key` is the form's own, so that sending it twice enters it once. Refuses to move funds, members' shares and what
    is owed to members, but for putting in what there was when we began.
    """
    today = Cooperative.objects.founded().day_of(now)
    refuse_if(rules.why_not_enter(on=on, today=today, actor=actor, now=now))
    refuse_to_move_by_hand(on=on, lines=lines)

    return post_entry(on=on, memo=memo, key=f"hand:{key}", lines=lines, actor=actor, now=now)


@one_act_at_a_time
def reverse_entry(*, entry_id: uuid.UUID, on: date, memo: str, actor: Member | None, now: datetime) -> Entry:
    """Undo by hand an entry that a hand entered, by one with the same lines the other way round. Both stay.

    Undoing twice is refused; so is undoing what another act posted (a pay run, a surplus), naming that act.
    """
    entry = Entry.objects.get(pk=entry_id)
    today = Cooperative.objects.founded().day_of(now)

    refuse_if(
        rules.why_not_reverse(
            is_reversed=Entry.objects.filter(reverses=entry).exists(),
            is_reversal=entry.reverses_id is not None,
            not_by_hand=why_not_undo_by_hand(entry.key),
            is_paid=_is_paid(entry),
            made_on=entry.on,
            on=on,
            today=today,
            actor=actor,
            now=now,
        )
    )

    lines = [
        Line(account=line.account.code, cents=-line.cents, member_id=line.member_id, note=line.note)
        for line in entry.postings.select_related("account").order_by("id")
    ]
    refuse_to_move_by_hand(on=on, lines=lines, is_undoing=True)
    return post_entry(
        on=on,
        memo=memo,
        key=f"undo:{entry.number}",
        lines=lines,
        because=subject_of(entry),
        actor=actor,
        now=now,
        reverses=entry,
    )


def refuse_other_figures(entry: Entry, *, is_same: bool) -> None:
    """A second tap says the same as the first. Where it says something else it is no second tap."""
    if not is_same:
        raise Refused(_("This was entered already with other figures, as entry %(n)s.") % {"n": entry.number})


def moved_through(entry: Entry, place: str) -> bool:
    """Whether it moved money of this bank account or box."""
    return entry.postings.filter(account__code=place).exclude(account__place="").exists()


def refuse_to_move_by_hand(*, on: date, lines: Sequence[Line], is_undoing: bool = False) -> None:
    """Refuse a line that no hand may move on that day, naming its account."""
    coop = Cooperative.objects.founded()
    accounts = _accounts_of(lines)
    refuse_if(
        why_not_move_by_hand(
            [
                Moved(
                    account=line.account,
                    said=accounts[line.account].said,
                    cents=line.cents,
                    is_shareable=accounts[line.account].is_shareable,
                )
                for line in lines
            ],
            is_opening=on <= coop.day_of(coop.founded_at),
            is_undoing=is_undoing,
        )
    )


def _is_paid(entry: Entry) -> bool:
    """Whether payments stand on it: of the invoice, or of the debt, that it brought into the books."""
    standing = Q(entry__reversed_by=None)
    return (
        InvoicePayment.objects.filter(standing, invoice__entry=entry).exists()
        or InstalmentPayment.objects.filter(standing, instalment__debt__entry=entry).exists()
    )


def _accounts_of(lines: Iterable[Line]) -> dict[str, Account]:
    codes = {line.account for line in lines}
    accounts = Account.objects.in_bulk(codes, field_name="code")
    for code in sorted(codes - accounts.keys()):
        raise Refused(_("There is no account %(code)s.") % {"code": code})
    return accounts


def _plain_lines(lines: Iterable[Line]) -> Iterator[tuple[str, int, int | None, str]]:
    """The lines as they are sealed: people by number."""
    for some in in_parts(lines):
        ids = {line.member_id for line in some if line.member_id is not None}
        numbers = dict(Member.objects.filter(pk__in=ids).values_list("pk", "number")) if ids else {}
        if len(numbers) < len(ids):
            raise Refused(_("There is nobody with that number."))
        for line in some:
            number = None if line.member_id is None else numbers[line.member_id]
            yield line.account, line.cents, number, line.note


def _open_period_of(day: date, *, actor: Member | None, now: datetime) -> Period:
    found = month_of(day=day, actor=actor, now=now)
    period = Period.objects.select_for_update(no_key=True).get(pk=found.pk)
    refuse_if(rules.why_not_in_period(name=period.said, is_closed=period.closed_at is not None))
    return period
