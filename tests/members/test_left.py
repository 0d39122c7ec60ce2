"""Somebody who left finds their own papers, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.actions import change_standing, make_api_token
from members.models import Member
from tests.makers import NOW, TODAY, make_coop, make_member, make_voters
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    make_coop()
    make_voters(3)
    at(NOW, monkeypatch)


@pytest.fixture
def irma() -> Member:
    """She left in January."""
    person = make_member(11, "Irma Peralta", until_on=TODAY - timedelta(days=40))
    change_standing(
        member_id=person.pk,
        standing="left",
        from_on=TODAY - timedelta(days=40),
        because="x",
        actor=None,
        now=NOW,
    )
    return person


@pytest.mark.parametrize("address", ["/", "/me/", "/me/pin/", "/pay/", "/api/v1/me", "/api/v1/payslips"])
def test_her_own_papers_are_there(irma: Member, address: str):
    assert signed_in(irma).get(address).status_code == 200


def test_no_page_of_hers_leads_where_she_cannot_go(irma: Member):
    page = signed_in(irma).get("/me/").content.decode()
    assert 'href="/assembly/"' not in page
    assert 'href="/books/"' not in page


@pytest.mark.parametrize(
    "address",
    [
        "/members/",
        "/assembly/",
        "/motions/",
        "/books/",
        "/pay/runs/",
        "/surplus/",
        "/duties/",
        "/record/",
        "/mean/",
        "/api/v1/record",
        "/api/v1/members",
        "/api/v1/measures",
    ],
)
def test_everything_else_is_not_there_for_her(irma: Member, address: str):
    assert signed_in(irma).get(address).status_code == 404


def test_her_token_opens_no_more_than_that(irma: Member):
    token = make_api_token(member_id=irma.pk, now=NOW)
    client = Client(headers={"authorization": f"Bearer {token}"})
    assert client.get("/api/v1/me").json()["number"] == 11
    assert client.get("/api/v1/record").status_code == 404


def test_she_can_still_sign_out(irma: Member):
    assert signed_in(irma).post("/sign-out/").status_code == 302


@pytest.mark.parametrize("standing", ["probation", "on_leave", "suspended", "member"])
def test_everybody_else_belongs(standing: str):
    assert signed_in(make_member(21, standing=standing)).get("/members/").status_code == 200


def test_whoever_leaves_today_is_out_at_once():
    person = make_member(22)
    client = signed_in(person)
    assert client.get("/members/").status_code == 200
    change_standing(member_id=person.pk, standing="left", from_on=TODAY, because="x", actor=None, now=NOW)
    assert client.get("/members/").status_code == 404


def test_belonging_costs_no_question_while_the_house_remembers_who_is_here(settings: Any):
    settings.SHARED_SECONDS = 60
    client = signed_in(make_member(23))
    client.get("/record/")
    with CaptureQueriesContext(connection) as questions:
        client.get("/record/")
    assert not [asked for asked in questions if "members_membership" in asked["sql"]]


def test_whoever_comes_in_is_let_in_before_the_house_remembers_it(settings: Any):
    settings.SHARED_SECONDS = 60
    signed_in(make_member(23)).get("/posts/")
    assert signed_in(make_member(24)).get("/posts/").status_code == 200
