"""Every page, form and call, by every power, before its term, in it, after it, and recalled.

Nothing is listed by hand: pages are found by following links as somebody who holds every power, forms are read
off those pages, calls come from the API's own description.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django import DjangoDbBlocker

from members.models import Member
from payroll.actions.help import ask_help
from record.models import Act
from rotation.models import Mandate, Post
from rotation.rules.powers import POWERS
from tests.coop.test_no_500 import SCHEMA, forms_of, shaped
from tests.coop.village import a_village
from tests.makers import NOW, TODAY, make_member
from tests.pages import at, signed_in
from tests.rotation.conftest import hold, make_post
from tests.worlds import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

YEAR = timedelta(days=365)
OF_A_KIND = 2
"""How many pages of one sort are looked at: two members, two motions, two posts."""
NOT_FOLLOWED = re.compile(r"^/(sign-out|static|api|me/language|healthz)|\.(pdf|csv|ics|zip)$|[?#]")


Forms = dict[tuple[str, str], dict[str, str]]
"""Forms by where they go and what they ask for, with what they would send."""


@dataclass
class Walkers:
    """Somebody without any post, and three who had, will have or lost every power; and who has them all now."""

    plain: Member
    before: Member
    after: Member
    recalled: Member
    holder: Member
    posts: dict[str, Post]
    everybodys: Forms
    """What somebody without a post is offered."""

    @property
    def powerless(self) -> dict[str, Member]:
        return {"plain": self.plain, "before": self.before, "after": self.after, "recalled": self.recalled}


@pytest.fixture(scope="module")
def walkers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Walkers]:
    with (
        pytest.MonkeyPatch.context() as clock,
        made_once(lambda: in_a_village(clock), django_db_blocker) as walkers,
    ):
        yield walkers


def in_a_village(clock: pytest.MonkeyPatch) -> Walkers:
    village = a_village()
    village.nine.posted("2026-03")  # waits to be paid
    village.nine.computed("2026-04")  # waits for its second signature
    at(village.hall.now, clock)
    ask_help(  # waits for whoever hears requests
        fund="hardship", text="Glasses.", cents=5_000, actor=village.member, now=village.hall.now
    )
    people = [make_member(number, f"Walker {number}") for number in range(501, 506)]
    posts = {
        power: make_post(power.replace(".", "-").replace("_", "-"), powers=[power], overlap_days=0, seats=9)
        for power in POWERS
    }
    plain, before, after, recalled, holder = people
    for post in posts.values():
        hold(post, before, seat=1, from_on=TODAY + timedelta(days=60), until_on=TODAY + YEAR)
        hold(post, after, seat=2, from_on=TODAY - YEAR, until_on=TODAY)
        ended = hold(post, recalled, seat=3, from_on=TODAY - YEAR, until_on=TODAY + YEAR)
        Mandate.objects.filter(pk=ended.pk).update(ended_at=NOW, ended_on=TODAY, ended_by=village.decided)
        hold(post, holder, seat=4, from_on=TODAY - YEAR, until_on=TODAY + YEAR)
    everybodys = all_forms(a_browser(plain))
    return Walkers(
        plain=plain,
        before=before,
        after=after,
        recalled=recalled,
        holder=holder,
        posts=posts,
        everybodys=everybodys,
    )


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside never happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def a_browser(member: Member) -> Client:
    client = signed_in(member)
    client.raise_request_exception = False
    return client


def pages_found(client: Client) -> Iterator[tuple[str, str]]:
    """Every sort of page that links lead to from the first one, with what it says."""
    seen: dict[str, set[str]] = {}
    waiting = ["/"]
    while waiting:
        address = waiting.pop(0)
        alike = seen.setdefault(sort_of(address), set())
        if address in alike or len(alike) == OF_A_KIND:
            continue
        alike.add(address)
        response = client.get(address)
        if response.status_code != 200 or "html" not in response.headers.get("Content-Type", ""):
            continue
        html = response.content.decode()
        yield address, html
        waiting += [link for link in re.findall(r'href="(/[^"]*)"', html) if not NOT_FOLLOWED.search(link)]


def sort_of(address: str) -> str:
    """The address without what tells two pages of a sort apart."""
    try:
        match = resolve(address)
    except Resolver404:
        return address
    return match.view_name or match.route


def forms_offered(client: Client) -> Iterator[tuple[tuple[str, str], dict[str, str]]]:
    """Every form on those pages, page after page, by where it goes and what it asks for."""
    for page, html in pages_found(client):
        for action, fields in forms_of(html):
            yield (action or page, ",".join(sorted(fields))), fields


def all_forms(client: Client) -> Forms:
    return dict(forms_offered(client))


def sent(client: Client, address: str, fields: dict[str, str]) -> tuple[int, int]:
    """The answer to a form, and how many acts it wrote."""
    with undone():
        acts = Act.objects.count()
        status = client.post(address, fields).status_code
        return status, Act.objects.count() - acts


def calls() -> list[tuple[str, str, Any]]:
    """Every call of the API with a body of the right shape; ids are 1, which the village has of everything."""
    found = []
    for path, methods in sorted(SCHEMA["paths"].items()):
        for method, call in sorted(methods.items()):
            content = call.get("requestBody", {}).get("content", {})
            body = content.get("application/json", {}).get("schema")
            found.append(
                (method, "/api/v1" + re.sub(r"\{\w+\}", "1", path), None if body is None else shaped(body))
            )
    return found


def called(client: Client, method: str, address: str, body: Any) -> tuple[int, Any, int]:
    """What a call answers, where it is refused, and how many acts it wrote."""
    with undone():
        acts = Act.objects.count()
        response = client.generic(
            method.upper(), address, "" if body is None else json.dumps(body), content_type="application/json"
        )
        assert "json" in response.headers.get("Content-Type", "json"), (method, address, response.status_code)
        said = response.json().get("detail") if response.status_code in (403, 404, 409, 422) else None
        return response.status_code, said, Act.objects.count() - acts


def test_before_after_and_recalled_find_the_pages_and_forms_of_somebody_without_a_post(walkers: Walkers):
    """The same pages and the same forms, but what is about their own terms: stepping down, handing over."""
    own = re.compile(r"/(mandates|handovers|shadows)/")
    offered = {
        who: {form for form in all_forms(a_browser(member)) if not own.search(form[0])}
        for who, member in walkers.powerless.items()
        if who != "plain"
    }
    offered["plain"] = {form for form in walkers.everybodys if not own.search(form[0])}
    assert len(offered["plain"]) > 10
    for who in ("before", "after", "recalled"):
        assert offered[who] == offered["plain"], who


def test_no_form_of_a_power_does_anything_for_somebody_without_it(walkers: Walkers):
    """Each form that only the holder is offered, sent by each of the others: nothing is written."""
    theirs = all_forms(a_browser(walkers.holder))
    only = {form: fields for form, fields in theirs.items() if form not in walkers.everybodys}
    only = {form: fields for form, fields in only.items() if "/mandates/" not in form[0]}
    assert len(only) > 10
    browsers = {who: a_browser(member) for who, member in walkers.powerless.items()}
    wrote = {
        (who, form[0]): found
        for form, fields in only.items()
        for who, browser in browsers.items()
        if (found := sent(browser, form[0], fields))[1] or found[0] >= 500
    }
    assert wrote == {}


def test_no_call_of_the_api_tells_before_after_and_recalled_from_somebody_without_a_post(walkers: Walkers):
    browsers = {who: a_browser(member) for who, member in walkers.powerless.items()}
    for method, address, body in calls():
        answers = {who: called(browser, method, address, body) for who, browser in browsers.items()}
        assert set(answers.values()) == {answers["plain"]}, (method, address, answers)


@pytest.mark.parametrize("power", POWERS)
def test_each_power_opens_something_that_nobody_without_it_has(walkers: Walkers, power: str):
    """In its term: a form, or a call of the API that answers otherwise."""
    holder = make_member(600, "Only This")
    hold(walkers.posts[power], holder, seat=5, from_on=TODAY - YEAR, until_on=TODAY + YEAR)
    mine, plain = a_browser(holder), a_browser(walkers.plain)
    forms = (
        address
        for (address, fields), _sent in forms_offered(mine)
        if (address, fields) not in walkers.everybodys and "/mandates/" not in address
    )
    answers = (
        address
        for method, address, body in calls()
        if called(mine, method, address, body)[:2] != called(plain, method, address, body)[:2]
    )
    opened = next(chain(forms, answers), None)  # the first is enough
    assert opened is not None, power
