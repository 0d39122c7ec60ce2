"""A whole register from a file: every bad line with its reason, or every row."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from members.actions import ImportProblem, import_members
from members.importing import read
from members.models import Member, Membership, Sector
from record.models import Act
from tests.makers import NOW, TODAY, give_power, make_coop, make_member
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db
HEADER = "number,name,sector,joined_on,language,phone\n"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    make_coop()
    with translation.override("en"):
        yield


def problems_of(text: str | bytes) -> list[str]:
    content = text if isinstance(text, bytes) else (HEADER + text).encode()
    return [str(problem) for problem in read(content, today=TODAY)[1]]


def test_everyone_enters_with_their_sector_and_their_day():
    rows, problems = read(
        (HEADER + "1,Norma,Kilns,2020-01-01,es,299\n2,Hugo,Office,2026-03-05,,\n").encode(), today=TODAY
    )
    assert problems == []
    assert len(import_members(rows=rows, actor=None, now=NOW)) == 2
    assert list(Member.objects.values_list("number", "sector__name", "language")) == [
        (1, "Kilns", "es-ar"),
        (2, "Office", ""),
    ]
    assert {m.standing for m in Membership.objects.all()} == {"member"}
    assert Act.objects.filter(verb="members.register.imported").count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "number;name;sector;joined_on;language\n1;Norma;Kilns;2020-01-01;es\n",
        "\ufeffNumber, NAME ,sector,joined_on,language\r\n1,Norma,Kilns,2020-01-01,es\r\n\r\n",
        'language,joined_on,sector,name,number\nen,2020-01-01,Kilns,"Norma\nQ.",1\n',
    ],
)
def test_files_as_offices_make_them_are_read(text: str):
    rows, problems = read(text.encode(), today=TODAY)
    assert (len(rows), problems) == (1, [])


def test_every_bad_line_is_named_with_its_reason():
    found = problems_of(
        "1,Norma,Kilns,2020-01-01,es\n"
        "x,Hugo,Kilns,2020-01-01,es\n"
        "1,Elba,Kilns,2020-01-01,es\n"
        "3,,Kilns,2020-01-01,es\n"
        "4,Raúl,,2020-01-01,es\n"
        "5,Irma,Kilns,01/02/2020,es\n"
        "6,Irma,Kilns,2026-03-06,es\n"
        "7,Irma,Kilns,2020-01-01,fr\n"
        "8,Ir\x00ma,Kilns,2020-01-01,es\n"
        "9\n"
    )
    assert [line.split(":")[0] for line in found] == [f"Line {n}" for n in (3, 4, 5, 6, 7, 8, 9, 10, 11)]
    assert "is on line 2 too" in found[1]
    assert "year-month-day" in found[4]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "columns are missing"),
        (b"number,name\n", "columns are missing: sector, joined_on, language"),
        (HEADER.encode(), "has no members"),
        ("número\n".encode("latin-1"), "not in UTF-8"),
        (HEADER.encode() + b"1,Norma \xf1,Kilns,2020-01-01,es\n", "Line 2: The file is not in UTF-8"),
        (HEADER.encode() + b'1,"' + b"x" * 200_000 + b'",Kilns,2020-01-01,es\n', "cannot be read"),
        (b"x" * 20_000_001, "too large"),
    ],
)
def test_a_file_that_is_none_is_said_so(content: bytes, said: str):
    [problem] = problems_of(content)
    assert said in problem


def test_it_is_all_or_nothing():
    make_member(2)
    rows, _ = read((HEADER + "1,N,Kilns,2020-01-01,es\n2,H,Kilns,2020-01-01,es\n").encode(), today=TODAY)
    with pytest.raises(ImportProblem) as refusal:
        import_members(rows=rows, actor=None, now=NOW)
    assert [str(problem) for problem in refusal.value.problems] == [
        "Line 3: Somebody has the number 2 already."
    ]
    assert Member.objects.count() == 1
    assert not Sector.objects.exists()


def test_five_thousand_rows_enter_at_once():
    text = HEADER + "".join(f"{n},Persona {n},Sector {n % 20},2020-01-01,es,\n" for n in range(1, 5001))
    rows, problems = read(text.encode(), today=TODAY)
    import_members(rows=rows, actor=None, now=NOW)
    assert problems == []
    assert Member.objects.here(on=TODAY).count() == 5000


def test_the_page_is_for_whoever_keeps_the_register(monkeypatch: pytest.MonkeyPatch):
    at(NOW, monkeypatch)
    delia = make_member(5, "Delia Quiroga")
    assert signed_in(delia).get("/members/import/").status_code == 403
    give_power(delia, "members.keep_register")
    client = signed_in(delia)

    def send(text: str) -> str:
        file = SimpleUploadedFile("people.csv", (HEADER + text).encode())
        answer = client.post("/members/import/", {"file": file})
        assert answer.status_code == 200
        return answer.content.decode()

    assert "Line 2" in send("5,Other,Kilns,2020-01-01,es\n")
    assert Member.objects.count() == 1
    send("6,Norma,Kilns,2020-01-01,es\n")
    assert Member.objects.count() == 2
    assert client.post("/members/import/").status_code == 200
