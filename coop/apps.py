"""What the roof does once, on start."""

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


def put_guards_back(sender: AppConfig, using: str, **about: object) -> None:
    """After every migrate: a change of schema may have dropped triggers silently (SQLite remakes tables)."""
    from assemblies import full_text
    from record import guards

    guards.install(connections[using])
    full_text.install(connections[using])


def make_way(sender: AppConfig, using: str, plan: list[object], **about: object) -> None:
    """Before a migrate that changes something: guards would stand in its way on SQLite."""
    from record import guards

    if plan:
        guards.make_way(connections[using])


class CoopConfig(AppConfig):
    name = "coop"

    def ready(self) -> None:
        from coop import celery, checks  # noqa: F401 - the app becomes the current one, the checks register

        # The two signals in the house. Sent for each app with tables; at the last of them all tables stand.
        with_tables = [config for config in apps.get_app_configs() if config.models_module]
        pre_migrate.connect(make_way, sender=with_tables[0], dispatch_uid="coop.make_way")
        post_migrate.connect(put_guards_back, sender=with_tables[-1], dispatch_uid="coop.put_guards_back")
