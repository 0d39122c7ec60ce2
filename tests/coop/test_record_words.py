"""Every verb of the record is said in members' words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from coop.record_words import VERBS

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("assemblies", "coop", "ledger", "members", "payroll", "record", "rotation")
VERB = re.compile(rf"({'|'.join(ROOMS)})\.([a-z_]+)\.[a-z_]+")


def is_module(room: str, noun: str) -> bool:
    """Whether it is the address of something in the code ("payroll.tasks.sweep"), not a verb."""
    return (ROOT / room / f"{noun}.py").exists() or (ROOT / room / noun).is_dir()


def written_verbs() -> set[str]:
    """Everything in the sources that is written as a verb of the record is: room.noun.what."""
    found = set()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" in path.parts or path.name == "record_words.py":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    verb = VERB.fullmatch(node.value)
                    if verb and not is_module(verb[1], verb[2]):
                        found.add(node.value)
    return found


def test_no_verb_of_the_sources_is_shown_raw():
    written = written_verbs()
    assert "assemblies.assembly.quorum_met" in written  # chosen between two before it is recorded
    assert sorted(written - set(VERBS)) == []


def test_no_verb_is_taken_for_the_address_of_code():
    parts = [verb.split(".") for verb in VERBS]
    assert [said for said in parts if len(said) == 3 and is_module(said[0], said[1])] == []
