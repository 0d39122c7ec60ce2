from django.apps import AppConfig


class AssembliesConfig(AppConfig):
    name = "assemblies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from assemblies import leaving_motions, motions, preference_motions  # noqa: F401 - their kinds register
