"""`reindex`: take the words of every motion, minutes and rule anew, so that they are found."""

from typing import Any

from django.core.management import BaseCommand

from assemblies.actions.searching import reindex


class Command(BaseCommand):
    help = "Take the words of every motion, minutes and house rule anew. Safe at any time."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{reindex()} things can be found.")
