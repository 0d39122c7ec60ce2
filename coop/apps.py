"""What the roof does once, on start."""

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate


def put_guards_back(sender: AppConfig, using: str, **about: object) -> None:
    """After every migrate: a change of schema may have dropped triggers silently (SQLite remakes tables)."""
    from assemblies import full_text
    from record import guards

    guards.install(connections[using])
    full_text.install(connections[using])


class CoopConfig(AppConfig):
    name = "coop"

    def ready(self) -> None:
        from coop import celery, checks  # noqa: F401 - the app becomes the current one, the checks register

        # The one signal in the house. Sent for each app with tables; at the last of them all tables stand.
        last = [config for config in apps.get_app_configs() if config.models_module][-1]
        post_migrate.connect(put_guards_back, sender=last, dispatch_uid="coop.put_guards_back")
