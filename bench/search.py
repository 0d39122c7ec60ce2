"""Looking for words in ten years of weekly assemblies, beside a bare LIKE on the same rows: `python -m bench.search`."""

from __future__ import annotations

import json
import random
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django

ASSEMBLIES = 520
MOTIONS_EACH = 6
WORDS_EACH = 120
ROUNDS = 15
ASKED = (
    "montacargas",
    "reparar el horno",
    "fondo de reserva",
    "repartir excedentes",
    "turnos de noche",
    "buying ovens",
)
NOUNS = (
    "montacargas horno cocina depósito turno reserva excedente reparto esmalte arcilla prensa tornillo camión"
    " seguridad reparación capacitación presupuesto proveedor cliente venta pedido balance memoria estatuto"
    " rotación sector puesto mandato noche mañana tarde licencia salud jubilación ropa guante máquina gas luz"
    " agua alquiler galpón techo vereda biblioteca guardería comedor ambulancia festival radio imprenta fondo"
)
VERBS = "comprar reparar vender repartir votar elegir rotar pintar alquilar pedir devolver ampliar cerrar abrir pagar"
SYLLABLES = [a + b for a in "bcdlmnprst" for b in "aeiou"]
SMALL = "el la los las de del para con por y que en a un una se lo su"


def main() -> None:
    """Write the assemblies straight to the tables, take their words, and look for some."""
    django.setup()
    from django.db.models import Q, QuerySet

    from assemblies.actions.searching import index_what_was_forgotten, reindex
    from assemblies.models import Motion
    from assemblies.reports.searching import find, motions_saying

    ten_years()
    began = time.perf_counter()
    things = reindex()
    indexing = time.perf_counter() - began
    each_minute = 1000 * taken(lambda _words: index_what_was_forgotten(), "")

    def first_twenty(found: QuerySet[Motion]) -> int:
        return found.count() + len(found.order_by("-number")[:20])

    def bare(words: str) -> None:
        asked = Q()
        for word in words.split():
            asked &= Q(title__icontains=word) | Q(text__icontains=word)
        first_twenty(Motion.objects.filter(asked))

    def ours(words: str) -> None:
        first_twenty(Motion.objects.filter(pk__in=motions_saying(words) or []))

    ours_ms, bare_ms, page_ms = (
        [1000 * taken(ask, words) for _round in range(ROUNDS) for words in ASKED]
        for ask in (ours, bare, find)
    )
    row: dict[str, Any] = {
        "what": f"look for words in {ASSEMBLIES} assemblies, {things} things",
        "p50_ms": round(statistics.median(ours_ms), 1),
        "p95_ms": round(statistics.quantiles(ours_ms, n=20)[18], 1),
        "bare_like_p50_ms": round(statistics.median(bare_ms), 1),
        "ratio": round(statistics.median(bare_ms) / statistics.median(ours_ms), 2),
        "whole_page_p50_ms": round(statistics.median(page_ms), 1),
        "each_minute_ms": round(each_minute, 1),
        "reindex_s": round(indexing, 1),
    }
    print(json.dumps(row))


def taken(ask: Callable[[str], object], words: str) -> float:
    began = time.perf_counter()
    ask(words)
    return time.perf_counter() - began


def ten_years() -> None:
    """Weekly assemblies that decided six motions each, with their minutes."""
    from django.utils import timezone

    from assemblies.house_rules import SIMPLE, in_force
    from assemblies.models import Assembly, Minutes, Motion, MotionState
    from assemblies.rules.decision import to_data
    from tests.makers import make_coop, make_member

    dice = random.Random(7)
    first = timezone.now() - timedelta(weeks=ASSEMBLIES + 1)
    make_coop(now=first)
    proposer = make_member(1, from_on=first.date())
    rule = to_data(in_force(SIMPLE, on=first.date()))
    assemblies = Assembly.objects.bulk_create(
        Assembly(
            number=week + 1,
            kind="weekly",
            state="closed",
            place="Galpón 2",
            convoked_at=first + timedelta(weeks=week) - timedelta(days=6),
            starts_at=first + timedelta(weeks=week),
            ends_at=first + timedelta(weeks=week, hours=9),
            closed_at=first + timedelta(weeks=week, hours=9),
            starts_on=(first + timedelta(weeks=week)).date(),
        )
        for week in range(ASSEMBLIES)
    )
    motions = Motion.objects.bulk_create(
        Motion(
            number=nth + 1,
            kind="decision",
            title=" ".join(dice.choices(VERBS.split(), k=1) + dice.choices(NOUNS.split(), k=2)).capitalize(),
            text=text(dice),
            proposer=proposer,
            state=dice.choice([MotionState.ADOPTED, MotionState.ADOPTED, MotionState.REJECTED]),
            assembly=assembly,
            created_at=assembly.convoked_at,
            tabled_at=assembly.convoked_at,
            rule=rule,
            opened_at=assembly.starts_at,
            closes_at=assembly.ends_at,
            closed_at=assembly.ends_at,
            roll_count=300,
            present_count=200,
            in_favour=150,
            against=30,
            abstaining=10,
        )
        for nth, assembly in enumerate(each for each in assemblies for _nth in range(MOTIONS_EACH))
    )
    Minutes.objects.bulk_create(
        Minutes(
            assembly=assembly,
            contents={
                "assembly": {"number": assembly.number, "kind": "weekly", "place": assembly.place},
                "items": [{"title": motion.title} for motion in motions[nth * MOTIONS_EACH :][:MOTIONS_EACH]],
            },
            notes=text(dice),
            head_seq=nth,
            head_hash="0" * 64,
            drafted_at=assembly.ends_at,
        )
        for nth, assembly in enumerate(assemblies)
    )


def text(dice: random.Random) -> str:
    """Small words between others; of those few are said often and most seldom, as people speak."""
    often = NOUNS.split() + VERBS.split()
    said = [
        dice.choice(SMALL.split())
        if dice.random() < 0.4
        else dice.choice(often)
        if dice.random() < 0.1
        else f"{dice.choice(often)[:4]}{dice.choice(SYLLABLES)}{dice.choice(SYLLABLES)}o"
        for _nth in range(WORDS_EACH)
    ]
    return " ".join(said).capitalize() + "."


if __name__ == "__main__":
    main()
