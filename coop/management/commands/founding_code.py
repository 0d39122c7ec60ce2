"""`founding_code`: print a new one-time code for the founding page."""

from __future__ import annotations

from typing import Any

from django.core.management import BaseCommand, CommandError

from coop.founding.code import make_code
from members.models import Cooperative


class Command(BaseCommand):
    help = "Print the one-time code that opens the founding page."

    def handle(self, **options: Any) -> None:
        if Cooperative.objects.exists():
            raise CommandError("The co-operative is founded: its founding page cannot be opened again.")
        self.stdout.write(
            f"\nFounding code:  {make_code()}\nOpen the page below and type it in: it works once.\n"
        )
