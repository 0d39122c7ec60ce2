"""Papers: kept as they were given, sealed by hash, never changed and never run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.files.base import ContentFile

from ledger.models import Account, Paper, PaperKind
from ledger.rules import papers as rules
from members.models import Member

Stored = list[Paper]
"""The papers whose file was written, so that it can be taken away where their row was not."""


@contextmanager
def without_orphans() -> Iterator[Stored]:
    """Take a written file away again where the act that was to keep it did not come to be.

    Stand it outside the transaction: what is refused at commit is refused too.
    """
    stored: Stored = []
    try:
        yield stored
    except BaseException:
        for paper in stored:
            if paper.file.name:
                paper.file.storage.delete(paper.file.name)
        raise


def keep_paper(
    *,
    kind: PaperKind,
    name: str,
    content: bytes,
    content_type: str,
    account: Account | None = None,
    stored: Stored,
    actor: Member | None,
    now: datetime,
) -> Paper:
    """Write the file and its row inside the caller's act, which records it. The same file is kept once."""
    sha256 = hashlib.sha256(content).hexdigest()
    there = Paper.objects.filter(kind=kind, account=account, sha256=sha256).first()
    if there is not None:
        return there
    ending = (rules.TICKET_TYPES | rules.BANK_TYPES)[content_type]
    paper = Paper(
        kind=kind,
        account=account,
        name=rules.safe_name(name, ending),
        content_type=content_type,
        size=len(content),
        sha256=sha256,
        kept_at=now,
        kept_by=actor,
    )
    stored.append(paper)
    paper.file.save(f"{sha256}.{ending}", ContentFile(content), save=False)
    paper.save(force_insert=True)
    return paper
