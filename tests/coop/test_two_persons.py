"""Two persons pay, and two persons remove a member: never twice the same one, whatever posts they hold.

Whoever takes the first step is given every power there is, each by a post of its own, and still cannot take the
second by any way there is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from assemblies.actions import open_voting
from assemblies.actions.batch import open_batch
from assemblies.models import Motion, MotionState
from members.models import Member
from payroll.actions.runs import compute_run, countersign_run, post_run, prepare_run
from payroll.models import PayRun
from record.rules import Refused
from rotation.rules.powers import POWERS
from tests.assemblies.conftest import Hall, hall_of
from tests.assemblies.test_exclusion import exclusion
from tests.makers import give_power, write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, month, nine_of

ROOT = Path(__file__).resolve().parent.parent.parent
REMOVES = {"assemblies/leaving_motions.py", "assemblies/motions.py", "assemblies/actions/leaving.py"}
"""What writes another standing down: adopted motions, and the day of somebody's own notice."""


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def with_every_power(member: Member) -> Member:
    for power in POWERS:
        give_power(member, power)
    return member


@pytest.mark.django_db
def test_whoever_worked_the_pay_out_never_gives_the_second_signature_with_every_post_there_is():
    nine = nine_of()
    delia = with_every_power(nine.delia)
    run = prepare_run(period_id=month("2026-03").pk, actor=delia, now=LATER)
    run = compute_run(run_id=run.pk, actor=delia, now=LATER)
    with pytest.raises(Refused, match="second signature"):
        countersign_run(run_id=run.pk, actor=delia, now=LATER)
    with pytest.raises(Refused):
        post_run(run_id=run.pk, actor=delia, now=LATER)
    assert PayRun.objects.get().state == "computed"


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall = hall_of(9)
    write_house_rule("members.days_to_answer", 5)
    at(hall.now, monkeypatch)
    return hall


@pytest.mark.django_db
def test_whoever_proposes_to_exclude_somebody_opens_its_vote_by_no_way_with_every_post_there_is(hall: Hall):
    zulema, motion = with_every_power(hall.people[0]), exclusion(hall)
    assert motion.proposer == zulema
    closes_at = hall.now + timedelta(minutes=30)
    with pytest.raises(Refused, match="somebody else opens"):
        open_voting(motion_id=motion.pk, closes_at=closes_at, actor=zulema, now=hall.now)
    with pytest.raises(Refused, match="somebody else opens"):
        open_batch(motion_ids=[motion.pk], closes_at=closes_at, actor=zulema, now=hall.now)
    phone, item = signed_in(zulema), motion.agenda_items.get()
    for address, said in (
        (f"/motions/{motion.pk}/open/", {"minutes": "10"}),
        (f"/assemblies/{hall.assembly.pk}/batch/", {"motions": [motion.pk], "minutes": "10"}),
        (
            f"/assemblies/{hall.assembly.pk}/chair/step/",
            {"step": "open-vote", "item": item.pk, "minutes": 10},
        ),
    ):
        answer = phone.post(address, said, follow=True).content.decode()
        assert "somebody else opens" in answer, address
    program = phone.post(
        f"/api/v1/motions/{motion.pk}/open", {"closes_at": closes_at.isoformat()}, "application/json"
    )
    assert "somebody else opens" in program.json()["detail"]
    assert Motion.objects.get(pk=motion.pk).state == MotionState.ON_AGENDA
    open_voting(motion_id=motion.pk, closes_at=closes_at, actor=hall.chair, now=hall.now)
    assert "somebody else opens" in phone.post(f"/motions/{motion.pk}/close/", follow=True).content.decode()
    assert Motion.objects.get(pk=motion.pk).state == MotionState.VOTING


def test_nobodys_standing_is_written_from_a_page_or_by_a_program():
    """Only an adopted motion, or the day of somebody's own notice, takes a membership away."""
    found = set()
    for path in ROOT.glob("*/**/*.py"):
        name = path.relative_to(ROOT).as_posix()
        if name.split("/")[0] not in ("assemblies", "ledger", "members", "payroll", "rotation", "record"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and "change_standing" in ast.unparse(node.func):
                found.add(name)
    assert found == REMOVES
