"""Seating somebody in a post, and ending a mandate early. The only early ends: recall, stepping down, leaving."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from assemblies.models import Motion
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.models import Head
from record.rules import Refused, refuse_if
from rotation import rules
from rotation.actions.draws import draw_lot
from rotation.models import Draw, Mandate, Post, PostTerms
from rotation.reports.turns import candidates_for, limits_of

INTERIM_DAYS = 14
"""How long an interim stays at most: until the next assemblies have elected somebody."""


@one_act_at_a_time
def seat_member(
    *,
    post_id: int,
    seat: int,
    member_id: int,
    from_on: date,
    until_on: date | None = None,
    motion: Motion | None = None,
    draw: Draw | None = None,
    from_founding: bool = False,
    is_interim: bool = False,
    actor: Member | None,
    now: datetime,
) -> Mandate:
    """Put a member in a seat from a day, for the post's term or until an earlier day.

    Refused where the seat is taken then, the member cannot take the post (the sentence says which rule), or
    the mandate would last longer than the post allows. The founding is bound by the first only.
    """
    post = Post.objects.select_for_update(no_key=True).get(pk=post_id)
    member = Member.objects.get(pk=member_id)
    terms = terms_in_force(post, on=from_on)

    longest = rules.term_end(from_on, months=terms.term_months, days=terms.term_days)
    ends = until_on or longest
    refuse_if(
        why_not_seat(post, terms, seat=seat, member=member, from_on=from_on, until_on=ends, now=now)
        if not from_founding
        else None
    )

    mandate = Mandate(
        post=post,
        seat=seat,
        member=member,
        from_on=from_on,
        until_on=ends,
        motion=motion,
        draw=draw,
        from_founding=from_founding,
        is_interim=is_interim,
    )
    try:
        with transaction.atomic():
            mandate.save(force_insert=True)
    except IntegrityError as problem:
        if "two_mandates_never_overlap_in_a_seat" in str(problem):
            raise Refused(
                _("Seat %(seat)s of %(post)s is taken on those days.") % _said(post, seat)
            ) from None
        raise

    record(
        verb="rotation.mandate.began",
        subject=mandate,
        actor=actor,
        now=now,
        facts={
            "post": post.code,
            "seat": seat,
            "member": member.number,
            "from": from_on.isoformat(),
            "until": ends.isoformat(),
            "interim": is_interim,
            "source": "founding" if from_founding else f"draw:{draw.pk}" if draw else "motion",
        },
        because=motion or "",
    )
    return mandate


def why_not_seat(
    post: Post, terms: PostTerms, *, seat: int, member: Member, from_on: date, until_on: date, now: datetime
) -> str | None:
    """Why a member cannot be seated so, in a sentence; None where they can."""
    if not 1 <= seat <= terms.seats:
        return _("%(post)s has no seat %(seat)s.") % _said(post, seat)
    longest = rules.term_end(from_on, months=terms.term_months, days=terms.term_days)
    if not from_on < until_on <= longest:
        return _("Nobody holds %(post)s for longer than its term.") % {"post": post.name}
    limits = limits_of(post, terms, on=from_on)
    found = candidates_for(post, on=from_on, numbers=[member.number], skills=limits.skills, until_on=until_on)
    candidate = next(iter(found), None)
    if candidate is None:
        return _("%(name)s is not a member on that day.") % {"name": member.name}
    reason = rules.why_not_eligible(candidate, limits, on=from_on, until_on=until_on)
    if reason is not None:
        return _("%(name)s %(reason)s.") % {"name": member.name, "reason": reason}
    return None


@one_act_at_a_time
def end_mandate(
    *, mandate_id: int, ended_by: Motion | None = None, actor: Member | None, now: datetime
) -> Mandate:
    """End a mandate at this moment: by a recall (`ended_by`), or because its holder steps down or leaves.

    The power ends with the transaction. Ending it again changes nothing.
    """
    mandate = (
        Mandate.objects.select_for_update(no_key=True, of=("self",))
        .select_related("post", "member")
        .get(pk=mandate_id)
    )
    day = Cooperative.objects.founded().day_of(now)

    if mandate.ended_at is not None:
        return mandate
    if ended_by is None and actor is not None and actor.pk != mandate.member_id:
        raise Refused(_("A mandate ends early by a recall, or by its holder stepping down."))
    if day >= mandate.until_on:
        raise Refused(_("This mandate is over already."))

    mandate.ended_at, mandate.ended_on, mandate.ended_by = now, max(day, mandate.from_on), ended_by
    mandate.save(update_fields=["ended_at", "ended_on", "ended_by"])

    record(
        verb="rotation.mandate.ended",
        subject=mandate,
        actor=actor,
        now=now,
        facts={"post": mandate.post.code, "seat": mandate.seat, "member": mandate.member.number},
        because=ended_by or "",
    )
    return mandate


@one_act_at_a_time
def end_mandates_of(*, member_id: int, actor: Member | None, now: datetime) -> list[Mandate]:
    """End whatever somebody who has left holds, or was to hold: their power ends with the transaction. Twice is once."""
    day = Cooperative.objects.founded().day_of(now)
    held = Mandate.objects.filter(member=member_id, ended_at__isnull=True, until_on__gt=day)
    return [
        end_mandate(mandate_id=pk, actor=actor, now=now)
        for pk in held.order_by("pk").values_list("pk", flat=True)
    ]


@one_act_at_a_time
def seat_interim(*, mandate_id: int, motion: Motion, actor: Member | None, now: datetime) -> Mandate | None:
    """After a recall: an interim by lot among those who can take the post, for `INTERIM_DAYS` at most.

    The seed is the record's head as it stood when the recall's voting opened: nobody could choose it.
    Answers None where nobody can take it or somebody is seated already: a recall never fails for want of an
    interim. Where a successor is elected already, the interim stays until they begin.
    """
    ended = Mandate.objects.select_related("post").get(pk=mandate_id)
    day = Cooperative.objects.founded().day_of(now)
    post, terms = ended.post, terms_in_force(ended.post, on=day)
    until_on = _seat_is_free_until(
        post,
        ended.seat,
        on=day,
        at_most=min(
            day + timedelta(days=INTERIM_DAYS),
            rules.term_end(day, months=terms.term_months, days=terms.term_days),
        ),
    )
    if until_on <= day or ended.seat > terms.seats:
        return None
    limits = limits_of(post, terms, on=day)
    pool = [
        candidate.number
        for candidate in candidates_for(post, on=day, skills=limits.skills, until_on=until_on)
        if candidate.number != ended.member.number
        and rules.why_not_ask(candidate, limits, on=day, until_on=until_on) is None
        and not any(term.from_on <= day < term.until_on for term in candidate.terms)
    ]
    if not pool:
        return None

    drawn = draw_lot(
        title=post.name,
        seed=_seed_of(motion),
        pool_numbers=pool,
        how_many=1,
        motion=motion,
        actor=actor,
        now=now,
    )
    return seat_member(
        post_id=post.pk,
        seat=ended.seat,
        member_id=Member.objects.get(number=drawn.picked[0]).pk,
        from_on=day,
        until_on=until_on,
        draw=drawn,
        is_interim=True,
        actor=actor,
        now=now,
    )


def _seat_is_free_until(post: Post, seat: int, *, on: date, at_most: date) -> date:
    """The first day, from `on` to `at_most`, on which somebody holds the seat."""
    held = Mandate.objects.filter(post=post, seat=seat, until_on__gt=on, from_on__lt=at_most)
    days = [m.from_on for m in held if (m.ended_on or m.until_on) > max(on, m.from_on)]
    return max(on, min([at_most, *days]))


def terms_in_force(post: Post, *, on: date) -> PostTerms:
    """The terms of a post on a day; the first ones for days before there were any."""
    terms = post.terms.filter(in_force_from__lte=on).order_by("-in_force_from", "-id").first()
    return terms or post.terms.order_by("in_force_from", "id")[0]


def _seed_of(motion: Motion) -> str:
    from record.models import Act

    opened = (
        Act.objects.filter(subject=f"assemblies.motion:{motion.pk}", verb="assemblies.voting.opened")
        .order_by("-seq")
        .first()
    )
    return opened.hash if opened else Head.objects.get(pk=1).hash


def _said(post: Post, seat: int) -> dict[str, object]:
    return {"post": post.name, "seat": seat}
