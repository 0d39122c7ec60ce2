"""Every page that somebody reaches by its links, and which amounts on it are closed: they neither open nor lead on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client

VOID = frozenset(
    {"input", "br", "img", "meta", "link", "hr", "path", "circle", "rect", "line", "source", "use"}
)
ROWS = frozenset({"tr", "li", "p", "dl"})
OF_A_KIND = 2
"""So many pages of the same shape are looked at: slips, entries, motions are many and alike."""


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str | None]
    leads_on: bool = False
    """Whether a link or something that opens is inside."""
    text: str = ""


@dataclass
class _Amounts(HTMLParser):
    """What is inside what; an amount is closed where nothing around it in its row opens or leads on."""

    open: list[_Element] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    rows: list[tuple[_Element, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        if tag in ("a", "details"):
            for each in self.open:
                each.leads_on = True
        self.open.append(_Element(tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        for each in self.open:
            each.text += data

    def handle_endtag(self, tag: str) -> None:
        while tag not in VOID and self.open:
            ended = self.open.pop()
            if ended.attributes.get("class") == "money":
                self._look_at(ended.text)
            if ended.tag in ROWS:
                self._end_row(ended)
            if ended.tag == tag:
                return

    def _look_at(self, said: str) -> None:
        if any(
            each.tag in ("a", "details", "form") or each.attributes.get("id") == "slip" for each in self.open
        ):
            return  # it opens, it is what an act is about, or it stands on a payslip, which opens whole
        row = next((each for each in reversed(self.open) if each.tag in ROWS), None)
        if row is None:
            self.closed.append(said)
        else:
            self.rows.append((row, said))

    def _end_row(self, ended: _Element) -> None:
        waiting, self.rows = self.rows, []
        for row, said in waiting:
            if row is not ended:
                self.rows.append((row, said))
            elif not ended.leads_on:
                around = next((each for each in reversed(self.open) if each.tag in ("tr", "li")), None)
                if around is not None:
                    self.rows.append((around, said))
                else:
                    self.closed.append(f"{said}: {' '.join(ended.text.split())[:80]}")


def closed_amounts(html: str) -> list[str]:
    """The amounts of a page that neither open nor stand in a row that opens or leads on."""
    page = _Amounts()
    page.feed(html)
    return page.closed


def closed_on_all_pages(client: Client, *, first: list[str]) -> tuple[int, dict[str, list[str]]]:
    """How many pages somebody reaches from some, and the closed amounts by address."""
    waiting, seen, shapes, looked_at = list(first), set(first), Counter[str](), 0
    found: dict[str, list[str]] = {}
    while waiting:
        address = waiting.pop(0)
        response = client.get(address)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        looked_at += 1
        html = response.content.decode()
        if closed := closed_amounts(html):
            found[address] = closed
        for link in re.findall(r'href="(/[^"#]*)"', html):
            to = link.replace("&amp;", "&")
            shape = re.sub(r"[0-9a-f-]{36}|\d+|=[^&]*", "N", to)
            if to not in seen and shapes[shape] < OF_A_KIND and not _is_file(to):
                seen.add(to)
                shapes[shape] += 1
                waiting.append(to)
    return looked_at, found


def _is_file(address: str) -> bool:
    return "." in address.partition("?")[0].rsplit("/", 1)[-1] or address.startswith(("/static/", "/api/"))
