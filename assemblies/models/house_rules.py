"""The rules in force, and every rule that was."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, Q, Subquery
from django.db.models.functions import Coalesce, Greatest, TruncDate

from assemblies.models.minutes import Contest, local_zone
from record.by_hand import asking


class HouseRuleQuerySet(models.QuerySet["HouseRule"]):
    def taking_effect(self) -> HouseRuleQuerySet:
        """Rows with `began_on`, the day from which each has effect; without those that a contest keeps from it.

        A contest is in the way of what was not in force yet when it was opened: until somebody settles it, and
        for good where it was right. Where it was not, the rule begins on its day or on that of the settlement.
        """
        contests = Contest.objects.before_it_began("in_force_from")
        settled_on = contests.annotate(day=TruncDate("settled_at", tzinfo=local_zone())).order_by("-day")
        own = F("in_force_from")
        began_on = Greatest(
            own,
            Coalesce(Subquery(settled_on.values("day")[:1]), own),
            output_field=models.DateField(),
        )
        return self.filter(~Exists(contests.standing())).annotate(began_on=began_on)

    def on(self, day: date) -> HouseRuleQuerySet:
        """Rows that have come into force by that day, the latest first."""
        return (
            self.taking_effect()
            .filter(Q(began_on__lte=day), in_force_from__lte=day)
            .order_by("-in_force_from", "-id")
        )

    def begun_before(self, day: date) -> list[tuple[date, HouseRule]]:
        """Rows that have effect before a day, each with the day it began, the latest of them first."""
        rows = self.taking_effect().filter(Q(began_on__lt=day)).order_by("-in_force_from", "-id")
        return [(getattr(row, "began_on", row.in_force_from), row) for row in rows]

    def in_force(self, key: str, *, on: date) -> HouseRule | None:
        """The row that says what `key` is on that day: the latest to have come into force by then."""
        found = self.raw(_IN_FORCE, asking(key=key, on=on))
        latest = next(iter(found), None)
        if latest is None or not getattr(latest, "is_contested", False):
            return latest
        return self.filter(key=key).on(on).first()


_IN_FORCE = """
    SELECT r.*, EXISTS (SELECT 1 FROM assemblies_contest c WHERE c.motion_id = r.motion_id) AS is_contested
    FROM assemblies_houserule r WHERE r.key = %(key)s AND r.in_force_from <= %(on)s
    ORDER BY r.in_force_from DESC, r.id DESC LIMIT 1"""
"""Every action asks this, several times. Written by hand: put together by the ORM it takes five times as long.

Contests are rare: the whole question (`HouseRuleQuerySet.on`) is asked only where the row's motion has one.
"""


class HouseRule(models.Model):
    """A dated, typed value that only a motion (or the founding) sets. Rows are only ever added."""

    key = models.CharField(max_length=60)
    value = models.JSONField()
    in_force_from = models.DateField()
    motion = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="house_rules"
    )
    """The motion that set it; empty for those written at the founding."""
    review_on = models.DateField(null=True)
    """The day it comes back to the agenda by itself."""

    objects: ClassVar[HouseRuleQuerySet] = HouseRuleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("key", "-in_force_from", "-id")
        indexes = (models.Index(fields=["key", "-in_force_from"], name="house_rules_in_force"),)

    def __str__(self) -> str:
        return f"{self.key} from {self.in_force_from}"
