"""Swapping turns, between two or three: proposed by one, done at once when the last of them agrees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if
from rotation.actions.passing import locked_turns, pass_turns, says, turn_that_changes
from rotation.models import Swap, SwapLeg
from rotation.reports.table import slot_of, table_now
from rotation.rules.turning import Leg, legs_of, what_stops, why_not_a_swap


@one_act_at_a_time
def propose_swap(*, duty_ids: Sequence[int], actor: Member, now: datetime) -> Swap:
    """Propose that turns change hands: each passes to whoever has the next one named, the last to the first.

    The first is one's own. Refused where a rule stops any of those in it; then the same is asked again when it is
    done. Proposing the same while it waits is the same proposal.
    """
    today = Cooperative.objects.founded().day_of(now)
    found = locked_turns(duty_ids)
    turns = [turn_that_changes(found.get(pk), today=today) for pk in duty_ids]

    if not turns or turns[0].member_id != actor.pk:
        raise Refused(_("Begin with a turn of your own."))
    legs = legs_of([(slot_of(turn), turn.member.number if turn.member else 0) for turn in turns])
    refuse_if(why_not_a_swap(legs))
    _refuse_stopped(legs, table_on=today)
    there = _same(duty_ids, actor)
    if there is not None:
        return there

    swap = Swap.objects.create(proposed_by=actor, proposed_at=now)
    takers = [*turns[1:], turns[0]]
    for turn, taker in zip(turns, takers, strict=True):
        SwapLeg.objects.create(
            swap=swap,
            duty=turn,
            giver_id=turn.member_id or 0,
            taker_id=taker.member_id or 0,
            agreed_at=now if turn.member_id == actor.pk else None,
        )
    record(
        verb="rotation.swap.proposed",
        subject=swap,
        actor=actor,
        now=now,
        facts={"turns": [[leg.slot, leg.giver, leg.taker] for leg in legs]},
    )
    tell(
        member_ids=[turn.member_id for turn in turns[1:] if turn.member_id is not None],
        key=f"swap:{swap.pk}",
        text_id=gettext_noop("%(name)s proposes a swap of turns to you. Look, and say yes or no."),
        values={"name": actor.name},
        link="/duties/",
        now=now,
    )
    return swap


@one_act_at_a_time
def agree_swap(*, swap_id: int, actor: Member, now: datetime) -> Swap:
    """Agree to a swap; with the last yes it is done, all turns at once. Agreeing again changes nothing.

    Every rule is asked again at that moment: where one says no by now nothing is done, and the swap stays open.
    """
    today = Cooperative.objects.founded().day_of(now)
    swap = _locked(swap_id)
    legs = list(swap.legs.select_for_update(no_key=True).order_by("pk"))
    own = _own_leg(legs, actor)
    if swap.done_at is not None:
        return swap
    _refuse_if_over(swap)
    found = locked_turns(leg.duty_id for leg in legs)
    turns = [turn_that_changes(found.get(leg.duty_id), today=today) for leg in legs]
    waiting = [leg for leg in legs if leg.agreed_at is None and leg.pk != own.pk]
    if own.agreed_at is not None and waiting:
        return swap

    if own.agreed_at is None:
        own.agreed_at = now
        own.save(update_fields=["agreed_at"])
    if waiting:
        record(verb="rotation.swap.agreed", subject=swap, actor=actor, now=now)
        return swap

    people = Member.objects.in_bulk({pk for leg in legs for pk in (leg.giver_id, leg.taker_id)})
    named = [
        Leg(slot=slot_of(turn), giver=people[leg.giver_id].number, taker=people[leg.taker_id].number)
        for leg, turn in zip(legs, turns, strict=True)
    ]
    _refuse_stopped(named, table_on=today)
    pass_turns(
        [(turn, people[leg.taker_id]) for leg, turn in zip(legs, turns, strict=True)],
        now=now,
        by_swap=swap.pk,
    )
    swap.done_at = swap.ended_at = now
    swap.save(update_fields=["done_at", "ended_at"])

    record(
        verb="rotation.swap.done",
        subject=swap,
        actor=actor,
        now=now,
        facts={"turns": [[leg.slot, leg.giver, leg.taker] for leg in named]},
    )
    for leg, turn in zip(legs, turns, strict=True):
        tell(
            member_ids=[leg.taker_id],
            key=f"swap-done:{swap.pk}",
            text_id=gettext_noop("The swap is done. Your turn now: %(what)s, on %(day)s."),
            values={"what": turn.title, "day": turn.due_on.isoformat()},
            link="/duties/",
            now=now,
        )
    return swap


@one_act_at_a_time
def end_swap(*, swap_id: int, actor: Member, now: datetime) -> Swap:
    """Say no to a swap, or take back one's own proposal. Doing it again changes nothing."""
    swap = _locked(swap_id)
    legs = list(swap.legs.all())
    _own_leg(legs, actor)
    if swap.done_at is not None:
        raise Refused(_("This swap is done already."))
    if swap.ended_at is not None:
        return swap

    swap.ended_at = now
    swap.save(update_fields=["ended_at"])

    record(verb="rotation.swap.ended", subject=swap, actor=actor, now=now)
    is_own = swap.proposed_by_id == actor.pk
    tell(
        member_ids=[leg.giver_id for leg in legs if leg.giver_id != actor.pk],
        key=f"swap-ended:{swap.pk}",
        text_id=gettext_noop("%(name)s takes the proposed swap back: every turn stays whose it was.")
        if is_own
        else gettext_noop("%(name)s cannot swap: every turn stays whose it was."),
        values={"name": actor.name},
        link="/duties/",
        now=now,
    )
    return swap


@one_act_at_a_time
def lapse_swap(*, swap_id: int, now: datetime) -> bool:
    """End a swap of which a turn's day is over. False where there is nothing to do."""
    swap = _locked(swap_id)
    today = Cooperative.objects.founded().day_of(now)
    if swap.ended_at is not None or not swap.legs.filter(duty__due_on__lt=today).exists():
        return False

    swap.ended_at = now
    swap.save(update_fields=["ended_at"])
    return True


def _refuse_stopped(legs: Sequence[Leg], *, table_on: date) -> None:
    """Refuse with the sentence of the first of them whom a rule stops."""
    stopped = what_stops(table_now(on=table_on), legs)
    if stopped is not None:
        name = Member.objects.get(number=stopped.member).name
        raise Refused(says(name, stopped.why_not))


def _refuse_if_over(swap: Swap) -> None:
    if swap.ended_at is not None:
        raise Refused(_("This swap came to nothing: every turn stayed whose it was."))


def _own_leg(legs: Sequence[SwapLeg], actor: Member) -> SwapLeg:
    own = next((leg for leg in legs if leg.giver_id == actor.pk), None)
    if own is None:
        raise Refused(_("This swap is between others."))
    return own


def _same(duty_ids: Sequence[int], actor: Member) -> Swap | None:
    """The same proposal, while it waits for somebody."""
    rows = SwapLeg.objects.filter(swap__proposed_by=actor, swap__ended_at__isnull=True).order_by("pk")
    turns: dict[int, list[int]] = {}
    for swap_id, duty_id in rows.values_list("swap_id", "duty_id"):
        turns.setdefault(swap_id, []).append(duty_id)
    same = next((pk for pk, found in turns.items() if found == list(duty_ids)), None)
    return Swap.objects.get(pk=same) if same is not None else None


def _locked(swap_id: int) -> Swap:
    return Swap.objects.select_for_update(no_key=True).get(pk=swap_id)
