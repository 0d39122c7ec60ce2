"""Nobody approves a line of their own that differs: which lines differ, and who signs them instead."""

from __future__ import annotations

from typing import Any

import pytest

from payroll.rules.own_line import is_apart, who_may_sign, why_not_sign

DELIA, OSCAR, BEATRIZ, WALTER, ZULEMA = 1, 2, 3, 4, 5
SIGNED = (DELIA, OSCAR)


def a_slip_with(*codes: str) -> list[dict[str, Any]]:
    return [{"code": code, "cents": 0} for code in ("equal_pay", *codes, "to_pay")]


@pytest.mark.parametrize("code", ["differences", "difference_had", "advance", "voluntary", "days_unpaid"])
def test_what_was_decided_about_one_person_sets_their_line_apart(code: str):
    assert is_apart(a_slip_with("statutory", code))


def test_what_all_have_alike_and_what_the_register_says_sets_no_line_apart():
    assert not is_apart(a_slip_with("statutory", "in_kind", "surplus"))
    assert not is_apart(a_slip_with("days_not_worked"))


def test_whoever_else_has_a_post_of_pay_or_of_oversight_signs_and_nobody_without():
    assert who_may_sign(holders=[*SIGNED, BEATRIZ], members=[WALTER, ZULEMA], signed=SIGNED) == {BEATRIZ}


def test_where_nobody_else_has_a_post_any_other_member_signs():
    everyone = [*SIGNED, WALTER, ZULEMA]
    assert who_may_sign(holders=SIGNED, members=everyone, signed=SIGNED) == {WALTER, ZULEMA}


def test_of_two_alone_nobody_signs():
    assert who_may_sign(holders=SIGNED, members=SIGNED, signed=SIGNED) == frozenset()


def test_a_line_is_signed_once_by_a_third_while_its_run_waits():
    fine = {
        "may_sign": True,
        "signed_the_run": False,
        "waits": True,
        "is_apart": True,
        "has_signature": False,
    }
    assert why_not_sign(**fine) is None
    for wrong, said in (
        ({"signed_the_run": True}, "somebody else"),
        ({"may_sign": False}, "a post"),
        ({"waits": False}, "nothing to sign"),
        ({"is_apart": False}, "like everyone's"),
        ({"has_signature": True}, "already"),
    ):
        assert said in str(why_not_sign(**(fine | wrong)))
