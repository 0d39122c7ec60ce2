"""`verify [--json]`: recompute everything that was promised, and say what does not hold."""

from __future__ import annotations

import json as json_module
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from coop.verifying import faults


class Command(BaseCommand):
    help = "Recompute the record, every tally, every entry and every payslip. Exit 1 when something is wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *, json: bool, **options: Any) -> None:
        found = faults()
        if json:
            self.stdout.write(json_module.dumps({"holds": not found, "faults": found}, ensure_ascii=False))
        elif found:
            self.stdout.write("\n".join(found))
        else:
            self.stdout.write("Everything holds: the record, the tallies, the books and the payslips.")
        if found:
            raise SystemExit(1)
