"""What is attached in the story: small files that say something, made here."""

from __future__ import annotations

from coop.demo.books import OPENING
from ledger import chart

File = tuple[str, bytes]


def text(name: str, *lines: str) -> File:
    return name, "\n".join((*lines, "")).encode()


def budgets(what: str, *offers: tuple[str, str]) -> list[File]:
    """One page for each who offered: from whom, and how much."""
    return [
        text(f"Presupuesto {nth} - {who}.txt", "PRESUPUESTO", who, "", what, amount, "Validez: 30 días.")
        for nth, (who, amount) in enumerate(offers, start=1)
    ]


OF_MOTIONS: dict[int, list[File]] = {
    7: budgets(
        "Dos autoelevadores eléctricos de 2,5 t, con cargador",
        ("Elevadores del Comahue", "USD 62.000, entrega en 45 días"),
        ("Maquinaria Limay", "USD 66.400, entrega en 20 días"),
        ("Logística Anelo", "USD 71.000, usados, entrega inmediata"),
    ),
    18: budgets(
        "Recuperador de calor del horno 2 al atomizador",
        ("Térmica Patagonia", "USD 96.000, montaje incluido"),
    ),
    28: [
        text("Prensa P-3.txt", "Prensa P-3, 980 t, año 1994", "Número de serie: 94-1180-P3", "Fuera de uso."),
        *budgets(
            "Compra de la prensa P-3 en el estado en que está",
            ("Fundición Arroyito", "$38.900.000"),
            ("Ladrillera Plottier", "$41.500.000, retira por su cuenta"),
            ("Chatarras del Valle", "$38.000.000"),
        ),
    ],
}
"""By motion: the three offers that our rule asks for, and what is sold."""


def of_the_ordinary(year: int) -> list[File]:
    """What every member can read before an ordinary assembly about the accounts of a year."""
    loss = next(cents for code, cents in OPENING if code == chart.PRIOR_LOSSES) // 100
    rows = [f"{code};{chart.name_of(code, 'es-ar')};{cents // 100}" for code, cents in OPENING]
    return [
        text(
            f"Memoria {year}.txt",
            f"MEMORIA DEL EJERCICIO {year}",
            "",
            "Trabajamos 300 personas. Hubo dos meses de corte de gas y la luz se dejó de pagar a tiempo.",
            f"El ejercicio cerró con una pérdida de {_pesos(loss)} pesos, que se propone cubrir con lo que viene.",
        ),
        (f"Balance {year}.csv", "\n".join(("cuenta;nombre;pesos", *rows, "")).encode()),
        text(
            f"Informe de sindicatura {year}.txt",
            "INFORME DE LA SINDICATURA",
            "",
            "Se miraron diez comprobantes al azar por mes. Una caja tuvo 12.400 pesos de diferencia, que se explicó.",
        ),
        (
            f"Informe de auditoría {year}.pdf",
            pdf("INFORME DE AUDITORÍA", f"Ejercicio {year}", "", "Los estados contables son razonables."),
        ),
    ]


def of_the_next(year: int) -> list[File]:
    """What can be read already before the ordinary assembly that is to come."""
    return [
        text(
            f"Memoria {year}.txt",
            f"MEMORIA DEL EJERCICIO {year}",
            "",
            "Ingresaron doce personas. Se pagó el plan de la luz cuota por cuota y el año cerró con excedente.",
            "Julio cerró en rojo y se usó el colchón de invierno. El balance está en los libros, cuenta por cuenta.",
        ),
        (
            f"Informe de auditoría {year}.pdf",
            pdf("INFORME DE AUDITORÍA", f"Ejercicio {year}", "", "Los estados contables son razonables."),
        ),
    ]


def of_the_statute() -> list[File]:
    return [
        text(
            "Artículo 53.txt",
            "Artículo 53, como es: los consejeros pueden ser reelegidos.",
            "Artículo 53, como sería: nadie ocupa el mismo cargo del consejo dos períodos seguidos.",
        )
    ]


def pdf(*lines: str) -> bytes:
    """A page of A4 with these lines, in one of the letters that every reader of PDF has."""
    shown = " T* ".join(f"({_escaped(line)}) Tj" for line in lines).encode("cp1252", "replace")
    page = b"BT /F1 12 Tf 16 TL 72 760 Td " + shown + b" ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return (
        made
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            table,
            size,
            len(made),
        )
    )


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _pesos(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
