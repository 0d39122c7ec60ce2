"""Phones that speak HTTP with the served program as a page's forms do, many at once."""

from __future__ import annotations

import html
import re
import urllib.parse
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from typing import Any, TypeVar

AT_ONCE = 40
FOLLOWED = 5
"""How many redirects a phone follows."""

Answer = TypeVar("Answer")
Item = TypeVar("Item")


@dataclass(kw_only=True)
class HttpPhone:
    """One person's phone, without a screen: it keeps its cookies, reads pages, and sends their forms."""

    address: str
    number: int
    pin: str
    page: str = ""
    """What it shows now."""
    at: str = "/"
    """The path of what it shows."""
    cookies: SimpleCookie = field(default_factory=SimpleCookie)

    def sign_in(self) -> None:
        self.see("/sign-in/")
        said = self.press("/sign-in/", number=self.number, pin=self.pin)
        assert self.at == "/", said

    def see(self, path: str) -> str:
        """The words of a page."""
        return self._ask("GET", path)

    def press(self, path: str, **said: Any) -> str:
        """The words shown after sending a form to this address from the page the phone shows."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.page)
        assert token is not None, f"{self.at} has no form"
        form = {"csrfmiddlewaretoken": token.group(1), **said}
        return self._ask("POST", path, urllib.parse.urlencode(form))

    def vote(self, motion: int, choice: str) -> str:
        """Open the ballot, choose, confirm; what the phone says then."""
        self.see(f"/motions/{motion}/ballot/")
        key = re.search(r'name="key" value="([0-9a-f-]+)"', self.page)
        assert key is not None, self.words
        return self.press(f"/motions/{motion}/ballot/", choice=choice, key=key.group(1), confirmed="1")

    @property
    def words(self) -> str:
        """What the page says to whoever reads it, without its marks."""
        bare = re.sub(r"(?s)<(script|style|svg).*?</\1>|<[^>]+>", " ", self.page)
        return " ".join(html.unescape(bare).split())

    def _ask(self, method: str, path: str, body: str | None = None) -> str:
        for _redirect in range(FOLLOWED):
            answer, content = self._once(method, path, body)
            if answer.status not in (301, 302, 303):
                break
            path, method, body = urllib.parse.urljoin(path, answer.headers["location"]), "GET", None
        assert answer.status == 200, (self.number, method, path, answer.status)
        self.at, self.page = path, content.decode()
        return self.words

    def _once(self, method: str, path: str, body: str | None) -> tuple[HTTPResponse, bytes]:
        host = urllib.parse.urlsplit(self.address).netloc
        headers = {
            "Host": host,
            "Accept-Language": "es-AR",
            "Cookie": "; ".join(f"{name}={each.value}" for name, each in self.cookies.items()),
        }
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.address}
        connection = HTTPConnection(host, timeout=60)
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        for each in answer.headers.get_all("set-cookie") or ():
            self.cookies.load(each)
        return answer, content


def at_once(doing: Callable[[Item], Answer], people: Iterable[Item]) -> list[Answer]:
    """Everybody does it, nobody waits for anybody; the answers in the order of the people."""
    with ThreadPoolExecutor(AT_ONCE) as hall:
        return list(hall.map(doing, people))
