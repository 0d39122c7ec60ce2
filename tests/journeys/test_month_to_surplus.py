"""A month from the bank's file to what was paid, and a year to what it returns to each, on phones, to the cent.

It runs by the clock of the house, which the test puts on. Every sum is worked out here, not read from a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.money import NBSP
from tests.journeys.conftest import House, Phone, manage, serving
from tests.journeys.month_to_surplus import (
    BEATRIZ,
    CEFERINO,
    COMMISSION,
    CORRECTION,
    DELIA,
    FILE_OF_APRIL,
    FILE_OF_MARCH,
    FIRST_OF_APRIL,
    FOUND,
    GAS,
    MARCH_PAY,
    MARCOS,
    OSCAR,
    PAY,
    PAY_IN_FEBRUARY,
    PEOPLE,
    RESULT,
    SALE,
    TERESA,
    TERESA_FIRST_PAY,
    THURSDAY,
    WALTER,
    WALTER_AT_FIRST,
    YEAR,
    ZULEMA,
    Ten,
    pesos,
)
from tests.journeys.whole_assembly import PIN, expect, numbers, press

pytestmark = [pytest.mark.browser, pytest.mark.both_engines]

# --- the year's figures: first 25 % and 5 % and the rest to each alike, then as the amendment says

AT_FIRST = RESULT - RESULT * 25 // 100 - RESULT * 5 // 100
EACH_AT_FIRST = AT_FIRST // PEOPLE
REINVESTED, TO_COMMUNITY = RESULT // 3, RESULT * 5 // 100
RETURNED = RESULT - REINVESTED - TO_COMMUNITY
DAYS, DAYS_OF_TERESA = 365, 16
ALL_DAYS = 9 * DAYS + DAYS_OF_TERESA
PART, PART_OF_TERESA = RETURNED * DAYS // ALL_DAYS, RETURNED * DAYS_OF_TERESA // ALL_DAYS
IN_MONEY = RETURNED * 2 // 5
MONEY, MONEY_OF_TERESA = IN_MONEY * DAYS // ALL_DAYS, IN_MONEY * DAYS_OF_TERESA // ALL_DAYS
LEFT_OVER = RETURNED - 9 * PART - PART_OF_TERESA

FITS = """() => {
  const box = document.documentElement, right = document.querySelector('aside').getBoundingClientRect().left;
  return box.scrollHeight <= innerHeight && box.scrollWidth <= innerWidth
    && [...document.querySelectorAll('.left *')].every(each => each.getBoundingClientRect().right <= right);
}"""

WHAT_IS_KEPT = """
from django.db.models import Sum
from ledger.models import Entry, Posting
from payroll.models import PayRun, Payment, Surplus
of = lambda code: -(Posting.objects.filter(account__code=code).aggregate(n=Sum("cents"))["n"] or 0)
answer = {
    "runs": [[run.kind, run.state, run.total_cents] for run in PayRun.objects.order_by("pk")],
    "payments": list(Payment.objects.order_by("number").values_list("total_cents", flat=True)),
    "still owed": of("2.1.1"),
    "surpluses": [[s.state, s.result_cents, s.for_return_cents] for s in Surplus.objects.order_by("pk")],
    "entries of the surplus": Entry.objects.filter(key__startswith="payroll.surplus:").count(),
    "reinvestment": of("3.4.2"), "community": of("3.4.4"), "left over": of("3.5.2"),
    "in money": of("2.1.2"), "in shares": of("3.1.1"),
}
"""


@pytest.fixture
def house(tmp_path: Path, own_database: str) -> Iterator[House]:
    """A house of ten on the first of April: eleven months are closed, March is over and not in the books yet."""
    folder = tmp_path / "coop"
    folder.mkdir()
    founded = manage(folder, "shell", "--no-imports", "-c", FOUND, database=own_database)
    assert founded.returncode == 0, founded.stderr
    cards = [{"number": number, "pin": PIN} for number in numbers(1, PEOPLE)]
    entry = "tests.journeys.clocked:application"
    with serving(folder, cards=cards, database=own_database, entry=entry) as house:
        yield house


@pytest.fixture
def ten(house: House, phone: Phone) -> Ten:
    return Ten(house=house, phone=phone, now=FIRST_OF_APRIL)


def test_a_month_is_paid_and_a_year_is_shared(ten: Ten) -> None:
    the_bank(ten)
    run = the_pay(ten)
    its_file(ten, run)
    a_correction(ten, run)
    the_month_is_closed(ten)

    motion = a_proposal(ten)
    what_if(ten)
    amendment = other_parts(ten, motion)
    ten.clock(THURSDAY)
    the_vote(ten, motion, amendment)

    assert ten.problems == []
    assert ten.house.ask(WHAT_IS_KEPT) == {
        "runs": [
            ["regular", "paid", 9 * PAY_IN_FEBRUARY],
            ["regular", "reconciled", MARCH_PAY],
            ["correction", "paid", CORRECTION],
        ],
        "payments": [9 * PAY_IN_FEBRUARY, MARCH_PAY, CORRECTION],
        "still owed": 0,
        "surpluses": [["replaced", RESULT, AT_FIRST], ["posted", RESULT, RETURNED]],
        "entries of the surplus": 1,
        "reinvestment": REINVESTED,
        "community": TO_COMMUNITY,
        "left over": LEFT_OVER,
        "in money": 9 * MONEY + MONEY_OF_TERESA,
        "in shares": 9 * (PART - MONEY) + PART_OF_TERESA - MONEY_OF_TERESA,
    }
    verified = ten.house.manage("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


# --- the month


def the_bank(ten: Ten) -> None:
    """From the month's list to the bank: a file comes in, three movements go where their like went, one is typed."""
    hers = ten.opens(DELIA, "/books/periods/", "Meses")
    hers.locator("li", has_text="marzo 2026").get_by_role("link").last.click()
    the_list = hers.url
    step = hers.locator("li", has_text="Traer el archivo del banco")
    expect(step.locator(".chip")).not_to_have_text("hecho")
    step.get_by_role("link").click()
    ten.sees_what_comes(hers, FILE_OF_MARCH)
    ten.sees(hers, "3 movimientos nuevos", "1 ya estaba", pesos(SALE), pesos(-GAS - COMMISSION))
    press(hers, "button.main", "Traerlo")
    expect(hers.locator("#waiting li[id]")).to_have_count(3)
    press(hers, "#remembered button", "Anotar los marcados")
    expect(hers.locator("#waiting li[id]")).to_have_count(1)
    hers.fill("#waiting [name=account]", "5.6.3")
    press(hers, "#waiting form.row button")
    expect(hers.locator("#waiting")).to_contain_text("No hay nada esperando")

    hers.goto(the_list)
    done = hers.locator("li", has_text="Traer el archivo del banco").locator(".chip.ok")
    expect(done).to_be_visible()
    to_do = hers.locator("li", has_text="Está anotado el retiro del mes")
    expect(to_do.locator(".chip.ok")).to_have_count(0)


def the_pay(ten: Ten) -> str:
    """Worked out; only what changed is shown; another signs, on another phone; entered, and paid."""
    hers = ten.go(DELIA, "/pay/runs/")
    press(hers, "form[action$='/prepare/'] button[value='2026-03-01']")
    ten.takes(hers, "compute", "Calcular")
    run = re.sub(r"^http://[^/]+", "", hers.url)
    assert re.fullmatch(r"/pay/runs/\d+/", run)
    names = hers.locator("table.tbl tbody th").all_inner_texts()
    assert names == ["Walter Pinto", "Teresa Mamani"], "only what changed otherwise"
    ten.sees(hers, pesos(WALTER_AT_FIRST), pesos(TERESA_FIRST_PAY), part="table.tbl")
    ten.sees(hers, pesos(MARCH_PAY), f"+{pesos(PAY - PAY_IN_FEBRUARY)}")
    expect(hers.locator("form[action$='/countersign/']")).to_have_count(0)
    expect(hers.locator("form[action$='/post/']")).to_have_count(0)

    ten.countersigns(OSCAR, run)
    hers.goto(ten.address + run)
    ten.takes(hers, "post", "Asentarlo en los libros")
    ten.takes(hers, "pay", "Marcar como pagado")
    expect(hers.locator("ol.steps li.done")).to_have_count(4)
    return run


def its_file(ten: Ten, run: str) -> None:
    """The bank's file says everybody's amount; made again it is the same, and says so; the bank's list has it."""
    hers = ten.go(DELIA, "/pay/payments/")
    hers.get_by_role("link", name=pesos(MARCH_PAY)).click()
    expect(hers.locator("h1")).to_contain_text("Pago 2")
    once = ten.exports(hers)
    found = [int(cents.replace(b".", b"")) for cents in re.findall(rb"<InstdAmt[^>]*>([\d.]+)<", once)]
    assert sorted(found) == sorted([PAY] * 8 + [WALTER_AT_FIRST, TERESA_FIRST_PAY])
    again = ten.exports(hers)
    assert again == once
    expect(hers.locator("body")).to_contain_text("Es el mismo archivo")
    address = hers.url
    ten.sees_what_comes(ten.go(DELIA, "/books/bank/"), FILE_OF_APRIL)
    press(hers, "button.main", "Traerlo")
    hers.goto(address)
    ten.sees(hers, "PAGO DE RETIROS", pesos(-MARCH_PAY), part="#found_as")
    press(hers, "#found_as button.main", "Es este pago")
    expect(hers.locator("#found_as")).to_have_count(0)
    ten.sees(ten.go(DELIA, run), "encontrado en el banco")


def a_correction(ten: Ten, run: str) -> None:
    """Walter came back before: only his pay is worked out again, signed by another, entered and paid."""
    his = ten.phones[WALTER]
    his.see("/me/absences/")
    taken_back = re.search(r'action="(/me/absences/\d+/take-back/)"', his.page)
    assert taken_back is not None
    his.press(taken_back.group(1))

    hers = ten.browser(DELIA)
    hers.locator("summary", has_text="está mal").click()
    hers.fill("form[action$='/correct/'] [name=number]", str(WALTER))
    press(hers, "form[action$='/correct/'] button")
    ten.sees(hers, "Una corrección para Walter Pinto", pesos(CORRECTION))
    correction = re.sub(r"^http://[^/]+", "", hers.url)
    assert correction != run
    ten.countersigns(OSCAR, correction)
    hers.goto(ten.address + correction)
    ten.takes(hers, "post", "Asentarlo en los libros")
    ten.takes(hers, "pay", "Marcar como pagado")

    page = ten.go(WALTER, "/pay/")
    ten.sees(page, "una corrección", pesos(CORRECTION), pesos(PAY), pesos(-WALTER_AT_FIRST), part="#slip")
    pdf = page.request.get(ten.address + page.get_attribute("#slip a[href$='.pdf']", "href"))
    assert pdf.body().startswith(b"%PDF")
    page.get_by_role("link", name=pesos(WALTER_AT_FIRST)).click()
    page.locator("#slip summary").first.click()
    ten.sees(page, pesos(PAY), pesos(-CORRECTION), "26 días de 31", part="#slip")


def the_month_is_closed(ten: Ten) -> None:
    """Beatriz walks the list to its end: nothing that must be is missing."""
    hers = ten.opens(BEATRIZ, "/books/periods/", "Meses")
    hers.locator("a.btn", has_text="Cerrar este mes").click()
    expect(hers.locator("li", has_text="Está anotado el retiro del mes").locator(".chip.ok")).to_be_visible()
    press(hers, "form[action$='/close/'] button", "Cerrar este mes")
    expect(hers.locator("body")).to_contain_text("cerrado")


# --- the year


def a_proposal(ten: Ten) -> int:
    """Worked out on the page, its figures frozen, and shown to all; the motion's id."""
    hers = ten.go(BEATRIZ, "/surplus/")
    for name, said in {
        "name": "2025-26",
        "from_on": YEAR[0].isoformat(),
        "until_on": YEAR[1].isoformat(),
        "reinvestment": "25 %",
        "community": "5 %",
    }.items():
        hers.fill(f"form.stack [name={name}]", said)
    hers.select_option("[name=key]", "equal")
    press(hers, "form.stack button.main", "Calcular")
    ten.sees(hers, pesos(RESULT, trim=False), pesos(AT_FIRST, trim=False), part="#waterfall")
    hers.fill("[name=title]", "El excedente de 2025-26")
    hers.fill("[name=text]", "Como se calculó.")
    press(hers, "form.stack button.main", "Fijarlo")
    ten.sees(hers, pesos(RESULT), pesos(EACH_AT_FIRST))
    press(hers, "button.main", "Proponerla ahora")
    found = re.search(r"/motions/(\d+)/", hers.url)
    assert found is not None
    return int(found.group(1))


def what_if(ten: Ten) -> None:
    """The sliders answer by themselves, and on the hall's screen when shown; with scripts off, by the button."""
    hers = ten.go(BEATRIZ, "/surplus/what-if/?surplus=1")
    screen = ten.screen_of(hers)
    expect(screen.locator("main")).to_contain_text("Todavía no se muestra nada")
    hers.evaluate("window.stayed = true")

    hers.fill("#reinvestment", "50")
    half = RESULT - RESULT * 50 // 100 - RESULT * 5 // 100
    ten.answers(hers, "reinvestment", "50 %", half // PEOPLE)
    hers.fill("#joining", "2")
    fewer = RESULT - 2 * PAY * 12
    left = fewer - fewer * 50 // 100 - fewer * 5 // 100
    ten.answers(hers, "joining", "2", left // (PEOPLE + 2))
    assert hers.evaluate("window.stayed"), "htmx answers: the page was not loaded again"
    expect(screen.locator("main")).to_contain_text("Todavía no se muestra nada")

    press(hers, "form[action$='/show/'] button", "Mostrar esto")
    expect(screen.locator("main .nums")).to_contain_text(pesos(left // (PEOPLE + 2)).replace(" ", NBSP))
    ten.sees(screen, "Para reinversión: 50 %", "Integrantes nuevos: 2", part="main ul")
    assert screen.evaluate(FITS), "nothing scrolls, and no words go over the picture"

    bare = ten.browser(MARCOS, scripts=False)
    ten.go(MARCOS, "/surplus/what-if/?surplus=1")
    bare.focus("#reinvestment")
    for _step in range(5):
        bare.keyboard.press("ArrowRight")
    bare.locator("form[method=get] button", has_text="Calcular").click()
    assert "reinvestment=30" in bare.url
    ten.answers(bare, "reinvestment", "30 %", (RESULT - RESULT * 30 // 100 - RESULT * 5 // 100) // PEOPLE)


def other_parts(ten: Ten, motion: int) -> int:
    """Zulema proposes other parts on her phone, and everybody sees what they would change for them."""
    hers = ten.go(ZULEMA, "/surplus/1/")
    hers.locator("a.btn", has_text="Proponer otras partes").click()
    hers.fill("[name=title]", "Un tercero, por días, y en cuotas")
    hers.fill("[name=terms-reinvestment]", "1/3")
    hers.select_option("[name=terms-key]", "days")
    hers.fill("[name=terms-cash]", "40 %")
    press(hers, "form button[name=table]")
    ten.sees(hers, pesos(MONEY), pesos(PART - MONEY))
    found = re.search(r"/motions/(\d+)/", hers.url)
    assert found is not None
    amendment = int(found.group(1))
    assert amendment != motion
    return amendment


def the_vote(ten: Ten, motion: int, amendment: int) -> None:
    """First the amendment, then what it made of the motion; posted once, and each sees their own part."""
    chair = ten.go(CEFERINO, "/assemblies/1/chair/")
    press(chair, "#step-now", "Abrir la asamblea")
    door = ten.phones[CEFERINO]
    door.see("/assemblies/1/")
    door.press("/assemblies/1/door/", numbers=" ".join(map(str, numbers(1, PEOPLE))))
    chair.reload()
    for voted in (amendment, motion):
        press(chair, "#step-now", "Punto siguiente")
        press(chair, "button#step-now", "Abrir la votación")
        page = ten.go(WALTER, f"/motions/{voted}/ballot/")
        page.click("#choose button[value=for]")
        press(page, "#confirm [data-go]", "Confirmar")
        expect(page.locator("#ballot .rcpt")).to_be_visible()
        ten.vote(
            voted, {"for": [n for n in numbers(1, PEOPLE) if n not in (WALTER, OSCAR)], "against": [OSCAR]}
        )
        chair.reload()
        press(chair, "button#step-now", "Cerrar la votación")
        page.wait_for_url(f"**/motions/{voted}/")  # his phone goes there by itself
        expect(page.locator("main")).to_contain_text("Se aprobó")

    ten.sees(ten.go(WALTER, "/surplus/1/"), "Los números de ahora")
    page = ten.go(WALTER, "/surplus/2/")
    ten.sees(page, pesos(MONEY, trim=False), pesos(PART - MONEY, trim=False), part="section.mine")
    ten.sees(page, pesos(REINVESTED, trim=False), pesos(TO_COMMUNITY, trim=False), part="#waterfall")
    page = ten.go(TERESA, "/surplus/2/")
    ten.sees(
        page,
        pesos(MONEY_OF_TERESA, trim=False),
        pesos(PART_OF_TERESA - MONEY_OF_TERESA, trim=False),
        part="section.mine",
    )
    ten.reads_well(page)
