"""The house in which a month goes from the bank's file to a payment found, and a year to what it returns to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from math import floor
from typing import Any

from ledger.money import NBSP
from tests.journeys.everybody import Everybody
from tests.journeys.whole_assembly import PIN, expect, press

PEOPLE = 10
ZULEMA, WALTER, AILEN, MARCOS, DELIA, OSCAR, BEATRIZ, NAHUEL, CEFERINO, TERESA = range(1, PEOPLE + 1)
"""Who is who: Delia keeps the books and prepares the pay, Oscar signs it, Beatriz closes the months and proposes the
surplus, Ceferino chairs; Walter says that he is away and is not; Teresa joined on the 16th of March."""

FIRST_OF_APRIL = datetime(2026, 4, 1, 17, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 4, 9, 16, 30, tzinfo=UTC)
YEAR = (date(2025, 4, 1), date(2026, 4, 1))

# --- the figures, in cents

MONTHS_BEFORE = 10
"""April to January: in each nothing but this was sold."""
SOLD_A_MONTH = 600_000_000
PAY_IN_FEBRUARY, PAY = 100_000_000, 105_000_000
SOLD_IN_MARCH = 31_500_005
"""Entered before the bank's file comes."""
SALE, GAS, COMMISSION = 2_198_765_432, 140_000_001, 1_234_567
"""What the bank's file of March brings."""
SALE_BEFORE, GAS_BEFORE = 1_435_000_055, 123_456_789
"""And the file of February."""


def rounded(amount: Fraction) -> int:
    """To the nearest cent, a half up: how a pay is rounded."""
    return floor(amount + Fraction(1, 2))


WALTER_AT_FIRST = rounded(PAY * Fraction(26, 31))
"""Away from the 27th on, which our rules do not pay."""
TERESA_FIRST_PAY = rounded(PAY * Fraction(16, 31))
MARCH_PAY = 8 * PAY + WALTER_AT_FIRST + TERESA_FIRST_PAY
CORRECTION = PAY - WALTER_AT_FIRST
RESULT = (
    MONTHS_BEFORE * SOLD_A_MONTH
    + (SALE_BEFORE - GAS_BEFORE - 9 * PAY_IN_FEBRUARY)
    + (SOLD_IN_MARCH + SALE - GAS - COMMISSION - MARCH_PAY - CORRECTION)
)
"""What the year left."""

CSV = """Fecha;Concepto;Importe
20/02/2026;CAMUZZI GAS DEL SUR;-{gas_before}
10/03/2026;TRANSF CORRALON EL PUENTE;{sale}
19/03/2026;CAMUZZI GAS DEL SUR;-{gas}
31/03/2026;COMISION PAQUETE EMPRESA;-{commission}
"""


def typed(cents: int) -> str:
    """An amount as the bank writes it: 1.234,05."""
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02d}"


def pesos(cents: int, *, trim: bool = True) -> str:
    """An amount as our pages say it, with a plain space."""
    said = typed(abs(cents))
    return ("\N{MINUS SIGN}" if cents < 0 else "") + "$ " + (said.removesuffix(",00") if trim else said)


FILE_OF_MARCH = CSV.format(
    gas_before=typed(GAS_BEFORE), sale=typed(SALE), gas=typed(GAS), commission=typed(COMMISSION)
).encode()
"""Its first line came with the file of February already."""
FILE_OF_APRIL = f"Fecha;Concepto;Importe\n01/04/2026;PAGO DE RETIROS;-{typed(MARCH_PAY)}\n".encode()

FOUND = f"""
from datetime import date, datetime, timedelta
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from assemblies.actions import convoke
from ledger.actions import classify_bank_line, close_period, import_bank_file
from ledger.models import BankLine, Period
from members.models import Cooperative, Member
from tests.journeys.month_to_surplus import GAS_BEFORE, MONTHS_BEFORE, PAY, SALE_BEFORE, SOLD_A_MONTH, typed
from tests.journeys.month_to_surplus import FIRST_OF_APRIL, PAY_IN_FEBRUARY, SOLD_IN_MARCH, THURSDAY
from tests.makers import NOW, make_member, write_house_rule
from tests.payroll.conftest import LATER, nine_of
from tests.payroll.paying import CBU, away, by_bank, our_bank

nine = nine_of(pay_cents=PAY_IN_FEBRUARY)
write_house_rule("pay.equal", {{"method": "fixed", "amount_cents": PAY}}, from_on=date(2026, 3, 1))
write_house_rule("pay.unpaid_absences", ["personal"])
for n in range(MONTHS_BEFORE):
    nine.earn(SOLD_A_MONTH, on=date(2025 + (n + 3) // 12, (n + 3) % 12 + 1, 15))
february = "Fecha;Concepto;Importe\\n11/02/2026;TRANSF CORRALON EL PUENTE;" + typed(SALE_BEFORE)
february += "\\n20/02/2026;CAMUZZI GAS DEL SUR;-" + typed(GAS_BEFORE) + "\\n"
import_bank_file(account="1.1.1", data=february.encode(), actor=nine.delia, now=NOW)
for line in BankLine.objects.all():
    account = "4.1.1" if line.cents > 0 else "5.2.1"
    classify_bank_line(line_id=line.pk, account=account, actor=nine.delia, now=NOW)
our_bank(nine, now=LATER)
for person in nine.people:
    by_bank(person, CBU)
nine.paid("2026-02", now=LATER)
for period in Period.objects.filter(until_on__lte=date(2026, 3, 1)).order_by("from_on"):
    close_period(period_id=period.pk, actor=nine.teresa, now=LATER)
nine.earn(SOLD_IN_MARCH, on=date(2026, 3, 5))
by_bank(make_member({TERESA}, from_on=date(2026, 3, 16)), CBU)
away(nine.people[{WALTER} - 1], date(2026, 3, 27), date(2026, 4, 3))
convoke(kind="weekly", starts_at=THURSDAY, ends_at=THURSDAY + timedelta(hours=5), place="Galpón 4", from_home=True,
        actor=None, now=LATER)
Member.objects.update(password=make_password("{PIN}"), language="es-ar")
"""


def words(page: Any, part: str = "main") -> str:
    """What it says, with plain spaces."""
    return " ".join(page.locator(part).inner_text().split())


@dataclass(kw_only=True)
class Ten(Everybody):
    """The house of the month and the year."""

    people: int = PEOPLE

    def sees_what_comes(self, page: Any, content: bytes) -> None:
        """On the page of the bank: give its file, and look at what it would bring."""
        page.set_input_files("[name=file]", {"name": "banco.csv", "mimeType": "text/csv", "buffer": content})
        press(page, "form[enctype] button.main", "Ver qué trae")

    def takes(self, page: Any, step: str, says: str) -> None:
        """Press the button of a step of a pay run."""
        press(page, f"form[action$='/{step}/'] button.main", says)

    def sees(self, page: Any, *said: str, part: str = "main") -> None:
        found = words(page, part)
        for each in said:
            assert each in found, (each, found)

    def countersigns(self, number: int, run: str) -> None:
        page = self.go(number, run)
        self.takes(page, "countersign", "Dar la segunda firma")
        expect(page.locator("form[action$='/countersign/']")).to_have_count(0)

    def screen_of(self, page: Any) -> Any:
        """The screen of the hall, on the computer with the projector, where nobody is signed in."""
        computer = page.context.browser.new_context(
            viewport={"width": 1280, "height": 720}, locale="es-AR", service_workers="block"
        )
        screen = computer.new_page()
        address = page.request.get(
            self.address + page.get_by_role("link", name="Abrir la pantalla").get_attribute("href")
        ).url
        screen.goto(address)
        screen.on("pageerror", lambda problem: self.problems.append(str(problem)))
        return screen

    def answers(self, page: Any, slider: str, says: str, each_cents: int) -> None:
        """The slider says that it stands there, and the page what each would get."""
        expect(page.locator(f"#said-{slider}")).to_have_text(says)
        expect(page.locator("#what-if-answer .pair summary").first).to_contain_text(
            pesos(each_cents).replace(" ", NBSP)
        )

    def exports(self, page: Any) -> bytes:
        """Make the file of the payment that is shown, and have it on the phone."""
        press(page, "form[action$='/export/'] button")
        with page.expect_download() as came:
            page.locator("a[href$='/file/']").click()
        return bytes(came.value.path().read_bytes())
