"""The addresses and answers that other programs rely on, row by row."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import DjangoDbBlocker

from assemblies.actions import close_voting
from members.actions import make_api_token
from tests.coop.village import Village, a_village
from tests.pages import at, signed_in
from tests.worlds import made_once

pytestmark = pytest.mark.django_db

NOWHERE = 999_999


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
def member(village: Village) -> Client:
    return signed_in(village.member)


def get(client: Client, path: str, **query: Any) -> Any:
    response = client.get(f"/api/v1{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def post(client: Client, path: str, body: Any) -> Any:
    return client.post(f"/api/v1{path}", json.dumps(body), content_type="application/json")


def moments(value: Any) -> list[str]:
    """Every moment of an answer: its name ends in _at."""
    if isinstance(value, list):
        return [found for one in value for found in moments(one)]
    if not isinstance(value, dict):
        return []
    own = [told for name, told in value.items() if re.search(r"_at$|^at$", name) and told]
    return own + [found for one in value.values() for found in moments(one)]


LISTS = [
    *("/assemblies", "/motions", "/posts", "/mandates", "/pay-runs", "/payslips"),
    *("/ledger/accounts", "/ledger/entries", "/record", "/power", "/power/trained"),
]
CALLS = ["/me", "/duties", "/record/head", *LISTS]


@pytest.mark.parametrize("path", CALLS)
def test_a_stranger_is_refused_in_a_sentence(village, path):
    for client in Client(), Client(headers={"Authorization": "Bearer nobody"}):
        response = client.get(f"/api/v1{path}")
        assert response.status_code == 401
        assert set(response.json()) == {"detail"}


@pytest.mark.parametrize("path", CALLS)
def test_moments_carry_their_offset(member, path):
    for told in moments(get(member, path)):
        assert datetime.fromisoformat(told).tzinfo, told


@pytest.mark.parametrize("path", LISTS)
def test_a_list_says_its_count_and_comes_in_parts(member, path):
    whole = get(member, path)
    first, second = get(member, path, limit=1), get(member, path, limit=1, offset=1)
    beyond = get(member, path, limit=1, offset=10_000)
    assert whole["count"] == first["count"] == beyond["count"] >= len(whole["items"]) > 0
    assert first["items"] == whole["items"][:1]
    assert second["items"] == whole["items"][1:2]
    assert beyond["items"] == []


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    "query", [{"limit": "-1"}, {"limit": "x"}, {"offset": "-1"}, {"offset": "1" + "0" * 30}]
)
def test_a_part_that_cannot_be_is_refused_with_its_field(member, path, query):
    response = member.get(f"/api/v1{path}", query)
    assert response.status_code == 422
    assert response.json()["field"] == next(iter(query))


@pytest.mark.parametrize("path", ["/assemblies", "/motions", "/pay-runs"])
@pytest.mark.parametrize("id_", [NOWHERE, 0])
def test_what_is_not_there_is_404(member, path, id_):
    response = member.get(f"/api/v1{path}/{id_}")
    assert response.status_code in (404, 422)
    assert response.json()["detail"]


def test_a_token_is_as_good_as_a_session(village):
    program = Client(
        headers={
            "Authorization": f"Bearer {make_api_token(member_id=village.member.pk, now=village.hall.now)}"
        }
    )
    assert get(program, "/me")["number"] == village.member.number


def test_me(village):
    answer = get(signed_in(village.nine.delia), "/me")
    assert (answer["number"], answer["name"], answer["standing"]) == (5, "Delia Quiroga", "member")
    assert answer["posts"]
    assert "payroll.prepare_pay" in answer["permissions"]


def test_assemblies(member, village):
    assert get(member, "/assemblies", state="closed")["count"] == 0
    (assembly,) = get(member, "/assemblies", state="open")["items"]
    one = get(member, f"/assemblies/{assembly['id']}")
    assert one["presence"] == {"ever": 9, "now": 9}
    assert [item["motion"] for item in one["agenda"]] == [village.decided.pk, village.voting.pk]
    assert member.get("/api/v1/assemblies?state=nope").status_code == 422


def test_motions(member, village):
    (voting,) = get(member, "/motions", state="voting")["items"]
    assert (voting["id"], voting["roll"], voting["tally"]) == (village.voting.pk, 9, None)
    decided = get(member, f"/motions/{village.decided.pk}")
    assert {"text", "kind", "terms", "rule", "roll", "state", "tally", "sentence"} <= set(decided)
    assert decided["state"] == "adopted"
    assert decided["tally"] == {"roll": 9, "present": 9, "in_favour": 6, "against": 0, "abstaining": 0}
    assert decided["rule"]["threshold"]
    assert decided["sentence"]


def test_a_ballot_is_new_then_known_then_changed_and_too_late_in_the_end(member, village):
    path = f"/motions/{village.voting.pk}/ballot"
    body = {"choice": "for", "key": str(uuid.uuid4())}
    new, again = post(member, path, body), post(member, path, body)
    changed = post(member, path, {"choice": "against", "key": str(uuid.uuid4())})
    close_voting(motion_id=village.voting.pk, actor=village.chair, now=village.hall.now)
    late = post(member, path, {"choice": "for", "key": str(uuid.uuid4())})

    assert [answer.status_code for answer in (new, again, changed, late)] == [201, 200, 200, 409]
    assert new.json() == again.json()
    assert set(new.json()) == {"receipt", "choice"}
    assert changed.json()["choice"] == "against"
    assert late.json()["detail"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"choice": "for", "key": "7"}, "key"),
        ({"choice": "for"}, "key"),
        ({"choice": "yes", "key": str(uuid.UUID(int=1))}, "choice"),
        ({"key": str(uuid.UUID(int=1))}, "choice"),
        ([], ""),
        (None, ""),
    ],
)
def test_a_ballot_of_another_shape_names_the_field(member, village, body, field):
    response = post(member, f"/motions/{village.voting.pk}/ballot", body)
    assert response.status_code == 422
    assert field in response.json()["field"]
    assert response.json()["detail"]


def test_the_ballots_are_named_once_the_vote_is_closed(member, village):
    assert member.get(f"/api/v1/motions/{village.voting.pk}/ballots").status_code == 409
    named = get(member, f"/motions/{village.decided.pk}/ballots")
    assert named["count"] == 6
    assert named["items"][0] == {
        "member": {"number": 1, "name": "Zulema Ávalos"},
        "receipt": named["items"][0]["receipt"],
        "choice": "for",
    }


def test_nobody_votes_without_the_token_of_their_page(village):
    client = Client(enforce_csrf_checks=True)
    client.force_login(village.member, backend="members.backends.NumberAndPin")
    body = {"choice": "for", "key": str(uuid.uuid4())}
    response = post(client, f"/motions/{village.voting.pk}/ballot", body)
    assert response.status_code == 403
    assert response.json()["detail"]


def test_duties(member):
    assert {"this_week", "next_week"} <= set(get(member, "/duties"))


def test_who_holds_what_on_a_day(member):
    (watch,) = [post for post in get(member, "/posts")["items"] if post["code"] == "watch-0"]
    assert watch["seats"][0]["mandate"]["member"] == 1
    assert get(member, "/mandates", on="2019-12-31")["count"] == 0
    assert "watch-0" in [mandate["post"] for mandate in get(member, "/mandates", on="2026-03-05")["items"]]
    assert {"source", "motion"} <= set(get(member, "/mandates")["items"][0])
    assert member.get("/api/v1/mandates?on=yesterday").status_code == 422


def test_pay(village):
    member, delia = signed_in(village.member), signed_in(village.nine.delia)
    run = get(member, "/pay-runs")["items"][0]
    assert get(member, f"/pay-runs/{run['id']}") == run
    mine, hers = get(member, "/payslips")["items"], get(delia, "/payslips")["items"]
    assert mine[0]["net_cents"] == hers[0]["net_cents"] == 100_000_000
    assert not {slip["id"] for slip in mine} & {slip["id"] for slip in hers}


def test_the_open_books(member):
    assert any(account["code"] == "4.1.1" for account in get(member, "/ledger/accounts")["items"])
    assert get(member, "/ledger/accounts", period="2026-03")["count"] > 0
    sales = get(member, "/ledger/entries", account="4.1.1", period="2026-03")["items"]
    assert sum(line["cents"] for line in sales[0]["lines"]) == 0
    assert all(isinstance(line["cents"], int) for line in sales[0]["lines"])
    assert member.get("/api/v1/ledger/accounts?period=never").status_code == 404


def test_the_sealed_record(member):
    acts, head = get(member, "/record", limit=1000)["items"], get(member, "/record/head")
    assert head == {"seq": acts[-1]["seq"], "hash": acts[-1]["hash"]}
    assert [act["seq"] for act in get(member, "/record", after=3, limit=2)["items"]] == [4, 5]
    assert acts[1]["previous_hash"] == acts[0]["hash"]


def test_the_description_of_the_api_is_openapi_31(village):
    member = signed_in(village.member)
    document = member.get("/api/v1/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    paths = document["paths"]
    promised = [*CALLS, "/assemblies/{assembly_id}", "/motions/{motion_id}", "/motions/{motion_id}/ballot"]
    for path in [*promised, "/calculators/decision", "/calculators/split", "/calculators/surplus"]:
        assert f"/api/v1{path}" in paths
    assert member.get("/api/v1/docs").status_code == 200


def test_sign_in_takes_number_and_pin_and_goes_home(village):
    village.member.set_password("482913")
    village.member.save()
    client = Client(enforce_csrf_checks=True)
    person = {"number": "1", "pin": "482913"}
    refused = client.post("/sign-in/", person)
    token = client.get("/sign-in/").cookies["csrftoken"].value
    response = client.post("/sign-in/", person | {"csrfmiddlewaretoken": token})
    assert refused.status_code == 403
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


def test_a_stranger_is_sent_to_sign_in_with_the_way_back(village):
    for page in "/", "/motions/", "/books/?month=2026-03", "/pay/":
        response = Client().get(page)
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=/")


def test_healthz_says_whether_the_database_answers(village, monkeypatch):
    well = Client().get("/healthz")
    assert (well.status_code, well.json()) == (200, {"status": "ok"})

    def gone() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "cursor", gone)
    assert Client().get("/healthz").status_code == 503


@pytest.mark.parametrize("page", ["/", "/sign-in/", "/api/v1/me", "/healthz", "/nowhere/", "/api/v1/docs"])
def test_every_answer_carries_a_policy_without_anything_inline(member, page):
    policy = member.get(page)["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "unsafe-eval" not in policy
