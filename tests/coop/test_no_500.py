"""No input makes us fail: every address, asked and sent the oddest things, by everybody."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoDbBlocker

from coop.api import api
from tests.coop.village import Village, a_village
from tests.pages import at, signed_in
from tests.worlds import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ODD_IDS = {
    "int": ["1", "0", str(2**63), "1" + "0" * 30, "-1", "\u0663"],
    "id": ["1", "0", "9" * 18, "1" + "0" * 30, "\u0663"],
    "slug": ["watch-0", "compute", "-", "a" * 500],
    "str": ["%00", "\u00f1", "a" * 500, "%ff", "1.1.1"],
    "api": ["1", "0", str(2**63), "%00", "\u0663"],
    "uuid": ["00000000-0000-0000-0000-000000000000", "x"],
}
ODD_QUERIES = [
    *("page=abc", "page=-5", "page=1" + "0" * 30, "page=%00", "q=%00", "q=%ff", "q=" + "x" * 3000),
    *(
        "on=9999-12-31",
        "on=0001-01-01",
        "on=10000-01-01",
        "on=x",
        "sector=%00",
        "sector=nope",
        "month=2026-13",
    ),
    *(
        "month=0000-00",
        "month=9999-12",
        "month=%D9%A3",
        "period=%00",
        "state=%00",
        "kind=nope",
        "account=%00",
    ),
    *(
        "limit=-1&offset=-1",
        "limit=1" + "0" * 30,
        "limit=x&offset=1" + "0" * 30,
        "after=-1",
        "after=1" + "0" * 30,
    ),
    *("amends=1" + "0" * 30, "follows=x", "next=//evil.example", "choice=%00", "from=%00", "year=0", "who=x"),
    "&".join(f"x{n}=1" for n in range(1500)),
]
DEEP = "[" * 5_000
ODD_BODIES: list[tuple[str, bytes]] = [
    ("application/x-www-form-urlencoded", b""),
    ("application/x-www-form-urlencoded", b"\x00\xff\xfe=%00&a=%ff"),
    ("application/x-www-form-urlencoded; charset=nope", b"a=b"),
    ("application/x-www-form-urlencoded", b"&".join(b"x%d=1" % n for n in range(1500))),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=x", b"--x\r\nnonsense"),
    ("application/json", DEEP.encode()),
    ("application/json", b'{"a":' * 5_000),
    ("application/json", b"null"),
    ("application/json", b"\xff\x00"),
    ("application/json", b'{"choice": "for", "key": "' + b"9" * 5_000 + b'"}'),
    ("text/plain", b"\x00" * 1_000),
]
"""Content types and what is sent under them."""

ODD_VALUES = [
    "\x00",
    "9" * 400,
    "-1",
    "1e400",
    "NaN",
    "\u0663",
    "9999-12-31",
    "10000-01-01",
    "x" * 30_000,
    "[" * 3_000,
]
ODD_FIELDS = [
    *(
        "account",
        "accounts",
        "amount",
        "amount_cents",
        "at",
        "because",
        "carry_in_cents",
        "channel",
        "choice",
        "choices",
        "closes_at",
        "code",
        "country",
        "currency",
        "date",
        "dry_run",
        "ends_at",
        "file",
        "from_on",
        "hours",
        "in_favour",
        "key",
        "keys",
        "kind",
        "line",
        "lines",
        "member",
        "members",
        "memo",
        "method",
        "minutes",
        "month",
        "motion",
        "name",
        "next",
        "number",
        "numbers",
        "on",
        "pack",
        "period",
        "pin",
        "place",
        "position",
        "previous_receipt",
        "purpose",
        "reinvestment",
        "revision",
        "sector",
        "share",
        "starts_at",
        "terms",
        "text",
        "text_size",
        "theme",
        "title",
        "to",
        "total",
        "until_on",
        "value",
        "weights",
    ),
]


def routes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Every address of the URLconf, with its parameters still open."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


ROUTES = sorted(set(routes()))
DESCRIPTIONS = ("api/v1/openapi.json", "api/v1/docs", "api/v1/")
GROUPS = {
    start: [
        route
        for route in ROUTES
        if route.split("/")[:depth] == start.split("/") and route not in DESCRIPTIONS
    ]
    for depth in (1, 3)
    for start in sorted({"/".join(route.split("/")[:depth]) for route in ROUTES})
    if start.startswith("api/") == (depth == 3) and start != "api"
}
"""Addresses that begin alike: each group meets the village as it was made."""


def addresses(route: str) -> list[str]:
    """The address with ids that are there, and with ids that never can be."""
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<str:\1>", route).rstrip("$")
    found = ["/" + route]
    if route.startswith("api/"):
        route = re.sub(r"<(\w+_id|number)>", r"<api:\1>", route)
        found = ["/" + route]
    for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", route):
        slot = f"<{kind}:{name}>" if kind else f"<{name}>"
        found = [one.replace(slot, value) for one in found[:3] for value in ODD_IDS[kind or "str"]]
    return found


@pytest.fixture(scope="module")
def one_village(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Village]:
    with made_once(a_village, django_db_blocker) as village:
        yield village


@pytest.fixture
def village(one_village: Village, monkeypatch: pytest.MonkeyPatch) -> Village:
    village = deepcopy(one_village)
    at(village.hall.now, monkeypatch)
    return village


@pytest.fixture
def visitors(village: Village) -> list[Client]:
    """Nobody special, whoever chairs, keeps the books, signs, admits, proposes; and a stranger."""
    people = [village.member, village.chair, village.nine.delia, village.nine.oscar, village.nine.people[7]]
    clients = [*map(signed_in, people), Client()]
    for client in clients:
        client.raise_request_exception = False
    return clients


def some_of(odd: list[Any], route: str) -> list[Any]:
    """Every third, beginning elsewhere for each address: the next address gets the others."""
    return odd[ROUTES.index(route) % 3 :: 3]


def says_something(response: Any) -> bool:
    return len(re.sub(r"<[^>]*>|\s+", "", response.content.decode())) > 10


@pytest.mark.parametrize("group", GROUPS)
def test_no_address_and_no_query_makes_us_fail(visitors: list[Client], group: str) -> None:
    asked = []
    for route in GROUPS[group]:
        plain = addresses(route)
        asked += [
            (visitors[(place + who) % 6], address) for place, address in enumerate(plain) for who in (0, 2, 5)
        ]
        asked += [
            (visitors[place % 5], f"{plain[0]}?{query}")
            for place, query in enumerate(some_of(ODD_QUERIES, route))
        ]
    for client, address in asked:
        response = client.get(address)
        assert response.status_code < 500, address
        if response.status_code >= 400:
            assert says_something(response), f"{response.status_code} without a word at {address}"


@pytest.mark.one_engine
@pytest.mark.parametrize("group", GROUPS)
def test_no_method_and_no_body_makes_us_fail(visitors: list[Client], group: str) -> None:
    for route in GROUPS[group]:
        address, client = addresses(route)[0], visitors[ROUTES.index(route) % 6]
        for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "BREW"):
            assert client.generic(method, address).status_code < 500, (method, address)
        for kind, body in some_of(ODD_BODIES, route):
            response = client.generic("POST", address, body, content_type=kind)
            assert response.status_code < 500, (address, kind, body[:40])
            if response.status_code >= 400:
                assert says_something(response), (response.status_code, address, kind, body[:40])


ODD_JSON: list[Any] = [
    *(None, True, -1, 0, 2**63, 10**40, 1.5, float("nan"), float("inf"), "", "\x00", "\ud800", "x" * 30_000),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-03-05T15:20:00", "9999-12-31"),
    *([], [[]], [None], ["\ud800"], [10**40], {}, {"\x00": 1}, {"\ud800": {"a": ["\x00"]}}),
]
SCHEMA: dict[str, Any] = api.get_openapi_schema(path_prefix="")
WITH_A_BODY = sorted(
    (path, method)
    for path, calls in SCHEMA["paths"].items()
    for method, call in calls.items()
    if "application/json" in call.get("requestBody", {}).get("content", {})
)


def shaped(schema: dict[str, Any]) -> Any:
    """The plainest value of a JSON schema."""
    if "$ref" in schema:
        return shaped(SCHEMA["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    for known in ("default", "const"):
        if known in schema:
            return schema[known]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return shaped(schema["anyOf"][0])
    kind = schema.get("type")
    if kind == "object":
        return {name: shaped(each) for name, each in schema.get("properties", {}).items()}
    if kind == "array":
        return [shaped(schema.get("items", {}))]
    formats = {
        "date-time": "2026-03-05T18:00:00-03:00",
        "date": "2026-03-05",
        "uuid": "00000000-0000-0000-0000-000000000001",
    }
    plain = {"string": formats.get(schema.get("format", ""), "x"), "integer": 1, "boolean": True}
    return plain.get(str(kind), {})


def test_the_calls_of_every_room_take_a_body() -> None:
    assert len(WITH_A_BODY) > 30


@pytest.mark.parametrize("start", sorted({path.split("/")[1] for path, _method in WITH_A_BODY}))
def test_no_field_of_a_json_body_makes_us_fail(visitors: list[Client], start: str) -> None:
    """Every call with a body that is well shaped but for one field; each visitor gets every fifth."""
    turn = 0
    for path, method in WITH_A_BODY:
        if path.split("/")[1] != start:
            continue
        content = SCHEMA["paths"][path][method]["requestBody"]["content"]
        whole = shaped(content["application/json"]["schema"])
        address = "/api/v1" + re.sub(r"\{\w+\}", "1", path)
        bodies = [whole, *ODD_JSON]
        if isinstance(whole, dict):
            bodies += [whole | {name: odd} for name in whole for odd in ODD_JSON]
        for body in bodies:
            turn += 1
            sent = json.dumps(body)
            response = visitors[turn % 5].generic(
                method.upper(), address, sent, content_type="application/json"
            )
            assert response.status_code < 500, (method, path, sent[:300])


@pytest.mark.parametrize("group", [group for group in GROUPS if not group.startswith("api/")])
def test_no_form_makes_us_fail(visitors: list[Client], group: str) -> None:
    for route in GROUPS[group]:
        for address in addresses(route)[:2]:
            for place, value in enumerate(some_of(ODD_VALUES, route)):
                response = visitors[place % 5].post(address, dict.fromkeys(ODD_FIELDS, value))
                assert response.status_code < 500, (address, value[:40])


@pytest.mark.parametrize("place", range(5))
def test_no_field_of_our_own_forms_makes_us_fail(visitors: list[Client], place: int) -> None:
    """Every form found on the pages, whole but for one forged field."""
    client = visitors[place]
    for page in (
        route for route in ROUTES if "<" not in route and not route.startswith(("api/", "sign-out"))
    ):
        response = client.get("/" + page)
        if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
            continue
        for action, fields in forms_of(response.content.decode()):
            for name in fields:
                for value in ("\x00", "nope", "9" * 30, ""):
                    answer = client.post(action or f"/{page}", fields | {name: value})
                    assert answer.status_code < 500, (page, action, name, value)
            if client.get("/me/").status_code == 302:
                pytest.fail(f"{action} signed us out")


def forms_of(html: str) -> list[tuple[str, dict[str, str]]]:
    """The posting forms of a page: where they go, and what they would send."""
    found = []
    for head, body in re.findall(r"<form([^>]*)>(.*?)</form>", html, re.S):
        action = next(iter(re.findall(r'action="([^"]*)"', head)), "")
        if "post" not in head or "sign-out" in action:
            continue
        fields = dict.fromkeys(
            re.findall(r'<(?:input|button|select|textarea)[^>]*\bname="([^"]+)"', body), "1"
        )
        fields |= dict(re.findall(r'\bname="([^"]+)"[^>]*\bvalue="([^"]*)"', body))
        fields.pop("csrfmiddlewaretoken", None)
        found.append((action, fields))
    return found
