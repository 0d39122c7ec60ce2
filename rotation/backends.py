"""Who may do what: answered from dated mandates, at the moment asked about. There is nothing to grant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.utils import timezone

from members.models import Member
from record.shared import shared
from rotation.reports.powers import everybodys_powers, powers_of, reading_powers_of

_NOW = "_powers_of_this_request"


class TodaysMandates(BaseBackend):
    """`member.has_perm(code, moment)`; without a moment it is asked about now.

    Answers without a moment are for pages, which ask often: they are kept on the member object, which lives for
    one request, and everybody's are read together once a second. Actions pass their moment, and are answered
    from the tables each time, so that a recall counts at once.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return any(code.startswith(f"{app_label}.") for code in self.get_all_permissions(user_obj))

    def may_read(self, user_obj: Any, perm: str, moment: datetime) -> bool:
        """Whether one may look at what a power shows: with it, and in the days of overlap around its term."""
        return isinstance(user_obj, Member) and perm in reading_powers_of(user_obj.pk, moment)

    def who_may(self, perm: str, moment: datetime) -> set[int]:
        """The members, by primary key, who have a power at a moment."""
        return {pk for pk, powers in everybodys_powers(moment).items() if perm in powers}

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if not isinstance(user_obj, Member) or user_obj.pk is None:
            return set()
        if isinstance(obj, datetime):
            return set(powers_of(user_obj.pk, obj))
        if obj is not None:
            return set()
        kept: set[str] | None = getattr(user_obj, _NOW, None)
        if kept is None:
            kept = powers_on_page(user_obj).get(user_obj.pk, set())
        return kept


def powers_on_page(reader: Member) -> dict[int, set[str]]:
    """Everybody's powers now, for a page: its templates ask for the reader's again and again, and read nothing more."""
    everybodys = shared("powers", lambda: everybodys_powers(timezone.now()))
    setattr(reader, _NOW, everybodys.get(reader.pk, set()))
    return everybodys
