"""Proof that each of us was told of an assembly: once, by phone, on paper or in person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assemblies.actions import cancel_assembly
from assemblies.actions.notices import give_notice, see_notice
from assemblies.models import Notice
from assemblies.reports.notices import proof_of
from members.models import Member
from record.models import Act
from record.rules import Refused
from tests.assemblies.test_law import Village
from tests.makers import NOW, make_sector

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_phone_that_shows_the_assembly_is_proof_once() -> None:
    village = Village(3)
    assembly = village.calls()
    zulema = village.people[0]

    assert see_notice(assembly=assembly, member=zulema, now=NOW)
    assert not see_notice(assembly=assembly, member=zulema, now=NOW + DAY)

    notice = Notice.objects.get()
    assert (notice.member, notice.channel, notice.at, notice.by) == (zulema, "phone", NOW, None)


def test_who_looks_once_it_was_cancelled_was_not_told_by_that() -> None:
    village = Village(3)
    assembly = village.calls()

    cancel_assembly(assembly_id=assembly.pk, actor=village.chair, now=NOW)
    assembly.refresh_from_db()
    assert not see_notice(assembly=assembly, member=village.people[0], now=NOW)
    assert not Notice.objects.exists()


def test_whoever_convokes_writes_down_who_was_told_on_paper_all_or_none() -> None:
    village = Village(4)
    assembly = village.calls()
    see_notice(assembly=assembly, member=village.people[0], now=NOW)
    about: dict[str, Any] = {"assembly_id": assembly.pk, "channel": "paper", "now": NOW}

    with pytest.raises(Refused, match="task of convoking"):
        give_notice(**about, numbers=[1], actor=village.people[0])
    with pytest.raises(Refused, match="number 99"):
        give_notice(**about, numbers=[2, 99], actor=village.chair)
    assert Notice.objects.count() == 1
    assert give_notice(**about, numbers=[1, 2, 3, 3], actor=village.chair) == 2
    assert give_notice(**about, numbers=[1, 2, 3], actor=village.chair) == 0

    assert dict(Notice.objects.values_list("member__number", "channel")) == {
        1: "phone",
        2: "paper",
        3: "paper",
    }
    assert Act.objects.get(verb="assemblies.notice.given").facts == {"channel": "paper", "members": [2, 3]}


def test_only_on_paper_or_in_person_and_before_it_begins() -> None:
    village = Village(4)
    assembly = village.calls()

    with pytest.raises(Refused, match="Say how"):
        give_notice(assembly_id=assembly.pk, numbers=[1], channel="phone", actor=village.chair, now=NOW)
    cancel_assembly(assembly_id=assembly.pk, actor=village.chair, now=NOW)
    with pytest.raises(Refused, match="before it begins"):
        give_notice(assembly_id=assembly.pk, numbers=[1], channel="paper", actor=village.chair, now=NOW)


def test_those_still_to_be_told_are_listed_by_sector() -> None:
    village = Village(4)
    assembly = village.calls()
    kilns, presses = make_sector(), make_sector("presses", "Prensas")
    Member.objects.filter(number__in=(1, 2)).update(sector=kilns)
    Member.objects.filter(number=3).update(sector=presses)
    give_notice(assembly_id=assembly.pk, numbers=[2], channel="person", actor=village.chair, now=NOW)

    proof = proof_of(assembly)

    assert [(line.number, line.by) for line in proof.told] == [(2, village.chair.name)]
    assert [(sector.name, [n for n, _name in sector.people]) for sector in proof.sectors] == [
        ("Hornos", [1]),
        ("Prensas", [3]),
        ("no sector", [4]),
    ]
    assert (proof.missing, proof.by_channel) == (3, [("told in person", 1)])
