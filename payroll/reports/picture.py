"""The waterfall as a picture: where each bar begins and how long it is, in whole units of its drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ledger.reports.explained import Explained
from payroll.rules.surplus import Waterfall

WIDE = 1000
"""Units from nothing to the whole result; the bars stand one under the other, `STEP` apart."""
STEP = 72


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar and its line in the table: the result, a step, or what returns."""

    nth: int
    code: str
    """ "result", the step's code, or "return"."""
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
    why: Explained | None = None
    """Where its amount comes from, on pages that open it."""


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
    rows = [("result", result, "", whole, 0, True, "b-in")]
    rows += [
        (step.code, step.label.said(language), step.article, step.cents, step.base_cents, False, "b-out")
        for step in found.steps
    ]
    rows.append(("return", returns, "", found.for_return_cents, 0, True, "b-eq"))
    bars, left = [], whole
    for nth, (code, name, article, cents, base, is_sum, css) in enumerate(rows, start=1):
        begins = 0 if is_sum else left - cents
        bars.append(
            Bar(
                nth=nth,
                code=code,
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


def opened(drawing: Picture, why: Mapping[str, Explained]) -> Picture:
    """The same picture, with where each amount comes from."""
    return replace(drawing, bars=[replace(bar, why=why.get(bar.code)) for bar in drawing.bars])


def _units(cents: int, whole: int) -> int:
    return cents * WIDE // whole if whole else 0
