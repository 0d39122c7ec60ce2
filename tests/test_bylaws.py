"""What docs/bylaws.md says is there: every function, every guard, every test that it names."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

from django.apps import apps

from record.guards import declared

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "bylaws.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w./:]+)`", TEXT)))
TESTS = [name for name in NAMED if name.startswith("tests/")]
FUNCTIONS = [name for name in NAMED if re.fullmatch(r"[a-z]\w*(\.\w+){2,}", name)]
GUARDS = [name for name in NAMED if re.fullmatch(r"[a-z]+(_[a-z]+){2,}", name)]


def test_every_test_that_is_named_is_there() -> None:
    assert [name for name in TESTS if not _is_test(name)] == []
    assert len(TESTS) > 60


def _is_test(name: str) -> bool:
    path, _, test = name.partition("::")
    if not (ROOT / path).is_file():
        return False
    return not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")


def test_every_function_that_is_named_is_there() -> None:
    assert [name for name in FUNCTIONS if not _is_object(name.split("."))] == []
    assert len(FUNCTIONS) > 40


def _is_object(parts: list[str]) -> bool:
    for cut in range(len(parts), 0, -1):
        try:
            found: object = import_module(".".join(parts[:cut]))
        except ModuleNotFoundError:
            continue
        for part in parts[cut:]:
            found = getattr(found, part, None)
        return found is not None
    return False


def test_every_guard_and_constraint_that_is_named_is_there() -> None:
    kept = {guard.name for guard in declared()}
    for model in apps.get_models():
        kept |= {constraint.name for constraint in model._meta.constraints}

    assert [name for name in GUARDS if name not in kept] == []
    assert len(GUARDS) > 30
