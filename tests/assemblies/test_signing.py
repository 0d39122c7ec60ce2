"""Minutes are signed by whoever chaired, whoever took them, and two drawn by a lot that anybody can redo."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from assemblies.actions import close_assembly, close_voting
from assemblies.actions.minutes import approve_minutes
from assemblies.actions.signing import replace_signer, sign_minutes, sign_on_paper
from assemblies.models import Minutes, Motion, Signer
from assemblies.reports import faults
from assemblies.rules.signing import drawn_order, next_drawn
from members.models import Cooperative, Member, Notice, SignInAttempt
from record import guards
from record.models import Act
from record.rules import Refused
from tests.assemblies.conftest import Hall, hall_of
from tests.makers import give_power
from tests.pages import at, signed_in

HERE = "127.0.0.1"


def test_the_lot_is_the_order_of_hashes_that_anybody_works_out() -> None:
    order = drawn_order("seed", [1, 2, 3, 4, 5])
    assert order == sorted([1, 2, 3, 4, 5], key=lambda n: hashlib.sha256(f"seed:{n}".encode()).hexdigest())
    assert drawn_order("seed", [5, 4, 3, 2, 1, 1]) == order


def test_the_next_of_the_draw_was_never_asked_before() -> None:
    order = [4, 2, 5, 1]
    assert next_drawn(order, [4, 2]) == 5
    assert next_drawn(order, [4, 5]) == 1
    assert next_drawn(order, [2, 1]) is None
    assert next_drawn([], []) is None


@pytest.fixture
def hall(db: None) -> Hall:
    """Nine people; the ninth chairs, the eighth keeps the minutes; everybody has a PIN."""
    hall = hall_of(9)
    give_power(hall.people[7], "assemblies.keep_minutes")
    for person in hall.people:
        person.set_password("246810")
        person.save(update_fields=["password"])
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    hall.now += timedelta(minutes=5)
    return hall


def signers() -> dict[str, Signer]:
    return {signer.role: signer for signer in Signer.objects.select_related("member")}


def test_the_closing_names_chair_secretary_and_two_drawn(hall: Hall) -> None:
    named = signers()

    assert named["chair"].member == hall.chair
    assert named["secretary"].member == hall.people[7]
    act = Act.objects.get(verb="assemblies.signers.named")
    before = Act.objects.get(seq=act.seq - 1)
    order = drawn_order(before.hash, [person.number for person in hall.people[:7]])
    assert [named["drawn_1"].member.number, named["drawn_2"].member.number] == order[:2]
    assert named["drawn_1"].seed == act.facts["seed"] == before.hash
    assert act.facts["drawn_from"] == 7
    assert Notice.objects.filter(key=f"minutes:{hall.assembly.pk}:sign").count() == 4


def test_an_assembly_the_clock_closed_is_signed_by_whoever_chaired_its_votes(db: None) -> None:
    hall = hall_of(5)
    hall.vote()

    close_voting(motion_id=Motion.objects.get().pk, actor=None, now=hall.now + timedelta(hours=2))
    close_assembly(assembly_id=hall.assembly.pk, actor=None, now=hall.assembly.ends_at)
    assert signers()["chair"].member == hall.chair


def test_an_assembly_of_two_has_as_many_signers_as_there_are(db: None) -> None:
    hall = hall_of(2)
    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)
    assert {role: signer.member.number for role, signer in signers().items()} == {"chair": 2, "drawn_1": 1}


def test_an_assembly_nobody_came_to_is_signed_by_nobody_drawn(db: None) -> None:
    hall = hall_of(3, arrived=False)
    close_assembly(assembly_id=hall.assembly.pk, actor=None, now=hall.assembly.ends_at)
    assert signers() == {}


def test_a_signer_signs_once_with_their_pin(hall: Hall) -> None:
    about: dict[str, Any] = {
        "assembly_id": hall.assembly.pk,
        "address": HERE,
        "actor": hall.chair,
        "now": hall.now,
    }

    signer = sign_minutes(pin="246810", **about)

    assert signer.signed_at == hall.now
    assert not signer.on_paper
    with pytest.raises(Refused, match="there already"):
        sign_minutes(pin="246810", **about)
    act = Act.objects.get(verb="assemblies.minutes.signed")
    assert act.facts["contents"] == Act.objects.get(verb="assemblies.minutes.drafted").facts["contents"]


def test_a_wrong_pin_signs_nothing_and_is_counted(hall: Hall) -> None:
    for _time in range(5):
        with pytest.raises(Refused, match="not right"):
            sign_minutes(
                assembly_id=hall.assembly.pk, pin="111111", address=HERE, actor=hall.chair, now=hall.now
            )
    assert SignInAttempt.objects.count() == 5
    with pytest.raises(Refused, match=r"[Ww]ait"):
        sign_minutes(assembly_id=hall.assembly.pk, pin="246810", address=HERE, actor=hall.chair, now=hall.now)


def test_nobody_else_signs(hall: Hall) -> None:
    named = {signer.member_id for signer in Signer.objects.all()}
    other = next(person for person in hall.people if person.pk not in named)
    with pytest.raises(Refused, match="Others sign"):
        sign_minutes(assembly_id=hall.assembly.pk, pin="246810", address=HERE, actor=other, now=hall.now)


def test_whoever_keeps_the_minutes_writes_down_a_signature_on_paper(hall: Hall) -> None:
    signer = signers()["drawn_1"]
    with pytest.raises(Refused, match="keeps the minutes"):
        sign_on_paper(signer_id=signer.pk, actor=hall.people[0], now=hall.now)

    signed = sign_on_paper(signer_id=signer.pk, actor=hall.people[7], now=hall.now)

    assert signed.on_paper
    with pytest.raises(Refused, match="there already"):
        sign_on_paper(signer_id=signer.pk, actor=hall.people[7], now=hall.now)


def test_whoever_cannot_sign_is_followed_by_the_next_of_the_same_draw(hall: Hall) -> None:
    named = signers()
    order = drawn_order(named["drawn_1"].seed, [person.number for person in hall.people[:7]])

    replaced = replace_signer(signer_id=named["drawn_1"].pk, actor=hall.people[7], now=hall.now)
    again = replace_signer(signer_id=named["drawn_1"].pk, actor=hall.people[7], now=hall.now)

    assert replaced.member.number == order[2]
    assert again.member.number == order[3]
    assert Act.objects.filter(verb="assemblies.signer.replaced").last().facts["instead_of"] == order[2]
    with pytest.raises(Refused, match="drawn by lot"):
        replace_signer(signer_id=named["chair"].pk, actor=hall.people[7], now=hall.now)


def test_the_draw_ends_with_those_who_were_there(hall: Hall) -> None:
    signer = signers()["drawn_2"]
    for _nobody in range(5):
        replace_signer(signer_id=signer.pk, actor=hall.people[7], now=hall.now)
    with pytest.raises(Refused, match="drawn already"):
        replace_signer(signer_id=signer.pk, actor=hall.people[7], now=hall.now)


def everybody_signs(hall: Hall) -> None:
    for signer in signers().values():
        sign_on_paper(signer_id=signer.pk, actor=hall.people[7], now=hall.now)


def test_the_chair_may_approve_too(hall: Hall) -> None:
    everybody_signs(hall)
    minutes = Minutes.objects.get()
    assert (
        approve_minutes(minutes_id=minutes.pk, notes="", actor=hall.chair, now=hall.now).approved_by
        == hall.chair
    )


def test_minutes_are_not_approved_while_somebody_named_has_not_signed(hall: Hall) -> None:
    last = signers()["drawn_2"]
    for role, signer in signers().items():
        if role != "drawn_2":
            sign_on_paper(signer_id=signer.pk, actor=hall.people[7], now=hall.now)
    about: dict[str, Any] = {"minutes_id": Minutes.objects.get().pk, "actor": hall.chair, "now": hall.now}

    with pytest.raises(Refused, match=f"These have not signed yet: {last.member.name}"):
        approve_minutes(**about, notes="Rain.", unsigned_because="  ")

    minutes = approve_minutes(**about, notes="Rain.", unsigned_because="In hospital.")
    assert minutes.notes.startswith("Rain.\n\n")
    assert minutes.notes.endswith(f"{last.member.name}: In hospital.")
    act = Act.objects.get(verb="assemblies.minutes.approved")
    assert act.facts["unsigned"] == [last.member.number]
    assert "In hospital" not in str(act.facts)


def test_minutes_of_an_assembly_nobody_came_to_wait_for_nobody(db: None) -> None:
    hall = hall_of(3, arrived=False)
    close_assembly(assembly_id=hall.assembly.pk, actor=None, now=hall.assembly.ends_at)

    approved = approve_minutes(
        minutes_id=Minutes.objects.get().pk, notes="", actor=hall.chair, now=hall.assembly.ends_at
    )

    assert approved.notes == ""


@pytest.mark.parametrize(
    ("pack", "roles", "said"),
    [
        (
            "AR",
            {"chair", "secretary", "drawn_1", "drawn_2"},
            "2 drawn by lot sign them (Ley 20.337, art. 55)",
        ),
        (
            "ES",
            {"chair", "secretary", "drawn_1", "drawn_2"},
            "2 drawn by lot sign them (Ley 27/1999, art. 29.2)",
        ),
        ("UY", {"chair", "secretary"}, "our law asks for nobody drawn by lot"),
        ("NONE", {"chair", "secretary", "drawn_1", "drawn_2"}, "it is our own custom"),
    ],
)
def test_as_many_are_drawn_as_the_law_of_the_place_asks(
    db: None, monkeypatch: pytest.MonkeyPatch, pack: str, roles: set[str], said: str
) -> None:
    hall = hall_of(9)
    Cooperative.objects.update(law_pack=pack)
    Cooperative.objects.forget()
    give_power(hall.people[7], "assemblies.keep_minutes")

    close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=hall.now)

    assert set(signers()) == roles
    assert faults() == []
    at(hall.now, monkeypatch)
    page = signed_in(hall.people[7]).get(f"/minutes/{hall.assembly.pk}/").content.decode()
    assert said in page
    assert "Why it is approved without all signatures" in page


def test_verify_draws_two_again_where_the_record_did_not_say_how_many(hall: Hall) -> None:
    act = Act.objects.get(verb="assemblies.signers.named")
    facts = {name: value for name, value in act.facts.items() if name != "drawn"}
    guards.remove(connection)
    Act.objects.filter(pk=act.pk).update(facts=facts)

    assert not [fault for fault in faults() if "sign" in fault]


# --- round the actions ----------------------------------------------------------------------------------------


def test_a_signer_who_signed_stays(hall: Hall) -> None:
    """a_signer_who_signed_stays"""
    signer = signers()["drawn_1"]
    sign_on_paper(signer_id=signer.pk, actor=hall.people[7], now=hall.now)
    for change in ({"signed_at": None}, {"on_paper": False}, {"member": hall.people[8]}):
        with pytest.raises(IntegrityError, match="a_signer_who_signed_stays"), transaction.atomic():
            Signer.objects.filter(pk=signer.pk).update(**change)
    with pytest.raises(IntegrityError, match="a_signer_who_signed_stays"), transaction.atomic():
        Signer.objects.filter(pk=signers()["chair"].pk).update(role="secretary")


def test_a_signature_of_minutes_is_never_deleted(hall: Hall) -> None:
    """a_signature_of_minutes_is_never_deleted"""
    signer = signers()["drawn_1"]
    sign_on_paper(signer_id=signer.pk, actor=hall.people[7], now=hall.now)
    with pytest.raises(IntegrityError, match="a_signature_of_minutes_is_never_deleted"), transaction.atomic():
        Signer.objects.filter(pk=signer.pk).delete()


def test_there_is_one_signer_for_each_role_and_nobody_signs_in_two_roles(hall: Hall) -> None:
    """one_signer_for_each_role, nobody_signs_in_two_roles"""
    free = Member.objects.exclude(pk__in=Signer.objects.values("member"))[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Signer.objects.create(assembly=hall.assembly, role="chair", member=free)
    Signer.objects.filter(role="secretary").delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Signer.objects.create(assembly=hall.assembly, role="secretary", member=hall.chair)


# --- pages ----------------------------------------------------------------------------------------------------


def test_a_signer_signs_on_the_page_of_the_minutes(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    at(hall.now, monkeypatch)
    client = signed_in(hall.chair)
    address = f"/minutes/{hall.assembly.pk}/"
    assert "Sign these minutes" in client.get(address).content.decode()

    wrong = client.post(f"{address}sign/", {"pin": "111111"})
    assert wrong.status_code == 200
    assert "not right" in wrong.content.decode()
    assert client.post(f"{address}sign/", {"pin": "246810"}).status_code == 302

    page = client.get(address).content.decode()
    assert "signed with their PIN" in page
    assert "Sign these minutes" not in page


def test_somebody_else_is_told_that_others_sign(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    at(hall.now, monkeypatch)
    other = Member.objects.exclude(pk__in=Signer.objects.values("member"))[0]
    client = signed_in(other)
    assert "Sign these minutes" not in client.get(f"/minutes/{hall.assembly.pk}/").content.decode()
    answer = client.post(f"/minutes/{hall.assembly.pk}/sign/", {"pin": "246810"}, follow=True)
    assert "Others sign these minutes" in answer.content.decode()
    assert client.post(f"/minutes/{hall.assembly.pk}/sign/", {}).status_code == 302
    assert client.post("/minutes/signers/999999/paper/").status_code == 404


def test_whoever_keeps_minutes_does_it_on_the_page(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    at(hall.now, monkeypatch)
    client = signed_in(hall.people[7])
    named = signers()
    client.post(f"/minutes/signers/{named['drawn_1'].pk}/paper/")
    client.post(f"/minutes/signers/{named['drawn_2'].pk}/next/")
    after = signers()
    assert after["drawn_1"].on_paper
    assert after["drawn_2"].member != named["drawn_2"].member


# --- verify ---------------------------------------------------------------------------------------------------


def test_verify_draws_again_and_finds_the_same(hall: Hall) -> None:
    assert faults() == []
    signer = signers()["drawn_1"]
    replace_signer(signer_id=signer.pk, actor=hall.people[7], now=hall.now)
    assert faults() == []


def test_verify_names_a_signer_whom_nobody_drew(hall: Hall) -> None:
    free = Member.objects.exclude(pk__in=Signer.objects.values("member"))[0]
    Signer.objects.filter(role="drawn_1").update(member=free)
    assert faults() == ["assembly 1: others sign its minutes than the record names"]


def test_verify_names_a_draw_that_comes_out_otherwise(hall: Hall) -> None:
    guards.remove(connection)
    first = signers()["drawn_1"].member
    hall.assembly.presences.filter(member=first).delete()
    assert "assembly 1: drawn again, others sign its minutes" in faults()
