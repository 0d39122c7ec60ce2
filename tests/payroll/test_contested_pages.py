"""What is left of a contested surplus on its page, in what can be proposed, and as a program asks about it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assemblies.models import Motion
from ledger.models import Entry
from payroll.models import Surplus
from payroll.reports.contested import KIND
from tests.pages import at, signed_in
from tests.payroll.conftest import Nine
from tests.payroll.test_contested import against, settle, shared
from tests.payroll.test_contested_parts import ALL, EACH, IN_JUNE, being_voted, closed

pytestmark = pytest.mark.django_db
API = "/api/v1"


def test_from_the_page_of_the_surplus_to_the_fund_that_has_it(
    nine: Nine, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    at(IN_JUNE, monkeypatch)
    zulema = signed_in(nine.people[0])
    contest = against(nine, shared(nine))
    surplus = Surplus.objects.get()
    address, form = f"/surplus/{surplus.pk}/", f"/motions/new/{KIND}/"
    assert form not in zulema.get("/motions/new/").content.decode()
    settle(contest, upheld=True)
    assert form in zulema.get("/motions/new/").content.decode()
    page = zulema.get(address).content.decode()
    assert f"{form}?surplus={surplus.pk}" in page
    assert "Members whose part it is: 9" in page

    shown = zulema.get(f"{form}?surplus={surplus.pk}").content.decode()
    assert f'<option value="{surplus.pk}" selected>2026-03</option>' in shown
    words = {"title": "What was not paid", "text": "The press."}
    for odd in ("", "x", "-1", "9" * 30):
        again = zulema.post(form, words | {"terms-surplus": odd, "terms-goes_to": odd})
        assert again.status_code == 200
        assert "The press." in again.content.decode()
    answer = zulema.post(form, words | {"terms-surplus": str(surplus.pk), "terms-goes_to": "community"})
    seen = zulema.get(answer["Location"]).content.decode()
    assert "$900,000 to “Community fund”" in seen
    assert "$100,000" in seen, "one's own part"

    motion = Motion.objects.get(kind=KIND)
    assert f"/motions/{motion.pk}/" not in zulema.get(address).content.decode(), "a draft is nobody else's"
    monkeypatch.undo()
    Motion.objects.filter(pk=motion.pk).update(created_at=IN_JUNE)
    being_voted(nine, motion)
    at(IN_JUNE, monkeypatch)
    with django_assert_max_num_queries(12):
        page = zulema.get(address).content.decode()
    assert f"/motions/{motion.pk}/" in page
    assert "Propose which fund has it" not in page
    closed(motion)
    with django_assert_max_num_queries(12):
        page = zulema.get(address).content.decode()
    assert "it went to “Community fund”" in page
    entry = Entry.objects.get(key=f"payroll.givenup:{motion.pk}")
    assert f"/books/entries/{entry.pk}/" in page
    assert "of the record" in page[page.index("explained-not-paid") :]
    assert form not in zulema.get("/motions/new/").content.decode()


def test_a_program_proposes_it_and_reads_where_it_went(nine: Nine, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(against(nine, shared(nine)), upheld=True)
    surplus = Surplus.objects.get()
    at(IN_JUNE, monkeypatch)
    zulema = signed_in(nine.people[0])

    def left() -> dict[str, Any]:
        said = zulema.get(f"{API}/surpluses/{surplus.pk}").json()
        assert said["is_upheld"] is True
        found: dict[str, Any] = said["not_paid"]
        return found

    waits = {"cents": ALL, "people": 9, "mine_cents": EACH, "goes_to": "", "motion": None, "entry": None}
    assert left() == waits
    [kind] = [each for each in zulema.get(f"{API}/motion-kinds").json()["items"] if each["code"] == KIND]
    assert kind["terms"] == ["surplus", "goes_to"]

    def proposed(**terms: Any) -> Any:
        said = {"kind": KIND, "title": "What was not paid", "text": "The press.", "terms": terms}
        return zulema.post(f"{API}/motions", json.dumps(said), content_type="application/json")

    assert proposed(surplus=surplus.pk, goes_to="members").status_code == 409
    made = proposed(surplus=surplus.pk, goes_to="reinvestment", cents=5)
    assert made.status_code == 201, made.content
    motion = Motion.objects.get(kind=KIND)
    assert (motion.terms["cents"], motion.terms["people"]) == (ALL, 9), "worked out, whatever is sent"
    being_voted(nine, motion)
    assert left() == waits | {"goes_to": "reinvestment", "motion": motion.pk}
    closed(motion)
    entry = Entry.objects.get(key=f"payroll.givenup:{motion.pk}")
    assert left() == waits | {"goes_to": "reinvestment", "motion": motion.pk, "entry": entry.number}
