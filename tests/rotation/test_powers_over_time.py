"""Who could do what on a day, who reads around a term, and what breaking the glass lets one do."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import product

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from assemblies.models import Assembly
from members.models import Member, Membership, Notice, Standing
from record.models import Act
from record.rules import Refused
from rotation.actions import break_glass, end_mandate
from rotation.models import Mandate
from rotation.reports import reading_powers_of, who_could
from rotation.rules.powers import BROKEN_GLASS, POWERS
from tests.makers import NOW, TODAY, make_coop, make_member
from tests.rotation.conftest import UNTIL, hold, make_post

pytestmark = pytest.mark.django_db
POWER = "ledger.keep_books"
DAY = timedelta(days=1)


@pytest.fixture
def delia() -> Member:
    make_coop()
    return make_member(5, "Delia Quiroga")


def at(day: date) -> datetime:
    return datetime.combine(day, NOW.timetz())


def test_it_says_who_could_do_each_thing_and_where_nobody_could(delia: Member):
    held = hold(make_post(), delia)
    could = {line.power: line.mandates for line in who_could(NOW)}
    assert could[POWER] == [held]
    assert set(could) == set(POWERS)
    assert could["payroll.pay"] == []


def test_whoever_comes_reads_before_their_first_day_and_does_not_act(delia: Member):
    hold(make_post(overlap_days=14), delia, from_on=TODAY + 14 * DAY, until_on=UNTIL)
    assert delia.may_read(POWER, NOW)
    assert not delia.has_perm(POWER, NOW)
    assert not delia.may_read(POWER, NOW - DAY)


def test_whoever_goes_reads_after_their_last_day_and_does_not_act(delia: Member):
    hold(make_post(overlap_days=14), delia, from_on=date(2025, 9, 5), until_on=TODAY)
    assert not delia.has_perm(POWER, NOW)
    assert delia.may_read(POWER, NOW + 13 * DAY)
    assert not delia.may_read(POWER, NOW + 14 * DAY)


def test_whoever_was_recalled_reads_nothing_more(delia: Member):
    held = hold(make_post(overlap_days=14), delia)
    end_mandate(mandate_id=held.pk, actor=delia, now=NOW)
    assert reading_powers_of(delia.pk, NOW) == set()


def test_the_page_answers_for_a_day_gone_by(delia: Member, client: Client):
    hold(make_post(), delia, from_on=date(2024, 1, 1), until_on=date(2024, 7, 1))
    client.force_login(delia)
    assert "Delia Quiroga" in client.get("/powers/", {"on": "2024-03-01"}).content.decode()
    assert "Treasury" not in client.get("/powers/", {"on": "2026-03-01"}).content.decode()


def test_breaking_the_glass_gives_a_day_of_power_before_everybody(delia: Member):
    others = [make_member(n) for n in (6, 7)]
    weekly = Assembly.objects.create(
        number=1,
        kind="weekly",
        convoked_at=NOW,
        starts_on=TODAY + DAY,
        starts_at=NOW + DAY,
        ends_at=NOW + 2 * DAY,
        place="Shed 4",
    )

    mandate = break_glass(member_id=delia.pk, reason="Every card was lost in the flood.", now=NOW)

    assert all(delia.has_perm(power, NOW) for power in BROKEN_GLASS)
    assert not delia.has_perm(BROKEN_GLASS[0], NOW + DAY)
    assert {notice.member_id for notice in Notice.objects.all()} == {delia.pk, *(o.pk for o in others)}
    assert Act.objects.get(verb="rotation.glass.broken").facts["member"] == 5
    assert "flood" in weekly.items.get(key=f"glass:{mandate.pk}").title


def test_the_glass_is_broken_once_a_day_by_one(delia: Member):
    first = break_glass(member_id=delia.pk, reason="Nobody holds a post.", now=NOW)
    assert break_glass(member_id=delia.pk, reason="Nobody holds a post.", now=NOW) == first
    with pytest.raises(Refused, match="let in today already"):
        break_glass(member_id=make_member(6).pk, reason="Me too.", now=NOW)


def test_breaking_the_glass_never_touches_money_the_register_or_the_minutes():
    assert not any(power.startswith(("ledger", "payroll")) for power in BROKEN_GLASS)
    assert not {"members.keep_register", "assemblies.keep_minutes", "record.audit"} & set(BROKEN_GLASS)


def test_whoever_breaks_the_glass_says_why(delia: Member):
    with pytest.raises(Refused):
        break_glass(member_id=delia.pk, reason="  ", now=NOW)
    with pytest.raises(IntegrityError, match="broken_glass_says_why"), transaction.atomic():
        hold(make_post(), delia, until_on=TODAY + DAY, from_founding=False, from_broken_glass=True)


def test_the_database_keeps_broken_glass_short_broken_glass_is_short(delia: Member):
    with pytest.raises(IntegrityError, match="broken_glass_is_short"), transaction.atomic():
        hold(
            make_post(),
            delia,
            until_on=TODAY + 3 * DAY,
            from_founding=False,
            from_broken_glass=True,
            broke_glass_because="For good.",
        )


def test_power_passes_on_once_power_passes_on_once(delia: Member):
    held = hold(make_post(), delia)
    Mandate.objects.filter(pk=held.pk).update(passed_on_at=NOW)
    with pytest.raises(IntegrityError, match="power_passes_on_once"), transaction.atomic():
        Mandate.objects.filter(pk=held.pk).update(passed_on_at=None)


def test_power_is_taken_over_before_it_is_passed_on(delia: Member):
    held = hold(make_post(), delia)
    with (
        pytest.raises(IntegrityError, match="power_is_taken_over_before_it_is_passed_on"),
        transaction.atomic(),
    ):
        Mandate.objects.filter(pk=held.pk).update(passed_on_at=NOW, taken_over_at=NOW)


def test_power_passed_on_by_both_signatures_is_the_next_ones_at_that_moment(delia: Member):
    post = make_post()
    old = hold(post, delia)
    walter = make_member(6, "Walter Pinto")
    new = hold(post, walter, from_on=UNTIL, until_on=date(2027, 3, 5))
    Mandate.objects.filter(pk=old.pk).update(passed_on_at=NOW)
    Mandate.objects.filter(pk=new.pk).update(taken_over_at=NOW)
    before = NOW - timedelta(seconds=1)
    assert (delia.has_perm(POWER, before), walter.has_perm(POWER, before)) == (True, False)
    assert (delia.has_perm(POWER, NOW), walter.has_perm(POWER, NOW)) == (False, True)
    assert (delia.has_perm(POWER, at(UNTIL)), walter.has_perm(POWER, at(UNTIL))) == (False, True)


def test_the_command_breaks_the_glass_and_says_what_to_do_otherwise(delia: Member):
    out = StringIO()
    call_command("break_glass", 5, reason="The secretary is in hospital.", stdout=out)
    assert "Delia Quiroga is let in" in out.getvalue()
    with pytest.raises(CommandError, match="Nobody has the number 99"):
        call_command("break_glass", 99, reason="Who?")


def test_the_question_written_by_hand_answers_as_the_one_of_the_queryset(delia: Member):
    """At every edge: first and last days, ended early, passed on, taken over, before and after."""
    terms = [(-30, 0), (-10, 10), (0, 20), (1, 30)]
    moments: list[timedelta | None] = [None, -DAY, timedelta(0), DAY]
    edges = product(terms, moments, moments, moments)
    mandates = []
    for nth, ((begins, ends), ended, passed, taken) in enumerate(edges):
        if passed is not None and taken is not None and passed <= taken:
            continue
        is_suspended = nth % 7 == 0  # from the day after today on
        member = make_member(1000 + nth, f"Member {nth}", until_on=TODAY + DAY if is_suspended else None)
        if is_suspended:
            Membership.objects.create(
                member=member, standing=Standing.SUSPENDED, from_on=TODAY + DAY, because="x"
            )
        mandate = hold(
            make_post(f"post-{nth}"), member, from_on=TODAY + begins * DAY, until_on=TODAY + ends * DAY
        )
        with (
            suppress(IntegrityError),
            transaction.atomic(),
        ):  # what the database refuses cannot be asked about
            Mandate.objects.filter(pk=mandate.pk).update(
                ended_at=None if ended is None else NOW + ended,
                ended_on=None if ended is None else TODAY + ended,
                passed_on_at=None if passed is None else NOW + passed,
                taken_over_at=None if taken is None else NOW + taken,
            )
            mandates.append(mandate)
    for field in ("ended_at", "passed_on_at", "taken_over_at"):
        assert Mandate.objects.exclude(**{field: None}).count() > 3, field
    for moment in (NOW - DAY, NOW - timedelta(microseconds=1), NOW, at(TODAY + DAY), at(TODAY + 20 * DAY)):
        expected = set(Mandate.objects.at(moment, day=TODAY + (moment.date() - NOW.date())))
        found = {line.power: line.mandates for line in who_could(moment)}[POWER]
        assert set(found) == expected
        assert 0 < len(expected) < len(mandates)
