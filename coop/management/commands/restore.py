"""`restore FILE`: a backup into an empty database, on either engine. All of it, or nothing."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from io import TextIOWrapper
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core import serializers
from django.core.management import BaseCommand, CommandError, call_command
from django.core.management.color import no_style
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from coop import archive
from record import guards
from record.models import Head

AT_ONCE = 500


class Command(BaseCommand):
    help = "Put a backup back, into an empty database. Nothing is written unless all of it fits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        try:
            with ZipFile(file) as bundle:
                manifest = _manifest(bundle)
                _refuse_unless_it_fits(manifest)
                with transaction.atomic():
                    _load(bundle, manifest)
                _extract_files(bundle)
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from None
        except (BadZipFile, KeyError, ValueError, DeserializationError) as problem:
            raise CommandError(f"{file} is not a whole backup ({problem}). Nothing was written.") from None
        except IntegrityError as problem:
            raise CommandError(f"{file} does not hold together ({problem}). Nothing was written.") from None
        total = sum(manifest["rows"].values())
        self.stdout.write(f"{total} rows are back. Check them with: python3 manage.py verify")


def _manifest(bundle: ZipFile) -> dict[str, Any]:
    manifest = json.loads(bundle.read("manifest.json"))
    if not isinstance(manifest, dict) or manifest.get("format") != archive.FORMAT:
        raise ValueError("its format is not one we know")
    return manifest


def _refuse_unless_it_fits(manifest: dict[str, Any]) -> None:
    ours = archive.migrations(connection)
    other = {room for room in ours if ours[room] != manifest["migrations"].get(room)}
    if other or set(manifest["migrations"]) - set(ours):
        raise CommandError(
            f"The backup was made by another version of the program (in {', '.join(sorted(other))}). "
            "Restore it with that version, then update."
        )
    # The record's head stands ready at the beginning; nobody has written before its first act.
    blank = Head.objects.filter(seq=0)
    full = [
        model._meta.label
        for model in archive.models()
        if model._base_manager.exclude(pk__in=blank if model is Head else ()).exists()
    ]
    if full:
        raise CommandError(
            f"The database is not empty: it has rows in {', '.join(full)}. Nothing was written."
        )


def _load(bundle: ZipFile, manifest: dict[str, Any]) -> None:
    """With the guards lifted: they watch the steps of work, and these rows have been through them."""
    guards.remove(connection)
    Head.objects.filter(seq=0).delete()
    for model in archive.models():
        label = model._meta.label_lower
        rows = _rows(bundle, model, label)
        loaded = 0
        while batch := list(islice(rows, AT_ONCE)):
            model._base_manager.bulk_create(batch)
            loaded += len(batch)
        if loaded != manifest["rows"].get(label):
            raise ValueError(f"{label} has {loaded} rows, not {manifest['rows'].get(label)}")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), archive.models()):
            cursor.execute(statement)
    connection.check_constraints()
    guards.install(connection)


def _rows(bundle: ZipFile, model: type[Model], label: str) -> Iterator[Model]:
    with bundle.open(f"data/{label}.jsonl") as raw, TextIOWrapper(raw, "utf-8") as lines:
        for found in serializers.deserialize("jsonl", lines):
            if not isinstance(found.object, model):
                raise ValueError(f"{label} holds a row of another table")
            yield found.object


def _extract_files(bundle: ZipFile) -> None:
    for name in bundle.namelist():
        inside = PurePosixPath(name)
        if inside.parts[:1] != ("files",) or ".." in inside.parts or name.endswith("/"):
            continue
        target = Path(settings.MEDIA_ROOT).joinpath(*inside.parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(bundle.read(name))
