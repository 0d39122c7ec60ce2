"""The style of the house, checked so that nobody has to remember it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from record import guards

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("record", "members", "ledger", "assemblies", "rotation", "payroll")
CLOCKLESS = {"datetime.now", "timezone.now", "date.today", "datetime.today", "time.time"}
IMPURE = ("django.db", "django.http", "django.conf", "django.utils.timezone", "django.core.cache", "random")

OPEN_PAGES = {
    "/about/secret/",
    "/sign-in/",
    "/founding/",
    "/card/<secret>/",
    "/calendar/<secret>.ics",
    "/calculators/",
    "/calculators/decision/",
    "/calculators/split/",
    "/calculators/surplus/",
    "/hall/<token>/",
    "/hall/<token>/part/",
    "/public/",
    "/surplus/what-if/hall/<token>/",
    "/surplus/what-if/hall/<token>/part/",
    "/language/",
    "/offline/",
    "/tablet/<secret>/",
    "/tablet/<secret>/begin/",
    "/tablet/<secret>/votes/",
    "/tablet/<secret>/votes/<motion_id>/",
    "/manifest.webmanifest",
    "/sw.js",
}
"""Every page a stranger may see. Adding one is a decision: add it here, and say why in the commit."""


def room_files(pattern: str) -> list[Path]:
    return sorted(path for room in (*ROOMS, "coop") for path in (ROOT / room).glob(pattern))


def actions() -> Iterator[tuple[str, FunctionType]]:
    """Every public function defined in an actions module."""
    for path in (*room_files("actions.py"), *room_files("actions/*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module = import_module(name)
        for public, thing in vars(module).items():
            if public.startswith("_") or not inspect.isfunction(thing):
                continue
            if inspect.unwrap(thing).__module__ == name and _writes(thing):
                yield f"{name}.{public}", thing


def _writes(thing: FunctionType) -> bool:
    """An action takes the moment, and runs as one act or says who acts; its helpers do neither."""
    names = inspect.signature(thing).parameters
    return "now" in names and (hasattr(thing, "__wrapped__") or "actor" in names)


@pytest.mark.parametrize(
    ("name", "action"), list(actions()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_an_action_is_keyword_only(name: str, action: FunctionType) -> None:
    if name.startswith("record."):
        pytest.skip("the record is written by actions, not by people")
    kinds = {parameter.kind for parameter in inspect.signature(action).parameters.values()}
    assert kinds <= {inspect.Parameter.KEYWORD_ONLY}, f"{name} takes something by position"


def test_there_are_actions_to_check() -> None:
    assert len(list(actions())) > 30


@pytest.mark.parametrize(
    "path", [*room_files("rules.py"), *room_files("rules/*.py"), *room_files("rules/*/*.py")], ids=str
)
def test_rules_are_pure(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert not name.startswith(IMPURE), f"{path.name} imports {name}"
            assert not re.match(r"\w+\.(models|actions|views|reports)\b", name), f"{path.name} imports {name}"


@pytest.mark.parametrize(
    "path",
    [
        *room_files("rules.py"),
        *room_files("rules/*.py"),
        *room_files("rules/*/*.py"),
        *room_files("actions/*.py"),
        *room_files("reports*.py"),
    ],
    ids=str,
)
def test_nobody_but_the_edge_asks_the_clock(path: Path) -> None:
    calls = {
        f"{node.func.value.id}.{node.func.attr}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
    }
    assert not calls & CLOCKLESS


def addresses(
    patterns: list[URLPattern | URLResolver], before: str = "/"
) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        here = before + re.sub(r"<\w+:(\w+)>", r"<\1>", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        else:
            yield here, pattern


def test_the_open_pages_are_those_listed() -> None:
    is_open = {
        address
        for address, pattern in addresses(get_resolver().url_patterns)
        if getattr(pattern.callback, "is_open_page", False) and not address.startswith("/api/")
    }
    assert is_open == OPEN_PAGES


def test_every_promise_of_the_database_has_a_test_that_goes_round_the_actions() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    promised = {guard.name for guard in guards.declared()}
    for model in (model for room in ROOMS for model in apps.get_app_config(room).get_models()):
        promised |= {constraint.name for constraint in model._meta.constraints}
    untested = sorted(name for name in promised if name not in tests)
    assert untested == []


def test_a_promise_is_named_as_a_sentence_and_once() -> None:
    names = [guard.name for guard in guards.declared()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9_]{8,63}", name) and name.count("_") >= 2 for name in names)


def test_nothing_is_deleted_along_with_something_else() -> None:
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.get_fields():
                on_delete = getattr(getattr(field, "remote_field", None), "on_delete", None)
                if on_delete is not None and field.concrete:
                    assert on_delete.__name__ == "PROTECT", f"{model.__name__}.{field.name}"


def test_no_page_carries_styles_or_scripts_inside_it() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|hx-on|<script(?![^>]*\ssrc=)|<style", text), path.name


def test_a_fragment_has_one_root_named_after_it() -> None:
    for path in (ROOT / "templates").rglob("_*.html"):
        text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
        wanted = path.stem.removeprefix("_").replace("_", "-")
        found = re.search(r"<[a-z]+[^>]*?\bid=\"([^\"]+)\"", text)
        assert found is not None, f"{path.name} has no id"
        # A fragment that stands several times on a page adds which one it is: id="duty-{{ duty.id }}".
        name = re.sub(r"-{{.*?}}$", "", found.group(1))
        assert name in (wanted, path.stem.removeprefix("_")), path.name


def test_no_file_outgrows_a_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for room in (*ROOMS, "coop")
        for path in (ROOT / room).rglob("*.py")
        if "migrations" not in path.parts
    }
    assert {name: lines for name, lines in long.items() if lines > 420} == {}
