"""`api_token NUMBER`: a bearer token for a member's own programs, shown once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from members.actions import make_api_token
from members.models import Member


class Command(BaseCommand):
    help = "Print a bearer token for a member."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int)

    def handle(self, *, number: int, **options: Any) -> None:
        member = Member.objects.filter(number=number).first()
        if member is None:
            raise CommandError(f"Nobody has the number {number}.")
        self.stdout.write(make_api_token(member_id=member.pk, now=timezone.now()))
