"""What entries say on each account, to be compared with what other rows say of them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, Sum

from ledger.models import Account, Posting


def sums_of(which: Q) -> dict[uuid.UUID, dict[str, int]]:
    """Cents by account of every entry that answers to `which`, words over postings: Q(entry__invoice__isnull=False)."""
    found: dict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    rows = (
        Posting.objects.filter(which)
        .order_by()
        .values_list("entry_id", "account__code")
        .annotate(cents=Sum("cents"))
    )
    for entry_id, code, cents in rows:
        found[entry_id][code] = cents
    return found


def sums_of_members(which: Q, account: str) -> dict[tuple[uuid.UUID, int | None], int]:
    """Cents by entry and member on one account that is kept per member."""
    rows = (
        Posting.objects.filter(which, account__code=account)
        .order_by()
        .values_list("entry_id", "member_id")
        .annotate(cents=Sum("cents"))
    )
    return {(entry_id, member_id): cents for entry_id, member_id, cents in rows}


def places() -> frozenset[str]:
    """Codes of the accounts that are banks and cash boxes."""
    return frozenset(Account.objects.exclude(place="").values_list("code", flat=True))


def in_all(sums: Iterable[dict[str, int]], account: str) -> int:
    """What these entries together have on an account."""
    return sum(each.get(account, 0) for each in sums)
