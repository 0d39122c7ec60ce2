"""Signatures and first looks that come at once: what is enough is enough once, and nobody is told twice."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import connection

from assemblies.actions import open_petition, sign_petition
from assemblies.actions.notices import give_notice, see_notice
from assemblies.models import AgendaItem, Assembly, Notice, Petition, Signature
from members.models import Notice as Told
from record.models import Act
from record.rules import Refused
from tests.assemblies.test_close_races import all_at_once
from tests.assemblies.test_law import Village
from tests.makers import NOW


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")


def signs(petition: Petition, member: Any) -> Petition:
    return sign_petition(petition_id=petition.pk, actor=member, now=NOW)


def test_two_signatures_that_reach_ten_per_cent_at_once_reach_it_once() -> None:
    village = Village(30)
    weekly = village.calls(days=7, kind="weekly")
    petition = open_petition(aim="item", title="The bus", text="Late.", actor=village.people[0], now=NOW)
    signs(petition, village.people[1])

    answers = all_at_once([partial(signs, petition, person) for person in village.people[2:10]])

    petition.refresh_from_db()
    assert sum(isinstance(answer, Refused) for answer in answers) == 7
    assert (Signature.objects.count(), petition.signatures_needed) == (3, 3)
    assert Act.objects.filter(verb="assemblies.petition.reached").count() == 1
    assert AgendaItem.objects.filter(assembly=weekly).count() == 1
    assert Told.objects.filter(key=f"petition:{petition.pk}:reached", member=village.chair).count() == 1


def test_one_member_signing_from_two_windows_signs_once() -> None:
    village = Village(40)
    petition = open_petition(aim="item", title="The bus", text="Late.", actor=village.people[0], now=NOW)

    all_at_once([partial(signs, petition, village.people[1]) for _window in range(6)])

    assert Signature.objects.filter(member=village.people[1]).count() == 1


def test_looking_from_two_windows_while_told_on_paper_is_one_proof() -> None:
    village = Village(4)
    assembly = village.calls(days=20)
    zulema = village.people[0]

    def looks() -> bool:
        return see_notice(assembly=Assembly.objects.get(pk=assembly.pk), member=zulema, now=NOW)

    on_paper = partial(
        give_notice, assembly_id=assembly.pk, numbers=[1], channel="paper", actor=village.chair, now=NOW
    )
    all_at_once([looks, on_paper, looks, looks, on_paper])

    assert Notice.objects.filter(member=zulema).count() == 1
