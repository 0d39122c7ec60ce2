"""The accounts a co-operative starts with, in both languages, and where each purpose of the surplus goes.

The codes other rooms post to are constants; a co-operative adds its own beside them. Equity that may never be
shared out says so (`is_shareable` False): reserves and funds by law or by bylaws, and what is reinvested.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["asset", "liability", "equity", "income", "cost"]


@dataclass(frozen=True, kw_only=True)
class AccountData:
    """An account as it is opened."""

    code: str
    name: str
    name_es: str
    kind: Kind
    is_shareable: bool = True
    place: Literal["", "bank", "cash"] = ""
    """Where it is a place that money is in."""


BANK = "1.1.1"
CASH = "1.1.2"
IN_BETWEEN = "1.1.9"
"""Money that left one of our banks and comes in with the file of another."""
CUSTOMERS = "1.2.1"
STOCK = "1.3.1"
MACHINES = "1.4.1"
DEPRECIATION_SO_FAR = "1.4.9"
PAY_OWED = "2.1.1"
RETURNS_OWED = "2.1.2"
PAY_REMAINDER = "2.1.3"
INTEREST_OWED = "2.1.4"
WITHHELD = "2.1.5"
SUPPLIERS = "2.2.1"
TAXES_OWED = "2.3.1"
LONG_DEBT = "2.4.1"
SHARE_CAPITAL = "3.1.1"
LEGAL_RESERVE = "3.2.1"
SPECIAL_RESERVE = "3.2.2"
NON_MEMBER_RESERVE = "3.2.3"
RESERVES_REBUILT = "3.2.4"
COLLECTIVE_ACCOUNT = "3.2.5"
LABOUR_FUND = "3.3.1"
EDUCATION_FUND = "3.3.2"
DEVELOPMENT_FUND = "3.3.3"
MUTUAL_FUND = "3.3.4"
SOCIAL_FUND = "3.3.5"
LEGAL_FUNDS = "3.4.1"
REINVESTMENT = "3.4.2"
WINTER_CUSHION = "3.4.3"
COMMUNITY = "3.4.4"
YEARLY_DECISION = "3.4.5"
PRIOR_LOSSES = "3.5.1"
OURS_TOGETHER = "3.5.2"
RESULT = "3.9.1"
"""What was taken out of the result for a purpose: debited when a purpose is credited."""
WORK_REMUNERATION = "5.3.1"
BANK_CHARGES = "5.6.3"
CASH_DIFFERENCES = "5.6.4"
EXCHANGE_DIFFERENCES = "5.6.5"
INTEREST = "5.9.1"

PER_MEMBER = frozenset({PAY_OWED, RETURNS_OWED, INTEREST_OWED, WITHHELD, SHARE_CAPITAL})
"""Accounts kept per member: their lines name whose they are, where it is known."""

SET_ASIDE_ACCOUNTS: Mapping[str, str] = {
    "legal_funds": LEGAL_FUNDS,
    "reinvestment": REINVESTMENT,
    "winter_cushion": WINTER_CUSHION,
    "community": COMMUNITY,
    "yearly_decision": YEARLY_DECISION,
}
"""Where each purpose of the monthly set-asides is kept."""

STEP_ACCOUNTS: Mapping[str, str] = {
    "special_reserve": SPECIAL_RESERVE,
    "non_member_reserve": NON_MEMBER_RESERVE,
    "prior_losses": PRIOR_LOSSES,
    "reserves_rebuilt": RESERVES_REBUILT,
    "legal_reserve": LEGAL_RESERVE,
    "collective_account": COLLECTIVE_ACCOUNT,
    "labour_fund": LABOUR_FUND,
    "education_fund": EDUCATION_FUND,
    "development_fund": DEVELOPMENT_FUND,
    "mutual_fund": MUTUAL_FUND,
    "social_fund": SOCIAL_FUND,
    "interest_on_shares": INTEREST_OWED,
    "reinvestment": REINVESTMENT,
    "community": COMMUNITY,
}
"""Where each step of the surplus goes, by the step's code in every law pack."""


_PLACES: Mapping[str, Literal["bank", "cash"]] = {BANK: "bank", CASH: "cash"}


def _open(kind: Kind, *rows: tuple[str, str, str]) -> tuple[AccountData, ...]:
    return tuple(
        AccountData(code=code, name=en, name_es=es, kind=kind, place=_PLACES.get(code, ""))
        for code, en, es in rows
    )


def _never_shared(*rows: tuple[str, str, str]) -> tuple[AccountData, ...]:
    return tuple(
        AccountData(code=code, name=en, name_es=es, kind="equity", is_shareable=False)
        for code, en, es in rows
    )


CHART: tuple[AccountData, ...] = (
    *_open(
        "asset",
        (BANK, "Bank", "Banco"),
        (CASH, "Cash box", "Caja"),
        (IN_BETWEEN, "Between our own accounts", "Entre cuentas nuestras"),
        (CUSTOMERS, "What customers owe us", "Lo que nos deben los clientes"),
        (STOCK, "Stock", "Mercadería"),
        (MACHINES, "Plant and machines", "Planta y máquinas"),
        (DEPRECIATION_SO_FAR, "Wear of plant and machines so far", "Desgaste acumulado de planta y máquinas"),
    ),
    *_open(
        "liability",
        (PAY_OWED, "Pay owed to members", "Retiros a pagar"),
        (RETURNS_OWED, "Surplus owed to members", "Retornos a pagar"),
        (
            PAY_REMAINDER,
            "Cents of the pay that wait for next month",
            "Centavos del retiro que pasan al otro mes",
        ),
        (INTEREST_OWED, "Interest on shares owed to members", "Intereses de las cuotas a pagar"),
        (WITHHELD, "Kept back from pay", "Descontado de los retiros"),
        (SUPPLIERS, "What we owe suppliers", "Lo que debemos a proveedores"),
        (TAXES_OWED, "Taxes owed", "Impuestos a pagar"),
        (LONG_DEBT, "Long debts", "Deudas de largo plazo"),
    ),
    *_open("equity", (SHARE_CAPITAL, "Members' shares", "Cuotas sociales")),
    *_never_shared(
        (LEGAL_RESERVE, "Legal reserve", "Reserva legal"),
        (SPECIAL_RESERVE, "Special reserve", "Reserva especial"),
        (
            NON_MEMBER_RESERVE,
            "Reserve from work with non-members",
            "Reserva por operaciones con no integrantes",
        ),
        (RESERVES_REBUILT, "Used reserves, rebuilt", "Reservas usadas, reconstituidas"),
        (COLLECTIVE_ACCOUNT, "Collective account", "Cuenta colectiva"),
        (LABOUR_FUND, "Labour and assistance fund", "Fondo de acción asistencial y laboral"),
        (EDUCATION_FUND, "Education fund", "Fondo de educación"),
        (DEVELOPMENT_FUND, "Development fund", "Fondo de desarrollo"),
        (MUTUAL_FUND, "Mutual fund", "Fondo mutual"),
        (SOCIAL_FUND, "Social fund", "Fondo social"),
        (LEGAL_FUNDS, "Set aside for the legal funds", "Apartado para los fondos de ley"),
        (REINVESTMENT, "Reinvestment fund", "Fondo de reinversión"),
        (COMMUNITY, "Community fund", "Fondo para la comunidad"),
    ),
    *_open(
        "equity",
        (WINTER_CUSHION, "Winter cushion", "Colchón para el invierno"),
        (YEARLY_DECISION, "Kept for the yearly assembly to decide", "Apartado para decidir en la ordinaria"),
        (PRIOR_LOSSES, "Losses of earlier years", "Pérdidas de años anteriores"),
        (OURS_TOGETHER, "What is ours together", "Lo que es de todos"),
        (RESULT, "Result already given a purpose", "Resultado que ya tiene destino"),
    ),
    *_open(
        "income",
        ("4.1.1", "Sales red body 33x33", "Ventas de pasta roja 33x33"),
        ("4.1.2", "Sales white body 30x60", "Ventas de pasta blanca 30x60"),
        ("4.1.3", "Sales porcelain 60x60", "Ventas de porcelanato 60x60"),
        ("4.1.4", "Sales of second quality", "Ventas de segunda"),
        ("4.2.1", "Polishing for others", "Pulido para terceros"),
        ("4.3.1", "Other income", "Otros ingresos"),
    ),
    *_open(
        "cost",
        ("5.1.1", "Clay, feldspar, kaolin", "Arcilla, feldespato, caolín"),
        ("5.1.2", "Frits, glazes and inks", "Fritas, esmaltes y tintas"),
        ("5.1.3", "Boxes, film and pallets", "Cajas, film y pallets"),
        ("5.2.1", "Natural gas", "Gas natural"),
        ("5.2.2", "Electricity", "Energía eléctrica"),
        ("5.2.3", "Water", "Agua"),
        (WORK_REMUNERATION, "Equal pay", "Retiros por igual"),
        ("5.3.2", "Monotributo", "Monotributo"),
        ("5.3.3", "Accident insurance", "Seguro de accidentes personales"),
        ("5.3.4", "Work clothes and safety", "Ropa de trabajo y seguridad"),
        ("5.4.1", "Spare parts and maintenance", "Repuestos y mantenimiento"),
        ("5.4.2", "Dies and moulds", "Matrices y moldes"),
        ("5.5.1", "Freight", "Fletes"),
        ("5.5.2", "Sales commissions and publicity", "Comisiones de venta y publicidad"),
        ("5.6.1", "Accountant, audit and legal fees", "Honorarios contables, de auditoría y legales"),
        ("5.6.2", "Canteen", "Comedor"),
        (BANK_CHARGES, "Bank charges and tax on transfers", "Gastos bancarios e impuesto al cheque"),
        (CASH_DIFFERENCES, "Differences when counting cash", "Diferencias al contar la caja"),
        (EXCHANGE_DIFFERENCES, "Differences in the rate of other money", "Diferencias de cambio"),
        ("5.7.1", "Turnover tax and town rates", "Ingresos brutos y tasas municipales"),
        ("5.8.1", "Wear of plant and machines", "Desgaste de planta y máquinas"),
        (INTEREST, "Interest on debts", "Intereses de deudas"),
        ("5.9.2", "Tiles donated (at cost)", "Cerámicos donados (al costo)"),
    ),
)

_GENERAL_NAMES: Mapping[str, tuple[str, str]] = {
    "4.1.1": ("Sales", "Ventas"),
    "4.1.2": ("Other sales", "Otras ventas"),
    "4.2.1": ("Work for others", "Trabajos para terceros"),
    "5.1.1": ("Materials", "Materiales"),
    "5.1.3": ("Packaging", "Envases y embalajes"),
    "5.2.1": ("Gas", "Gas"),
    "5.3.2": ("Members' contributions", "Aportes y contribuciones de integrantes"),
    "5.4.2": ("Tools", "Herramientas"),
    "5.9.2": ("Given away (at cost)", "Donaciones (al costo)"),
}
_OF_A_FACTORY = frozenset({"4.1.3", "4.1.4", "5.1.2"})

GENERAL_CHART: tuple[AccountData, ...] = tuple(
    replace(account, name=en, name_es=es)
    for account in CHART
    if account.code not in _OF_A_FACTORY
    for en, es in [_GENERAL_NAMES.get(account.code, (account.name, account.name_es))]
)
"""What a founding opens: the same codes for what the program knows, and names that suit any trade."""

_BY_CODE: Mapping[str, AccountData] = {account.code: account for account in CHART}


def name_of(code: str, language: str) -> str:
    """The name of an account of this chart; the code itself where it is not one of these."""
    account = _BY_CODE.get(code)
    if account is None:
        return code
    return account.name_es if language.startswith("es") else account.name
