"""What the law of the place says about this assembly, this motion, and what is still to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assemblies import kinds
from assemblies.house_rules import (
    EMERGENCY_NOTICE_HOURS,
    LEGAL_NOTICE_DAYS,
    SECOND_CALL_MINUTES,
    YEAR_ENDS,
    in_force,
)
from assemblies.models import Assembly, AssemblyKind, AssemblyState, Document, LegalTask, Motion
from assemblies.rules import law
from assemblies.rules.agenda import LEGAL
from assemblies.rules.decision import DecisionRule
from assemblies.rules.law_packs import AssemblyLaw, law_pack
from members.models import Cooperative


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """How long before its day an assembly is called, in words."""

    kind: str
    said: str
    article: str


@dataclass(frozen=True, kw_only=True)
class TaskLine:
    """One task of the law around an assembly, as its page shows it."""

    task: LegalTask
    label: str
    article: str
    is_overdue: bool


def law_here() -> AssemblyLaw:
    """The law of this co-operative; where we have no pack of it, none."""
    return law_pack(Cooperative.objects.here().law_pack)


def only_for(motion: Motion) -> tuple[str, ...]:
    """Which assemblies may decide a motion, by its kind and by the law; empty for any."""
    return law.only_in(law_here(), motion.kind, kinds.kind_of(motion).only_for(motion))


def article_of(motion: Motion) -> str:
    """The article that reserves a motion for some assemblies; empty where none does."""
    return law.article_of(law_here(), motion.kind)


def legal_notice_days(*, on: date) -> int:
    """How many days before an assembly by law its notice goes out, by law or by house rule, whichever is more."""
    return law.notice_days(law_here(), house_days=in_force(LEGAL_NOTICE_DAYS, on=on))


def legal_quorum(assembly: Assembly, *, roll: int, second_call: bool, motion: Motion | None = None) -> int:
    """How many must be there by law, for a motion where it is one; 0 in an assembly that the law does not know."""
    if assembly.kind not in LEGAL:
        return 0
    matter = kinds.kind_of(motion).matter(motion) if motion is not None else ""
    return law.quorum(law_here(), roll=roll, second_call=second_call, matter=matter)


def by_law(motion: Motion, rule: DecisionRule) -> DecisionRule:
    """The rule that counts a motion: ours, or the law's where that is applied and ours asks for less."""
    return law.counted_by(law_here(), kinds.kind_of(motion).matter(motion), rule)


def why_not_majority(motion: Motion, rule: DecisionRule) -> str | None:
    """In an assembly by law nothing is voted by a part smaller than the law's: what it adopts would be void."""
    if (
        motion.assembly is None
        or motion.assembly.kind not in LEGAL
        or kinds.by_preference(motion) is not None
    ):
        return None
    by_law = law.majority_void_under(law_here(), kinds.kind_of(motion).matter(motion), rule)
    if by_law is None:
        return None
    return _(
        "By law it takes %(majority)s (%(article)s), and our rule asks for less: it would be void. "
        "Change our rule first."
    ) % {"majority": by_law.says.said(_language()), "article": by_law.article}


def second_call_minutes(assembly: Assembly, *, on: date) -> int:
    """How long after the first the second call comes: as our rules say, and not sooner than the law allows."""
    house = in_force(SECOND_CALL_MINUTES, on=on)
    by_law = law_here().second_after_minutes if assembly.kind in LEGAL else None
    return max(house, by_law or 0)


def notice_lines(*, now: datetime) -> list[NoticeLine]:
    """For each kind of assembly that somebody calls: how much notice it needs and when it can meet."""
    coop, pack = Cooperative.objects.here(), law_here()
    today = coop.day_of(now)
    days = legal_notice_days(on=today)
    earliest = today + timedelta(days=days)
    by_law = _("%(days)s days: on %(day)s at the earliest.") % {
        "days": days,
        "day": date_format(earliest, "DATE_FORMAT"),
    }
    hours = in_force(EMERGENCY_NOTICE_HOURS, on=today)
    soonest = (now + timedelta(hours=hours)).astimezone(coop.zone)
    at_once = _("%(hours)s hours: at %(time)s at the earliest.") % {
        "hours": hours,
        "time": date_format(soonest, "SHORT_DATETIME_FORMAT"),
    }
    return [
        NoticeLine(kind=str(AssemblyKind.EMERGENCY.label), said=at_once, article=""),
        *(
            NoticeLine(kind=str(AssemblyKind(kind).label), said=by_law, article=pack.notice_article)
            for kind in LEGAL
        ),
    ]


def before_convoking(*, now: datetime) -> list[str]:
    """What whoever convokes should know of the law, before a day is chosen."""
    pack = law_here()
    if not pack.is_law:
        return [_("We have no law written down here for assemblies: look at your statute.")]
    said = []
    if pack.ordinary_months is not None:
        said.append(
            _("The ordinary assembly meets within %(months)s months of the end of the year (%(article)s).")
            % {"months": pack.ordinary_months, "article": pack.ordinary_article}
        )
        said += _ordinary_is_due(pack, on=Cooperative.objects.here().day_of(now))
    if pack.remote is not None:
        said.append(f"{pack.remote.said(_language())} ({pack.remote_article})")
    for task in pack.tasks_of(AssemblyKind.LEGAL_ORDINARY, counts="before"):
        said.append(
            _("%(days)s days before: %(task)s (%(article)s).")
            % {"days": task.days, "task": task.label.said(_language()), "article": task.article}
        )
    return said


def _ordinary_is_due(pack: AssemblyLaw, *, on: date) -> list[str]:
    """The last day for the ordinary assembly about the year that ended, while it is not called; or that it passed."""
    year_ends = in_force(YEAR_ENDS, on=on)
    by = law.ordinary_by(pack, meets_on=on, year_ends=year_ends)
    ended = law.year_that_ended(before=on, year_ends=year_ends)
    ordinary = Assembly.objects.filter(kind=AssemblyKind.LEGAL_ORDINARY, starts_on__gt=ended)
    if by is None or ordinary.exclude(state=AssemblyState.CANCELLED).exists():
        return []
    named = {
        "ended": date_format(ended, "DATE_FORMAT"),
        "day": date_format(by, "DATE_FORMAT"),
        "article": pack.ordinary_article,
    }
    if on > by:
        return [
            _(
                "The ordinary assembly about the year that ended on %(ended)s was due by %(day)s (%(article)s)."
            )
            % named
        ]
    return [
        _("The ordinary assembly about the year that ended on %(ended)s is due by %(day)s (%(article)s).")
        % named
    ]


def warnings(
    assembly: Assembly, *, documents: Sequence[Document], has_agenda: bool, not_told: int, now: datetime
) -> list[str]:
    """What the law asks of an assembly and is not in order yet. None of it is refused. It asks nothing itself.

    `not_told`: how many of those who vote have no proof that they were told.
    """
    pack = law_here()
    if assembly.kind not in LEGAL or not pack.is_law or assembly.state == AssemblyState.CANCELLED:
        return []
    said = []
    if assembly.kind == AssemblyKind.LEGAL_ORDINARY and assembly.state != AssemblyState.CLOSED:
        by = law.ordinary_by(
            pack, meets_on=assembly.starts_on, year_ends=in_force(YEAR_ENDS, on=assembly.starts_on)
        )
        if by is not None and assembly.starts_on > by:
            said.append(
                _("It meets after %(day)s, the last day by law for the ordinary assembly (%(article)s).")
                % {"day": date_format(by, "DATE_FORMAT"), "article": pack.ordinary_article}
            )
    if assembly.state == AssemblyState.CONVOKED:
        said += _before_it(pack, assembly, documents, has_agenda=has_agenda, not_told=not_told)
    if assembly.from_home and pack.remote is not None and assembly.state != AssemblyState.CLOSED:
        said.append(f"{pack.remote.said(_language())} ({pack.remote_article})")
    day = Cooperative.objects.here().day_of(now)
    if pack.recess_days is not None and assembly.state == AssemblyState.RECESS:
        until = assembly.starts_on + timedelta(days=pack.recess_days)
        if day <= until:
            said.append(
                _("It goes on until %(day)s at the latest (%(article)s).")
                % {"day": date_format(until, "DATE_FORMAT"), "article": pack.recess_article}
            )
    return said


def _before_it(
    pack: AssemblyLaw,
    assembly: Assembly,
    documents: Sequence[Document],
    *,
    has_agenda: bool,
    not_told: int,
) -> list[str]:
    said = []
    if not has_agenda:
        said.append(
            _("Nothing is on its agenda: what is not on it cannot be decided (%(article)s).")
            % {"article": pack.agenda_article}
        )
    if not_told:
        said.append(
            _("%(n)s of us have no proof of notice yet (%(article)s).")
            % {"n": not_told, "article": pack.notice_article}
        )
    for task in pack.tasks_of(assembly.kind, counts="before"):
        if not task.documents:
            continue
        due = task.due_on(meets_on=assembly.starts_on)
        first = min((each.attached_at for each in documents), default=None)
        if first is None:
            said.append(
                _("No document is attached. They must be there on %(day)s (%(article)s).")
                % {"day": date_format(due, "DATE_FORMAT"), "article": task.article}
            )
        elif Cooperative.objects.here().day_of(first) > due:
            said.append(
                _("The documents came after %(day)s, too late by law (%(article)s).")
                % {"day": date_format(due, "DATE_FORMAT"), "article": task.article}
            )
    return said


def cautions(motion: Motion, *, rule: DecisionRule, now: datetime) -> list[str]:
    """What the law says about a motion and its rule: what the program cannot tell, and a majority of less."""
    pack, where = law_here(), motion.assembly.kind if motion.assembly is not None else ""
    said = kinds.kind_of(motion).cautions(motion, on=Cooperative.objects.here().day_of(now))
    said += [
        f"{each.says.said(_language())} ({each.article})"
        for each in law.cautions_of(pack, motion.kind, assembly_kind=where)
    ]
    beyond = law.majority_beyond(pack, kinds.kind_of(motion).matter(motion), rule) if where in LEGAL else None
    if beyond is not None:
        said.append(
            _("By law it takes %(majority)s (%(article)s): our rule asks for less.")
            % {"majority": beyond.says.said(_language()), "article": beyond.article}
        )
    return said


def task_lines(assembly: Assembly, *, now: datetime) -> list[TaskLine]:
    """What the law wants done around an assembly, in the order of their days. One question."""
    return _lines(list(assembly.legal_tasks.all()), now=now)


def task_line(task: LegalTask, *, now: datetime) -> TaskLine:
    """One task as its own page shows it."""
    return _lines([task], now=now)[0]


def open_tasks(*, now: datetime, days: int = 14) -> list[TaskLine]:
    """What is not done yet of all assemblies, and due within so many days. One question."""
    today = Cooperative.objects.here().day_of(now)
    found = (
        LegalTask.objects.filter(done_at=None, due_on__lte=today + timedelta(days=days))
        .exclude(assembly__state=AssemblyState.CANCELLED)
        .select_related("assembly")
    )
    return _lines(list(found), now=now)


def _lines(tasks: list[LegalTask], *, now: datetime) -> list[TaskLine]:
    pack, today = law_here(), Cooperative.objects.here().day_of(now)
    lines = []
    for task in tasks:
        of_law = pack.task(task.code)
        lines.append(
            TaskLine(
                task=task,
                label=of_law.label.said(_language()) if of_law else task.code,
                article=of_law.article if of_law else "",
                is_overdue=task.done_at is None and task.due_on < today,
            )
        )
    return lines


def _language() -> str:
    return get_language() or "en"
