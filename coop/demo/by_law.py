"""What the law asks around an assembly: documents, proof that everybody was told, tasks, and a contest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import Max

from assemblies.actions import do_legal_task
from assemblies.actions.contesting import contest_decision, settle_contest
from assemblies.actions.documents import attach_to_assembly
from assemblies.actions.folios import write_folios
from assemblies.actions.notices import give_notice, write_notice_seen
from assemblies.models import Assembly, Folio, RollEntry
from assemblies.models.convoking import NoticeChannel
from coop.demo.documents import File
from coop.demo.stage import WHOLE, Stage
from members.models import Member

PROOFS = {
    "notice_to_authorities": "Nota {nth}/{year}, mesa de entradas del órgano local, sello del {day}",
    "documents_to_authorities": "Trámite a distancia EX-{year}-{nth:08}, constancia del {day}",
    "documents_available": "En cartelera de los cuatro galpones y en el teléfono desde el {day}",
    "minutes_to_authorities": "Trámite a distancia EX-{year}-{nth:08}, acta completa, constancia del {day}",
}
"""In words, by task: what whoever did it was given."""
ON_PAPER, IN_PERSON, NOT_YET = 31, 9, 36
"""Of 312: told on paper, told in person; and not reached yet, where an assembly is still to come."""

FIRST_FOLIO, FOLIOS = 41, 3
"""The first page of the book that our minutes are on, and how many each takes."""

CONTESTED_AFTER, SETTLED_AFTER = timedelta(days=18), timedelta(days=43)


def lay_out(stage: Stage, assembly: Assembly, files: Sequence[File], now: datetime) -> None:
    """The documents, where everybody can read them."""
    for name, content in files:
        attach_to_assembly(
            assembly_id=assembly.pk,
            name=name,
            content=content,
            actor=stage.holder("presidency", now),
            now=now,
        )


def do_tasks(stage: Stage, assembly: Assembly, now: datetime, *, but: Collection[str] = ()) -> None:
    """What the law wants done by now is done, with its proof."""
    for task in assembly.legal_tasks.filter(done_at=None).exclude(code__in=but):
        proof = PROOFS.get(task.code, "Constancia {nth} del {day}")
        do_legal_task(
            task_id=task.pk,
            proof=proof.format(nth=100 + task.pk, year=now.year, day=f"{stage.coop.day_of(now):%d/%m}"),
            actor=stage.holder("presidency", now),
            now=now,
        )


def tell_everybody(stage: Stage, assembly: Assembly, now: datetime, *, all_of_us: bool = True) -> None:
    """Most saw it on their phones over the days since it was called; the others on paper or in person."""
    here = list(Member.objects.here(on=stage.coop.day_of(now)).order_by("number"))
    paper, person = ON_PAPER * len(here) // WHOLE, IN_PERSON * len(here) // WHOLE
    missed = 0 if all_of_us else NOT_YET * len(here) // WHOLE
    by_lot = sorted(here, key=lambda m: (m.number * 7919 + assembly.number) % 9973)
    since = now - assembly.convoked_at
    told = [m.number for m in by_lot[missed : missed + paper + person]]
    for nth, member in enumerate(by_lot[missed + paper + person :], start=1):
        at = assembly.convoked_at + since * nth / (len(here) + 1)
        write_notice_seen(assembly=assembly, member=member, now=at)
    actor = stage.holder("presidency", now)
    for channel, numbers in (
        (NoticeChannel.PAPER, told[:paper]),
        (NoticeChannel.IN_PERSON, told[paper:]),
    ):
        if numbers:
            give_notice(assembly_id=assembly.pk, numbers=numbers, channel=channel, actor=actor, now=now)


def paste(stage: Stage, assembly: Assembly, now: datetime) -> None:
    """The printed minutes go into the stamped book, after the last of those before."""
    last = Folio.objects.aggregate(last=Max("last"))["last"] or FIRST_FOLIO - 1
    write_folios(
        minutes_id=assembly.minutes.pk,
        first=last + 1,
        last=last + FOLIOS,
        actor=stage.holder("secretary", now),
        now=now,
    )


def contest(stage: Stage, now: datetime) -> None:
    """Somebody who was away contests the accounts."""
    motion = stage.motions[14]
    there = motion.assembly.presences.values_list("member_id", flat=True) if motion.assembly else []
    away = (
        Member.objects.standing("member", on=stage.coop.day_of(now))
        .filter(pk__in=RollEntry.objects.filter(motion=motion).values("member"))
        .exclude(pk__in=there)
        .order_by("number")
        .last()
    )
    if away is None:
        return
    stage.contest = contest_decision(
        motion_id=motion.pk,
        reason="Estuve de licencia por accidente del 1 al 24 y el balance no me llegó en papel.",
        actor=away,
        now=now,
    )


def settle(stage: Stage, now: datetime) -> None:
    """It was looked at, and it stands."""
    if stage.contest is None:
        return
    settle_contest(
        contest_id=stage.contest.pk,
        upheld=False,
        settlement="El balance estuvo a la vista veinte días y se lo leyó la sindicatura. Retira la impugnación.",
        actor=stage.holder("secretary", now),
        now=now,
    )
