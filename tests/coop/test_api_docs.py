"""The table of calls in docs/api.md is the one that the program answers to."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coop.api import api

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


@cache
def calls() -> list[str]:
    """A row for each call, in the order of their addresses."""
    paths: dict[str, dict[str, Any]] = api.get_openapi_schema(path_prefix="")["paths"]
    return [
        f"| `{method.upper()} {path}` | {call['summary']} |"
        for path in sorted(paths)
        for method, call in sorted(paths[path].items())
    ]


def written() -> list[str]:
    return [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]


@pytest.mark.thorough
def test_docs_api_md_names_every_call_there_is_and_no_other() -> None:
    missing = sorted(set(calls()) - set(written()))
    gone = sorted(set(written()) - set(calls()))
    assert missing == [], "write these rows in docs/api.md"
    assert gone == [], "these rows of docs/api.md are no calls any more"


def test_each_call_stands_there_once_in_the_order_of_addresses() -> None:
    assert written() == calls()


def test_every_call_says_what_it_does_in_words() -> None:
    """A summary that nobody wrote is the function's name with capitals."""
    for row in calls():
        said = row.split("|")[2].strip()
        assert said != said.title(), row
