"""`import_bank FILE --account CODE [--dry-run]`: every line of a bank file once, however often it comes."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from ledger.actions import import_bank_file
from record.rules import Refused


class Command(BaseCommand):
    help = "Take in a bank's file (CSV, OFX, CAMT.053): every line once, however often it is imported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--account", required=True, metavar="CODE", help="the bank's account: 1.1.1")
        parser.add_argument("--dry-run", action="store_true", help="say what would come in and keep nothing")

    def handle(self, *, file: Path, account: str, dry_run: bool, **options: Any) -> None:
        try:
            data = file.read_bytes()
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}") from None
        try:
            outcome = import_bank_file(
                account=account, data=data, name=file.name, actor=None, now=timezone.now(), dry_run=dry_run
            )
        except Refused as refusal:
            raise CommandError(refusal.sentence) from None
        begins = "Would take in" if dry_run else "Took in"
        self.stdout.write(f"{begins} {outcome.new} movements; {outcome.again} were here already.")
        if outcome.left_out:
            self.stdout.write(f"Lines that are no movements: {', '.join(map(str, outcome.left_out))}.")
