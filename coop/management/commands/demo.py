"""`demo`: the fictional ceramics factory, told into an empty database through the same actions as pages use."""

from __future__ import annotations

import gc
import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from assemblies.models import Motion, Presence, RollEntry
from coop.demo.load import DemoCard, load
from record.rules import Refused

SHOWN = ("table-chair", "treasurer", "second-signature")


class Command(BaseCommand):
    help = "Load the demo co-operative into an empty database and print sign-in cards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--members", type=int, default=312, help="from 9 to 100000 (312 as told)")
        parser.add_argument("--json", action="store_true", help="print every member's card as JSON")

    def handle(self, *, members: int, json: bool, **options: Any) -> None:
        started = timezone.now()
        # Hundreds of thousands of short-lived objects, hardly a cycle: looked through rarely, it takes a tenth less.
        gc.set_threshold(100_000, 20, 100)

        def say(step: str) -> None:
            passed = (timezone.now() - started).total_seconds()
            sys.stderr.write(f"  {step} … {passed:.0f} s\n")
            sys.stderr.flush()

        try:
            cards = load(members=members, now=started, say=say)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from None
        if json:
            self.stdout.write(as_json(cards))
            return
        settings.COOP_DATA.mkdir(parents=True, exist_ok=True)
        shown = in_words(cards)
        (settings.COOP_DATA / "demo_cards.txt").write_text(shown, encoding="utf-8")
        self.stdout.write(shown)


def as_json(cards: list[DemoCard]) -> str:
    """Every card, in the shape other programs read."""
    return json.dumps({"cards": [asdict(card) for card in cards]}, ensure_ascii=False)


def numbers_still_to_vote() -> set[int]:
    """Who is in the open assembly and has not voted yet: a visitor's first act can be a vote."""
    voting = Motion.objects.voting().order_by("number").first()
    if voting is None:
        return set()
    here = Presence.objects.filter(assembly=voting.assembly_id, left_at=None).values("member")
    roll = RollEntry.objects.filter(motion=voting, excluded_because="", member__in=here)
    waiting = roll.exclude(member__in=voting.ballots.values("member"))
    return set(waiting.values_list("member__number", flat=True))


def in_words(cards: list[DemoCard]) -> str:
    """Three cards to begin with: somebody who votes, who chairs today, and the treasurer and second signature."""
    waiting = numbers_still_to_vote()
    plain = [card for card in reversed(cards) if not card.posts] or cards[-1:]
    chosen = [next((card for card in plain if card.number in waiting), plain[0])]
    chosen += [card for post in SHOWN for card in cards if post in card.posts][:3]
    lines = ["Sign-in cards:"]
    lines += [
        f"  number {card.number:>6}   PIN {card.pin}   {card.name}"
        + (f"  ({', '.join(card.posts)})" if card.posts else "")
        for card in chosen
    ]
    return "\n".join(lines) + "\n"
