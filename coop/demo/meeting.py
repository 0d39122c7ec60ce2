"""One assembly from the drawing of its table to its close, and the minutes of the day after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby

from assemblies.actions import approve_minutes, begin_item, close_assembly, open_assembly
from assemblies.actions.signing import sign_on_paper
from assemblies.models import Assembly, Minutes
from coop.demo.hall import chair_of, come, in_order
from coop.demo.stage import Stage
from coop.demo.table import draw_the_table
from coop.demo.turns import one_does_not_come
from coop.demo.votes import Pair, turnout_of, vote, vote_at_once

BETWEEN = timedelta(minutes=1)
MATTER = 5
"""Minutes that a report takes where the agenda does not say."""
TABLES_DRAWN_FOR = timedelta(days=29)
"""How long back each table is drawn in this demo; before, and not by law, the council chaired and counted."""

NOTES: dict[int, str] = {
    6: "La consulta no decide. Se pide a Tesorería la planilla de costos del piso rojo para la próxima.",
    7: "No se llegó al quórum de la mitad más uno. Queda para la semana siguiente, con la misma propuesta.",
    9: "Habló Mirna Cayupán por las organizaciones del barrio. Cada ingresante va a tener dos personas que acompañan.",
    14: "La auditora contestó preguntas sobre la deuda de energía. Consejo y sindicatura no votaron.",
    16: "Faltaron tres votos para los dos tercios. Un papel en blanco se contó como abstención.",
    18: "El asesor de la federación explicó el ahorro de gas. Se publicó la cuenta vuelta por vuelta.",
    21: "El coordinador habló cinco minutos. El pedido juntó las firmas del diez por ciento.",
    22: "Se convocó con dos horas de aviso. Fueron 96 personas; los hornos no pararon.",
    24: "Opinión de la minoría: sin la impresora perdemos el revestimiento con diseño propio; "
    "pedimos que se busque otra forma de pago y que vuelva antes de fin de año.",
    27: "Primero se votó la enmienda del plus nocturno, que no salió.",
    28: "La P-3 sale con la firma de dos personas de turnos distintos y con su número de serie.",
    29: "Se votó a cada persona por separado. Las doce ingresan.",
    35: "Los informes duran diez minutos, habla primero quien no habló y el acta sale el mismo día.",
}
"""What the data do not say, by motion."""


def hold(stage: Stage, assembly: Assembly, pairs: Sequence[Pair], *, begins: datetime, hall: int = 0) -> None:
    """One assembly with the votes the story tells; `hall`: how many come where nothing is voted."""
    if stage.calendar.now - begins < TABLES_DRAWN_FOR or assembly.kind.startswith("legal"):
        draw_the_table(stage, begins)
        one_does_not_come(stage, assembly, begins)
    open_assembly(assembly_id=assembly.pk, actor=chair_of(stage, assembly, begins), now=begins)
    if pairs:
        hall = turnout_of(stage, assembly, *pairs[0], begins).hall
    come(stage, assembly, in_order(stage, assembly, begins)[:hall], [], begins)
    at = begins + timedelta(minutes=5)
    for item in assembly.items.filter(motion=None, carried_over=False).order_by("position"):
        begin_item(item_id=item.pk, actor=chair_of(stage, assembly, at), now=at)
        at += timedelta(minutes=item.minutes or MATTER)
    for together, group in groupby(pairs, key=lambda pair: pair[0].kind == "admission"):
        if together:
            at = vote_at_once(stage, assembly, list(group), at=at) + BETWEEN
        else:
            for told, motion in group:
                at = vote(stage, assembly, told, motion, at=at) + BETWEEN
    close_assembly(assembly_id=assembly.pk, actor=chair_of(stage, assembly, at), now=at)


def write_minutes(stage: Stage, assembly: Assembly, numbers: Sequence[int], now: datetime) -> None:
    """Those named and those drawn sign the printed minutes; who keeps them approves them, with the notes."""
    keeper = stage.holder("secretary", now)
    for nth, signer in enumerate(assembly.signers.filter(signed_at=None).order_by("pk")):
        sign_on_paper(signer_id=signer.pk, actor=keeper, now=now + timedelta(minutes=nth))
    notes = [NOTES[number] for number in numbers if number in NOTES] or ["Se leyó el acta anterior."]
    minutes = Minutes.objects.get(assembly=assembly)
    approve_minutes(
        minutes_id=minutes.pk, notes="\n\n".join(notes), actor=keeper, now=now + timedelta(minutes=5)
    )


def leave_to_sign(stage: Stage, assembly: Assembly, now: datetime) -> None:
    """The last one waits: who chaired and who took the minutes signed, those drawn have not yet."""
    keeper = stage.holder("secretary", now)
    for signer in assembly.signers.filter(role__in=("chair", "secretary")).order_by("pk"):
        sign_on_paper(signer_id=signer.pk, actor=keeper, now=now)
