"""`import_members FILE.csv [--dry-run]`: enter a whole register, all or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from members.actions import ImportProblem, import_members
from members.importing import read


class Command(BaseCommand):
    help = "Enter members from a CSV file: number,name,sector,joined_on,language,phone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            content = file.read_bytes()
        except OSError as problem:
            raise CommandError(f"The file cannot be read: {problem.strerror}: {file}") from None
        rows, problems = read(content, today=timezone.localdate())
        if not problems:
            try:
                with transaction.atomic():
                    import_members(rows=rows, actor=None, now=timezone.now())
                    transaction.set_rollback(dry_run)
            except ImportProblem as refused:
                problems = refused.problems
        if problems:
            for each in problems:
                self.stderr.write(str(each))
            raise CommandError(f"Nothing was imported: {len(problems)} lines need mending.")
        self.stdout.write(f"{len(rows)} members {'would be' if dry_run else 'were'} imported.")
