"""A surplus from its proposal to the books: amended, in money and shares, by hours, with interest, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from assemblies.actions import (
    arrive_at_door,
    cast_ballot,
    close_voting,
    convoke,
    draft_motion,
    open_assembly,
    open_voting,
    put_on_agenda,
    table_motion,
)
from assemblies.kinds import kind_of
from assemblies.models import Assembly, Motion, MotionState
from ledger import chart
from ledger.actions import post_entry
from ledger.reports import balance
from ledger.reports import faults as faults_in_books
from ledger.rules import Line
from members.models import Cooperative, Membership
from payroll.actions.hours import write_hours
from payroll.actions.returns import pay_return_of_leaver
from payroll.actions.surplus import draft_surplus, post_surplus, propose_surplus
from payroll.models import HoursWorked, Surplus, WhatIfShown
from payroll.reports import faults
from record.models import Act
from record.rules import Refused
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, MARCH, Nine, month, nine_of
from tests.promises import delete_all, refused, replace_all

pytestmark = pytest.mark.django_db
BEFORE = LATER - timedelta(days=8)
HOUR = timedelta(hours=1)


def put_before_us(nine: Nine, **typed: str) -> tuple[Surplus, Motion]:
    """Worked out for March, proposed, and shown to everybody."""
    surplus = draft_surplus(
        name="2026-03",
        from_on=MARCH[0],
        until_on=MARCH[1],
        typed={"non_member_share": "0", **typed},
        actor=nine.teresa,
        now=BEFORE,
    )
    motion = propose_surplus(
        surplus_id=surplus.pk, title="March", text="As worked out.", actor=nine.teresa, now=BEFORE
    )
    table_motion(motion_id=motion.pk, actor=None, now=BEFORE)
    surplus.refresh_from_db()
    return surplus, motion


def amend(nine: Nine, motion: Motion, **terms: Any) -> Motion:
    """Zulema proposes other parts, and everybody sees it."""
    motion.refresh_from_db()
    amendment = draft_motion(
        kind="surplus",
        title="Other parts",
        text=motion.text,
        terms={**motion.terms, **terms},
        proposer=nine.people[0],
        now=BEFORE + HOUR,
        amends_id=motion.pk,
    )
    table_motion(motion_id=amendment.pk, actor=None, now=BEFORE + HOUR)
    return amendment


def meet(nine: Nine, *motions: Motion) -> Assembly:
    """A weekly assembly with all nine there, and these on its agenda."""
    assembly = convoke(
        kind="weekly",
        starts_at=LATER,
        ends_at=LATER + 20 * HOUR,
        place="Galpón 4",
        from_home=True,
        actor=None,
        now=LATER - timedelta(days=30),
    )
    for motion in motions:
        motion.refresh_from_db()
        if motion.assembly_id is None:
            put_on_agenda(motion_id=motion.pk, assembly_id=assembly.pk, actor=None, now=BEFORE + 2 * HOUR)
    open_assembly(assembly_id=assembly.pk, actor=None, now=LATER)
    numbers = [person.number for person in nine.people]
    arrive_at_door(assembly_id=assembly.pk, numbers=numbers, actor=None, now=LATER)
    return assembly


def vote(nine: Nine, motion: Motion, choice: str = "for", *, now: datetime = LATER + HOUR) -> Motion:
    """All nine vote the same."""
    import uuid

    open_voting(motion_id=motion.pk, closes_at=now + HOUR, actor=nine.people[8], now=now)
    for person in nine.people:
        cast_ballot(motion_id=motion.pk, member=person, choice=choice, key=uuid.uuid4(), now=now)
    motion = close_voting(motion_id=motion.pk, actor=None, now=now + 2 * HOUR)
    motion.refresh_from_db()
    return motion


def changes(motion: Motion, reader: Any) -> dict[str, tuple[str, str]]:
    lines = kind_of(motion).preview(motion, reader=reader, on=LATER.date())
    return {str(line.what): (str(line.now), str(line.then)) for line in lines}


def test_an_amendment_shows_what_it_changes_and_adopted_its_figures_are_the_ones_posted_once(nine: Nine):
    nine.earn(90_000_000)
    first, motion = put_before_us(nine, reinvestment="1/3")
    amendment = amend(nine, motion, reinvestment="1/2", cash="2/5")

    said = changes(amendment, nine.people[0])
    assert said["Returns to members"] == ("$600,000", "$450,000")
    assert said["You"] == ("$66,666.66", "$20,000")
    assert said["You, in shares"] == ("$0", "$30,000")

    meet(nine, motion, amendment)
    vote(nine, amendment)
    first.refresh_from_db()
    anew = Surplus.objects.get(instead_of=first)
    assert (first.state, anew.state, anew.motion) == ("replaced", "proposed", motion)
    assert anew.for_return_cents == 45_000_000
    motion.refresh_from_db()
    assert changes(motion, nine.people[0])["You, in shares"] == ("", "$30,000")

    motion = vote(nine, motion, now=LATER + 5 * HOUR)
    anew.refresh_from_db()
    assert (motion.state, anew.state) == (MotionState.ADOPTED, "posted")
    assert set(anew.returns.values_list("cents", "shares_cents")) == {(2_000_000, 3_000_000)}
    assert (balance(chart.RETURNS_OWED), balance(chart.SHARE_CAPITAL)) == (-18_000_000, -27_000_000)
    assert balance(chart.SHARE_CAPITAL, member_id=nine.people[0].pk) == -3_000_000
    assert balance(chart.REINVESTMENT) == -45_000_000
    assert post_surplus(surplus_id=anew.pk, motion=motion, now=LATER + 9 * HOUR).entry == anew.entry
    assert balance(chart.RETURNS_OWED) == -18_000_000
    assert Act.objects.filter(verb="payroll.surplus.amended").count() == 1
    assert faults() == faults_in_books() == []


def test_a_rejected_amendment_leaves_the_figures_as_they_were_frozen(nine: Nine):
    nine.earn(90_000_000)
    first, motion = put_before_us(nine, reinvestment="1/3")
    amendment = amend(nine, motion, reinvestment="1/2")
    meet(nine, motion, amendment)

    vote(nine, amendment, "against")
    vote(nine, motion, now=LATER + 5 * HOUR)

    first.refresh_from_db()
    assert (first.state, Surplus.objects.count()) == ("posted", 1)
    assert balance(chart.REINVESTMENT) == -30_000_000


def test_two_amendments_that_do_not_fit_together_stop_the_vote_until_one_is_taken_back(nine: Nine):
    nine.earn(90_000_000)
    first, motion = put_before_us(nine)
    reinvest, give = amend(nine, motion, reinvestment="3/5"), amend(nine, motion, community="3/5")
    meet(nine, motion, reinvest, give)
    vote(nine, reinvest)
    vote(nine, give, now=LATER + 4 * HOUR)

    with pytest.raises(Refused, match="cannot be worked out together"):
        vote(nine, motion, now=LATER + 8 * HOUR)
    assert Surplus.objects.get(state="proposed").for_return_cents == 36_000_000
    first.refresh_from_db()
    assert first.state == "replaced"


def test_an_amendment_that_the_law_does_not_allow_is_refused_with_its_article(db: None):
    nine = nine_of(law_pack="AR")
    nine.earn(90_000_000)
    _surplus, motion = put_before_us(nine)
    with pytest.raises(Refused, match="42"):
        amend(nine, motion, key="equal")
    with pytest.raises(Refused, match="whole"):
        amend(nine, motion, reinvestment="3/2")


def test_what_the_books_say_since_is_not_in_a_proposal_that_was_worked_out_before(nine: Nine):
    nine.earn(90_000_000)
    surplus = draft_surplus(
        name="x", from_on=MARCH[0], until_on=MARCH[1], typed={}, actor=nine.teresa, now=BEFORE
    )
    nine.earn(5, key="late")
    with pytest.raises(Refused, match="work it out again"):
        propose_surplus(surplus_id=surplus.pk, title="x", text="x", actor=nine.teresa, now=BEFORE)


# --- by hours -----------------------------------------------------------------------------------------------


def write(nine: Nine, minutes: dict[int, int], **other: Any) -> list[HoursWorked]:
    asked: dict[str, Any] = {"period_id": month("2026-03").pk, "actor": nine.delia, "now": LATER} | other
    return write_hours(minutes=minutes, **asked)


def test_by_hours_the_same_hours_get_the_same_and_the_last_word_counts(nine: Nine):
    nine.earn(90_000_000)
    numbers = [person.number for person in nine.people]
    write(nine, dict.fromkeys(numbers, 9_000))
    assert len(write(nine, dict.fromkeys(numbers, 9_000) | {numbers[0]: 4_500})) == 1, "only what is new"

    surplus, _motion = put_before_us(nine, key="hours")

    parts = dict(surplus.returns.values_list("member__number", "cents"))
    assert parts.pop(numbers[0]) == 90_000_000 * 75 // 1_275
    assert set(parts.values()) == {90_000_000 * 150 // 1_275}
    assert surplus.returns.get(member=nine.people[0]).weight == "75"
    assert faults() == []


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        ({999: 60}, "Nobody with number 999"),
        ({1: 31 * 24 * 60 + 1}, "more than all the hours of 31 days"),
        ({1: -1}, "more than all the hours"),
    ],
)
def test_hours_that_make_no_sense_are_refused_whole(nine: Nine, minutes: dict[int, int], sentence: str):
    with pytest.raises(Refused, match=sentence):
        write(nine, {2: 60} | minutes)
    assert not HoursWorked.objects.exists()


def test_only_whoever_prepares_the_pay_writes_hours_and_not_of_a_month_to_come(nine: Nine):
    with pytest.raises(Refused, match="Only whoever prepares the pay"):
        write(nine, {1: 60}, actor=nine.people[0])
    with pytest.raises(Refused, match="has not begun"):
        write(nine, {1: 60}, now=datetime(2026, 2, 1, tzinfo=LATER.tzinfo))


def test_hours_of_a_month_that_was_shared_stay(nine: Nine):
    nine.earn(90_000_000)
    _surplus, motion = put_before_us(nine)
    meet(nine, motion)
    vote(nine, motion)
    with pytest.raises(Refused, match="was shared already"):
        write(nine, {1: 60})


# --- interest on shares -------------------------------------------------------------------------------------


def test_interest_on_shares_goes_to_whoever_holds_them_by_what_they_hold(nine: Nine):
    holders = {nine.people[0].pk: 20_000, nine.people[1].pk: 10_000}
    lines = [Line(account=chart.SHARE_CAPITAL, cents=-cents, member_id=pk) for pk, cents in holders.items()]
    post_entry(
        on=date(2026, 3, 2),
        memo="Cuotas",
        key="shares",
        lines=[Line(account=chart.BANK, cents=30_000), *lines],
        actor=None,
        now=LATER,
    )
    nine.earn(90_000)
    surplus = draft_surplus(
        name="2026-03",
        from_on=MARCH[0],
        until_on=MARCH[1],
        typed={"interest_on_shares_cents": 1_000},
        actor=nine.teresa,
        now=BEFORE,
    )
    motion = propose_surplus(surplus_id=surplus.pk, title="x", text="x", actor=nine.teresa, now=BEFORE)
    table_motion(motion_id=motion.pk, actor=None, now=BEFORE)
    surplus.refresh_from_db()
    each, rest = divmod(89_000, 9)

    assert dict(surplus.returns.exclude(interest_cents=0).values_list("member_id", "interest_cents")) == {
        nine.people[0].pk: 666,
        nine.people[1].pk: 333,
    }
    assert surplus.returns.get(member=nine.people[0]).cents == each + 666
    assert surplus.left_over_cents == rest + 1
    meet(nine, motion)
    vote(nine, motion)
    assert balance(chart.RETURNS_OWED) == -(9 * each + 999)
    assert faults() == faults_in_books() == []


# --- those who left -----------------------------------------------------------------------------------------


def test_the_part_of_somebody_who_left_is_paid_by_itself_once(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    nine.earn(90_000_000)
    surplus, motion = put_before_us(nine)
    meet(nine, motion)
    vote(nine, motion)
    zulema, walter = nine.people[:2]
    parts = {row.member_id: row for row in surplus.returns.all()}
    Membership.objects.filter(member=zulema).update(until_on=(LATER + timedelta(days=1)).date())
    soon = LATER + timedelta(days=2)
    with pytest.raises(Refused, match="with the next payslip"):
        pay_return_of_leaver(return_id=parts[walter.pk].pk, out_of="bank", actor=nine.delia, now=soon)
    with pytest.raises(Refused, match="a post that you do not hold"):
        pay_return_of_leaver(return_id=parts[zulema.pk].pk, out_of="bank", actor=walter, now=soon)
    at(soon, monkeypatch)
    delia = signed_in(nine.delia)
    assert zulema.name in delia.get(f"/surplus/{surplus.pk}/").content.decode()
    assert zulema.name not in signed_in(walter).get(f"/surplus/{surplus.pk}/").content.decode()
    for _twice in range(2):
        delia.post(f"/surplus/returns/{parts[zulema.pk].pk}/pay/", {"out_of": "cash"})
    assert balance(chart.RETURNS_OWED, member_id=zulema.pk) == 0
    assert balance(chart.CASH) == -10_000_000
    assert faults() == faults_in_books() == []


# --- pages --------------------------------------------------------------------------------------------------


def test_from_the_form_to_the_motion_each_sees_their_part_in_money_and_shares(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
):
    at(LATER, monkeypatch)
    nine.earn(90_000_000)
    delia, teresa = signed_in(nine.delia), signed_in(nine.teresa)
    hours = "\n".join(f"{person.number} 150:30" for person in nine.people)
    assert (
        "Written for 9 of us."
        in delia.post("/surplus/hours/", {"period": "2026-03", "lines": hours}, follow=True).content.decode()
    )
    wrong = delia.post("/surplus/hours/", {"period": "2026-03", "lines": "1 12:75"})
    assert "Line 1" in wrong.content.decode()

    form = {"name": "March", "from_on": "2026-03-01", "until_on": "2026-04-01", "non_member_share": "0"}
    found = teresa.post("/surplus/", form | {"reinvestment": "50 %", "key": "hours", "cash": "40 %"})
    page = teresa.get(found["Location"]).content.decode()
    assert "<svg" in page
    assert "<desc" in page
    teresa.post(found["Location"], {"title": "March", "text": "By hours."})

    surplus = Surplus.objects.get()
    mine = signed_in(nine.people[0]).get(found["Location"]).content.decode()
    assert (surplus.state, surplus.returns.get(member=nine.people[0]).cents) == ("proposed", 2_000_000)
    assert "$20,000.00" in mine
    assert "$30,000.00" in mine
    assert "by hours worked" in mine
    assert "$450,000 × 301/2 ÷ 2709/2" in mine, "the sum that makes it, to redo by hand"
    table_motion(motion_id=surplus.motion_id, actor=None, now=LATER)  # type: ignore[arg-type]
    new = f"/motions/new/surplus/?amends={surplus.motion_id}"
    assert "40 %" in signed_in(nine.people[0]).get(new).content.decode()


def test_what_if_answers_any_sliders_and_changes_nothing(nine: Nine, monkeypatch: pytest.MonkeyPatch):
    at(LATER, monkeypatch)
    zulema = signed_in(nine.people[0])
    assert "no whole month" in zulema.get("/surplus/what-if/").content.decode()
    month("2026-03")
    nine.earn(90_000_000)
    before = Act.objects.count()

    page = zulema.get("/surplus/what-if/?reinvestment=50&joining=1").content.decode()
    # 900,000 less a tenth pay of 1,000,000: a loss, said as one.
    assert "A loss" in page
    page = zulema.get("/surplus/what-if/?reinvestment=50&pay=900000").content.decode()
    assert "$100,000" in page, "900,000 and 900,000 spared, half of it among nine"
    for odd in (
        "?reinvestment=900&pay=x&joining=-4&late=1e9",
        "?surplus=9999999999999999999",
        "?pay=" + "9" * 40,
    ):
        assert zulema.get("/surplus/what-if/" + odd).status_code == 200
    assert Act.objects.count() == before


def test_the_hall_sees_where_the_sliders_stand_without_anybody_signed_in(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
):
    at(LATER, monkeypatch)
    month("2026-03")
    nine.earn(90_000_000)
    Cooperative.objects.update(language="en")
    Cooperative.objects.forget()
    teresa, zulema = signed_in(nine.teresa), signed_in(nine.people[0])
    assert zulema.get("/surplus/what-if/hall/").status_code == 403
    nobody = Client()
    address = teresa.get("/surplus/what-if/hall/")["Location"]
    assert "Nothing is shown yet" in said_by(nobody.get(address))

    standing = {"reinvestment": "50", "pay": "900000", "joining": "0", "late": "10"}
    zulema.post("/surplus/what-if/show/", standing)
    assert not WhatIfShown.objects.exists()
    for _twice in range(2):
        assert teresa.post("/surplus/what-if/show/", standing).status_code == 302
    shown = WhatIfShown.objects.get()
    assert shown.asked == "reinvestment=50&late=10&pay=900000"
    screen = said_by(nobody.get(address))
    assert "$100,000" in screen
    assert nine.teresa.name not in screen
    part = nobody.get(f"{address}part/?v=0")
    assert part.status_code == 200
    assert nobody.get(f"{address}part/?v={shown.pk}").status_code == 204
    assert nobody.get("/surplus/what-if/hall/nonsense/").status_code == 404


def said_by(answer: Any) -> str:
    """What a page says."""
    return str(answer.content.decode())


def test_a_what_if_shown_stays_as_it_was_shown(nine: Nine):
    WhatIfShown.objects.create(shown_by=nine.teresa, shown_at=LATER)
    with refused("a_what_if_shown_is_never_changed"):
        WhatIfShown.objects.update(asked="joining=3")
    with refused("a_what_if_shown_is_never_deleted"):
        delete_all("payroll_whatifshown")
    with refused("a_what_if_shown_is_never_replaced"):
        replace_all("payroll_whatifshown")
