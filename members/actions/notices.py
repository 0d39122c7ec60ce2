"""Telling members something, on their home page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from members.models import Member, Notice


@transaction.atomic
def tell(
    *,
    member_ids: Iterable[int],
    key: str,
    text_id: str,
    values: Mapping[str, object],
    link: str,
    now: datetime,
) -> None:
    """Tell members something once: the same key again tells nobody twice. Not an act of the record.

    `text_id` is an English sentence with %(names)s that the catalogues translate when it is shown.
    """
    Notice.objects.bulk_create(
        [
            Notice(member_id=pk, key=key[:120], text_id=text_id, values=dict(values), link=link, at=now)
            for pk in member_ids
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


@transaction.atomic
def read_notice(*, notice_id: int, member: Member, now: datetime) -> None:
    """Take a notice off one's home page."""
    Notice.objects.filter(pk=notice_id, member=member, read_at__isnull=True).update(read_at=now)
