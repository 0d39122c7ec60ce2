"""`running_role`: let a role of PostgreSQL run the program without owning its tables."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction

from record.roles import statements_for


class Command(BaseCommand):
    help = (
        "Let a role of PostgreSQL read and write rows, and neither empty a table nor lift a guard. Run it as the "
        "owner after every migration. RUNNING_ROLE_PASSWORD, where it is set, lets the role sign in with it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="plain letters: coop_running")

    def handle(self, *, name: str, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite has no roles: whoever can write the file can write everything in it.")
        try:
            statements = statements_for(name)
        except ValueError as problem:
            raise CommandError(str(problem)) from None
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE ROLE {name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT")
            if password := os.environ.get("RUNNING_ROLE_PASSWORD", ""):
                cursor.execute(f"ALTER ROLE {name} LOGIN PASSWORD %s", [password])
            for statement in statements:
                cursor.execute(statement)
        self.stdout.write(f"{name} reads and writes rows, and owns nothing.")
