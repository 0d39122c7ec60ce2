"""What the database itself refuses about posts and power, when somebody goes round the actions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from members.models import Member
from rotation.models import Draw, Duty, Mandate, Post, PostTerms
from tests.assemblies.conftest import hall_of
from tests.makers import NOW, TODAY, give_power, make_coop, make_member
from tests.promises import delete_all, lift, refused, replace_all

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 9, 5)


@pytest.fixture
def delia() -> Member:
    make_coop()
    return make_member(5, "Delia Quiroga")


@pytest.fixture
def treasury() -> Post:
    post = Post.objects.create(code="treasury", name="Treasury")
    PostTerms.objects.create(post=post, in_force_from=TODAY)
    return post


def seated(post: Post, member: Member, **about: Any) -> Mandate:
    whole: dict[str, Any] = {"from_on": TODAY, "until_on": UNTIL, "from_founding": True} | about
    return Mandate.objects.create(post=post, member=member, **whole)


def a_draw() -> Draw:
    return Draw.objects.create(title="x", seed="s", pool=[5], picked=[5], drawn_at=NOW)


def test_two_mandates_never_overlap_in_a_seat(delia: Member, treasury: Post):
    seated(treasury, delia)
    other = make_member(6)
    day = timedelta(days=1)
    for from_on, until_on in ((TODAY, UNTIL), (UNTIL - day, UNTIL + day), (TODAY - day, TODAY + day)):
        with refused("two_mandates_never_overlap_in_a_seat"):
            seated(treasury, other, from_on=from_on, until_on=until_on)
    seated(treasury, other, from_on=UNTIL, until_on=UNTIL + day)
    seated(treasury, other, from_on=TODAY - day, until_on=TODAY)
    seated(treasury, other, seat=2)


def test_a_seat_that_was_left_early_is_free_from_that_day_on(delia: Member, treasury: Post):
    seated(treasury, delia)
    Mandate.objects.update(ended_on=date(2026, 4, 1), ended_at=NOW)
    other = make_member(6)
    with refused("two_mandates_never_overlap_in_a_seat"):
        seated(treasury, other, from_on=date(2026, 3, 31), until_on=date(2026, 4, 2))
    seated(treasury, other, from_on=date(2026, 4, 1))


def test_a_mandate_is_only_ever_ended_early(delia: Member, treasury: Post):
    seated(treasury, delia)
    other_post, other = Post.objects.create(code="other", name="Other"), make_member(6)
    changes: list[dict[str, Any]] = [
        {"post": other_post},
        {"seat": 2},
        {"member": other},
        {"from_on": TODAY + timedelta(days=1)},
        {"until_on": date(2036, 1, 1)},
        {"until_on": date(2026, 4, 1)},
        {"from_founding": False, "draw": a_draw()},
        {"is_interim": True},
        {"ended_on": UNTIL + timedelta(days=1), "ended_at": NOW},
    ]
    for change in changes:
        with refused("a_mandate_is_only_ever_ended_early"):
            Mandate.objects.update(**change)


@pytest.mark.parametrize("change", [{"ended_on": None, "ended_at": None}, {"ended_on": date(2026, 5, 1)}])
def test_what_was_ended_stays_ended(delia: Member, treasury: Post, change: dict[str, Any]):
    seated(treasury, delia)
    Mandate.objects.update(ended_on=date(2026, 4, 1), ended_at=NOW)
    with refused("a_mandate_is_only_ever_ended_early"):
        Mandate.objects.update(**change)


def test_a_mandate_is_never_deleted(delia: Member, treasury: Post):
    seated(treasury, delia)
    with refused("a_mandate_is_never_deleted"):
        delete_all("rotation_mandate")


def test_a_mandate_is_never_replaced(delia: Member, treasury: Post):
    seated(treasury, delia)
    lift("two_mandates_never_overlap_in_a_seat", on="rotation_mandate")
    with refused("a_mandate_is_never_replaced"):
        replace_all("rotation_mandate")


def test_post_terms_are_only_ever_added(treasury: Post):
    with refused("post_terms_is_never_changed"):
        PostTerms.objects.update(powers=["ledger.keep_books"])
    with refused("post_terms_is_never_deleted"):
        delete_all("rotation_postterms")
    with refused("post_terms_is_never_replaced"):
        replace_all("rotation_postterms")


def test_a_draw_is_only_ever_added():
    a_draw()
    with refused("a_draw_is_never_changed"):
        Draw.objects.update(picked=[6])
    with refused("a_draw_is_never_deleted"):
        delete_all("rotation_draw")
    with refused("a_draw_is_never_replaced"):
        replace_all("rotation_draw")


def test_a_post_has_a_seat(treasury: Post):
    with refused("a_post_has_a_seat"):
        PostTerms.objects.create(post=treasury, in_force_from=TODAY, seats=0)


def test_every_post_ends(treasury: Post):
    with refused("every_post_ends"):
        PostTerms.objects.create(post=treasury, in_force_from=TODAY, term_months=0, term_days=0)


@pytest.mark.parametrize("until_on", [TODAY, date(2020, 1, 1)])
def test_every_mandate_ends(delia: Member, treasury: Post, until_on: date):
    with refused("every_mandate_ends"):
        seated(treasury, delia, until_on=until_on)


def test_every_mandate_has_one_source(treasury: Post):
    hall = hall_of(3)
    motion, drawn = hall.motion(), a_draw()
    for sources in (
        {"from_founding": False},
        {"from_founding": True, "draw": drawn},
        {"from_founding": True, "motion": motion},
        {"from_founding": False, "draw": drawn, "motion": motion},
    ):
        with refused("every_mandate_has_one_source"):
            seated(treasury, hall.people[0], **sources)
    seated(treasury, hall.people[0], from_founding=False, motion=motion)


def test_an_early_end_has_its_moment(delia: Member, treasury: Post):
    seated(treasury, delia)
    for change in (
        {"ended_on": date(2026, 4, 1)},
        {"ended_at": NOW},
        {"ended_on": TODAY - timedelta(days=1), "ended_at": NOW},
    ):
        with refused("an_early_end_has_its_moment"):
            Mandate.objects.update(**change)


def test_seats_are_numbered_from_one(delia: Member, treasury: Post):
    with refused("seats_are_numbered_from_one"):
        seated(treasury, delia, seat=0)


def test_a_duty_is_somebodys():
    with refused("a_duty_is_somebodys"):
        Duty.objects.create(title="x", key="x", from_on=TODAY, due_on=TODAY)


def test_there_are_no_two_of_the_same(delia: Member, treasury: Post):
    Duty.objects.create(title="x", key="x", from_on=TODAY, due_on=TODAY, member=delia)
    with refused("code"):
        Post.objects.create(code="treasury", name="Another")
    with refused("key"):
        Duty.objects.create(title="y", key="x", from_on=TODAY, due_on=TODAY, member=delia)


def test_a_power_is_nowhere_but_in_mandates(delia: Member):
    give_power(delia, "ledger.keep_books")
    assert delia.has_perm("ledger.keep_books", NOW)
    assert not make_member(6).has_perm("ledger.keep_books", NOW)
