"""The yearly surplus, from the result to what is left for members, by the law of the place and by vote.

A law pack (`payroll/packs/*.toml`) is an ordered list of steps that an accountant can read; this is the one
engine that walks it. What comes out is a proposal until the assembly that the pack names adopts it.

How a step takes its part:
- `outside`: all of the result that is kept apart by origin (work by non-members, extraordinary).
- `amount`: a sum given by the year or the vote, as far as the money reaches.
- `rate`: a share of a base, fixed in the pack or voted (`of`).
- `bands`: a share that changes or stops when the legal reserve reaches so many times a capital (`of`).
A base is `outside`, `surplus` (what is left inside when the first fund is taken; all funds share it) or
`rest` (what is left when the first voted share is taken; both voted shares share it).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from fractions import Fraction

from assemblies.rules.law_packs import Said
from ledger.money import BadNumber, format_money, share_down, share_up
from payroll.rules.law_packs import LawPack, PackStep, law_pack


@dataclass(frozen=True, kw_only=True)
class SurplusInput:
    """A year's figures and what was voted. Money in cents; shares exact, from 0 to 1.

    `extraordinary_cents` is a part of `result_cents`, not on top of it. `non_member_share` is the share of
    the ordinary result (result less extraordinary) that comes from work by non-members.
    """

    result_cents: int
    non_member_share: Fraction = Fraction(0)
    extraordinary_cents: int = 0
    prior_losses_cents: int = 0
    reserves_to_rebuild_cents: int = 0
    legal_reserve_cents: int = 0
    capital_cents: int = 0
    highest_capital_cents: int = 0
    interest_on_shares_cents: int = 0
    reinvestment: Fraction = Fraction(0)
    community: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "result_cents" and value < 0:
                raise BadNumber(
                    f"{field.name} cannot be negative.", f"{field.name} no puede ser un número negativo."
                )
            if not field.name.endswith("_cents") and value > 1:
                raise BadNumber(
                    f"{field.name} cannot be more than 1.", f"{field.name} no puede ser más que 1."
                )
        if self.reinvestment + self.community > 1:
            raise BadNumber(
                "Reinvestment and community together are more than the whole.",
                "Reinversión y comunidad juntas son más que el todo.",
            )


@dataclass(frozen=True, kw_only=True)
class Step:
    """One line of the waterfall: what was taken, of what, and where it goes."""

    code: str
    label: Said
    base_cents: int
    cents: int
    article: str
    destination: Said
    shareable: bool


@dataclass(frozen=True, kw_only=True)
class Waterfall:
    """A proposal to share a year's result. Steps and return sum to `available_cents`, to the cent."""

    pack: LawPack
    available_cents: int
    steps: tuple[Step, ...]
    for_return_cents: int
    return_floor_cents: int
    cash_floor_cents: int
    needs: Said
    warnings: tuple[Said, ...]

    def cents_of(self, code: str) -> int:
        """What a step took; 0 for a step that did not apply."""
        return next((step.cents for step in self.steps if step.code == code), 0)


def waterfall(pack: LawPack | str, year: SurplusInput, *, decimals: int = 2) -> Waterfall:
    """Walk a year's result through the steps of a law pack.

    1. A loss (or nothing) gives no steps and no return; the pack says how a loss is covered.
    2. The result is split by origin; then each step takes its part of what is left, never more.
    3. What the law asks rounds up to the cent; voted shares round down; what is left is for members.
    A step that had nothing to act on (no earlier losses, nothing voted) is left out; a fund of the law is
    always listed, also at 0. `decimals` is only for the figures inside the warnings.
    """
    pack = law_pack(pack) if isinstance(pack, str) else pack
    if year.result_cents <= 0:
        return _nothing_to_share(pack, year)
    walk = _Walk(pack=pack, year=year, decimals=decimals)
    for step in pack.steps:
        walk.take(step)
    return walk.result()


def _nothing_to_share(pack: LawPack, year: SurplusInput) -> Waterfall:
    nothing = Said(en="There is nothing to share.", es="No hay nada para repartir.")
    return Waterfall(
        pack=pack,
        available_cents=0,
        steps=(),
        for_return_cents=0,
        return_floor_cents=0,
        cash_floor_cents=0,
        needs=pack.needs,
        warnings=(pack.loss if year.result_cents < 0 else nothing,),
    )


class _Walk:
    """The money on its way down. It is only a place for running sums: nothing outside keeps it."""

    def __init__(self, *, pack: LawPack, year: SurplusInput, decimals: int) -> None:
        self.pack, self.year, self.decimals = pack, year, decimals
        self.steps: list[Step] = []
        self.warnings: list[Said] = []
        self.bases: dict[str, int] = {}
        self.after_funds = year.result_cents
        extraordinary = min(year.extraordinary_cents, year.result_cents)
        self.outside = 0
        if "non_members" in pack.outside:
            self.outside += share_up(year.result_cents - extraordinary, year.non_member_share)
        if "extraordinary" in pack.outside:
            self.outside += extraordinary
        self.inside = year.result_cents - self.outside
        self.origin = year.result_cents - (0 if "extraordinary" in pack.outside else extraordinary)

    def take(self, step: PackStep) -> None:
        """Take one step's part, and write its line unless there was nothing to act on."""
        if step.takes == "outside":
            base, asked = self.origin if self.outside else 0, self.outside
        elif step.takes == "amount":
            base = asked = getattr(self.year, f"{step.of}_cents")
        else:
            base, asked = self._share_of_base(step)
        from_outside = step.takes == "outside" or step.base == "outside"
        taken = min(asked, self.outside if from_outside else self._reach(step))
        self._move(taken, from_outside=from_outside)
        if step.takes == "amount" and taken < asked:
            self._warn_short(step, asked - taken)
        is_fund = step.takes in ("rate", "bands") and step.base == "surplus" and step.rate != 0
        if is_fund:
            self.after_funds = self.inside + self.outside
        if not (is_fund or (base and (asked or step.rate))):
            return
        self.steps.append(
            Step(
                code=step.code,
                label=step.label,
                base_cents=base,
                cents=taken,
                article=step.article,
                destination=step.destination,
                shareable=step.shareable,
            )
        )

    def result(self) -> Waterfall:
        """What is left, with the floors and the warnings that apply."""
        for_return = self.inside + self.outside
        floor = self._floor()
        if for_return < floor:
            self._warn(
                "The return is below the {0} that {1} asks for.",
                "El retorno es menor que los {0} que pide {1}.",
                floor,
                self.pack.return_article,
            )
        cash_floor = share_up(for_return, self.pack.cash_floor_rate)
        if cash_floor:
            self._warn(
                "At least {0} of the return in cash.", "Al menos {0} del retorno en efectivo.", cash_floor
            )
        self._notices(for_return)
        return Waterfall(
            pack=self.pack,
            available_cents=self.year.result_cents,
            steps=tuple(self.steps),
            for_return_cents=for_return,
            return_floor_cents=floor,
            cash_floor_cents=cash_floor,
            needs=self.pack.needs,
            warnings=tuple(self.warnings),
        )

    def _base(self, name: str) -> int:
        """A base is what is left when it is first asked for, and stays so for the steps that share it."""
        now = {"outside": self.outside, "surplus": self.inside, "rest": self.inside + self.outside}[name]
        return self.bases.setdefault(name, now)

    def _share_of_base(self, step: PackStep) -> tuple[int, int]:
        base = self._base(step.base)
        if step.takes == "bands":
            return base, self._banded(step, base)
        rate = step.rate if step.rate is not None else getattr(self.year, step.of)
        return base, (share_up if step.rounding == "up" else share_down)(base, rate)

    def _banded(self, step: PackStep, base: int) -> int:
        """Each band fills the reserve to its limit, on exactly the part of the base that it needs."""
        capital = self.year.capital_cents
        if step.of == "highest_capital":
            capital = max(capital, self.year.highest_capital_cents)
        reserve, left, taken = Fraction(self.year.legal_reserve_cents), Fraction(base), Fraction(0)
        for band in step.bands:
            part = min(left * band.rate, max(capital * band.until_times - reserve, Fraction(0)))
            left -= part / band.rate
            reserve += part
            taken += part
        return share_up(1, taken)

    def _reach(self, step: PackStep) -> int:
        """What a step may draw on: funds of the surplus only the inside, everything else all that is left."""
        return self.inside if step.base == "surplus" else self.inside + self.outside

    def _move(self, cents: int, *, from_outside: bool) -> None:
        inside = 0 if from_outside else min(cents, self.inside)
        self.inside -= inside
        self.outside -= cents - inside

    def _floor(self) -> int:
        """The least that must return, never more than the funds of the law leave."""
        if not self.pack.floor_rate:
            return 0
        return min(share_up(self.bases[self.pack.floor_base], self.pack.floor_rate), self.after_funds)

    def _notices(self, for_return: int) -> None:
        year, interest = self.year, sum(s.cents for s in self.steps if s.code == "interest_on_shares")
        applies = {
            "with_non_members": year.non_member_share > 0,
            "without_non_members": year.non_member_share == 0,
            "interest_above_return": interest > for_return,
        }
        self.warnings += [words for name, words in self.pack.notices.items() if applies[name]]
        if year.extraordinary_cents and "extraordinary" not in self.pack.outside:
            self._warn(
                "The extraordinary part stays in the surplus: ask your accountant.",
                "La parte extraordinaria queda en el excedente: preguntale a tu contador.",
            )
        if year.extraordinary_cents > year.result_cents:
            self._warn(
                "Without the extraordinary part the year is a loss.",
                "Sin la parte extraordinaria, el año dio pérdida.",
            )

    def _warn_short(self, step: PackStep, missing: int) -> None:
        self._warn(
            "It does not reach: {0} missing for “{1}”.",
            "No alcanza: faltan {0} para «{1}».",
            missing,
            step.label,
        )

    def _warn(self, en: str, es: str, cents: int = 0, name: Said | str = "") -> None:
        figures = [
            format_money(cents, currency_symbol="", decimals=self.decimals, language=code)
            for code in ("en", "es")
        ]
        names = (name.en, name.es) if isinstance(name, Said) else (name, name)
        self.warnings.append(Said(en=en.format(figures[0], names[0]), es=es.format(figures[1], names[1])))
