"""Calling the API as somebody, at the moment of a hall."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from members.models import Member
from tests.pages import signed_in


class Program:
    """What a member's program asks and gets: each call answers (status, body)."""

    def __init__(self, member: Member | None) -> None:
        self.client = Client() if member is None else signed_in(member)

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        answer = self.client.get(f"/api/v1{path}", query)
        return answer.status_code, answer.json()

    def post(self, path: str, body: Any = None) -> tuple[int, Any]:
        return self._send("post", path, body)

    def put(self, path: str, body: Any = None) -> tuple[int, Any]:
        return self._send("put", path, body)

    def _send(self, how: str, path: str, body: Any) -> tuple[int, Any]:
        sent = json.dumps({} if body is None else body)
        answer = getattr(self.client, how)(f"/api/v1{path}", sent, content_type="application/json")
        return answer.status_code, answer.json()


def refused(answer: tuple[int, Any], *, status: int = 409, saying: str = "") -> bool:
    """Whether it was refused with this status, in one sentence that says this."""
    got, body = answer
    return got == status and bool(body["detail"]) and saying in body["detail"]
