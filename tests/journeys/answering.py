"""A browser that is given answers of this very process: no server, no port, no waiting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

STATIC = Path(__file__).resolve().parent.parent.parent / "static"


def answers(pages: dict[str, Any]) -> Callable[[Any], None]:
    """Give a browser these answers by their paths, and the static files."""

    def answer(route: Any) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=str(STATIC / path.removeprefix("/static/")))
        elif path in pages:
            got = pages[path]
            if isinstance(got, list):  # one after the other, the last for ever
                got = got.pop(0) if len(got) > 1 else got[0]
            route.fulfill(status=got.status_code, body=got.content, headers=dict(got.headers))
        else:
            route.fulfill(status=204)

    return answer
