"""`translations`: is every word there in Spanish? `--write` compiles the catalogues of the rooms."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from coop import translations


class Command(BaseCommand):
    help = "Check that every text is translated and the compiled file fresh; --write makes it fresh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="compile locale/es/*.po into the .mo file")

    def handle(self, *, write: bool, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "locale" / "es"
        compiled = folder / "LC_MESSAGES" / "django.mo"
        whole, faults = translations.catalogue(folder)
        fresh: bytes = whole.to_binary()
        if write:
            compiled.parent.mkdir(parents=True, exist_ok=True)
            compiled.write_bytes(fresh)
        elif not compiled.exists() or compiled.read_bytes() != fresh:
            faults.append("locale/es/LC_MESSAGES/django.mo is old: python3 manage.py translations --write")
        ours = {(entry.msgctxt or "", entry.msgid) for entry in whole}
        used = translations.used(Path(settings.BASE_DIR), [*settings.ROOMS, "coop"])
        faults += [f"{where}: no Spanish for {key[1]!r}" for key, where in used.items() if key not in ours]
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults in the translations.")
        self.stdout.write(f"{len(used)} texts, all in Spanish.")
