"""`backup FILE`: the whole co-operative into one file, from either engine, while everybody works on."""

import json
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.core import serializers
from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone

from assemblies.reports.secrecy import why_not_copy
from coop import archive


class Command(BaseCommand):
    help = "Write the whole co-operative into one file. `restore` puts it back, on SQLite or PostgreSQL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        unfinished = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            # It holds hashes of PINs and people's data: for the owner's eyes only.
            with open(os.open(unfinished, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as raw:
                with ZipFile(raw, "w", ZIP_DEFLATED) as bundle:
                    counts = _write(bundle)
                raw.flush()
                os.fsync(raw.fileno())
            unfinished.replace(file)
        except OSError as problem:
            raise CommandError(f"{file} cannot be written: {problem.strerror}.") from None
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(f"{sum(counts.values())} rows of {len(counts)} tables are in {file}.")


def _write(bundle: ZipFile) -> dict[str, int]:
    counts: dict[str, int] = {}
    with _one_moment():
        because = why_not_copy()  # asked of the very moment that is copied
        if because is not None:
            raise CommandError(because)
        for model in archive.models():
            label = model._meta.label_lower
            counts[label] = 0
            with (
                bundle.open(f"data/{label}.jsonl", "w", force_zip64=True) as raw,
                TextIOWrapper(raw, "utf-8", newline="\n") as lines,
            ):
                for row in model._base_manager.order_by("pk").iterator(chunk_size=2000):
                    lines.write(serializers.serialize("jsonl", [row]))
                    counts[label] += 1
        manifest = {
            "format": archive.FORMAT,
            "made_at": timezone.now().isoformat(),
            "migrations": archive.migrations(connection),
            "rows": counts,
        }
    for path in sorted(settings.MEDIA_ROOT.rglob("*")) if settings.MEDIA_ROOT.is_dir() else ():
        if path.is_file():
            bundle.write(path, f"files/{path.relative_to(settings.MEDIA_ROOT).as_posix()}")
    bundle.writestr("manifest.json", json.dumps(manifest, indent=1, sort_keys=True))
    return counts


@contextmanager
def _one_moment() -> Iterator[None]:
    """See the data as it is now, whatever is written meanwhile, and hold nobody up."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        # atomic() would begin IMMEDIATE, and no one could write until the backup is done.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
        return
    fresh = not connection.in_atomic_block
    with transaction.atomic():
        if fresh and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
