from django.apps import AppConfig


class AssembliesConfig(AppConfig):
    name = "assemblies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from assemblies import (  # noqa: F401 - their kinds register, and the books ask about votes
            books_motions,
            leaving_motions,
            motions,
            preference_motions,
            spending_motions,
            votes_told,
        )
