"""Minutes are printed for the folio book and for the wall, from the moment the assembly closes."""

from __future__ import annotations

import re
import uuid
import zlib
from datetime import timedelta

import pytest

from assemblies.actions import add_item, cast_ballot, close_assembly, close_voting
from assemblies.models import Minutes
from tests.assemblies.conftest import Hall, hall_of
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db

HARD_TEXT = 'A #set page(width: 1cm) "quoted" *bold* _x_ $y$ \\ @ref <label>\nsecond line // not a comment'


def held(matters: int = 3) -> Hall:
    hall = hall_of(9)
    for nth in range(matters):
        motion = hall.vote(title=f"Matter {nth}: ñandú", text=HARD_TEXT)
        for person in hall.people[:6]:
            cast_ballot(motion_id=motion.pk, member=person, choice="for", key=uuid.uuid4(), now=hall.now)
        close_voting(motion_id=motion.pk, actor=hall.chair, now=hall.now + timedelta(minutes=1))
    add_item(assembly_id=hall.assembly.pk, title="Treasurer's report", actor=hall.chair, now=hall.now)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(minutes=2))
    return hall


def said_in(content: bytes) -> str:
    """What a PDF says of itself outside its compressed parts, and in those that hold no picture."""
    plain = content
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", content, re.S):
        try:
            plain += zlib.decompress(found.group(1))
        except zlib.error:
            continue
    return plain.decode("latin-1")


def pages_of(content: bytes) -> int:
    found = re.search(r"/Type ?/Pages[^>]*/Count (\d+)", said_in(content))
    assert found is not None
    return int(found.group(1))


@pytest.mark.parametrize("name", ["minutes", "wall"])
def test_they_are_there_as_soon_as_it_closes_in_the_readers_language_and_for_screen_readers(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = held()
    at(hall.now + timedelta(minutes=3), monkeypatch)
    address = f"/minutes/{hall.assembly.pk}/{name}.pdf"
    reader = signed_in(hall.people[0])

    answer = reader.get(address)

    assert answer["Content-Type"] == "application/pdf"
    document = said_in(answer.content)
    assert re.search(r"/Lang ?\(en\)", document)
    assert re.search(r"/Marked true", document)
    assert re.search(r"/MediaBox ?\[0 0 595\.\d+ 841\.\d+\]", document)
    assert reader.get(address).content == answer.content
    spanish = signed_in(hall.people[1], "es-ar").get(address).content
    assert re.search(r"/Lang ?\(es\)", said_in(spanish))


@pytest.mark.parametrize("matters", [0, 1, pytest.param(40, marks=pytest.mark.thorough)])
def test_the_wall_has_one_page_whatever_was_decided(matters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    hall = held(matters)
    at(hall.now + timedelta(minutes=3), monkeypatch)
    reader = signed_in(hall.people[0])
    assert pages_of(reader.get(f"/minutes/{hall.assembly.pk}/wall.pdf").content) == 1
    assert (pages_of(reader.get(f"/minutes/{hall.assembly.pk}/minutes.pdf").content) > 1) == (matters == 40)


def test_the_folio_is_printed_where_it_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    hall = held(1)
    at(hall.now + timedelta(minutes=3), monkeypatch)
    reader, address = signed_in(hall.people[0]), f"/minutes/{hall.assembly.pk}/minutes.pdf"
    plain = reader.get(address).content
    assert reader.get(address, {"folio": "17"}).content != plain
    for odd in ("", "0", "-1", "x", "9" * 40):
        assert reader.get(address, {"folio": odd}).content == plain


def test_minutes_of_nobody_and_nothing_print_too(monkeypatch: pytest.MonkeyPatch) -> None:
    hall = hall_of(3, arrived=False)
    close_assembly(assembly_id=hall.assembly.pk, actor=None, now=hall.assembly.ends_at)
    at(hall.assembly.ends_at + timedelta(minutes=3), monkeypatch)
    reader = signed_in(hall.people[0])
    for name in ("minutes", "wall"):
        assert reader.get(f"/minutes/{hall.assembly.pk}/{name}.pdf").content.startswith(b"%PDF")
        assert reader.get(f"/minutes/{10**12}/{name}.pdf").status_code == 404


def test_letters_our_fonts_lack_are_no_reason_not_to_print(monkeypatch: pytest.MonkeyPatch) -> None:
    hall = held(1)
    minutes = Minutes.objects.get()
    Minutes.objects.filter(pk=minutes.pk).update(notes="会議 \u202e \x07 नमस्ते")
    at(hall.now + timedelta(minutes=3), monkeypatch)
    answer = signed_in(hall.people[0]).get(f"/minutes/{hall.assembly.pk}/minutes.pdf")
    assert answer.content.startswith(b"%PDF")
