"""Any amount opened up: the sum in words, what goes into it, who decided it, and where it stands in the books."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Subquery

from record.models import Act, Head
from record.reports import head

ACTS_A_PAGE = 40


@dataclass(frozen=True, kw_only=True)
class Given:
    """One thing that goes into a sum: an amount, or something said as text; `link` opens it."""

    text: str
    cents: int | None = None
    said: str = ""
    link: str = ""
    counts: int = 0
    """1 where it is added to the amount, -1 where it is taken from it; 0 where the formula says what it does."""


@dataclass(frozen=True, kw_only=True)
class InRecord:
    """A line of the record, and on which page it stands."""

    seq: int
    page: int


@dataclass(frozen=True, kw_only=True)
class Explained:
    """An amount and where it comes from. `key` tells it from the others of its page.

    `motion` and `entry` are (id, number): the motion that decided it, the entry that posted it, where there are any.
    """

    key: str
    name: str
    cents: int
    formula: str
    given: tuple[Given, ...] = ()
    article: str = ""
    rule: str = ""
    """The key of the house rule it follows."""
    motion: tuple[int, int] | None = None
    entry: tuple[str, int] | None = None
    act: InRecord | None = None

    @property
    def adds_up(self) -> bool | None:
        """Whether what is added and taken away comes to the amount; None where it is no sum of its parts."""
        parts = [each for each in self.given if each.counts]
        return sum(each.counts * (each.cents or 0) for each in parts) == self.cents if parts else None


def in_record(verbs: Iterable[str], subjects: Iterable[str]) -> dict[str, InRecord]:
    """The latest line of the record about each of these, by subject. Two questions."""
    last, _hash = head()
    rows = Act.objects.filter(subject__in=list(subjects), verb__in=list(verbs)).order_by("seq")
    return {
        subject: InRecord(seq=seq, page=page_of(seq, last))
        for subject, seq in rows.values_list("subject", "seq")
    }


def line_of(subject: str, *verbs: str) -> dict[str, Any]:
    """What a row is read with, so that `line_read` knows its latest line of the record: it asks nothing more."""
    acts = Act.objects.filter(subject=subject, **({"verb__in": verbs} if verbs else {}))
    return {
        "act_seq": Subquery(acts.order_by("-seq").values("seq")[:1]),
        "last_seq": Subquery(Head.objects.values("seq")[:1]),
    }


def line_read(row: Any) -> InRecord | None:
    """The line of the record that a row was read with (`line_of`)."""
    seq, last = getattr(row, "act_seq", None), getattr(row, "last_seq", None)
    return None if seq is None or last is None else InRecord(seq=seq, page=page_of(seq, last))


def page_of(seq: int, last: int) -> int:
    """On which page of the record a line stands; the last line is on the first."""
    return (last - seq) // ACTS_A_PAGE + 1
