"""Sets the stage of a full hall: `python -m bench.stage MOTIONS FOLDER`.

Only the fixtures are made here directly (sessions, presence); what is measured goes through the actions.
"""

from __future__ import annotations

import json
import sys
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import django

CSRF = "b" * 32


def main() -> None:
    django.setup()
    full_hall(int(sys.argv[1]), Path(sys.argv[2]))


def full_hall(motions: int, folder: Path) -> None:
    """Everybody is here, many motions are open, and every phone is signed in: write what phones will do."""
    from django.utils import timezone

    from assemblies.actions import arrive_at_door, open_voting
    from assemblies.models import AgendaItem, Assembly, Motion, MotionState
    from members.models import Cooperative, Member
    from rotation.models import Mandate

    now = timezone.now()
    coop = Cooperative.objects.get()
    assembly = Assembly.objects.under_way().get()
    chair = Mandate.objects.at(now, day=coop.day_of(now)).get(post__code="table-chair").member
    voters = list(Member.objects.with_vote(on=coop.day_of(now)))
    here = set(assembly.presences.filter(left_at__isnull=True).values_list("member_id", flat=True))
    absent = [m.number for m in voters if m.pk not in here]
    if absent:
        arrive_at_door(assembly_id=assembly.pk, numbers=absent, actor=chair, now=now)
    opened = []
    number = Motion.objects.order_by("-number").values_list("number", flat=True)[0]
    for nth in range(1, motions + 1):
        motion = Motion.objects.create(
            number=number + nth,
            kind="decision",
            title=f"Bench {nth}",
            text="Bench.",
            proposer=chair,
            state=MotionState.ON_AGENDA,
            assembly=assembly,
            created_at=now,
        )
        AgendaItem.objects.create(assembly=assembly, position=100 + nth, title=motion.title, motion=motion)
        open_voting(motion_id=motion.pk, closes_at=now + timedelta(hours=3), actor=chair, now=now)
        opened.append(motion)

    cookies = sessions_of(voters)
    pairs = [(motion, member) for motion in opened for member in voters]
    half = len(pairs) // 2
    plan: dict[str, list[dict[str, Any]]] = {
        "page cast": [page_cast(motion.pk, cookies[member.pk]) for motion, member in pairs[:half]],
        "api cast": [api_cast(motion.pk, cookies[member.pk]) for motion, member in pairs[half:]],
        "floor cast": [
            form("/insert/", cookies[member.pk], motion=motion.pk, choice="for", key=uuid.uuid4())
            for motion, member in pairs
        ],
        "page get": [get("/assembly/", cookies[member.pk]) for member in voters] * 2,
        "floor get": [get("/twenty/", cookies[member.pk]) for member in voters] * 2,
    }
    for name in [name for name in plan if name.endswith("cast") != bool(motions)]:
        del plan[name]
    (folder / "hall.json").write_text(json.dumps(plan), encoding="utf-8")


def sessions_of(members: list[Any]) -> dict[int, str]:
    """The cookies with which each member's phone is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    cookies = {}
    for member in members:
        session = SessionStore()
        session[SESSION_KEY] = str(member.pk)
        session[BACKEND_SESSION_KEY] = "members.backends.NumberAndPin"
        session[HASH_SESSION_KEY] = member.get_session_auth_hash()
        session.save()
        cookies[member.pk] = f"sessionid={session.session_key}; csrftoken={CSRF}"
    return cookies


def page_cast(motion: int, cookie: str) -> dict[str, Any]:
    """What a phone sends when its holder confirms."""
    request = form(f"/motions/{motion}/ballot/", cookie, choice="for", confirmed=1, key=uuid.uuid4())
    request["headers"]["HX-Request"] = "true"
    return request


def api_cast(motion: int, cookie: str) -> dict[str, Any]:
    return {
        "method": "POST",
        "path": f"/api/v1/motions/{motion}/ballot",
        "headers": {"Cookie": cookie, "X-CSRFToken": CSRF, "Content-Type": "application/json"},
        "body": json.dumps({"choice": "for", "key": str(uuid.uuid4())}),
    }


def form(path: str, cookie: str, **fields: object) -> dict[str, Any]:
    return {
        "method": "POST",
        "path": path,
        "headers": {
            "Cookie": cookie,
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        },
        "body": urlencode(fields),
    }


def get(path: str, cookie: str) -> dict[str, Any]:
    return {"method": "GET", "path": path, "headers": {"Cookie": cookie}}


if __name__ == "__main__":
    main()
