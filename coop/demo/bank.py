"""The bank of the story: its list taken in each month, found in the books or said once and known from then on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import partial

from django.db.models import Sum

from coop.demo.amounts import left_to_tell, of_size
from coop.demo.bank_lists import COLUMNS, Moved, columns_of, statement
from coop.demo.paid_where import OUR_CBU, SHOP_CBU
from coop.demo.places import TILL_BANK
from coop.demo.stage import Scene, Stage
from ledger import chart
from ledger.actions import (
    classify_as_remembered,
    classify_bank_line,
    import_bank_file,
    match_bank_line,
    say_columns,
)
from ledger.models import BankLine, Entry, Posting
from ledger.money import split
from members.models import Member
from payroll.actions.payments import confirm_payment
from payroll.models import Payment, Way

SAID: tuple[tuple[str, tuple[tuple[int, str, int], ...]], ...] = (
    ("4.1.2", ((6, "TRANSF SANITARIOS MORENO", 5), (13, "TRANSF SANITARIOS BAHIA", 3), (22, "TRANSF SANITARIOS TRELEW", 2))),
    ("5.3.2", ((12, "DEB AUT MONOTRIBUTO DE INTEGRANTES", 1),)),
    ("5.3.3", ((9, "DEB AUT SEGUROS LA MUTUAL", 1),)),
    ("5.5.1", ((11, "TRANSF TRANSPORTES HUINCUL", 7), (24, "TRANSF FLETES EL CHAÑAR", 3))),
    ("5.6.1", ((8, "TRANSF ESTUDIO CONTABLE QUILAPAN", 1),)),
    ("5.6.3", ((5, "COMISION DE MANTENIMIENTO", 1), (25, "IMP DEBITOS Y CREDITOS", 9))),
    ("5.7.1", ((18, "RECAUDACION INGRESOS BRUTOS Y TASAS", 1),)),
)  # fmt: skip
"""What enters the books from the bank's list: account, then the day, the bank's words and which part of the month."""
FROM_THE_LIST = frozenset(code for code, _parts in SAID)

WAITING: tuple[tuple[int, str, int], ...] = (
    (2, "TRANSF SANITARIOS MORENO", 41_260_000),
    (3, "IMP DEBITOS Y CREDITOS", -2_377_000),
    (5, "COMISION DE MANTENIMIENTO", -1_513_000),
    (6, "DEB AUT TELEFONO E INTERNET DE LA MESETA", -412_000),
    (8, "TRANSF ESTUDIO CONTABLE QUILAPAN", -10_672_000),
    (9, "DEB AUT SEGUROS LA MUTUAL", -5_139_000),
    (11, "TRANSF TRANSPORTES HUINCUL", -12_640_000),
    (12, "TRANSF RECIBIDA CORDOBA TERESA M", 185_000),
    (13, "TRANSF SANITARIOS BAHIA", 22_815_000),
    (16, "COMPRA FERRETERIA DE LA RUTA", -287_000),
)
"""Of the present month, which nobody said yet: three of them are like nothing that came before."""

TRANSFERS = "TRANSF RETIROS ORDEN"


@dataclass(frozen=True, kw_only=True)
class _Listed:
    """A movement of the list, and what it is: an entry of the books, or an account that is to be said."""

    moved: Moved
    entry: Entry | None = None
    account: str = ""


def take_in(stage: Stage, index: int, now: datetime) -> None:
    """The lists of a month that ended: what a hand entered is found, the rest is said; nothing is left waiting."""
    treasurer = stage.holder("treasurer", now)
    if index == 0:
        say_columns(account=chart.BANK, columns=COLUMNS, actor=treasurer, now=now)
    for place in (chart.BANK, TILL_BANK):
        listed = _in_the_books(stage, index, place)
        if place == chart.BANK:
            listed += _from_the_list(stage, index)
        lines = _take_in(stage, index, place, listed, now)
        known: list[int] = []
        for each in listed:
            line = lines[each.moved.on, each.moved.text]
            if each.entry is not None:
                _find(line, each.entry, treasurer, now)
            else:
                known.append(line.pk)
        classify_as_remembered(line_ids=known, actor=treasurer, now=now)
        for line in BankLine.objects.waiting().filter(pk__in=known).order_by("on", "pk"):
            code = next(each.account for each in listed if each.moved.text == line.text)
            classify_bank_line(line_id=line.pk, account=code, actor=treasurer, now=now)
    _file_the_sheets(stage, index, treasurer, now)


def scenes(stage: Stage) -> Iterator[Scene]:
    """The list of the present month, taken in a moment ago: what is in it waits, our last pay too."""
    yield stage.calendar.past(stage.calendar.now), partial(_take_in_the_present, stage)


def _take_in_the_present(stage: Stage, now: datetime) -> None:
    first, today = stage.calendar.month(12), stage.coop.day_of(now)
    listed = _in_the_books(stage, 12, chart.BANK)
    listed += [
        _Listed(moved=_moved(12, nth, min(first + timedelta(days=day - 1), max(first, today)), text, cents))
        for nth, (day, text, pesos) in enumerate(WAITING, start=1)
        if (cents := of_size(stage, pesos))
    ]
    lines = _take_in(stage, 12, chart.BANK, listed, now)
    payments = set(Payment.objects.values_list("entry_id", flat=True))
    for each in listed:
        if each.entry is not None and each.entry.pk not in payments:
            line = lines[each.moved.on, each.moved.text]
            _find(line, each.entry, stage.holder("treasurer", now), now)


def _in_the_books(stage: Stage, index: int, place: str) -> list[_Listed]:
    """What a month's entries moved on an account; money that goes out is gone a day later."""
    first, after = stage.calendar.month(index), stage.calendar.month(index + 1)
    entries = Entry.objects.filter(
        on__gte=first, on__lt=after, reverses=None, reversed_by=None, bank_line=None
    )
    found = (
        entries.filter(postings__account__code=place)
        .annotate(moved=Sum("postings__cents"))
        .order_by("on", "number")
    )
    words = {payment.entry_id: f"{TRANSFERS} {payment.number:04d}" for payment in Payment.objects.all()}
    listed = []
    for nth, entry in enumerate(found, start=200):
        day = min(entry.on + timedelta(days=1 if entry.moved < 0 else 0), after - timedelta(days=1))
        text = words.get(entry.pk) or _in_capitals(entry.memo)
        listed.append(_Listed(moved=_moved(index, nth, day, text, entry.moved), entry=entry))
    return listed


def _from_the_list(stage: Stage, index: int) -> list[_Listed]:
    """What the month's total of some accounts is made of, to the cent."""
    first, left = stage.calendar.month(index), left_to_tell(stage, index)
    listed: list[_Listed] = []
    for code, parts in SAID:
        parted = split(left[code], [Fraction(part) for _day, _text, part in parts], "largest_remainder")
        for (day, text, _part), cents in zip(parts, parted.shares.values(), strict=True):
            if cents:
                moved = _moved(index, len(listed) + 1, first + timedelta(days=day - 1), text, -cents)
                listed.append(_Listed(moved=moved, account=code))
    return listed


def _take_in(
    stage: Stage, index: int, place: str, listed: list[_Listed], now: datetime
) -> dict[tuple[date, str], BankLine]:
    """The bank's file of a month, in the order of its days; its movements by day and words."""
    if not listed:
        return {}
    first = stage.calendar.month(index)
    moved = sorted((each.moved for each in listed), key=lambda each: (each.on, each.text))
    before = Posting.objects.filter(account__code=place, entry__on__lt=first).aggregate(
        c=Sum("cents", default=0)
    )["c"]
    if place == chart.BANK:
        name, data = f"movimientos-{first:%Y-%m}.csv", columns_of(OUR_CBU, moved[-1].on, before, moved)
    else:
        name, data = f"extracto-{first:%Y-%m}.xml", statement(SHOP_CBU, index + 1, before, moved)
    import_bank_file(account=place, data=data, name=name, actor=stage.holder("treasurer", now), now=now)
    lines = BankLine.objects.filter(account__code=place, on__gte=first, on__lte=moved[-1].on)
    return {(line.on, line.text): line for line in lines}


def _find(line: BankLine, entry: Entry, treasurer: Member, now: datetime) -> None:
    """The movement is that entry; where it is our pay that left, the payment was found."""
    payment = Payment.objects.filter(entry=entry).first()
    if payment is not None:
        confirm_payment(payment_id=payment.pk, what="", line_id=line.pk, actor=treasurer, now=now)
    else:
        match_bank_line(line_id=line.pk, entry_id=entry.pk, actor=treasurer, now=now)


def _file_the_sheets(stage: Stage, index: int, treasurer: Member, now: datetime) -> None:
    """Who was paid in cash that month signed the sheet, and it is in its folder."""
    first, after = stage.calendar.month(index), stage.calendar.month(index + 1)
    for payment in Payment.objects.filter(
        way=Way.CASH, pay_on__gte=first, pay_on__lt=after, confirmed_at=None
    ).order_by("number"):
        confirm_payment(
            payment_id=payment.pk,
            what=f"Carpeta de planillas firmadas, hoja {payment.number}",
            actor=treasurer,
            now=now,
        )


def _moved(index: int, nth: int, on: date, text: str, cents: int) -> Moved:
    """As the bank writes it: its words with a number of its own, another each time."""
    return Moved(on=on, text=f"{text} {index + 1:02d}{nth:03d}", cents=cents)


def _in_capitals(memo: str) -> str:
    bare = unicodedata.normalize("NFD", " ".join(memo.upper().split()))
    return "".join(sign for sign in bare if not unicodedata.combining(sign))[:80].strip()
