"""What the database itself refuses about the record, when somebody goes round the actions."""

from __future__ import annotations

import pytest
from django.db import connection

from record import guards
from record.actions import one_act_at_a_time, record
from record.models import Act, Head
from tests.makers import NOW
from tests.promises import delete_all, refused, replace_all

pytestmark = pytest.mark.django_db


@one_act_at_a_time
def something_happens(nth: int = 1) -> Act:
    return record(verb="tests.happened", subject="tests.thing:1", actor=None, now=NOW, facts={"nth": nth})


def an_act(**other: object) -> Act:
    return Act(
        **{
            "seq": 2,
            "at": NOW,
            "verb": "x",
            "subject": "y",
            "facts": {},
            "previous_hash": "b" * 64,
            "hash": "c" * 64,
            **other,
        }
    )


def test_every_guard_is_in_place():
    assert guards.missing(connection) == []


def test_an_act_is_never_changed():
    something_happens()
    for change in ({"verb": "x"}, {"facts": {}}, {"hash": "0" * 64}, {"seq": 7}):
        with refused("an_act_is_never_changed"):
            Act.objects.update(**change)


def test_an_act_is_never_deleted():
    something_happens()
    with refused("an_act_is_never_deleted"):
        Act.objects.all().delete()
    with refused("an_act_is_never_deleted"):
        delete_all("record_act")


def test_an_act_is_never_replaced():
    something_happens()
    with refused("an_act_is_never_replaced"):
        replace_all("record_act")


def test_no_two_acts_share_a_hash():
    first = something_happens()
    with refused("no_two_acts_share_a_hash", columns="record_act.hash"):
        an_act(hash=first.hash).save(force_insert=True)


def test_one_act_follows_another():
    first = something_happens()
    with refused("one_act_follows_another", columns="record_act.previous_hash"):
        an_act(previous_hash=first.previous_hash).save(force_insert=True)


@pytest.mark.parametrize("seq", [0, -1])
def test_acts_are_numbered_from_one(seq: int):
    with refused("acts_are_numbered_from_one"):
        an_act(seq=seq).save(force_insert=True)


def test_the_record_has_one_head():
    something_happens()
    with refused("the_record_has_one_head"):
        Head(pk=2).save(force_insert=True)
