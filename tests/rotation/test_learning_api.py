"""Skills, shadow seats, wishes and the versions of a post, by programs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rotation.actions import set_skill
from rotation.models import Declined, Mandate, Shadow, Skill, Wish
from tests.assemblies.conftest import Hall
from tests.makers import NOW
from tests.pages import at, signed_in
from tests.rotation.conftest import decide, hold, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOW, monkeypatch)


@pytest.fixture
def books() -> Skill:
    return set_skill(code="books", name="Keep the books", lasts_months=24, motion=None, actor=None, now=NOW)


@pytest.fixture
def held(hall: Hall, books: Skill) -> Mandate:
    return hold(make_post(skills=["books"]), hall.people[4])


def post(client: Client, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
    answer = client.post(f"/api/v1{path}", body or {}, content_type="application/json")
    return answer.status_code, answer.json()


def test_one_post_says_every_version_of_it(hall: Hall, held: Mandate):
    motion = decide(hall, kind="post", terms={"code": "treasury", "terms": {"seats": 2, "months_here": 6}})
    said = signed_in(hall.people[0]).get("/api/v1/posts/treasury").json()
    assert [(terms["seats"], terms["months_here"], terms["motion"]) for terms in said["terms"]] == [
        (2, 6, motion.pk),
        (1, 0, None),
    ]
    assert said["trained"] == []
    assert signed_in(hall.people[0]).get("/api/v1/posts/%00").status_code == 404


def test_wishes_and_a_no(hall: Hall, held: Mandate):
    client = signed_in(hall.people[0])
    assert post(client, "/posts/treasury/wish", {"wished": True}) == (200, {"wished": True})
    assert client.get("/api/v1/posts/treasury").json()["is_wished"] is True
    assert post(client, "/posts/treasury/decline")[0] == 201
    assert not Wish.objects.exists()
    assert Declined.objects.count() == 1
    make_post("garden")
    status, said = post(client, "/posts/garden/decline")
    assert status == 409
    assert "already" in said["detail"]
    assert post(client, "/posts/nothing/wish", {"wished": True})[0] == 404


def test_one_learns_beside_somebody_until_the_assembly_says_so(hall: Hall, held: Mandate):
    learner, holder = signed_in(hall.people[1]), signed_in(hall.people[4])
    status, shadow = post(learner, f"/mandates/{held.pk}/shadows")
    assert (status, shadow["skill"], shadow["holder"]) == (201, "books", 5)
    assert post(holder, f"/mandates/{held.pk}/shadows", {"member": 3})[0] == 201
    assert post(learner, f"/mandates/{held.pk}/shadows", {"member": 4})[0] == 409
    assert post(learner, f"/mandates/{2**63}/shadows")[0] == 404
    path = f"/shadows/{shadow['id']}"
    assert post(learner, f"{path}/confirm")[0] == 409
    assert post(holder, f"{path}/confirm")[1]["confirmed_at"]
    assert holder.get("/api/v1/shadows").json()["count"] == 2
    decide(hall, kind="skill_confirmed", terms={"shadows": [shadow["id"]]})
    known = learner.get("/api/v1/skills").json()["items"][0]
    assert [(one["member"], one["source"]) for one in known["known_by"]] == [(2, "shadow")]
    assert known["asked_by"] == ["treasury"]
    assert learner.get("/api/v1/posts/treasury").json()["trained"] == [2]
    other = Shadow.objects.get(member=hall.people[2])
    assert post(signed_in(hall.people[2]), f"/shadows/{other.pk}/leave")[1]["ended_at"]
