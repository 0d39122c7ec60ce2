"""What a backup holds, for the two commands that write and read it.

A zip of `manifest.json` (the migrations the rows fit and how many rows there are), `data/<model>.jsonl`
(one row per line) and `files/`. Sessions stay out: whoever restores signs in anew.
"""

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

FORMAT = 1


def models() -> list[type[Model]]:
    """Every table of every room, from the ground up, tables between two models included."""
    return [
        model
        for room in settings.ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]


def migrations(connection: BaseDatabaseWrapper) -> dict[str, list[str]]:
    """Which migrations of our rooms the database has seen."""
    seen: dict[str, list[str]] = {room: [] for room in settings.ROOMS}
    for room, name in MigrationRecorder(connection).applied_migrations():
        if room in seen:
            seen[room].append(name)
    return {room: sorted(names) for room, names in seen.items()}
