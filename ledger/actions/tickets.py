"""Tickets: entered from the phone with their picture, or put to an entry that is there.

What the phone wrote into the picture (where, when) is taken away before it is kept (`ledger.rules.pictures`).
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import date, datetime

from django.utils.translation import gettext as _

from ledger import rules
from ledger.actions.entries import enter_by_hand, refuse_other_figures
from ledger.actions.papers import Stored, keep_paper, without_orphans
from ledger.models import Account, Entry, Paper, PaperKind, PaperOfEntry
from ledger.rules import Line
from ledger.rules import papers as paper_rules
from ledger.rules.pictures import Unreadable, without_place
from members.models import Member
from record.actions import one_act_at_a_time, record, subject_of
from record.rules import Refused, refuse_if


def enter_ticket(
    *,
    on: date,
    cents: int,
    account: str,
    paid_from: str,
    memo: str = "",
    key: str,
    content: bytes,
    name: str = "",
    actor: Member | None,
    now: datetime,
) -> Entry:
    """What a ticket says was bought, paid from a place of money, with its picture. `cents` above zero.

    `key` is the form's own, so that sending it twice enters it once; the same picture is one ticket.
    """
    with without_orphans() as stored:
        return _enter_ticket(
            on=on,
            cents=cents,
            account=account,
            paid_from=paid_from,
            memo=memo,
            key=key,
            content=content,
            name=name,
            stored=stored,
            actor=actor,
            now=now,
        )


@one_act_at_a_time
def _enter_ticket(
    *,
    on: date,
    cents: int,
    account: str,
    paid_from: str,
    memo: str,
    key: str,
    content: bytes,
    name: str,
    stored: Stored,
    actor: Member | None,
    now: datetime,
) -> Entry:
    bought = Account.objects.filter(code=account).first()
    entry = enter_by_hand(
        on=on,
        memo=memo.strip() or (bought.name_es or bought.name if bought else ""),
        key=key,
        lines=[Line(account=account, cents=cents), Line(account=paid_from, cents=-cents)],
        actor=actor,
        now=now,
    )
    before = set(PaperOfEntry.objects.filter(entry=entry).values_list("paper_id", flat=True))
    paper = _put(entry, content, name, stored=stored, actor=actor, now=now)
    if before:  # a second tap has the picture of the first
        refuse_other_figures(entry, is_same=paper.pk in before)
    return entry


def put_ticket(
    *, entry_id: uuid.UUID, content: bytes, name: str = "", actor: Member | None, now: datetime
) -> Paper:
    """Put the picture of its ticket to an entry that is there: one of the bank, or one made by hand."""
    with without_orphans() as stored:
        return _put_ticket(entry_id=entry_id, content=content, name=name, stored=stored, actor=actor, now=now)


@one_act_at_a_time
def _put_ticket(
    *,
    entry_id: uuid.UUID,
    content: bytes,
    name: str,
    stored: Stored,
    actor: Member | None,
    now: datetime,
) -> Paper:
    entry = Entry.objects.get(pk=entry_id)
    refuse_if(rules.why_not_bank(actor=actor, now=now))
    return _put(entry, content, name, stored=stored, actor=actor, now=now)


def _put(
    entry: Entry, content: bytes, name: str, *, stored: Stored, actor: Member | None, now: datetime
) -> Paper:
    content_type = paper_rules.ticket_type(content)
    refuse_if(paper_rules.why_not_keep_ticket(size=len(content), content_type=content_type))
    try:
        bare = without_place(content, content_type)
    except Unreadable:
        raise Refused(_("The picture is broken. Take it again.")) from None
    kept_as_it_came = Paper.objects.filter(
        kind=PaperKind.TICKET, sha256=hashlib.sha256(content).hexdigest()
    ).exists()
    paper = keep_paper(
        kind=PaperKind.TICKET,
        name=name,
        content=content if kept_as_it_came else bare,
        content_type=content_type,
        stored=stored,
        actor=actor,
        now=now,
    )
    said = PaperOfEntry.objects.filter(paper=paper)
    if said.filter(entry=entry).exists():
        return paper  # a second tap
    standing = said.filter(entry__reversed_by=None).select_related("entry").first()
    refuse_if(
        paper_rules.why_not_of_entry(
            is_undone=Entry.objects.filter(reverses=entry).exists(),
            entered_as=standing.entry.number if standing else None,
            papers=PaperOfEntry.objects.filter(entry=entry).count(),
        )
    )
    PaperOfEntry.objects.create(entry=entry, paper=paper, said_at=now, said_by=actor)
    record(
        verb="ledger.ticket.put",
        subject=paper,
        actor=actor,
        now=now,
        facts={"entry": entry.number, "sha256": paper.sha256, "size": paper.size},
        because=subject_of(entry),
    )
    return paper
