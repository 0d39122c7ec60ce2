"""The small program that a member takes home finds what was changed, and nothing where nothing was."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from payroll.actions.corrections import correct_pay
from payroll.actions.runs import countersign_run, post_run
from payroll.self_check import self_check_bundle
from tests.makers import write_house_rule
from tests.payroll.conftest import LATER, nine_of
from tests.payroll.paying import a_difference, an_advance, away
from tests.worlds import made_once

pytestmark = pytest.mark.django_db
MAY = LATER + timedelta(days=31)


@pytest.fixture(scope="module")
def bundle(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A month with an advance and a difference, corrected afterwards; then a month of a pool."""

    def world() -> list[bytes]:
        nine = nine_of()
        write_house_rule("pay.unpaid_absences", ["personal"])
        someone = nine.people[0]
        a_difference(someone, 310_000, from_on=date(2026, 3, 22), until_on=date(2026, 4, 11))
        an_advance(nine, someone, 5_000)
        march = nine.paid()
        away(someone, date(2026, 3, 3), date(2026, 3, 5))
        fix = correct_pay(run_id=march.pk, member_id=someone.pk, actor=nine.delia, now=LATER)
        countersign_run(run_id=fix.pk, actor=nine.oscar, now=LATER)
        post_run(run_id=fix.pk, actor=nine.delia, now=LATER)
        write_house_rule("pay.equal", {"method": "pool", "amount_cents": 900_001}, from_on=date(2026, 4, 1))
        nine.paid("2026-04", now=MAY)
        return list(self_check_bundle(someone))

    with made_once(world, django_db_blocker) as pieces:
        yield b"".join(pieces)


@pytest.fixture
def at_home(bundle: bytes, tmp_path: Path) -> Path:
    (tmp_path / "check.zip").write_bytes(bundle)
    with ZipFile(tmp_path / "check.zip") as files:
        files.extractall(tmp_path)
    return tmp_path


def checked(folder: Path) -> tuple[int, str]:
    """What the program says, run by itself, without anything of ours to import."""
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "check.py")], capture_output=True, text=True, check=False, cwd="/"
    )
    return done.returncode, done.stdout + done.stderr


def test_everything_holds_at_home(at_home: Path):
    code, said = checked(at_home)
    assert (code, said.split(":")[0]) == (0, "Everything holds")
    assert "3 payslips" in said


def test_names_of_others_are_not_in_it(at_home: Path):
    text = (at_home / "pay.json").read_text() + (at_home / "record.jsonl").read_text()
    assert "Walter" not in text
    assert "Quiroga" not in text


def test_what_others_have_apart_is_not_in_it(at_home: Path):
    """Of others there are days, equal pay and a seal; whose they are, what they owe and what is kept back is not."""
    pay = json.loads((at_home / "pay.json").read_text())
    mine = [slip["number"] for slip in pay["slips"]]
    assert set(mine) == {1}
    for run in pay["runs"].values():
        for span, equal, seal in run["rows"]:
            assert isinstance(span, str)
            assert isinstance(equal, int)
            assert len(seal) == 64
        assert run["rows"] == sorted(run["rows"])


def changed(folder: Path, change: Callable[[dict[str, Any]], Any]) -> str:
    pay = json.loads((folder / "pay.json").read_text())
    change(pay)
    (folder / "pay.json").write_text(json.dumps(pay))
    code, said = checked(folder)
    assert code == 1
    return said


def one_run(pay: dict[str, Any]) -> Any:
    return pay["runs"][str(pay["slips"][0]["run"])]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda pay: pay["slips"][0].update(equal_cents=1), "should be"),
        (lambda pay: pay["slips"][0].update(net_cents=1), "add up to"),
        (lambda pay: pay["slips"][0]["lines"][0].update(cents=1), "its lines"),
        (lambda pay: pay["slips"][0]["paid"].append({"cents": 1, "came_back": False}), "was paid of"),
        (lambda pay: one_run(pay)["rows"][0].__setitem__(1, 1), "not those that were signed"),
        (lambda pay: one_run(pay)["rows"][0].__setitem__(1, 1), "different equal pay"),
        (lambda pay: one_run(pay).update(total_cents=1), "all payslips"),
        (lambda pay: one_run(pay).update(digest="0"), "does not have the seal"),
        (lambda pay: one_run(pay)["rows"].clear(), "not among"),
        (lambda pay: pay["slips"][0].update(nonce="0"), "not among"),
        (lambda pay: one_run(pay).update(withheld_cents=0), "all payslips"),
        (lambda pay: pay["head"].update(hash="0"), "ends elsewhere"),
        (lambda pay: pay["slips"][2].update(equal_cents=5), "should be"),
    ],
)
def test_what_was_changed_is_named(at_home: Path, change: Callable[[dict[str, Any]], Any], why: str):
    assert why in changed(at_home, change)


def test_a_line_of_the_record_that_was_changed_or_taken_out_is_named(at_home: Path):
    lines = (at_home / "record.jsonl").read_text().splitlines()
    act = json.loads(lines[2])
    act["verb"] = "nothing.was.done"
    (at_home / "record.jsonl").write_text("\n".join([*lines[:2], json.dumps(act), *lines[3:]]))
    assert f"line {act['seq']} was changed" in checked(at_home)[1]
    (at_home / "record.jsonl").write_text("\n".join([*lines[:2], *lines[3:]]))
    assert "does not follow" in checked(at_home)[1]


def test_it_speaks_spanish_to_whoever_does(at_home: Path):
    pay = json.loads((at_home / "pay.json").read_text())
    pay["language"] = "es-ar"
    (at_home / "pay.json").write_text(json.dumps(pay))
    assert checked(at_home)[1].startswith("Todo cierra")
