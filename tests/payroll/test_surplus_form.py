"""What the form of a surplus asks by the law of the place, and what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest

from assemblies.models import Motion
from payroll.forms.surplus import SurplusForm
from payroll.models import Surplus
from payroll.rules.law_packs import law_pack
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, nine_of

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
