"""What pages are made of: icons, shapes, tiles, money, codes. Built in to every template."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from coop.qr_codes import drawing
from coop.tiles import COLUMNS, mosaic, tile_pattern
from coop.word_codes import word_code as words_for
from ledger.amounts import say_amount

register = template.Library()

ICONS = Path(__file__).resolve().parent.parent / "icons"
CSS_OF_CHOICE = {"for": "si", "against": "no", "abstain": "ab"}
SHAPES = {
    "for": '<circle cx="24" cy="24" r="22" fill="{a}"/>'
    '<path d="M13.5 25l7.5 7.5L35 17" fill="none" stroke="{b}" stroke-width="6"/>',
    "against": '<path d="M15 2h18l13 13v18L33 46H15L2 33V15z" fill="{a}"/>'
    '<path d="M16 16l16 16M32 16L16 32" fill="none" stroke="{b}" stroke-width="6"/>',
    "abstain": '<rect x="3" y="3" width="42" height="42" rx="7" fill="{a}"/>'
    '<path d="M13 24h22" fill="none" stroke="{b}" stroke-width="6"/>',
    "none": '<rect x="4" y="4" width="40" height="40" fill="none" stroke="var(--line-2)" stroke-width="4" '
    'stroke-dasharray="7 6"/>',
}


def safe(text: str) -> SafeString:
    """Markup made here, of values escaped or of our own."""
    return mark_safe(text)


@cache
def _drawing(name: str) -> str:
    drawing = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    drawing = re.sub(r"<!--.*?-->", "", drawing, flags=re.S)
    inside = drawing.split(">", 1)[1].rsplit("</svg>", 1)[0]
    return re.sub(r"\s*\n\s*", "", inside).replace(" />", "/>")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """{% icon "check" %}: a drawing from coop/icons, beside a word, never instead of one."""
    return safe(f'<svg class="i {css}" viewBox="0 0 24 24" aria-hidden="true">{_drawing(name)}</svg>')


@register.simple_tag
def shape(choice: str, css: str = "", inverse: bool = False) -> SafeString:
    """{% shape "for" %}: circle and tick, octagon and cross, square and dash. `inverse` for coloured ground."""
    tone = CSS_OF_CHOICE.get(choice, "ab")
    a, b = ("currentColor", f"var(--{tone})") if inverse else (f"var(--{tone})", f"var(--on-{tone})")
    drawing = SHAPES[choice].format(a=a, b=b)
    return safe(f'<svg class="shape {css}" viewBox="0 0 48 48" aria-hidden="true">{drawing}</svg>')


@register.filter
def choice_css(choice: str) -> str:
    """The class of a choice: si, no, ab."""
    return CSS_OF_CHOICE.get(choice, "ab")


@register.simple_tag
def mosaic_turnout(voted: int, present: int, total: int, columns: int = COLUMNS) -> SafeString:
    """One tile a member: laid where they voted, waiting where they are here, empty where they are not."""
    label = gettext("%(voted)s of %(present)s present have voted. %(absent)s are not here.") % {
        "voted": voted,
        "present": present,
        "absent": max(0, total - present),
    }
    parts = [
        ("mv", 4, tile_pattern(), voted),
        ("mh", 1, '<path class="t-here" d="M1.5 1.5h19v19h-19z"/>', max(0, present - voted)),
        ("mo", 1, '<path class="t-out" d="M2 2h18v18H2z"/>', max(0, total - max(present, voted))),
    ]
    return safe(mosaic(parts, label=escape(label), columns=columns))


@register.simple_tag
def mosaic_result(
    in_favour: int, against: int, abstaining: int, total: int, columns: int = COLUMNS
) -> SafeString:
    """One tile a member, by shape: yes, no, abstained, did not vote."""
    silent = max(0, total - in_favour - against - abstaining)
    label = gettext("%(yes)s yes, %(no)s no, %(abstained)s abstained, %(silent)s did not vote") % {
        "yes": in_favour,
        "no": against,
        "abstained": abstaining,
        "silent": silent,
    }
    tick = (
        '<circle cx="11" cy="11" r="10" fill="var(--si)"/>'
        '<path class="t-m" stroke="var(--on-si)" d="m6.5 11.5 3 3 6-7"/>'
    )
    cross = (
        '<path fill="var(--no)" d="M7 1h8l6 6v8l-6 6H7l-6-6V7z"/>'
        '<path class="t-m" stroke="var(--on-no)" d="m7.5 7.5 7 7m0-7-7 7"/>'
    )
    dash = '<path fill="var(--ab)" d="M1 1h20v20H1z"/><path class="t-m" stroke="var(--on-ab)" d="M6.5 11h9"/>'
    parts = [
        ("rs", 1, tick, in_favour),
        ("rn", 1, cross, against),
        ("ra", 1, dash, abstaining),
        ("ro", 1, '<path class="t-out" d="M2 2h18v18H2z"/>', silent),
    ]
    return safe(mosaic(parts, label=escape(label), columns=columns))


@register.simple_tag
def bar(part: int, whole: int, css: str = "b-in", mark: int | None = None) -> SafeString:
    """A bar as wide as its part, with a line at `mark`. Geometry, so that no style is needed."""
    whole = max(1, whole)
    width = max(0, min(1000, part * 1000 // whole))
    line = ""
    if mark is not None:
        at = max(0, min(996, mark * 1000 // whole))
        line = f'<rect class="mark" x="{at}" y="0" width="8" height="18"/>'
    return safe(
        '<svg class="trk" viewBox="0 0 1000 18" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="bg" width="1000" height="18"/>'
        f'<rect class="{escape(css)}" width="{width}" height="18"/>{line}</svg>'
    )


@register.simple_tag
def split_bar(in_favour: int, against: int, abstaining: int) -> SafeString:
    """For, against and abstaining side by side, in proportion."""
    total = max(1, in_favour + against + abstaining)
    x, parts = 0, []
    for css, count in (("si", in_favour), ("no", against), ("ab", abstaining)):
        width = count * 1000 // total
        if width:
            parts.append(f'<rect x="{x}" width="{max(1, width - 6)}" height="44" fill="var(--{css})"/>')
        x += width
    return safe(
        '<svg class="split-bar" viewBox="0 0 1000 44" preserveAspectRatio="none" aria-hidden="true">'
        + "".join(parts)
        + "</svg>"
    )


@register.simple_tag
def spark(values: list[int]) -> SafeString:
    """A line of values, the last one marked. Figures stand beside it; this is only its shape."""
    if len(values) < 2:
        return safe("")
    low, high = min(0, *values), max(1, *values)
    step = 288 // (len(values) - 1)
    points = [(6 + i * step, 50 - (v - low) * 42 // max(1, high - low)) for i, v in enumerate(values)]
    path = "M" + "L".join(f"{x} {y}" for x, y in points)
    x, y = points[-1]
    return safe(
        '<svg class="spark" viewBox="0 0 300 56" aria-hidden="true">'
        f'<path class="under" d="{path}L{x} 56L6 56z"/><path class="over" d="{path}"/>'
        f'<circle cx="{x}" cy="{y}" r="5" class="last"/></svg>'
    )


@register.simple_tag
def money(cents: int | None, sign: str = "", trim: bool = True) -> SafeString:
    """{% money cents %}: in the co-operative's currency and the reader's form; `sign="+"` shows a plus."""
    if cents is None:
        return safe("—")
    plus = "+" if sign == "+" and cents > 0 else ""
    return safe(f'<span class="money">{plus}{escape(say_amount(cents, trim=trim))}</span>')


@register.filter
def as_money(cents: int) -> str:
    """The same, as plain text for sentences."""
    return say_amount(cents)


@register.simple_tag
def qr(text: str, varies: str = "", many: int = 1) -> SafeString:
    """A QR code as drawing. `varies`: the part in which it differs from the `many` that are drawn with it."""
    return safe(drawing(text, varies=varies, many=many))


@register.filter
def word_code(receipt: str) -> str:
    """Two words and a number that one can read aloud for a receipt: TEJA RÍO 48."""
    return words_for(receipt)


@register.filter
def short_hash(value: str) -> str:
    """The first letters of a long code, in fours."""
    return " ".join(value[i : i + 4] for i in range(0, 16, 4)) if value else ""


@register.filter
def tile_of(number: int) -> int:
    """Which of four tile colours stands for a member: always the same one."""
    return hashlib.sha256(str(number).encode()).digest()[0] % 4


@register.simple_tag(takes_context=True)
def page_query(context: Any, page: int) -> str:
    """The query of this page with another page number."""
    query = context["request"].GET.copy()
    query["page"] = str(page)
    return f"?{query.urlencode()}"
