"""The Spanish words: one catalogue per room for people to edit, one compiled file for the program.

English words are written in the code and are their own keys. Each room's Spanish stands in
`locale/es/<room>.po`; all of them together become `locale/es/LC_MESSAGES/django.mo`, which is committed,
so that running needs no tools.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.utils.translation.template import templatize

Key = tuple[str, str]  # context and English; what a catalogue is looked up by

#: How many leading arguments are text, and whether the first of them is a context.
TEXTS = {
    "_": (1, False),
    "gettext": (1, False),
    "gettext_lazy": (1, False),
    "gettext_noop": (1, False),
    "ngettext": (2, False),
    "ngettext_lazy": (2, False),
    "pgettext": (2, True),
    "pgettext_lazy": (2, True),
    "npgettext": (3, True),
    "npgettext_lazy": (3, True),
}
LITERAL = r"""(?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)
PLACE = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]|\{(\w*)\}")
META = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "es",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def used(root: Path, rooms: list[str]) -> dict[Key, str]:
    """Every English text the rooms use, and where it stands first."""
    found: dict[Key, str] = {}
    for room in rooms:
        for path in sorted((root / room).rglob("*.py")):
            for key in in_python(path.read_text()):
                found.setdefault(key, f"{path.relative_to(root)}")
    for path in sorted((root / "templates").rglob("*.*")):
        if path.suffix in (".html", ".txt", ".svg", ".json", ".typ", ".js"):
            for key in in_template(path.read_text()):
                found.setdefault(key, f"{path.relative_to(root)}")
    return found


def in_python(source: str) -> Iterator[Key]:
    """Texts given to gettext and its sisters, also where they were imported under another first letter."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        how_many, has_context = TEXTS.get(name, (0, False))
        texts = [a.value for a in node.args[:how_many] if isinstance(a, ast.Constant)]
        if how_many and len(texts) == how_many and all(isinstance(text, str) for text in texts):
            yield _key([str(text) for text in texts], has_context)


def in_template(source: str) -> Iterator[Key]:
    """Texts of translate and blocktranslate tags."""
    for name, arguments in CALL.findall(templatize(source)):
        texts = [ast.literal_eval(text) for text in re.findall(LITERAL, arguments)]
        yield _key(texts, name in ("pgettext", "npgettext"))


def _key(texts: list[str], has_context: bool) -> Key:
    return (texts[0], texts[1]) if has_context else ("", texts[0])


def catalogue(folder: Path) -> tuple[polib.POFile, list[str]]:
    """All rooms' Spanish in one, and what is wrong with it in itself."""
    whole, faults = polib.POFile(), []
    whole.metadata = dict(META)
    seen: dict[Key, tuple[Any, str]] = {}
    for path in sorted(folder.glob("*.po")):
        for entry in polib.pofile(str(path)):
            key = (entry.msgctxt or "", entry.msgid)
            if entry.obsolete:
                continue
            if not entry.translated():
                faults.append(f"{path.name}: not translated: {entry.msgid!r}")
                continue
            said = entry.msgstr or tuple(entry.msgstr_plural.values())
            if key in seen:
                if seen[key][0] != said:
                    faults.append(f"{path.name}: {entry.msgid!r} reads otherwise in {seen[key][1]}")
                continue
            seen[key] = (said, path.name)
            faults += [f"{path.name}: {entry.msgid!r}: {fault}" for fault in places_differ(entry)]
            whole.append(entry)
    whole.sort(key=lambda entry: (entry.msgctxt or "", entry.msgid))
    return whole, faults


def places_differ(entry: polib.POEntry) -> list[str]:
    """A name to be filled in that is missing in the Spanish, or that only the Spanish has."""
    allowed = _places(entry.msgid) | _places(entry.msgid_plural)
    needed = _places(entry.msgid_plural or entry.msgid)
    said = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
    strange = {place for text in said for place in _places(text)} - allowed
    missing = needed - _places(said[-1])
    return [f"{place} is not in the English" for place in sorted(strange)] + [
        f"{place} is missing in the Spanish" for place in sorted(missing)
    ]


def _places(text: str) -> set[str]:
    return {match.group() for match in PLACE.finditer(text or "")}
