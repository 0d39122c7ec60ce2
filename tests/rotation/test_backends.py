"""Who may do what is asked of dated mandates, at any moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Member
from rotation.actions import end_mandate
from rotation.models import PostTerms
from tests.makers import NOW, TODAY, make_coop, make_member
from tests.rotation.conftest import UNTIL, hold, make_post

pytestmark = pytest.mark.django_db
POWER = "ledger.keep_books"


@pytest.fixture
def delia() -> Member:
    make_coop()
    return make_member(5, "Delia Quiroga")


def test_power_holds_from_the_first_midnight_to_the_last(delia: Member):
    hold(make_post(), delia)
    first = datetime(2026, 3, 5, 3, tzinfo=UTC)  # midnight in Neuquén
    last = datetime(2026, 9, 5, 3, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert [delia.has_perm(POWER, m) for m in (first - second, first, last - second, last)] == [
        False,
        True,
        True,
        False,
    ]


def test_what_somebody_could_do_then_is_told_from_then(delia: Member):
    hold(make_post(), delia, from_on=date(2024, 1, 1), until_on=date(2024, 7, 1))
    assert delia.has_perm(POWER, datetime(2024, 3, 1, tzinfo=UTC))
    assert not delia.has_perm(POWER, NOW)


def test_what_somebody_will_be_able_to_do_is_told_too(delia: Member):
    hold(make_post(), delia, from_on=UNTIL, until_on=date(2027, 3, 5))
    assert not delia.has_perm(POWER, NOW)
    assert delia.has_perm(POWER, NOW + timedelta(days=200))


def test_stepping_down_ends_power_from_that_moment(delia: Member):
    held = hold(make_post(), delia)
    end_mandate(mandate_id=held.pk, actor=delia, now=NOW)
    assert delia.has_perm(POWER, NOW - timedelta(minutes=1))
    assert not delia.has_perm(POWER, NOW)
    assert not delia.has_perm(POWER, NOW + timedelta(days=1))


def test_power_follows_the_terms_of_the_post_on_that_day(delia: Member):
    post = make_post()
    hold(post, delia)
    PostTerms.objects.create(post=post, in_force_from=date(2026, 5, 1), powers=["payroll.pay"])
    assert delia.has_perm(POWER, NOW)
    assert not delia.has_perm("payroll.pay", NOW)
    assert delia.has_perm("payroll.pay", NOW + timedelta(days=90))
    assert not delia.has_perm(POWER, NOW + timedelta(days=90))


def test_terms_of_the_same_day_count_in_the_order_they_were_written(delia: Member):
    post = make_post()
    hold(post, delia)
    for powers in (["payroll.pay"], ["record.audit"]):
        PostTerms.objects.create(post=post, in_force_from=TODAY, powers=powers)
    assert delia.get_all_permissions(NOW) == {"record.audit"}


def test_pages_ask_about_now_and_actions_are_never_answered_from_memory(delia: Member):
    held = hold(make_post(), delia, from_on=date(2020, 1, 1), until_on=date(2090, 1, 1))
    assert delia.has_perm(POWER)
    with CaptureQueriesContext(connection) as questions:
        assert delia.has_perm(POWER)
        assert delia.has_module_perms("ledger")
    assert len(questions) == 0
    end_mandate(mandate_id=held.pk, actor=delia, now=NOW)
    assert not delia.has_perm(POWER, NOW)


def test_there_is_no_other_way_to_power(delia: Member):
    assert delia.get_all_permissions(NOW) == set()
    assert not delia.is_superuser
    assert not delia.has_perm("no.such.thing", NOW)
    assert not delia.has_perm(POWER, "an object")
    assert Member(number=99).get_all_permissions(NOW) == set()


def test_before_the_founding_nobody_can_do_anything():
    assert make_member(1).get_all_permissions(NOW) == set()


def test_one_question_answers_every_power(delia: Member):
    for code in ("a", "b", "c"):
        hold(make_post(f"post-{code}", powers=[f"ledger.{code}"]), delia)
    delia.has_perm(POWER, NOW)
    with CaptureQueriesContext(connection) as questions:
        assert delia.get_all_permissions(NOW) == {"ledger.a", "ledger.b", "ledger.c"}
    assert len(questions) == 1
