"""When the weekly assembly meets, when its agenda closes, and what may come on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta, tzinfo

from django.utils.translation import gettext_lazy as _

from assemblies.rules.states import CHAIR, CONVOKE, Actor, Sentence, may, why_not_motion_step

LEGAL = ("legal_ordinary", "legal_extraordinary")


def next_meeting(*, weekday: int, starts: time, days_before: int, zone: tzinfo, now: datetime) -> date | None:
    """The day of the next weekly assembly, once the time to convoke it has come; None before.

    An assembly is convoked before it starts, or not at all: nobody is called to one that has begun.
    """
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=(weekday - local.weekday()) % 7)
    if datetime.combine(day, starts, zone) <= now:
        day += timedelta(days=7)
    return day if (day - local.date()).days <= days_before else None


def agenda_closes_at(*, starts_at: datetime, weekday: int, at: time, zone: tzinfo) -> datetime:
    """The last agenda closing before the assembly starts."""
    local = starts_at.astimezone(zone)
    day = local.date() - timedelta(days=(local.weekday() - weekday) % 7)
    closes = datetime.combine(day, at, zone)
    return closes if closes < starts_at else datetime.combine(day - timedelta(days=7), at, zone)


def legal_agenda_closes_at(*, starts_at: datetime, notice_days: int, zone: tzinfo) -> datetime:
    """The agenda of an assembly by law is fixed when its notice must be out: the end of that local day."""
    day = starts_at.astimezone(zone).date() - timedelta(days=notice_days)
    return datetime.combine(day + timedelta(days=1), time(0), zone)


def why_not_table(*, state: str, is_proposer: bool, belongs: bool) -> Sentence | None:
    """Whoever wrote a draft tables it, while they belong."""
    if not is_proposer:
        return _("Only whoever proposes it can table it.")
    if not belongs:
        return _("Only those who belong to the co-operative can propose.")
    if state == "tabled":
        return _("It is tabled already.")
    return why_not_motion_step(state, "tabled")


def why_not_edit(*, state: str, is_proposer: bool) -> Sentence | None:
    """A draft changes; what others have read does not."""
    if not is_proposer:
        return _("Only whoever proposes it can change it.")
    if state != "draft":
        return _("Others have read it already. Withdraw it and write a new one.")
    return None


def why_not_second(*, state: str, is_proposer: bool, has_vote: bool) -> Sentence | None:
    """Members with a vote second what somebody else tabled."""
    if state != "tabled":
        if state == "draft":
            return _("It is still a draft.")
        return _("It needs no more seconders.")
    if is_proposer:
        return _("You proposed it: others second it.")
    if not has_vote:
        return _("Only members with a vote can second.")
    return None


def why_not_withdraw(*, state: str, is_proposer: bool) -> Sentence | None:
    """Whoever proposed it withdraws it, until its voting opens."""
    if not is_proposer:
        return _("Only whoever proposes it can withdraw it.")
    return why_not_motion_step(state, "withdrawn")


def why_not_put_on_agenda(
    *,
    motion_state: str,
    kind_only_in: Collection[str],
    is_waiting: bool,
    seconds: int,
    seconds_needed: int,
    assembly_kind: str,
    assembly_state: str,
    closes_at: datetime | None,
    is_amendment_here: bool,
    actor: Actor | None,
    now: datetime,
    article: str = "",
    agenda_article: str = "",
) -> Sentence | None:
    """A motion reaches an agenda with enough seconders, before that agenda closes.

    Whoever convokes an emergency or legal assembly sets its agenda, without seconders. An amendment may
    come as long as what it amends has not been voted. Some matters are for an assembly by law only.
    `closes_at` None: this agenda stays open as long as the assembly. `article`: what reserves the matter for
    some assemblies; `agenda_article`: what makes void whatever is not on the agenda.
    """
    if not may(actor, CHAIR, now) and not may(actor, CONVOKE, now):
        return _("Only whoever chairs or convokes can put it on the agenda.")
    if not (motion_state == "on_agenda" and is_waiting):
        reason = why_not_motion_step(motion_state, "on_agenda")
        if reason is not None:
            return reason
    if assembly_state not in ("convoked", "open", "recess"):
        return _("That assembly is over.")
    if kind_only_in and assembly_kind not in kind_only_in:
        if set(kind_only_in) <= set(LEGAL):
            return why_only_by_law(article=article)
        return _("This assembly cannot decide this kind of motion.")
    if actor is not None and not is_waiting and assembly_kind == "weekly" and seconds < seconds_needed:
        return _("It has %(seconds)s of the %(needed)s seconders it needs.") % {
            "seconds": seconds,
            "needed": seconds_needed,
        }
    if closes_at is not None and now >= closes_at and not is_amendment_here:
        if agenda_article:
            return _("This agenda is closed: what is not on it cannot be decided (%(article)s).") % {
                "article": agenda_article
            }
        return _("This agenda is closed. It goes on the next one.")
    return None


def why_not_meant_for(
    *,
    kind_only_in: Collection[str],
    assembly_kind: str,
    assembly_state: str,
    closes_at: datetime | None,
    now: datetime,
    article: str = "",
    agenda_article: str = "",
) -> Sentence | None:
    """Whoever proposes may say which called assembly it is for, while its agenda takes it.

    What only some assemblies may decide waits for one of them, and names none.
    """
    if kind_only_in:
        return _("This kind of motion waits for the assembly that may decide it.")
    if assembly_state == "convoked" and assembly_kind == "legal_ordinary":
        return _("The ordinary assembly has an agenda of its own.")
    if assembly_state in ("open", "recess"):
        return _("That assembly has begun, or is over.")
    return why_not_put_on_agenda(
        motion_state="tabled",
        kind_only_in=kind_only_in,
        article=article,
        is_waiting=False,
        seconds=0,
        seconds_needed=0,
        assembly_kind=assembly_kind,
        assembly_state=assembly_state,
        closes_at=closes_at,
        agenda_article=agenda_article,
        is_amendment_here=False,
        actor=None,
        now=now,
    )


def why_only_by_law(*, article: str = "") -> Sentence:
    """A weekly assembly never looks as if it had decided what an assembly by law decides."""
    if article:
        return _("Only an assembly by law can decide this: a weekly one cannot (%(article)s).") % {
            "article": article
        }
    return _("Only an assembly by law can decide this: a weekly one cannot.")


def why_not_come_back(
    *, assembly_kind: str, assembly_state: str, closes_at: datetime | None, now: datetime
) -> Sentence | None:
    """What was not done comes back to a weekly agenda that still takes matters, so that everybody can read it."""
    if assembly_kind != "weekly":
        return _("Tasks come back to the weekly assembly.")
    if assembly_state != "convoked":
        return _("That assembly has begun, or is over.")
    if closes_at is None or now >= closes_at:
        return _("This agenda is closed. It goes on the next one.")
    return None


def why_not_move(*, assembly_state: str, actor: Actor | None, now: datetime) -> Sentence | None:
    """The chair orders the agenda while the assembly is not over."""
    if not may(actor, CHAIR, now):
        return _("Only whoever chairs can order the agenda.")
    if assembly_state not in ("convoked", "open", "recess"):
        return _("That assembly is over.")
    return None
