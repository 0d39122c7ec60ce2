"""The sliders of what if. Whatever an address says is brought to what a slider can say: it never refuses."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payroll.rules.what_if import MOST_JOINING, AsItIs, Asked

NAMES = ("reinvestment", "community", "pay", "joining", "late")


@dataclass(frozen=True, kw_only=True)
class Slider:
    """One range input: whole numbers from `least` to `most`; `shown` is what stands there, in words."""

    name: str
    label: str | Promise
    least: int
    most: int
    step: int
    value: int
    unit: str
    """ "percent", "money" or "people"."""
    cents: int = 0
    """What a slider of money stands at, in cents."""


def asked_of(query: QueryDict, *, decimals: int) -> Asked:
    """Where the sliders of an address stand; what it does not say, or says wrong, stays as it is."""
    pay = _whole(query.get("pay"), 0, 10**12)
    return Asked(
        reinvestment=_percent(query.get("reinvestment")),
        community=_percent(query.get("community")),
        pay_cents=None if pay is None else pay * 10**decimals,
        joining=_whole(query.get("joining"), 0, MOST_JOINING) or 0,
        late=_percent(query.get("late")) or Fraction(0),
    )


def sliders(now: AsItIs, asked: Asked, *, decimals: int) -> list[Slider]:
    """The five sliders, standing where they were asked to stand."""
    unit = 10**decimals
    pay = now.pay_cents if asked.pay_cents is None else asked.pay_cents
    step = max(1, _round(now.pay_cents // unit // 100))
    most = max(_up(now.pay_cents * 2 // unit, step), _up(pay // unit, step), step * 10)
    return [
        _of_a_hundred("reinvestment", _("For reinvestment"), asked.reinvestment, now.year.reinvestment),
        _of_a_hundred("community", _("For the community"), asked.community, now.year.community),
        Slider(
            name="pay",
            label=_("Pay of each one, a month"),
            least=0,
            most=most,
            step=step,
            value=pay // unit,
            unit="money",
            cents=pay,
        ),
        Slider(
            name="joining",
            label=_("New members"),
            least=0,
            most=min(MOST_JOINING, max(20, now.people // 2)),
            step=1,
            value=asked.joining,
            unit="people",
        ),
        _of_a_hundred("late", _("Sales that are paid a month late"), asked.late, Fraction(0)),
    ]


def address_of(asked: Asked, *, decimals: int) -> str:
    """The same standing as an address says it: "reinvestment=25&joining=3"."""
    said = QueryDict(mutable=True)
    for name in ("reinvestment", "community"):
        share = getattr(asked, name)
        if share is not None:  # nothing at all is a part too, and not what the year says
            said[name] = str(int(share * 100))
    if asked.late:
        said["late"] = str(int(asked.late * 100))
    if asked.pay_cents is not None:
        said["pay"] = str(asked.pay_cents // 10**decimals)
    if asked.joining:
        said["joining"] = str(asked.joining)
    return said.urlencode()


def _of_a_hundred(name: str, label: str | Promise, asked: Fraction | None, now: Fraction) -> Slider:
    share = now if asked is None else asked
    return Slider(name=name, label=label, least=0, most=100, step=1, value=int(share * 100), unit="percent")


def _percent(text: str | None) -> Fraction | None:
    found = _whole(text, 0, 100)
    return None if found is None else Fraction(found, 100)


def _whole(text: str | None, least: int, most: int) -> int | None:
    if not text or len(text) > 15 or not (text.isascii() and text.isdigit()):
        return None
    return min(max(int(text), least), most)


def _round(number: int) -> int:
    """The same number with one digit that is not zero."""
    digits = max(0, len(str(number)) - 1)
    unit: int = 10**digits
    return number // unit * unit


def _up(number: int, step: int) -> int:
    return -(-number // step) * step
