"""What a member takes home works the whole surplus out again: the law's steps, everyone's part, and their own."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assemblies.actions import table_motion
from ledger import chart
from ledger.actions import post_entry
from ledger.rules import Line
from payroll.actions.hours import write_hours
from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.reports import faults
from payroll.rules.law_packs import PACKS, law_pack
from payroll.rules.surplus import SurplusInput, waterfall
from payroll.rules.surplus_inputs import to_data
from payroll.self_check import SCRIPT, _pack, self_check_bundle
from tests.payroll.conftest import LATER, MARCH, month, nine_of
from tests.payroll.test_surplus_sharing import BEFORE, meet, vote
from tests.worlds import made_once

MAY = LATER + timedelta(days=31)
Split = dict[str, Any]


@pytest.fixture(scope="module")
def bundle(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A surplus by hours, two fifths in money, with interest on two people's shares: adopted, and paid in April."""

    def world() -> list[bytes]:
        nine = nine_of()
        someone, other = nine.people[:2]
        post_entry(
            on=date(2026, 3, 2),
            memo="Cuotas",
            key="shares",
            lines=[
                Line(account=chart.BANK, cents=30_000),
                Line(account=chart.SHARE_CAPITAL, cents=-20_000, member_id=someone.pk),
                Line(account=chart.SHARE_CAPITAL, cents=-10_000, member_id=other.pk),
            ],
            actor=None,
            now=LATER,
        )
        nine.earn(90_000_001)
        hours = {person.number: 9_000 + 30 * place for place, person in enumerate(nine.people)}
        write_hours(minutes=hours, period_id=month("2026-03").pk, actor=nine.delia, now=LATER)
        typed = {"reinvestment": "1/3", "community": "1/7", "key": "hours", "cash": "2/5"}
        surplus = draft_surplus(
            name="2026-03",
            from_on=MARCH[0],
            until_on=MARCH[1],
            typed={**typed, "interest_on_shares_cents": 1_000},
            actor=nine.teresa,
            now=BEFORE,
        )
        motion = propose_surplus(surplus_id=surplus.pk, title="x", text="x", actor=nine.teresa, now=BEFORE)
        table_motion(motion_id=motion.pk, actor=None, now=BEFORE)
        meet(nine, motion)
        vote(nine, motion)
        nine.paid("2026-04", now=MAY)
        assert faults() == []
        return list(self_check_bundle(someone))

    with made_once(world, django_db_blocker) as pieces:
        yield b"".join(pieces)


@pytest.fixture
def at_home(bundle: bytes, tmp_path: Path) -> Path:
    (tmp_path / "check.zip").write_bytes(bundle)
    with ZipFile(tmp_path / "check.zip") as files:
        files.extractall(tmp_path)
    return tmp_path


def checked(folder: Path, changes: Callable[[Any], Any] | None = None) -> tuple[int, str]:
    """What the program says by itself: nothing of ours to import, nothing that was installed."""
    if changes is not None:
        pay = json.loads((folder / "pay.json").read_text())
        changes(pay)
        (folder / "pay.json").write_text(json.dumps(pay))
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "check.py")],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.django_db
def test_the_split_that_was_adopted_holds_at_home(at_home: Path):
    code, said = checked(at_home)
    assert (code, said) == (0, said), said
    assert "1 payslips, 1 surpluses" in said
    pay = json.loads((at_home / "pay.json").read_text())
    [split] = pay["splits"]
    # By hand: 900,000.01 less 10.00 interest; a third and a seventh of the rest, down; the rest by 1,356 hours.
    rest = 90_000_001 - 1_000
    returns = rest - rest // 3 - rest // 7
    mine = returns * 150 // 1368
    money = (returns * 2 // 5) * 150 // 1368
    assert split["for_return_cents"] == returns
    assert split["mine"] == ["150", 20_000, money + 666, 666, mine - money]
    assert pay["slips"][0]["return_cents"] == money + 666


@pytest.mark.django_db
def test_names_are_not_in_it(at_home: Path):
    assert "Walter" not in (at_home / "pay.json").read_text()


def one(pay: Any) -> Any:
    return pay["splits"][0]


FALSE: list[tuple[Callable[[Any], Any], str]] = [
    (lambda pay: one(pay)["steps"][1].update(cents=1), "reinvestment should be"),
    (lambda pay: one(pay)["steps"][1].update(base_cents=1), "reinvestment should be of"),
    (lambda pay: one(pay)["steps"].pop(2), "community should be"),
    (lambda pay: one(pay).update(for_return_cents=1), "should return to members"),
    (lambda pay: one(pay).update(for_return_cents=1), "add up to"),
    (lambda pay: one(pay)["inputs"].update(result_cents=80_000_000), "reinvestment should be"),
    (lambda pay: one(pay)["inputs"].update(community="1/8"), "community should be"),
    (lambda pay: one(pay)["inputs"].update(highest_capital_cents=5), "other figures: inputs"),
    (lambda pay: one(pay)["pack"].update(code="AR"), "other figures: pack"),
    (lambda pay: one(pay)["pack"]["steps"].pop(), "community should be 0"),
    (lambda pay: one(pay)["how"].update(cash="1"), "the part of whoever counts 150 should be"),
    (lambda pay: one(pay)["how"].update(key="equal"), "in equal parts, everyone counts the same"),
    (lambda pay: one(pay)["how"].update(heads="1/3"), "other figures: how"),
    (lambda pay: one(pay).update(left_over_cents=3_000), "the division should leave"),
    (lambda pay: one(pay)["parts"][4].__setitem__(2, 1), "should be"),
    (lambda pay: one(pay)["parts"][4].__setitem__(2, 1), "not those that were frozen"),
    (lambda pay: one(pay)["parts"][4].__setitem__(0, "100"), "the part of whoever counts 100"),
    (lambda pay: one(pay)["parts"][4].__setitem__(5, 2), "not those that were frozen"),
    (lambda pay: one(pay)["parts"][0].__setitem__(3, 1), "the interest on 20000 in shares should be 666"),
    (lambda pay: one(pay)["parts"][0].__setitem__(1, 7), "the interest on"),
    (lambda pay: one(pay)["mine"].__setitem__(2, 1), "my part is not among"),
    (lambda pay: one(pay).update(id=99), "does not say its figures"),
    (lambda pay: pay["slips"][0].update(return_cents=1), "of the surplus, the payslip says 1"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("change", "why"), FALSE[:1])
def test_a_step_that_was_changed_is_named(at_home: Path, change: Callable[[Any], Any], why: str):
    code, said = checked(at_home, change)
    assert (code, why in said) == (1, True), said


@pytest.mark.thorough
@pytest.mark.django_db
@pytest.mark.parametrize(("change", "why"), FALSE[1:])
def test_any_figure_that_was_changed_is_named(at_home: Path, change: Callable[[Any], Any], why: str):
    test_a_step_that_was_changed_is_named(at_home, change, why)


@pytest.mark.django_db
def test_it_says_what_the_parts_are_and_never_whose(at_home: Path):
    split = one(json.loads((at_home / "pay.json").read_text()))
    assert [len(part) for part in split["parts"]] == [6] * 9
    assert "member" not in split
    assert "number" not in split


# --- the same arithmetic, for any year and every law ------------------------------------------------------


def program() -> Any:
    """The program that is taken home, as a module."""
    spec = importlib.util.spec_from_file_location("taken_home", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TAKEN_HOME = program()
CENTS = st.integers(0, 10**12)
SHARE = st.fractions(0, Fraction(1, 2), max_denominator=1000)


@given(
    code=st.sampled_from(PACKS),
    year=st.builds(
        SurplusInput,
        result_cents=st.integers(-(10**12), 10**12),
        non_member_share=SHARE,
        extraordinary_cents=CENTS,
        prior_losses_cents=CENTS,
        reserves_to_rebuild_cents=CENTS,
        legal_reserve_cents=CENTS,
        capital_cents=CENTS,
        highest_capital_cents=CENTS,
        interest_on_shares_cents=CENTS,
        reinvestment=SHARE,
        community=SHARE,
    ),
)
def test_it_walks_any_year_through_any_law_as_we_do(code: str, year: SurplusInput):
    ours = waterfall(code, year)
    steps, returns = TAKEN_HOME.waterfall(_pack(law_pack(code)), to_data(year))
    assert [(each["code"], each["base_cents"], each["cents"]) for each in steps] == [
        (each.code, each.base_cents, each.cents) for each in ours.steps
    ]
    assert returns == ours.for_return_cents
