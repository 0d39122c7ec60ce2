"""Who speaks next: the bylaw, at each of its edges."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assemblies.rules.floor import (
    AS_ASKED,
    LEAST_FIRST,
    MEMBER,
    POINT_OF_ORDER,
    TURN,
    Turn,
    speaking_list,
    time_left,
    time_spoken,
    who_speaks,
    why_not_ask,
    why_not_end_turn,
    why_not_give,
    why_not_let_in,
)
from tests.makers import NOW

ZULEMA, WALTER, AILEN = 1, 2, 3


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def turn(turn_id: int, member: int, asked: int, **about: Any) -> Turn:
    """A turn asked for so many minutes after the beginning."""
    return Turn(turn_id=turn_id, member_id=member, asked_at=NOW + minutes(asked), **about)


def spoke(turn_id: int, member: int, asked: int, *, lasted: int, **about: Any) -> Turn:
    began = NOW + minutes(asked)
    return turn(turn_id, member, asked, started_at=began, ended_at=began + minutes(lasted), **about)


def members(turns: list[Turn]) -> list[int | None]:
    return [each.member_id for each in turns]


def test_those_who_have_not_spoken_come_before_those_who_have() -> None:
    turns = [spoke(1, ZULEMA, 0, lasted=1), turn(2, ZULEMA, 5), turn(3, WALTER, 6)]
    assert members(speaking_list(turns, order=LEAST_FIRST, now=NOW + minutes(7))) == [WALTER, ZULEMA]


def test_among_those_who_have_spoken_the_one_who_spoke_least_comes_first() -> None:
    turns = [
        spoke(1, ZULEMA, 0, lasted=5),
        spoke(2, WALTER, 6, lasted=2),
        turn(3, ZULEMA, 10),
        turn(4, WALTER, 11),
    ]
    assert members(speaking_list(turns, order=LEAST_FIRST, now=NOW + minutes(12))) == [WALTER, ZULEMA]


def test_our_rules_may_let_us_speak_as_we_asked() -> None:
    turns = [spoke(1, ZULEMA, 0, lasted=1), turn(2, ZULEMA, 5), turn(3, WALTER, 6)]
    assert members(speaking_list(turns, order=AS_ASKED, now=NOW + minutes(7))) == [ZULEMA, WALTER]


def test_a_point_of_order_comes_before_everybody_in_both_orders() -> None:
    turns = [
        spoke(1, AILEN, 0, lasted=9),
        turn(2, ZULEMA, 10),
        turn(3, AILEN, 11, kind=POINT_OF_ORDER),
        turn(4, WALTER, 12, kind=POINT_OF_ORDER),
    ]
    for order in (LEAST_FIRST, AS_ASKED):
        found = members(speaking_list(turns, order=order, now=NOW + minutes(13)))
        assert found == [AILEN, WALTER, ZULEMA]


def test_a_point_of_order_does_not_count_as_having_spoken_on_the_matter() -> None:
    turns = [spoke(1, ZULEMA, 0, lasted=4, kind=POINT_OF_ORDER), turn(2, ZULEMA, 5), turn(3, WALTER, 6)]
    assert members(speaking_list(turns, order=LEAST_FIRST, now=NOW + minutes(7))) == [ZULEMA, WALTER]
    assert time_spoken(turns, now=NOW + minutes(7)) == {(MEMBER, ZULEMA): minutes(4)}


def test_whoever_left_the_hall_or_took_it_back_or_speaks_does_not_wait() -> None:
    turns = [
        turn(1, ZULEMA, 0, is_here=False),
        turn(2, WALTER, 1, ended_at=NOW + minutes(2)),
        turn(3, AILEN, 1, started_at=NOW + minutes(2)),
    ]
    assert speaking_list(turns, order=LEAST_FIRST, now=NOW + minutes(3)) == []
    assert who_speaks(turns) == turns[2]


def test_time_spoken_counts_the_turn_that_is_under_way() -> None:
    turns = [
        spoke(1, ZULEMA, 0, lasted=2),
        turn(2, ZULEMA, 5, started_at=NOW + minutes(6)),
        turn(3, WALTER, 6),
    ]
    assert time_spoken(turns, now=NOW + minutes(9)) == {(MEMBER, ZULEMA): minutes(5)}


def test_time_left_runs_below_nothing_and_is_none_without_a_limit() -> None:
    assert time_left(started_at=NOW, minutes=3, now=NOW + minutes(2)) == minutes(1)
    assert time_left(started_at=NOW, minutes=3, now=NOW + minutes(4)) == -minutes(1)
    assert time_left(started_at=NOW, minutes=0, now=NOW) is None


class Holder:
    """Somebody with these powers."""

    def __init__(self, *powers: str) -> None:
        self.powers = powers

    def has_perm(self, perm: str, obj: datetime | None = None) -> bool:
        return perm in self.powers


def test_one_asks_for_the_floor_while_here_and_the_assembly_is_under_way() -> None:
    about: dict[str, Any] = {"kind": TURN, "belongs": True, "is_here": True, "speaks_now": False}
    assert why_not_ask(assembly_state="open", **about) is None
    assert why_not_ask(assembly_state="recess", **about) is None
    refused = {
        "The assembly has not begun yet.": {"assembly_state": "convoked"},
        "That assembly is over.": {"assembly_state": "closed"},
        "Say first that you are here, then ask for the floor.": {"is_here": False},
        "You have the floor.": {"speaks_now": True},
        "Only those who belong to the co-operative can take part.": {"belongs": False},
        "Ask to speak, or raise a point of order.": {"kind": "song"},
    }
    for sentence, more in refused.items():
        assert str(why_not_ask(**({"assembly_state": "open"} | about | more))) == sentence


def test_the_chair_gives_the_floor_to_who_waits_and_is_here() -> None:
    chair = Holder("assemblies.chair")
    about: dict[str, Any] = {"assembly_state": "open", "is_waiting": True, "is_here": True, "now": NOW}
    assert why_not_give(actor=chair, **about) is None
    assert "chairs" in str(why_not_give(actor=Holder(), **about))
    assert "recess" in str(why_not_give(actor=chair, **about | {"assembly_state": "recess"}))
    assert "not open" in str(why_not_give(actor=chair, **about | {"assembly_state": "closed"}))
    assert "any more" in str(why_not_give(actor=chair, **about | {"is_waiting": False}))
    assert "left" in str(why_not_give(actor=chair, **about | {"is_here": False}))


def test_the_speaker_or_the_chair_ends_a_turn() -> None:
    assert why_not_end_turn(is_theirs=True, actor=Holder(), now=NOW) is None
    assert why_not_end_turn(is_theirs=False, actor=Holder("assemblies.chair"), now=NOW) is None
    assert "ends a turn" in str(why_not_end_turn(is_theirs=False, actor=Holder(), now=NOW))


def test_the_chair_or_the_door_lets_guests_in_while_the_assembly_is_under_way() -> None:
    for power in ("assemblies.chair", "assemblies.keep_door"):
        assert why_not_let_in(assembly_state="recess", actor=Holder(power), now=NOW) is None
    assert "lets guests in" in str(why_not_let_in(assembly_state="open", actor=Holder(), now=NOW))
    assert "not open" in str(
        why_not_let_in(assembly_state="closed", actor=Holder("assemblies.chair"), now=NOW)
    )


@st.composite
def floors(draw: st.DrawFn) -> list[Turn]:
    """Turns as the database lets them be: nobody waits twice, one speaks at a time."""
    turns: list[Turn] = []
    open_members: set[int] = set()
    for number in range(draw(st.integers(0, 12))):
        member, asked = draw(st.integers(1, 6)), draw(st.integers(0, 30))
        kind = draw(st.sampled_from([TURN, TURN, POINT_OF_ORDER]))
        about: dict[str, Any] = {"kind": kind, "is_here": draw(st.booleans())}
        if member in open_members or draw(st.booleans()):
            turns.append(spoke(number, member, asked, lasted=draw(st.integers(0, 9)), **about))
        else:
            open_members.add(member)
            turns.append(turn(number, member, asked, **about))
    return turns


@given(floors(), st.sampled_from([LEAST_FIRST, AS_ASKED]), st.randoms())
def test_the_list_holds_each_who_waits_once_however_the_turns_are_read(
    turns: list[Turn], order: str, random: Any
) -> None:
    now = NOW + minutes(60)
    found = speaking_list(turns, order=order, now=now)
    assert len(set(members(found))) == len(found)
    assert {each.turn_id for each in found} == {t.turn_id for t in turns if t.is_waiting and t.is_here}
    shuffled = list(turns)
    random.shuffle(shuffled)
    assert speaking_list(shuffled, order=order, now=now) == found


@given(floors())
def test_nobody_stands_behind_somebody_who_has_spoken_longer(turns: list[Turn]) -> None:
    now = NOW + minutes(60)
    found = speaking_list(turns, order=LEAST_FIRST, now=now)
    spoken = time_spoken(turns, now=now, points_of_order=False)
    plain = [each for each in found if each.kind == TURN]
    assert found[: len(found) - len(plain)] == [each for each in found if each.kind == POINT_OF_ORDER]
    times = [spoken.get(each.who, timedelta(0)) for each in plain]
    assert times == sorted(times)


@given(floors(), st.integers(1, 6))
def test_speaking_longer_never_brings_one_forward(turns: list[Turn], member: int) -> None:
    now = NOW + minutes(60)

    def place(turns: list[Turn]) -> int:
        plain = [t.member_id for t in speaking_list(turns, order=LEAST_FIRST, now=now) if t.kind == TURN]
        return plain.index(member) if member in plain else -1

    before = place(turns)
    after = place([*turns, spoke(99, member, 0, lasted=5)])
    assert after >= before
