"""What is looked through: one row for each motion, minutes and rule, with the words it is found by."""

from __future__ import annotations

from typing import ClassVar

from django.db import connections, models
from django.db.models import Case, IntegerField, Value, When
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from assemblies import full_text


class SearchKind(models.TextChoices):
    MOTION = "motion", _("Motions")
    MINUTES = "minutes", _("Minutes")
    RULE = "rule", _("House rules")


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    def saying(self, query: list[list[str]]) -> SearchEntryQuerySet:
        """Those that say every word asked for (`rules.searching.asked`), in any form."""
        return self.filter(pk__in=self._ids(query))

    def titled(self, query: list[list[str]]) -> SearchEntryQuerySet:
        """Those whose title says every word asked for."""
        return self.filter(pk__in=self._ids(query, in_title=True))

    def best_first(self, query: list[list[str]]) -> SearchEntryQuerySet:
        """Those whose title says it all go first; among them the newest."""
        in_title = When(pk__in=self._ids(query, in_title=True), then=Value(0))
        return self.order_by(Case(in_title, default=Value(1), output_field=IntegerField()), "-day", "-pk")

    def _ids(self, query: list[list[str]], *, in_title: bool = False) -> RawSQL:
        sql, words = full_text.asking(connections[self.db].vendor, query, in_title=in_title)
        return RawSQL(sql, words)  # noqa: S611 - what is asked for goes in as a parameter


class SearchEntry(models.Model):
    """The words of one thing that everybody may read, folded and stemmed. Made anew by `reindex`.

    Drafts are never here. It holds nothing that is not in the tables it was made from.
    """

    about = models.CharField(max_length=80, unique=True)
    """Which thing: "motion:33", "minutes:12" (of that assembly), "rule:assembly.weekly"."""
    kind = models.CharField(max_length=7, choices=SearchKind.choices)
    object_id = models.BigIntegerField(null=True)
    """Its motion, or its assembly; empty for a rule."""
    state = models.CharField(max_length=10, blank=True)
    """Of a decided motion, whose outcome is among its words; empty for all else."""
    day = models.DateField()
    title_words = models.TextField(blank=True)
    text_words = models.TextField(blank=True)

    objects: ClassVar[SearchEntryQuerySet] = SearchEntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name_plural = "search entries"

    def __str__(self) -> str:
        return self.about
