"""What the law of assemblies asks beyond `test_law.py`: a majority that is void, names of signers, what each may see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assemblies.actions import arrive_at_door, begin_item, close_assembly, open_second_call, open_voting
from assemblies.actions.interests import declare_interest
from assemblies.models.minutes import SignerRole
from assemblies.reports.chairing import chairs_next
from assemblies.rules.law_packs import law_pack
from record.rules import Refused
from tests.assemblies.test_law import DAY, Village, a_vote, casts, closes
from tests.makers import NOW, TODAY, give_power, make_member, write_house_rule
from tests.pages import at, signed_in

pytestmark = pytest.mark.django_db

HALF = {"threshold": "1/2", "comparison": "more_than", "base": "present", "tie": "falls"}
TWO_THIRDS = {"threshold": "2/3", "comparison": "at_least", "base": "present", "tie": "falls"}


# --- majority: article 53 ---------------------------------------------------------------------------------


def test_a_majority_smaller_than_the_laws_opens_no_vote_and_the_article_is_named() -> None:
    village = Village()
    write_house_rule("decision.two_thirds", HALF)

    with pytest.raises(Refused, match=r"two thirds of those present \(Ley 20\.337, art\. 53\).*void"):
        a_vote(village, here=10, kind="statute")


def test_whoever_chairs_is_told_of_it_instead_of_a_button_that_cannot_work() -> None:
    village = Village()
    ordinary = village.calls(days=20)
    motion = village.puts(village.tables("statute"), ordinary)
    village.opens(ordinary, here=10)
    moment = ordinary.starts_at + timedelta(minutes=5)
    begin_item(item_id=motion.agenda_items.get().pk, actor=village.chair, now=moment)
    assert not chairs_next(ordinary, now=moment).because

    write_house_rule("decision.two_thirds", HALF, from_on=TODAY)

    ordinary.refresh_from_db()
    assert "our rule asks for less: it would be void" in str(chairs_next(ordinary, now=moment).because)


def test_exactly_half_is_no_majority_by_law_either() -> None:
    village = Village()
    write_house_rule("decision.simple", {**HALF, "comparison": "at_least"})

    with pytest.raises(Refused, match=r"more than half of those present .* void"):
        a_vote(village, here=10)


def test_more_than_the_law_asks_is_ours_to_ask() -> None:
    village = Village()
    write_house_rule("decision.simple", {**TWO_THIRDS, "threshold": "3/4"})

    assert a_vote(village, here=10)[1].state == "voting"


def test_a_weekly_assembly_takes_the_majority_of_our_rules() -> None:
    village = Village()
    write_house_rule("decision.simple", {**HALF, "threshold": "1/3"})
    weekly = village.calls(days=7, kind="weekly")
    motion = village.tables()
    motion.refresh_from_db()
    village.opens(weekly, here=10)

    assert motion.assembly == weekly
    assert village.votes(motion, weekly, at=weekly.starts_at + timedelta(minutes=5)).state == "voting"


def test_whoever_abstains_counts_as_absent_where_our_statute_says_so() -> None:
    """Model statute, art. 41."""
    village = Village()
    write_house_rule("decision.simple", {**HALF, "base": "present_minus_abstentions"})
    ordinary, motion = a_vote(village, here=10)

    casts(village, motion, ordinary, *["for"] * 4, *["against"] * 3, *["abstain"] * 3)

    assert closes(village, motion, ordinary).state == "adopted"


def test_two_thirds_of_those_present_change_the_statute_and_one_fewer_does_not() -> None:
    village = Village(9)
    write_house_rule("decision.two_thirds", TWO_THIRDS)
    ordinary, motion = a_vote(village, here=9, kind="statute")

    casts(village, motion, ordinary, *["for"] * 6, *["against"] * 3)

    assert closes(village, motion, ordinary).state == "adopted"


# --- quorum: article 49 -----------------------------------------------------------------------------------


def test_before_the_vote_the_page_says_how_many_must_come_by_law(monkeypatch: pytest.MonkeyPatch) -> None:
    """A house rule of a third is no help in an assembly by law, and nobody is told that it is."""
    village = Village()
    ordinary = village.calls(days=20)
    motion = village.puts(village.tables(), ordinary)
    village.opens(ordinary, here=4)
    at(ordinary.starts_at + timedelta(minutes=5), monkeypatch)
    zulema = signed_in(village.people[0])

    page = zulema.get(f"/motions/{motion.pk}/").content.decode()
    assert "To decide we need 6 of 10; 4 here. 2 more to come." in page

    later = ordinary.starts_at + timedelta(hours=1)
    open_second_call(assembly_id=ordinary.pk, actor=village.chair, now=later)
    at(later, monkeypatch)
    page = zulema.get(f"/motions/{motion.pk}/").content.decode()
    assert "more to come" not in page


# --- who may not vote: articles 54 and 75 -----------------------------------------------------------------


def test_whoever_has_an_interest_says_so_and_abstains() -> None:
    village = Village()
    ordinary = village.calls(days=20)
    motion = village.puts(village.tables(), ordinary)
    declare_interest(motion_id=motion.pk, reason="my brother sells it", actor=village.people[0], now=NOW)
    village.opens(ordinary, here=10)
    motion = village.votes(motion, ordinary, at=ordinary.starts_at + timedelta(minutes=5))

    assert motion.roll_count == 9
    with pytest.raises(Refused, match="my brother sells it"):
        casts(village, motion, ordinary, "for")


def test_before_the_accounts_are_voted_the_page_counts_without_those_whose_accounts_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    village = Village()
    treasury = give_power(village.people[0], "ledger.keep_books")
    write_house_rule("accounts.excluded_posts", [treasury.post.code])
    ordinary = village.calls(days=20)
    motion = village.puts(village.tables("accounts"), ordinary)
    village.opens(ordinary, here=3)
    at(ordinary.starts_at + timedelta(minutes=5), monkeypatch)

    page = signed_in(village.people[1]).get(f"/motions/{motion.pk}/").content.decode()

    assert "To decide we need 5 of 9; 2 here. 3 more to come." in page


# --- who calls it: articles 47 and 79 ---------------------------------------------------------------------


def test_the_overseer_calls_an_assembly_and_sets_its_agenda_without_the_council() -> None:
    village = Village()
    overseer = village.people[3]
    give_power(overseer, "assemblies.convoke")
    village.chair = overseer

    ordinary = village.calls(days=15, kind="legal_extraordinary")

    assert village.puts(village.tables(), ordinary).assembly == ordinary


# --- minutes: articles 55 and 56 --------------------------------------------------------------------------


def an_assembly_held(village: Village, *, here: int = 10) -> Any:
    ordinary = village.calls(days=20)
    village.opens(ordinary, here=here)
    return close_assembly(assembly_id=ordinary.pk, actor=village.chair, now=ordinary.ends_at)


def test_two_members_who_were_there_sign_the_minutes_with_chair_and_secretary() -> None:
    village = Village()
    give_power(village.people[0], "assemblies.keep_minutes")
    make_member(77, "Nahuel Ibarra")

    held = an_assembly_held(village)

    drawn = held.signers.filter(role__in=(SignerRole.FIRST_DRAWN, SignerRole.SECOND_DRAWN))
    assert drawn.count() == law_pack("AR").drawn_signers == 2
    there = set(held.presences.values_list("member_id", flat=True))
    assert {signer.member_id for signer in held.signers.all()} <= there
    assert held.signers.values("member").distinct().count() == 4


def test_any_member_reads_and_prints_the_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    village = Village()
    held = an_assembly_held(village)
    at(held.closed_at + DAY, monkeypatch)
    member = signed_in(village.people[4])

    assert member.get(f"/minutes/{held.pk}/").status_code == 200
    printed = member.get(f"/minutes/{held.pk}/minutes.pdf")
    assert (printed.status_code, printed["Content-Type"]) == (200, "application/pdf")
    assert printed.getvalue().startswith(b"%PDF")


# --- other laws: Spain 27/1999 and Uruguay 18.407 ---------------------------------------------------------


def test_in_spain_neither_the_day_of_the_notice_nor_that_of_the_assembly_counts() -> None:
    village = Village(law_pack="ES")

    with pytest.raises(Refused, match=r"art\. 24\.1"):
        village.calls(days=15)
    assert village.calls(days=16).state == "convoked"


def test_in_spain_an_assembly_is_called_two_months_before_at_most() -> None:
    with pytest.raises(Refused, match=r"59 days before at most .*24\.1"):
        Village(law_pack="ES").calls(days=60)


def test_in_spain_the_second_call_needs_ten_per_cent() -> None:
    village = Village(30, law_pack="ES")
    ordinary = village.calls(days=20)
    motion = village.puts(village.tables(), ordinary)
    village.opens(ordinary, here=2)
    later = ordinary.starts_at + timedelta(hours=2)
    open_second_call(assembly_id=ordinary.pk, actor=None, now=later)

    with pytest.raises(Refused, match="3 are needed"):
        village.votes(motion, ordinary, at=later)
    arrive_at_door(assembly_id=ordinary.pk, numbers=[3], actor=None, now=later)
    assert village.votes(motion, ordinary, at=later).state == "voting"


def test_in_spain_blanks_and_abstentions_are_in_no_base() -> None:
    village = Village(law_pack="ES")
    write_house_rule("decision.simple", {**HALF, "base": "valid_votes"})
    ordinary, motion = a_vote(village, here=10)

    casts(village, motion, ordinary, "for", "for", "against", *["abstain"] * 7)

    assert closes(village, motion, ordinary).state == "adopted"


def test_in_uruguay_an_assembly_is_called_ten_to_thirty_days_before() -> None:
    village = Village(law_pack="UY")
    write_house_rule("assembly.legal_notice_days", 10)

    for days in (9, 31):
        with pytest.raises(Refused, match=r"Ley 18\.407, art\. 30"):
            village.calls(days=days)
    assert village.calls(days=10).state == "convoked"
    assert village.calls(days=30, kind="legal_extraordinary").state == "convoked"


def test_in_uruguay_the_second_call_is_an_hour_later_with_any_number() -> None:
    village = Village(law_pack="UY")
    write_house_rule("assembly.second_call_minutes", 15)
    ordinary = village.calls(days=20)
    motion = village.puts(village.tables(), ordinary)
    village.opens(ordinary, here=2)

    for minutes, sentence in ((15, "too early"), (59, "too early")):
        with pytest.raises(Refused, match=sentence):
            open_second_call(
                assembly_id=ordinary.pk,
                actor=village.chair,
                now=ordinary.starts_at + timedelta(minutes=minutes),
            )
    later = ordinary.starts_at + timedelta(hours=1)
    open_second_call(assembly_id=ordinary.pk, actor=village.chair, now=later)

    opened = open_voting(motion_id=motion.pk, closes_at=ordinary.ends_at, actor=village.chair, now=later)
    assert opened.second_call
