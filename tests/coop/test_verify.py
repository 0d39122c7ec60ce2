"""`verify`: exit 0 where everything holds, 1 and a sentence for each thing that does not."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from members.models import Cooperative
from payroll.models import Payslip
from record.models import Act
from rotation.models import Mandate
from tests.makers import make_member
from tests.pages import signed_in
from tests.payroll.conftest import Nine, nine_of
from tests.promises import lift

pytestmark = pytest.mark.django_db


@pytest.fixture
def nine() -> Nine:
    nine = nine_of()
    nine.paid()
    return nine


def verify(*options: str) -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("verify", *options, stdout=said)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue()
    return 0, said.getvalue()


def test_where_everything_holds_it_says_so(nine: Nine):
    assert verify() == (0, "Everything holds: the record, the tallies, the books and the payslips.\n")
    assert json.loads(verify("--json")[1]) == {"holds": True, "faults": []}


def test_an_empty_house_holds():
    assert verify()[0] == 0
    assert not Cooperative.objects.exists()


def test_a_guard_that_is_missing_is_named(nine: Nine):
    lift("an_act_is_never_changed", on="record_act")
    code, said = verify("--json")
    assert code == 1
    assert json.loads(said)["faults"] == ["database: the guard an_act_is_never_changed is missing"]


def test_an_act_that_was_changed_is_named(nine: Nine):
    lift("an_act_is_never_changed", on="record_act")
    Act.objects.filter(seq=2).update(verb="nothing.happened")
    code, said = verify()
    assert code == 1
    assert "record: act 2 was changed after it was sealed" in said


def test_an_act_that_was_taken_out_is_named(nine: Nine):
    lift("an_act_is_never_deleted", on="record_act")
    Act.objects.filter(seq=2).delete()
    assert "record: act 2 is missing (found act 3)" in verify()[1]


def test_a_record_cut_at_its_end_is_named(nine: Nine):
    lift("an_act_is_never_deleted", on="record_act")
    last = Act.objects.order_by("-seq")[0]
    last.delete()
    assert "record: the head says act" in verify()[1]


def test_a_payslip_that_was_changed_is_named(nine: Nine):
    lift("a_payslip_is_never_changed", on="payroll_payslip")
    Payslip.objects.filter(member=nine.people[0]).update(equal_cents=1, net_cents=1)
    code, said = verify()
    assert code == 1
    assert "its payslips are not those that were signed" in said
    assert "member 1 has 1, worked out again it is 100000000" in said


def test_an_entry_that_was_changed_is_named(nine: Nine):
    lift("a_posting_is_never_changed", on="ledger_posting")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_posting SET cents = cents + 1 WHERE cents < 0")
    assert verify()[0] == 1


def test_any_member_verifies_from_the_page_of_the_record(nine: Nine):
    client = signed_in(make_member(50))
    page = client.post("/record/verify/", follow=True).content.decode()
    assert "Everything holds" in page
    lift("a_mandate_is_only_ever_ended_early", on="rotation_mandate")
    assert Mandate.objects.exists()
    assert (
        "a_mandate_is_only_ever_ended_early" in client.post("/record/verify/", follow=True).content.decode()
    )
