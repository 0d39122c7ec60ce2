"""What the roof does once, on start."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def put_guards_back(sender: AppConfig, using: str, **about: object) -> None:
    """After every migrate: a change of schema may have dropped guards silently (SQLite remakes tables)."""
    from record import guards

    guards.install(connections[using])


class CoopConfig(AppConfig):
    name = "coop"

    def ready(self) -> None:
        from coop import celery, checks  # noqa: F401 - the app becomes the current one, the checks register

        # The one signal in the house. The roof is the last app, so that it runs once, when every table
        # stands.
        post_migrate.connect(put_guards_back, sender=self, dispatch_uid="coop.put_guards_back")
