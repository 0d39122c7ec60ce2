"""Whether what a row says and what its entry says are the same, account by account."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping


def disagreements(
    name: str, *, says: Mapping[str, int], lines: Mapping[str, int], rest: Container[str] | None = ()
) -> Iterator[str]:
    """One sentence for each account where a row and its entry say different cents.

    `says` is what the row means on each account, `lines` what its entry has. What else the entry has may only
    be on the accounts of `rest` (None: on any); as entries balance, its sum is the row's too.
    """
    for account in sorted({*says, *lines}):
        said, booked = says.get(account, 0), lines.get(account, 0)
        if account in says and said != booked:
            yield f"{name} says {said} on {account}, its entry {booked}"
        elif account not in says and booked and rest is not None and account not in rest:
            yield f"{name} says nothing on {account}, its entry {booked}"


def undoes(lines: Mapping[tuple[str, int | None], int], undone: Mapping[tuple[str, int | None], int]) -> bool:
    """True where the lines are those of the entry that is undone, the other way round; each (account, member)."""
    return {key: cents for key, cents in lines.items() if cents} == {
        key: -cents for key, cents in undone.items() if cents
    }
