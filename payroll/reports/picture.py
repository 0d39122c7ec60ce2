"""The waterfall as a picture: where each bar begins and how long it is, in whole units of its drawing."""

from __future__ import annotations

from dataclasses import dataclass

from payroll.rules.surplus import Waterfall

WIDE = 1000
"""Units from nothing to the whole result; the bars stand one under the other, `STEP` apart."""
STEP = 72


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar and its line in the table: the result, a step, or what returns."""

    nth: int
    name: str
    article: str
    cents: int
    base_cents: int
    """Of what it is a part; 0 where it is not a part of something."""
    is_sum: bool
    css: str
    x: int
    y: int
    width: int
    text_y: int


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Every bar from the result down to what returns; `said` is the whole of it in one sentence's worth of parts."""

    bars: list[Bar]
    height: int


def picture(found: Waterfall, *, result_cents: int, result: str, returns: str, language: str) -> Picture:
    """The steps as bars: each begins where the one before it ended, so that the picture closes as the sum does.

    A loss has one bar of no length. A sum too small to see is one unit wide.
    """
    whole = max(result_cents, 0)
    rows = [(result, "", whole, 0, True, "b-in")]
    rows += [
        (step.label.said(language), step.article, step.cents, step.base_cents, False, "b-out")
        for step in found.steps
    ]
    rows.append((returns, "", found.for_return_cents, 0, True, "b-eq"))
    bars, left = [], whole
    for nth, (name, article, cents, base, is_sum, css) in enumerate(rows, start=1):
        begins = 0 if is_sum else left - cents
        bars.append(
            Bar(
                nth=nth,
                name=name,
                article=article,
                cents=result_cents if nth == 1 else cents,
                base_cents=base if base != cents else 0,
                is_sum=is_sum,
                css=css,
                x=_units(begins, whole),
                y=(nth - 1) * STEP,
                width=max(_units(begins + cents, whole) - _units(begins, whole), 1 if cents else 0),
                text_y=(nth - 1) * STEP + 42,
            )
        )
        left -= 0 if is_sum else cents
    return Picture(bars=bars, height=len(bars) * STEP)


def _units(cents: int, whole: int) -> int:
    return cents * WIDE // whole if whole else 0
