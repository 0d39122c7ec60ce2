"""The second signer looks, does not sign, and says why: nothing is paid, and it is mended and worked out anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from payroll.actions.corrections import correct_pay
from payroll.actions.refusals import refuse_run
from payroll.actions.runs import compute_run, countersign_run, post_run, prepare_pay
from payroll.models import PayRefusal, PayRun
from payroll.reports import faults
from payroll.reports.refusals import refusal_of
from payroll.rules.refusing import LONGEST_WHY, why_not_refuse
from record.models import Act
from record.rules import Refused, fingerprint
from tests.makers import give_power, make_member
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, MARCH, Nine
from tests.payroll.test_corrections import began
from tests.promises import delete_all, lift, refused, replace_all

WHY = "Walter was ill, not away."


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({}, None),
        ({"waits": False}, "There is nothing to sign here now."),
        ({"prepared_it": True}, "Whoever prepared the pay cannot give the second signature."),
        ({"is_theirs": True}, "It is your own pay that is corrected: somebody else signs."),
        ({"because": "  "}, "Say in a few words why you do not sign it."),
        ({"because": "x" * (LONGEST_WHY + 1)}, "Say in a few words why you do not sign it."),
    ],
)
def test_it_is_refused_while_it_waits_by_another_in_a_few_words(about: dict[str, Any], said: str | None):
    usual = {"waits": True, "prepared_it": False, "is_theirs": False, "because": WHY}
    why = why_not_refuse(**{**usual, **about})
    assert (None if why is None else str(why)) == said


@pytest.mark.django_db
def test_a_run_that_is_not_signed_is_set_aside_and_the_same_days_are_worked_out_anew(nine: Nine):
    run = nine.computed()
    with pytest.raises(Refused, match="post that you do not hold"), transaction.atomic():
        refuse_run(run_id=run.pk, because=WHY, actor=nine.delia, now=LATER)
    run = refuse_run(run_id=run.pk, because=f" {WHY} ", actor=nine.oscar, now=LATER)
    assert run.state == "abandoned"
    assert Act.objects.get(verb="payroll.run.refused").facts == {
        "digest": run.digest,
        "reason": fingerprint(WHY),
    }
    assert [notice.text_id % notice.values for notice in nine.delia.notices.all()] == [
        f"{nine.oscar.name} did not sign the pay of 2026-03, and says why."
    ]
    assert refuse_run(run_id=run.pk, because="Again.", actor=nine.oscar, now=LATER).found_done
    with pytest.raises(Refused, match="nothing to sign"), transaction.atomic():
        countersign_run(run_id=run.pk, actor=nine.oscar, now=LATER)

    again = prepare_pay(on=MARCH[0], actor=nine.delia, now=LATER)
    assert again.pk != run.pk
    kept = refusal_of(again)
    assert kept is not None
    assert (kept.run, kept.because) == (run, WHY)
    again = compute_run(run_id=again.pk, actor=nine.delia, now=LATER)
    assert refusal_of(again) is None
    countersign_run(run_id=again.pk, actor=nine.oscar, now=LATER)
    assert post_run(run_id=again.pk, actor=nine.delia, now=LATER).state == "posted"
    assert faults() == []


@pytest.mark.django_db
def test_a_correction_is_not_signed_either_and_is_worked_out_again(nine: Nine):
    late = make_member(20, "Late", from_on=date(2026, 3, 17))
    march = nine.posted()
    began(late, MARCH[0], not_on=date(2026, 3, 17))
    fix = correct_pay(run_id=march.pk, member_id=late.pk, actor=nine.delia, now=LATER)
    refuse_run(run_id=fix.pk, because=WHY, actor=nine.oscar, now=LATER)
    again = correct_pay(run_id=march.pk, member_id=late.pk, actor=nine.delia, now=LATER)
    assert (again.state, again.total_cents) == ("computed", fix.total_cents)
    assert again.pk != fix.pk
    assert faults() == []


@pytest.mark.django_db
def test_only_what_waits_for_a_second_signature_is_refused(nine: Nine):
    """And a_refusal_says_why; what_was_refused_is_never_signed; a refusal stays as it is: a_refusal_is_never_changed,
    a_refusal_is_never_deleted, a_refusal_is_never_replaced."""
    run = nine.computed()
    signature, treasury = nine.mandates["signature"], nine.mandates["treasury"]

    def refuses(by: Any, under: Any, because: str = WHY) -> PayRefusal:
        return PayRefusal.objects.create(run=run, by=by, under=under, because=because, refused_at=LATER)

    for by, under in ((nine.delia, signature), (nine.oscar, treasury)):
        with refused("only_what_waits_for_a_second_signature_is_refused"):
            refuses(by, under)
    with refused("a_refusal_says_why"):
        refuses(nine.oscar, signature, because="")
    refuses(nine.oscar, signature)
    assert faults() == [
        f"the refusal of pay run {run.pk}: the run was not set aside",
        f"the refusal of pay run {run.pk}: the record does not say so",
    ]
    with refused("what_was_refused_is_never_signed"):
        PayRun.objects.filter(pk=run.pk).update(state="countersigned")
    with refused("a_refusal_is_never_changed"):
        PayRefusal.objects.update(because="Nothing.")
    with refused("a_refusal_is_never_deleted"):
        delete_all("payroll_payrefusal")
    with refused("a_refusal_is_never_replaced"):
        replace_all("payroll_payrefusal")
    lift("a_refusal_is_never_deleted", on="payroll_payrefusal")
    delete_all("payroll_payrefusal")
    run = countersign_run(run_id=run.pk, actor=nine.oscar, now=LATER)
    with refused("only_what_waits_for_a_second_signature_is_refused"):
        refuses(nine.oscar, signature)


@pytest.mark.django_db
def test_the_second_signer_says_why_on_the_page_and_whoever_prepares_reads_it(
    nine: Nine, monkeypatch: pytest.MonkeyPatch
):
    at(LATER, monkeypatch)
    run = nine.computed()
    page = f"/pay/runs/{run.pk}/"
    his, hers, others = signed_in(nine.oscar), signed_in(nine.delia), signed_in(nine.people[0])
    assert "I do not sign it" in his.get(page).content.decode()
    assert "I do not sign it" not in hers.get(page).content.decode()
    empty = his.post(f"{page}refuse/", {"because": " "})
    assert empty.status_code == 200
    assert "field is required" in empty.content.decode()
    assert his.post(f"{page}refuse/", {"because": WHY}).status_code == 302
    assert WHY in his.get(page).content.decode()
    assert WHY not in others.get(page).content.decode()
    assert "Begin it anew" in hers.get(page).content.decode()
    begun = hers.post("/pay/runs/prepare/", {"month": f"{run.from_on}"}, follow=True)
    assert WHY in begun.content.decode()
    assert begun.request["PATH_INFO"] != page
    seen = hers.get(f"/api/v1/pay-runs/{run.pk}").json()
    assert (seen["refused_by"], seen["refused_because"]) == (nine.oscar.number, WHY)
    assert others.get(f"/api/v1/pay-runs/{run.pk}").json()["refused_because"] == ""
    give_power(nine.people[1], "payroll.countersign_pay")
    again = f"/api/v1/pay-runs/{run.pk}/refuse"
    late = signed_in(nine.people[1]).post(again, {"because": WHY}, content_type="application/json")
    assert "nothing to sign" in late.json()["detail"]
