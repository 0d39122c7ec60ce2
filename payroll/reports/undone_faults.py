"""What is wrong with what this room posted: something that stands here, whose entry was undone in the books."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignKey

from ledger.models import Entry


def faults() -> Iterator[str]:
    """Each row of each table that points at an entry. Nothing here is undone by undoing its entry."""
    for model in apps.get_app_config("payroll").get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, ForeignKey) or field.related_model is not Entry:
                continue
            undone = model._base_manager.filter(**{f"{field.name}__reversed_by__isnull": False})
            rows = undone.order_by("pk").values_list(
                "pk", f"{field.name}__number", f"{field.name}__reversed_by__number"
            )
            for pk, number, by in rows:
                yield f"{model._meta.label_lower}:{pk} stands, and its entry {number} was undone by entry {by}"
