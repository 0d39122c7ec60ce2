"""How much of an advance the pays to come can take back."""

from __future__ import annotations

from datetime import date

from assemblies.house_rules import in_force
from ledger.reports import balance
from members.models import Member
from payroll.accounts import ADVANCES
from payroll.house_rules import EQUAL_PAY, FLOOR
from payroll.reports.inputs import PAID
from payroll.rules.keeping_back import most_to_advance, takes_back


def each_takes_back(*, on: date) -> int:
    """What one pay takes back at most: the equal pay of a whole period on a day, less what is always left of it.

    Of a pool it is one equal part, among those who are paid that day. Two or three questions.
    """
    pay = in_force(EQUAL_PAY, on=on)
    cents = pay.amount_cents
    if pay.method == "pool":
        cents //= max(1, Member.objects.standing(*PAID, on=on).count())
    return takes_back(cents, in_force(FLOOR, on=on))


def most_for(member: Member, *, instalments: int, each_cents: int) -> int:
    """What a member may be given now in so many instalments; earlier advances of theirs are taken back first."""
    owed = balance(ADVANCES, member_id=member.pk)
    return most_to_advance(each_cents=each_cents, instalments=instalments, owed_cents=owed)
