"""`make_ready`: what `up` does before it serves. Everything here is safe to do again."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands
from django.core.management.commands.migrate import Command as Migrate
from django.db import DatabaseError, connection

from coop import env
from members.models import Cooperative


class Command(BaseCommand):
    help = (
        "Migrate, guard, collect the static files, load the demo into an empty database, and say where to go."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)

    def handle(self, *, bind: str, port: int, **options: Any) -> None:
        try:
            connection.ensure_connection()
        except DatabaseError as problem:
            raise CommandError(f"The database does not answer: {problem}") from None
        call_command(Migrate(), verbosity=0, interactive=False)  # puts the guards back, too
        call_command("check", database=["default"], stdout=_Nowhere())
        call_command("collectstatic", verbosity=0, interactive=False)
        demo = env.yes_or_no("DEMO", True)
        if Cooperative.objects.current() is None:
            if demo:
                self.stdout.write("Loading the demo co-operative …")
                self.stdout.flush()
                _call_if_written("demo", self)
            else:
                _call_if_written("founding_code", self)
        elif demo:
            _show_cards_again(self)
        shown = "127.0.0.1" if bind in ("0.0.0.0", "::") else bind  # noqa: S104 - compared, not bound
        self.stdout.write(
            f"\nOpen http://{shown}:{port}   (Ctrl-C stops; the data is in {settings.COOP_DATA})\n"
        )
        self.stdout.flush()


def _call_if_written(name: str, command: Command) -> None:
    if name in get_commands():
        call_command(name, stdout=command.stdout)


def _show_cards_again(command: Command) -> None:
    """The demo keeps the three cards it showed, so that a second start can show them, too."""
    kept = settings.COOP_DATA / "demo_cards.txt"
    if kept.exists():
        command.stdout.write(kept.read_text())


class _Nowhere:
    """Swallows "no issues"; errors come as exceptions."""

    def write(self, text: str) -> None: ...
    def flush(self) -> None: ...
