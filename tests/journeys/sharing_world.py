"""A month in which everything about sharing happened once: so that each of its pages has a row to show."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from assemblies.actions import table_motion
from assemblies.models import Motion
from ledger import chart
from ledger.actions import (
    OtherMoney,
    classify_bank_line,
    count_cash,
    enter_by_hand,
    enter_invoice,
    enter_ticket,
    import_bank_file,
    keep_bank_file,
    post_entry,
    take_debt,
    write_party,
)
from ledger.models import BankLine, Invoice, Paper
from ledger.rules import Line
from members.models import Member
from payroll.actions.advances import ask_deduction
from payroll.actions.bounces import bounce_part
from payroll.actions.corrections import correct_pay
from payroll.actions.energy import write_energy
from payroll.actions.help import answer_help, ask_help
from payroll.actions.hours import write_hours
from payroll.actions.paying_out import pay_run
from payroll.actions.payments import export_payment
from payroll.actions.projects import add_quote
from payroll.actions.runs import post_run
from payroll.actions.set_asides import set_aside_month
from payroll.actions.shares import ask_refund
from payroll.actions.surplus import draft_surplus, propose_surplus
from payroll.actions.what_if import show_what_if
from payroll.models import Payment, PaymentPart, PayRun, ProductionOrder
from tests.makers import NAMES, give_power, make_member, write_house_rule
from tests.payroll.conftest import LATER, MARCH, Nine, month, nine_of
from tests.payroll.paying import CBU, a_difference, an_advance, away, by_bank, our_bank, our_box
from tests.payroll.test_funds import TODAY, a_press, a_product, adopted, pay, put_in
from tests.payroll.test_shares import leaves, pay_in, subscribe, the_rule

BANK_SAYS = "Fecha;Concepto;Importe\n"
LONG = "TRANSFERENCIA RECIBIDA DE CORRALON EL PUENTE SOCIEDAD DE RESPONSABILIDAD LIMITADA CUIT 30712345678"


def a_month_of_everything() -> tuple[Member, dict[str, str]]:
    """Who may do all of it, and by what it shows the address of each page."""
    nine = nine_of(people=12)
    delia = nine.delia
    give_power(
        delia,
        *(
            "ledger.close_period",
            "payroll.propose_surplus",
            "payroll.hear_requests",
            "payroll.countersign_pay",
        ),
        "members.keep_register",
    )
    _rules()
    books = _books(nine)
    paid = _pay(nine)
    return delia, books | paid | _surplus(nine) | _funds(nine)


def _rules() -> None:
    the_rule()
    write_house_rule("pay.unpaid_absences", ["personal"])
    write_house_rule("public.accounts", ["jobs", "pay", "reinvestment", "donations", "debt"])
    shares = [{"purpose": "winter_cushion", "share": "1/4"}, {"purpose": "yearly_decision", "share": "rest"}]
    write_house_rule("pay.set_asides", {"shares": shares, "cushion": "winter_cushion", "unit_cents": 1})


def _books(nine: Nine) -> dict[str, str]:
    delia = nine.delia
    by: dict[str, Any] = {"actor": delia, "now": LATER}
    nine.earn(900_000_000)
    nine.earn(700_000_000, on=date(2026, 2, 10))
    lines = [Line(account=chart.CASH, cents=5_000_000), Line(account="4.1.4", cents=-5_000_000)]
    post_entry(on=date(2026, 3, 2), memo="Segunda, en efectivo", key="box", lines=lines, **by)
    bare = [Line(account="5.5.1", cents=300_000), Line(account=chart.CASH, cents=-300_000)]
    enter_by_hand(on=date(2026, 3, 3), memo="Flete", key=str(uuid.uuid4()), lines=bare, **by)
    ticket = enter_ticket(
        on=date(2026, 3, 4),
        cents=125_050,
        account="5.4.1",
        paid_from=chart.CASH,
        memo="Correas",
        key="ticket",
        content=b"\xff\xd8\xff\xe0 a picture",
        name="foto.jpg",
        **by,
    )
    first = f"{BANK_SAYS}03/03/2026;{LONG};98.765.432,10\n04/03/2026;CAMUZZI GAS;-500,00\n"
    import_bank_file(account=chart.BANK, data=first.encode(), **by)
    for line, account in zip(BankLine.objects.order_by("on"), ("4.1.1", "5.2.1"), strict=True):
        classify_bank_line(line_id=line.pk, account=account, **by)
    more = f"{BANK_SAYS}10/03/2026;{LONG};12,30\n11/03/2026;VENTAS;9.000.000,00\n12/03/2026;OTRA COSA;-1,00\n"
    import_bank_file(account=chart.BANK, data=more.encode(), **by)
    unread = b"Uno;Dos;Tres\n13/03/2026;SIN TITULOS;-3,00\n"
    paper = keep_bank_file(account=chart.BANK, data=unread, name="raro.csv", **by)
    count_cash(account=chart.CASH, notes={2_000_00: 20, 100_00: 3}, **by)

    camuzzi = write_party(name="Camuzzi Gas del Sur", is_supplier=True, is_lender=True, **by)
    puente = write_party(name="Corralón El Puente", is_customer=True, **by)
    dollars = OtherMoney(currency="USD", decimals=2, rate="1450,50", source="BNA")
    for party, direction, other in (
        (camuzzi, "bill", None),
        (puente, "sale", None),
        (camuzzi, "bill", dollars),
    ):
        enter_invoice(
            party_id=party.pk,
            direction=direction,
            number=f"A-{Invoice.objects.count()}",
            on=date(2026, 3, 4),
            due_on=date(2026, 3, 20),
            amount=100_000,
            account="5.2.1" if direction == "bill" else "4.1.1",
            other=other,
            key=str(uuid.uuid4()),
            **by,
        )
    debt = take_debt(
        lender_id=camuzzi.pk,
        purpose="Gas de 2023",
        motion_number=None,
        on=date(2024, 5, 1),
        principal_cents=48_000_000,
        interest_cents=4_800_000,
        instalments=48,
        first_on=date(2026, 4, 5),
        came_to="",
        key="debt",
        **by,
    )
    march = month("2026-03").pk
    return {
        "the books": "/books/?period=2026-03",
        "accounts": "/books/accounts/",
        "a new account": "/books/accounts/new/",
        "what there was when we began": "/books/beginning/",
        "an account": f"/books/accounts/{chart.BANK}/",
        "a new entry": "/books/entries/new/",
        "an entry with its ticket": f"/books/entries/{ticket.pk}/",
        "a picture for an entry": f"/books/entries/{ticket.pk}/ticket/",
        "a new ticket": "/books/tickets/new/",
        "the bank": "/books/bank/",
        "a file of the bank that is not understood": f"/books/bank/files/{paper.pk}/",
        "a file of the bank": f"/books/bank/files/{Paper.objects.filter(kind='bank').earliest('pk').pk}/",
        "cash boxes": "/books/cash/",
        "a box counted": f"/books/cash/{chart.CASH}/count/",
        "suppliers and customers": "/books/parties/",
        "a supplier": f"/books/parties/{camuzzi.pk}/",
        "an invoice to pay": f"/books/invoices/{Invoice.objects.latest('pk').pk}/pay/",
        "back pay": "/books/back-pay/",
        "debts": "/books/debts/",
        "a debt": f"/books/debts/{debt.pk}/",
        "a new debt": "/books/debts/new/",
        "statements": "/books/statements/",
        "exports": "/books/exports/",
        "months": "/books/periods/",
        "closing a month": f"/books/periods/{march}/",
        "costs without a ticket": f"/books/periods/{march}/tickets/",
    }


def _pay(nine: Nine) -> dict[str, str]:
    """February, paid short, of which something came back; March, worked out; Walter's February corrected."""
    by: dict[str, Any] = {"actor": nine.delia, "now": LATER}
    zulema, walter = nine.people[:2]
    our_bank(nine)
    our_box(nine)
    for person in (*nine.people[:6], nine.delia):
        by_bank(person, CBU)
    late = away(walter, date(2026, 2, 20), date(2026, 2, 25))
    february = post_run(run_id=nine.signed("2026-02").pk, **by)
    pay_run(run_id=february.pk, available_cents=600_000_000, key="short", **by)
    for payment in Payment.objects.all():
        export_payment(payment_id=payment.pk, **by)
    part = PaymentPart.objects.filter(payment__way="bank", payslip__member=zulema).get()
    bounce_part(part_id=part.pk, because="CUENTA CERRADA", **by)
    late.taken_back_at = LATER
    late.save(update_fields=["taken_back_at"])
    correction = correct_pay(run_id=february.pk, member_id=walter.pk, **by)

    make_member(13, NAMES[0], from_on=date(2026, 3, 16))
    an_advance(nine, zulema, 9_000_000, 3)
    a_difference(nine.people[2], 5_000_000, from_on=MARCH[0], until_on=MARCH[1])
    ask_deduction(name="Biblioteca", cents=50_000, share="", from_on=MARCH[0], **by)
    run = nine.computed()
    mine = february.payslips.get(member=nine.delia)
    return {
        "my pay": "/pay/",
        "a payslip": f"/pay/slips/{mine.pk}/",
        "those who hold posts and the others": "/pay/power/",
        "how I am paid": "/pay/account/",
        "advances": "/pay/advances/",
        "accounts that pay leaves from": "/pay/accounts/",
        "payments": "/pay/payments/",
        "a payment of which something came back": f"/pay/payments/{part.payment_id}/",
        "a payment in cash": f"/pay/payments/{Payment.objects.filter(way='cash').latest('pk').pk}/",
        "runs": "/pay/runs/",
        "a run worked out": f"/pay/runs/{run.pk}/",
        "all of a run": f"/pay/runs/{run.pk}/?all",
        "a run paid in part": f"/pay/runs/{february.pk}/",
        "a correction": f"/pay/runs/{correction.pk}/",
        "what a pay is": "/motions/new/equal_pay/",
        "a difference": "/motions/new/pay_difference/",
        "a deduction": "/motions/new/pay_deduction/",
    }


def _surplus(nine: Nine) -> dict[str, str]:
    by: dict[str, Any] = {"actor": nine.delia, "now": LATER}
    write_hours(period_id=month("2026-03").pk, minutes={1: 9_000, 2: 8_000}, **by)
    typed = {
        "non_member_share": "0",
        "reinvestment": "1/4",
        "community": "1/20",
        "key": "days",
        "cash": "2/5",
    }
    drafted, proposed = (
        draft_surplus(name=name, from_on=MARCH[0], until_on=MARCH[1], typed=typed, **by)
        for name in ("Uno", "Dos")
    )
    motion: Motion = propose_surplus(surplus_id=proposed.pk, title="El excedente", text="Así.", **by)
    table_motion(motion_id=motion.pk, actor=None, now=LATER)
    show_what_if(surplus_id=proposed.pk, asked="reinvestment=50&joining=2", **by)
    month("2026-02")
    set_aside_month(period_id=month("2026-02").pk, actor=nine.delia, now=LATER)
    for person in nine.people[:3]:
        subscribe(nine, person)
        pay_in(nine, person, 200_000)
    subscribe(nine, nine.delia)
    leaves(nine.people[1])
    ask_refund(member_id=nine.people[1].pk, **by)
    return {
        "surpluses": "/surplus/",
        "a surplus worked out": f"/surplus/{drafted.pk}/",
        "a surplus before us": f"/surplus/{proposed.pk}/",
        "its motion": f"/motions/{motion.pk}/",
        "its amendment": f"/motions/new/surplus/?amends={motion.pk}",
        "what if": f"/surplus/what-if/?surplus={proposed.pk}&reinvestment=50&late=20",
        "what if, in the hall": "/surplus/what-if/hall/",
        "hours": "/surplus/hours/",
        "set asides": "/pay/set-asides/",
        "shares": "/shares/",
        "my shares": "/shares/mine/",
    }


def _funds(nine: Nine) -> dict[str, str]:
    by: dict[str, Any] = {"actor": nine.delia, "now": LATER}
    put_in(chart.REINVESTMENT, 500_000)
    put_in(chart.LABOUR_FUND, 500_000)
    a_press(nine, motion=adopted("purchase", at_most_cents=300_000))
    add_quote(code="press", supplier="Prensas SA", cents=310_000, given_on=TODAY, note="Con el flete", **by)
    pay(nine, 100_000)
    for name, quantity in (("2026-02", 100), ("2026-03", 80)):
        write_energy(kind="gas", period_id=month(name).pk, quantity=quantity, cents=9_000, **by)
    for person in nine.people[2:4]:
        ask_help(fund="hardship", text="Los anteojos de mi hijo.", cents=5_000, actor=person, now=LATER)
    answered = ask_help(
        fund="community", text="Pintar la escuela.", cents=4_000, actor=nine.people[5], now=LATER
    )
    put_in(chart.COMMUNITY, 100_000)
    answer_help(request_id=answered.pk, is_granted=True, answer="Sí.", **by)
    ProductionOrder.objects.create(
        motion=adopted(),
        place=1,
        product=a_product(nine),
        quantity=6_500,
        for_whom="Escuela 144",
        from_on=TODAY,
        until_on=TODAY + timedelta(days=30),
    )
    march = PayRun.objects.latest("pk").period.name
    return {
        "what things cost": "/products/",
        "what things cost by the books": f"/products/from-books/?period={march}&hours=160&lines=Piso+rojo;+100;+9.6",
        "the order of work": "/motions/new/production/",
        "machines": "/projects/",
        "a machine": "/projects/press/",
        "energy": "/energy/",
        "funds for help": "/funds/",
        "what neighbours see": "/public/",
    }
