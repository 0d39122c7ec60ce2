"""What the form of a surplus asks by the law of the place, and what becomes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from assemblies.kinds import kind_of
from assemblies.models import Motion
from ledger.actions import close_period
from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.forms.surplus import SurplusForm
from payroll.models import Surplus
from payroll.reports import surplus_page
from payroll.reports.figures import periods_between, said_still_open
from payroll.rules.law_packs import law_pack
from record.rules import Refused
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, Nine, month, nine_of

AMOUNTS = {"extraordinary_cents", "reserves_to_rebuild_cents", "interest_on_shares_cents"}
FORM = {"name": "2026-03", "from_on": "2026-03-01", "until_on": "2026-04-01", "non_member_share": "0"}


@pytest.mark.parametrize(
    ("pack", "not_asked"),
    [("AR", {"extraordinary_cents"}), ("ES", set()), ("US", set()), ("NONE", {"extraordinary_cents"})],
)
def test_it_asks_what_the_law_has_a_step_for(pack: str, not_asked: set[str]) -> None:
    form = SurplusForm(pack=law_pack(pack))
    assert AMOUNTS - set(form.fields) == not_asked
    assert all(form.fields[name].help_text for name in AMOUNTS - not_asked), "a sentence each"
    folded = {field.name for field in form.folded()}
    assert folded == (AMOUNTS - not_asked) | {"non_member_share", "cash", "heads"}
    assert "reinvestment" in {field.name for field in form.often()}
    assert not form.is_unfolded()


@pytest.mark.django_db
def test_what_is_typed_in_is_frozen_with_the_figures_and_everybody_sees_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nine = nine_of(law_pack="ES")
    at(LATER, monkeypatch)
    nine.earn(90_000_000)
    teresa = signed_in(nine.teresa)
    typed: dict[str, Any] = {"extraordinary_cents": "100,000", "reserves_to_rebuild_cents": "12,345.67"}
    wrong = teresa.post("/surplus/", FORM | typed | {"reserves_to_rebuild_cents": "-1"}).content.decode()
    assert "This is never below zero." in wrong
    assert "<details open>" in wrong
    assert 'value="100,000"' in wrong, "nothing typed is lost"

    key = "7f8d3b1e-6a57-4a0c-9d4e-000000000002"
    sent = [teresa.post("/surplus/", FORM | typed | {"form_key": key}) for _twice in range(2)]
    assert sent[0]["Location"] == sent[1]["Location"]
    surplus = Surplus.objects.get()
    teresa.post(sent[0]["Location"], {"title": "March", "text": "x"})
    surplus.refresh_from_db()
    assert (surplus.state, surplus.motion) == ("proposed", Motion.objects.get())
    assert surplus.inputs["extraordinary_cents"] == 10_000_000
    steps = {step["code"]: step["cents"] for step in surplus.steps}
    assert steps["reserves_rebuilt"] == 1_234_567
    page = signed_in(nine.people[0]).get(sent[0]["Location"]).content.decode()
    assert "What was typed in" in page
    assert "$12,345.67" in page


@pytest.mark.django_db
def test_months_that_are_not_closed_are_named_and_those_there_are_said(nine: Nine) -> None:
    with pytest.raises(Refused, match="The books have no month yet"):
        periods_between(date(2026, 1, 1), date(2027, 1, 1))
    february, march = month("2026-02"), month("2026-03")
    with pytest.raises(Refused, match="they have from February 2026 to March 2026"):
        periods_between(date(2026, 1, 1), date(2027, 1, 1))
    nine.earn(90_000_000)
    from_on, until_on = february.from_on, march.until_on
    surplus = draft_surplus(
        name="Two", from_on=from_on, until_on=until_on, typed={}, actor=nine.teresa, now=LATER
    )
    both = "February 2026, March 2026 are not closed yet: what they still cost is not in these figures."
    assert surplus_page(surplus, reader=nine.teresa).warnings[0] == both

    close_period(period_id=february.pk, actor=nine.teresa, now=LATER)
    one = "March 2026 is not closed yet: what it still costs is not in these figures."
    motion = propose_surplus(surplus_id=surplus.pk, title="x", text="x", actor=nine.teresa, now=LATER)
    assert kind_of(motion).preview(motion, reader=nine.teresa, on=LATER.date())[0].what == one
    close_period(period_id=march.pk, actor=nine.teresa, now=LATER)
    assert said_still_open(surplus) == []
