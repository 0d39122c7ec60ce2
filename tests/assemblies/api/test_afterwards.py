"""Programs read, sign and approve minutes, contest what was decided, and look for words in all of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assemblies.actions import close_assembly
from assemblies.models import Assembly, Contest, Minutes, Signer
from members.models import Cooperative
from tests.assemblies.api.calls import Program, refused
from tests.assemblies.conftest import Hall, hall_of
from tests.assemblies.test_contesting import decided
from tests.makers import give_power, write_house_rule
from tests.pages import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    """Nine people in an assembly by law, in Argentina; the eighth keeps the minutes; everybody has a PIN."""
    hall = hall_of(9)
    Cooperative.objects.update(law_pack="AR")
    Cooperative.objects.forget()
    Assembly.objects.update(kind="legal_ordinary")
    hall.assembly.refresh_from_db()
    give_power(hall.people[7], "assemblies.keep_minutes")
    for person in hall.people:
        person.set_password("246810")
        person.save(update_fields=["password"])
    at(hall.now, monkeypatch)
    return hall


@pytest.fixture
def over(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """The same once it is closed, with one decision."""
    decided(hall)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now + timedelta(minutes=2))
    hall.now += timedelta(minutes=5)
    at(hall.now, monkeypatch)
    return hall


def test_minutes_are_there_for_everybody_from_the_closing_on(hall: Hall) -> None:
    zulema, path = Program(hall.people[0]), f"/minutes/{hall.assembly.pk}"
    assert zulema.get(path)[0] == 404
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    status, minutes = zulema.get(path)
    assert (status, minutes["approved_at"], minutes["notes"]) == (200, None, "")
    assert minutes["contents"]["presence"]["members"] == 9
    assert {signer["role"] for signer in minutes["signers"]} == {"chair", "secretary", "drawn_1", "drawn_2"}
    assert minutes["seed"]
    assert zulema.get("/minutes")[1]["items"][0]["assembly"] == hall.assembly.pk


def test_the_minutes_are_approved_once_by_whoever_keeps_them(over: Hall) -> None:
    path, keeper = f"/minutes/{over.assembly.pk}/approve", Program(over.people[7])
    assert refused(Program(over.people[0]).post(path, {"notes": "No."}))
    assert refused(keeper.post(path, {"notes": "Rain."}), saying="have not signed yet")
    status, minutes = keeper.post(path, {"notes": "Rain.", "unsigned_because": "They left."})
    assert (status, minutes["notes"][:5], minutes["approved_by"]["number"]) == (200, "Rain.", 8)
    assert refused(keeper.post(path, {"notes": "Sun."}), saying="already")
    assert keeper.post("/minutes/999/approve", {"notes": ""})[0] == 404
    assert keeper.post(path, {"notes": "\x00"})[0] == 422


def test_one_signs_with_ones_pin_and_not_with_a_wrong_one(over: Hall) -> None:
    path, chair = f"/minutes/{over.assembly.pk}/sign", Program(over.chair)
    assert refused(chair.post(path, {"pin": "135791"}))
    assert Signer.objects.get(role="chair").signed_at is None
    status, minutes = chair.post(path, {"pin": "246810"})
    signed = {signer["role"]: signer["signed_at"] for signer in minutes["signers"]}
    assert (status, bool(signed["chair"]), signed["secretary"]) == (200, True, None)
    assert refused(chair.post(path, {"pin": "246810"}))


def test_whoever_is_no_signer_does_not_sign(over: Hall) -> None:
    signers = set(Signer.objects.values_list("member__number", flat=True))
    other = next(person for person in over.people if person.number not in signers)
    assert refused(Program(other).post(f"/minutes/{over.assembly.pk}/sign", {"pin": "246810"}))
    assert Program(other).post("/minutes/999/sign", {"pin": "246810"})[0] == 404
    assert not Signer.objects.exclude(signed_at=None).exists()


def test_whoever_keeps_the_minutes_writes_down_paper_and_draws_the_next(over: Hall) -> None:
    keeper = Program(over.people[7])
    first, second = Signer.objects.get(role="drawn_1"), Signer.objects.get(role="drawn_2")
    assert refused(Program(over.people[0]).post(f"/signers/{first.pk}/paper"))
    assert refused(Program(over.people[0]).post(f"/signers/{second.pk}/next"))

    on_paper = keeper.post(f"/signers/{first.pk}/paper")[1]
    replaced = keeper.post(f"/signers/{second.pk}/next")[1]

    assert [one["on_paper"] for one in on_paper["signers"] if one["id"] == first.pk] == [True]
    assert [one["number"] for one in replaced["signers"] if one["id"] == second.pk] != [second.member.number]
    assert refused(keeper.post(f"/signers/{first.pk}/paper"))
    assert keeper.post("/signers/999/paper")[0] == keeper.post("/signers/999/next")[0] == 404


def test_a_decision_is_in_the_register_and_contested_once_by_who_did_not_vote_for_it(over: Hall) -> None:
    against, path = Program(over.people[6]), "/motions/{}/contests"
    (decision,) = against.get("/decisions")[1]["items"]
    path = path.format(decision["motion"])
    assert (decision["title"], decision["is_contested"]) == ("Two forklifts", False)

    assert refused(Program(over.people[0]).post(path, {"reason": "I changed my mind."}))
    status, contest = against.post(path, {"reason": "It goes against article 12."})
    assert (status, contest["member"]["number"], contest["settled_at"]) == (201, 7, None)
    assert refused(against.post(path, {"reason": "Again."}))
    listed = Program(over.people[0]).get(path)[1]
    assert (listed["count"], listed["items"], listed["until"]) == (1, [contest], "2026-06-03")
    assert against.get("/decisions")[1]["items"][0]["is_contested"] is True
    assert against.get("/decisions", year=2025)[1]["count"] == 0
    assert against.get("/decisions", year="x")[0] == 422
    assert against.post("/motions/999/contests", {"reason": "x"})[0] == 404


def test_a_contest_is_settled_once_by_whoever_has_that_task(over: Hall) -> None:
    motion = Program(over.people[0]).get("/decisions")[1]["items"][0]["motion"]
    contest = Program(over.people[6]).post(f"/motions/{motion}/contests", {"reason": "Article 12."})[1]["id"]
    path, body = f"/contests/{contest}/settle", {"upheld": False, "settlement": "The court said no."}

    assert refused(Program(over.people[6]).post(path, body))
    assert Contest.objects.get().settled_at is None
    status, settled = Program(over.people[7]).post(path, body)
    assert (status, settled["upheld"], settled["settlement"]) == (200, False, "The court said no.")
    assert refused(Program(over.people[7]).post(path, body | {"upheld": True}))
    assert Program(over.people[7]).post("/contests/999/settle", body)[0] == 404
    assert Program(over.people[7]).post(path, {"settlement": "x"})[0] == 422


def test_words_are_found_in_any_form_and_drafts_are_not(over: Hall) -> None:
    zulema = Program(over.people[0])
    Program(over.people[1]).post(
        "/motions", {"kind": "decision", "title": "A secret forklift", "text": "Shh."}
    )
    found = zulema.get("/search", words="forklift", kind="motion")[1]
    assert [each["title"] for each in found["items"]] == ["Two forklifts"]
    assert found["count"] == 1
    assert "forklifts" in found["items"][0]["passage"]
    kinds = {each["kind"] for each in zulema.get("/search", words="forklifts")[1]["items"]}
    assert kinds == {"motion", "minutes"}
    assert zulema.get("/search", words="")[1] == {"count": 0, "items": []}
    assert zulema.get("/search")[0] == zulema.get("/search", words="x", kind="nope")[0] == 422
    assert zulema.get("/search", words="forklifts", limit=1, offset=1)[1]["count"] == 2


def test_a_rule_says_what_it_is_what_it_was_and_what_it_will_be(hall: Hall) -> None:
    day = hall.now.date()
    write_house_rule("assembly.seconders", 2, from_on=day - timedelta(days=1))
    write_house_rule("assembly.seconders", 4, from_on=day + timedelta(days=9))
    zulema = Program(hall.people[0])
    status, rule = zulema.get("/rules/assembly.seconders")
    assert (status, "2" in rule["said"], rule["motion"]) == (200, True, None)
    assert [row["value"] for row in rule["coming"]] == [4]
    assert [row["value"] for row in rule["earlier"]] == [0]
    assert zulema.get("/rules/nope")[0] == 404
    listed = zulema.get("/rules", limit=2)[1]
    assert (len(listed["items"]), listed["count"] > 10) == (2, True)


def test_minutes_that_are_approved_stay_as_they_are(over: Hall) -> None:
    keeper = Program(over.people[7])
    keeper.post(f"/minutes/{over.assembly.pk}/approve", {"notes": "Rain.", "unsigned_because": "They left."})
    before = Minutes.objects.values().get()
    keeper.post(f"/minutes/{over.assembly.pk}/approve", {"notes": "Sun.", "unsigned_because": "They left."})
    assert Minutes.objects.values().get() == before


def test_the_folios_of_approved_minutes_are_written_once_by_whoever_keeps_them(over: Hall) -> None:
    keeper, path = Program(over.people[7]), f"/minutes/{over.assembly.pk}"
    assert refused(keeper.post(f"{path}/folios", {"first": 3, "last": 4}))
    keeper.post(f"{path}/approve", {"notes": "", "unsigned_because": "They left."})
    assert refused(Program(over.people[0]).post(f"{path}/folios", {"first": 3, "last": 4}))
    assert keeper.post(f"{path}/folios", {"first": 3, "last": 4}) == (201, {"first": 3, "last": 4})
    assert refused(keeper.post(f"{path}/folios", {"first": 5, "last": 6}))
    assert keeper.post(f"{path}/folios", {"first": 0, "last": 4})[0] == 422
    assert keeper.post("/minutes/999/folios", {"first": 3, "last": 4})[0] == 404
