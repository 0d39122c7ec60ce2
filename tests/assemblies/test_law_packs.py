"""The packs of data about assemblies, and what is asked of them: no database."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from assemblies.rules import law
from assemblies.rules.decision import Base, Comparison, DecisionRule
from assemblies.rules.law_packs import PACKS, law_pack

LEGAL = ("legal_ordinary", "legal_extraordinary")
TODAY = date(2026, 3, 5)


@pytest.mark.parametrize("code", PACKS)
def test_every_pack_is_dated_bilingual_and_names_each_task_once(code: str) -> None:
    pack = law_pack(code)
    codes = [task.code for task in pack.tasks]

    assert pack.code == code
    assert isinstance(pack.last_checked, date)
    assert pack.checked_against.en
    assert pack.checked_against.es
    assert len(codes) == len(set(codes))
    for task in pack.tasks:
        assert task.counts in ("before", "after")
        assert set(task.assemblies) <= set(LEGAL)
        assert task.article
        assert task.label.en
        assert task.label.es
    for reserved in pack.reserved:
        assert reserved.article
        assert set(reserved.only_in) <= set(LEGAL)
    for caution in pack.cautions:
        assert caution.article
        assert caution.says.en
        assert caution.says.es


@pytest.mark.parametrize("code", ["XX", "FR", "", "AR.toml"])
def test_a_law_that_nobody_wrote_down_pretends_nothing(code: str) -> None:
    pack = law_pack(code)

    assert pack.code == "NONE"
    assert not pack.is_law
    assert (pack.reserved, pack.tasks, pack.first_call) == ((), (), None)


@pytest.mark.parametrize(
    ("code", "days", "refused"),
    [
        ("AR", 15, False),
        ("AR", 14, True),
        ("ES", 16, False),
        ("ES", 15, True),
        ("ES", 59, False),
        ("ES", 60, True),
        ("UY", 10, False),
        ("UY", 9, True),
        ("UY", 30, False),
        ("UY", 31, True),
        ("NONE", 0, False),
    ],
)
def test_notice_is_neither_too_short_nor_too_long(code: str, days: int, refused: bool) -> None:
    reason = law.why_not_notice(
        law_pack(code),
        assembly_kind="legal_ordinary",
        called_on=TODAY,
        meets_on=TODAY + timedelta(days=days),
        house_days=0,
    )

    assert bool(reason) is refused
    if refused:
        assert "art." in str(reason)


def test_a_house_rule_may_ask_for_more_notice_than_the_law_and_never_less() -> None:
    pack = law_pack("AR")

    assert law.notice_days(pack, house_days=21) == 21
    assert law.notice_days(pack, house_days=5) == 15
    assert law.earliest_day(pack, called_on=TODAY, house_days=5) == date(2026, 3, 20)
    said = law.why_not_notice(
        pack,
        assembly_kind="legal_ordinary",
        called_on=TODAY,
        meets_on=TODAY + timedelta(days=20),
        house_days=21,
    )
    assert "21 days" in str(said)
    assert "art." not in str(said)


@pytest.mark.parametrize("kind", ["weekly", "emergency"])
def test_assemblies_of_our_own_need_no_notice_by_law(kind: str) -> None:
    said = law.why_not_notice(
        law_pack("AR"), assembly_kind=kind, called_on=TODAY, meets_on=TODAY, house_days=15
    )
    assert said is None


@pytest.mark.parametrize(
    ("code", "members", "to_call", "to_add"),
    [
        ("AR", 9, 1, 1),
        ("AR", 10, 1, 1),
        ("AR", 11, 2, 2),
        ("AR", 41, 5, 5),
        ("AR", 480, 48, 48),
        ("ES", 41, 9, 5),
        ("ES", 5000, 1000, 200),
        ("UY", 40, 5, 5),
        ("UY", 41, 5, 5),
        ("NONE", 0, 1, 1),
    ],
)
def test_ten_per_cent_is_rounded_up(code: str, members: int, to_call: int, to_add: int) -> None:
    pack = law_pack(code)
    assert (pack.call.needed(members), pack.item.needed(members)) == (to_call, to_add)


@pytest.mark.parametrize(
    ("code", "roll", "first", "second"),
    [("AR", 9, 5, 0), ("AR", 10, 6, 0), ("ES", 41, 21, 5), ("ES", 4000, 2001, 100), ("NONE", 9, 0, 0)],
)
def test_two_calls_and_what_each_needs(code: str, roll: int, first: int, second: int) -> None:
    pack = law_pack(code)
    assert law.quorum(pack, roll=roll, second_call=False) == first
    assert law.quorum(pack, roll=roll, second_call=True) == second


def test_what_a_kind_asks_and_what_the_law_reserves_hold_together() -> None:
    pack = law_pack("AR")

    assert law.only_in(pack, "accounts") == ("legal_ordinary",)
    assert law.only_in(pack, "statute", ("legal_ordinary", "legal_extraordinary")) == LEGAL
    assert law.only_in(pack, "decision") == ()
    assert law.only_in(law_pack("NONE"), "statute", LEGAL) == LEGAL
    assert "58" in law.article_of(pack, "accounts")
    assert law.article_of(pack, "decision") == ""


def test_the_law_cautions_only_where_something_is_out_of_order() -> None:
    pack = law_pack("AR")

    assert [each.article for each in law.cautions_of(pack, "election", assembly_kind="weekly")]
    assert law.cautions_of(pack, "election", assembly_kind="legal_ordinary") == []


def test_a_task_is_due_before_the_assembly_or_after_it_closed() -> None:
    pack = law_pack("AR")
    before, after = pack.task("notice_to_authorities"), pack.task("minutes_to_authorities")
    assert before is not None
    assert after is not None

    assert before.due_on(meets_on=date(2026, 4, 20)) == date(2026, 4, 5)
    assert after.due_on(meets_on=date(2026, 4, 20), closed_on=date(2026, 4, 21)) == date(2026, 5, 21)
    assert pack.task("nothing") is None


def test_a_decision_by_law_can_be_contested_until_a_day_and_a_weekly_one_has_none() -> None:
    pack = law_pack("AR")
    closed = date(2026, 4, 20)

    assert law.contestable_until(pack, assembly_kind="legal_ordinary", closed_on=closed) == date(2026, 7, 19)
    assert law.contestable_until(pack, assembly_kind="weekly", closed_on=closed) is None
    assert law.contestable_until(law_pack("UY"), assembly_kind="legal_ordinary", closed_on=closed) is None


@pytest.mark.parametrize(
    ("code", "matter", "rule", "is_less"),
    [
        ("AR", "decision", DecisionRule(threshold=Fraction(1, 2), base=Base.PRESENT), False),
        ("AR", "decision", DecisionRule(threshold=Fraction(2, 3), base=Base.ALL_MEMBERS), False),
        ("AR", "decision", DecisionRule(threshold=Fraction(1, 2), base=Base.VALID_VOTES), True),
        ("AR", "decision", DecisionRule(threshold=Fraction(2, 5), base=Base.PRESENT), True),
        (
            "AR",
            "decision",
            DecisionRule(threshold=Fraction(1, 2), comparison=Comparison.AT_LEAST, base=Base.PRESENT),
            True,
        ),
        ("AR", "statute", DecisionRule(threshold=Fraction(1, 2), base=Base.PRESENT), True),
        (
            "AR",
            "statute",
            DecisionRule(threshold=Fraction(2, 3), comparison=Comparison.AT_LEAST, base=Base.PRESENT),
            False,
        ),
        ("ES", "decision", DecisionRule(threshold=Fraction(1, 2), base=Base.VALID_VOTES), False),
        ("NONE", "statute", DecisionRule(threshold=Fraction(1, 10), base=Base.VALID_VOTES), False),
    ],
)
def test_a_rule_of_ours_that_asks_for_less_than_the_law_is_named(
    code: str, matter: str, rule: DecisionRule, is_less: bool
) -> None:
    assert (law.majority_beyond(law_pack(code), matter, rule) is not None) is is_less
