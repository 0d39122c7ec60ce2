"""`break_glass NUMBER --reason "…"`: let a member in for a day, before everybody, when nobody else can."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone, translation

from members.models import Cooperative, Member
from record.rules import Refused
from rotation.actions import break_glass


class Command(BaseCommand):
    help = "Let a member convoke, chair and make cards until the day ends. Everybody is told why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=int)
        parser.add_argument("--reason", required=True)

    def handle(self, *, number: int, reason: str, **options: Any) -> None:
        coop = Cooperative.objects.current()
        member = Member.objects.filter(number=number).first() if 0 < number < 2**31 else None
        if coop is None:
            raise CommandError("There is no co-operative here yet.")
        if member is None:
            raise CommandError(f"Nobody has the number {number}.")
        with translation.override(coop.language):
            try:
                mandate = break_glass(member_id=member.pk, reason=reason, now=timezone.now())
            except Refused as refusal:
                raise CommandError(str(refusal.sentence)) from refusal
        self.stdout.write(f"{member.name} is let in until {mandate.until_on}. Everybody has been told.")
