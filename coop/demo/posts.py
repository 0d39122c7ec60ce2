"""The 36 seats of responsibility of the story, and the table of each assembly."""

from __future__ import annotations

from dataclasses import dataclass, field

from coop.demo.people import SECTORS

CHAIR = ("assemblies.convoke", "assemblies.chair", "assemblies.count_hands", "assemblies.keep_door")
MINUTES = ("assemblies.keep_minutes", "assemblies.keep_door", "assemblies.count_hands")


@dataclass(frozen=True, kw_only=True)
class StoryPost:
    """A post as the story founds it, with who holds its seats at the start and since the last change."""

    code: str
    name: str
    purpose: str
    seats: int = 1
    months: int = 6
    days: int = 0
    filled: str = "elected"
    limit: int = 2
    cool_down: int = 12
    powers: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    sector: str = ""
    incompatible: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    hands_over: tuple[str, ...] = ()
    first: tuple[str, ...] = field(default=())
    """Names of who holds it at the founding (by seat); the next free people where empty."""
    now: tuple[str, ...] = field(default=())
    """Names of who holds it today, where the story says so."""


COUNCIL = (
    StoryPost(
        code="presidency",
        name="Presidencia",
        purpose="Firma por la cooperativa lo que la asamblea decidió y convoca.",
        months=12,
        powers=(*CHAIR, "rotation.assign_duties", "members.issue_cards"),
        duties=("Avisar por cartelera el orden del día", "Firmar lo que la asamblea decidió"),
        incompatible=("treasurer", "oversight", "second-signature"),
        now=("Norma Quilodrán",),
    ),
    StoryPost(
        code="secretary",
        name="Secretaría",
        purpose="Lleva el registro de integrantes y las actas.",
        months=12,
        powers=(*MINUTES, "members.keep_register", "members.issue_cards"),
        duties=("Publicar el acta el mismo día", "Poner al día el registro"),
        now=("Oscar Figueroa",),
    ),
    StoryPost(
        code="treasurer",
        name="Tesorería",
        purpose="Lleva los libros y prepara el retiro igual.",
        months=12,
        powers=(
            "ledger.keep_books",
            "ledger.close_period",
            "payroll.prepare_pay",
            "payroll.pay",
            "payroll.propose_surplus",
        ),
        duties=("Cargar el banco", "Contar la caja con otra persona"),
        incompatible=("oversight", "second-signature"),
        now=("Marcos Epulef",),
    ),
    StoryPost(
        code="council",
        name="Consejo",
        purpose="Cumple entre asambleas lo que la asamblea mandó.",
        seats=2,
        months=12,
        duties=("Reunión de consejo",),
    ),
    StoryPost(
        code="council-substitutes",
        name="Suplencias del consejo",
        purpose="Entran cuando falta alguien.",
        seats=2,
        months=12,
    ),
    StoryPost(
        code="oversight",
        name="Sindicatura",
        purpose="Revisa libros y caja, y lo que no cierra lo dice en asamblea.",
        months=12,
        powers=("record.audit",),
        duties=("Mirar diez comprobantes al azar",),
        incompatible=("treasurer", "presidency", "secretary", "council"),
        first=("Beatriz Maripe",),
        now=("Beatriz Maripe",),
    ),
    StoryPost(
        code="oversight-substitute",
        name="Sindicatura suplente",
        purpose="Entra cuando falta la sindicatura.",
        months=12,
    ),
)

OTHERS = (
    StoryPost(
        code="production",
        name="Coordinación general de producción",
        purpose="Junta a las coordinaciones y arma el plan de la semana.",
        limit=1,
        duties=("Reunión de coordinaciones, lunes 14:00",),
        now=("Mirta Colipán",),
    ),
    StoryPost(
        code="second-signature",
        name="Segunda firma",
        purpose="Mira y firma el pago que preparó otra persona.",
        months=3,
        filled="drawn",
        limit=0,
        powers=("payroll.countersign_pay", "payroll.hear_requests"),
        duties=("Revisar la liquidación del mes",),
        skills=("books",),
        incompatible=("treasurer", "presidency"),
    ),
    StoryPost(
        code="admissions",
        name="Comisión de ingresos",
        purpose="Acompaña a quien entra.",
        seats=3,
        filled="drawn",
        duties=("Hablar con quien está a prueba",),
    ),
    StoryPost(
        code="coexistence",
        name="Comisión de convivencia",
        purpose="Escucha antes de que nadie pierda nada.",
        seats=3,
        filled="drawn",
        hands_over=("Carpeta de casos abiertos, en sobre cerrado", "Llave del armario de la comisión"),
    ),
    StoryPost(
        code="community",
        name="Comunidad y prensa",
        purpose="Lleva afuera lo que somos.",
        seats=2,
        duties=("Contestar a las escuelas",),
    ),
    StoryPost(
        code="safety",
        name="Freno de seguridad",
        purpose="Puede parar cualquier máquina insegura.",
        seats=2,
        duties=("Recorrer las máquinas",),
    ),
    StoryPost(
        code="federation",
        name="Delegación a la federación",
        purpose="Lleva el mandato de la asamblea, y vuelve con lo que pasó.",
        seats=2,
        first=("Teresa Huenchul", "Ceferino Arrieta"),
        now=("Teresa Huenchul", "Ceferino Arrieta"),
    ),
)

COORDINATIONS = tuple(
    StoryPost(
        code=f"coordination-{code}",
        name=f"Coordinación de {name}",
        purpose="Ordena la semana del sector y trae a la asamblea lo que el sector pide.",
        sector=code,
        duties=("Reunión de coordinaciones, lunes 14:00", "Cargar la producción del turno"),
        now=(coordinator,),
        first=("Sergio Almada",) if code == "compras" else (),
    )
    for code, name, _, coordinator in SECTORS
)

TABLE = (
    StoryPost(
        code="table-chair",
        name="Mesa: coordina",
        purpose="Da la palabra y abre las votaciones.",
        months=0,
        days=2,
        filled="drawn",
        limit=0,
        powers=CHAIR,
    ),
    StoryPost(
        code="table-minutes",
        name="Mesa: toma el acta",
        purpose="Escribe lo que los datos no dicen.",
        months=0,
        days=2,
        filled="drawn",
        limit=0,
        powers=MINUTES,
    ),
    StoryPost(
        code="table-signers",
        name="Mesa: firman el acta",
        purpose="Leen el acta y la firman.",
        seats=2,
        months=0,
        days=2,
        filled="drawn",
        limit=0,
    ),
    StoryPost(
        code="table-scrutineers",
        name="Mesa: cuentan",
        purpose="Cuentan las manos y los papeles.",
        seats=3,
        months=0,
        days=2,
        filled="drawn",
        limit=0,
        powers=("assemblies.count_hands",),
    ),
)

SKILLS: tuple[tuple[str, str, int, int], ...] = (
    ("books", "Leer un pago y sus comprobantes", 0, 36),
    ("first-aid", "Primeros auxilios", 14, 6),
)
"""Code, name, for how many months it lasts (0: for ever), and how many of 312 knew how on the first day."""

ALL = (*COUNCIL, *OTHERS, *COORDINATIONS)
"""The 36 seats."""
