"""What must hold before we start, and says so in words when it does not."""

import sys
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from record import guards

REMEDY = "Run `python3 manage.py migrate`, which puts every guard back."


@register(Tags.database)
def guards_stand(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **about: Any
) -> list[CheckMessage]:
    """Every promise the database keeps is really in the database.

    `migrate` itself is let through: it is what puts a new version's guards in place.
    """
    if "migrate" in sys.argv[1:2]:
        return []
    problems: list[CheckMessage] = []
    for alias in databases or ():
        missing = guards.missing(connections[alias]) if _is_migrated(alias) else []
        if missing:
            sentence = f"The database does not guard: {', '.join(missing)}."
            problems.append(Error(sentence, hint=REMEDY, id="coop.E001"))
    return problems


def _is_migrated(alias: str) -> bool:
    """An empty database guards nothing yet and is not at fault."""
    with connections[alias].cursor() as cursor:
        return "django_migrations" in connections[alias].introspection.table_names(cursor)
