"""The two-sided act that ends one mandate and starts the next: lists, notes, two signatures.

Notes and ticks are no acts of the record; the two signatures are. Power passes when both have signed, and
without them on the day: then everybody it concerns is told that it was not handed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies.models import Document, Motion, MotionState
from assemblies.reports.powers import who_may
from assemblies.rules.texts import why_not_text
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, fingerprint, refuse_if
from rotation.actions.mandates import terms_in_force
from rotation.models import Duty, Handover, HandoverLine, Mandate
from rotation.rules import handing_over as sides_rules
from rotation.rules.handing_over import Sides

LONGEST_NOTES = 20_000
LONGEST_LINE = 300
MOST_LINES = 200
UNDER_WAY = (MotionState.TABLED, MotionState.ON_AGENDA, MotionState.VOTING)


@one_act_at_a_time
def open_handover(*, incoming_id: int, now: datetime) -> Handover | None:
    """Begin the handover of a seat, with the list of what passes on; twice is once.

    None where nobody hands it over: the first holder, or a seat long empty.
    """
    incoming = Mandate.objects.select_related("post").get(pk=incoming_id)
    there = Handover.objects.filter(incoming=incoming).first()
    if there is not None:
        return there
    outgoing = _before(incoming)
    if outgoing is None or Handover.objects.filter(outgoing=outgoing).exists():
        return None

    handover = Handover.objects.create(outgoing=outgoing, incoming=incoming, opened_at=now)
    HandoverLine.objects.bulk_create(
        HandoverLine(handover=handover, position=position, key=key, what=what[:LONGEST_LINE], link=link)
        for position, (key, what, link) in enumerate(_what_passes_on(outgoing, incoming), start=1)
    )

    record(
        verb="rotation.handover.opened",
        subject=handover,
        actor=None,
        now=now,
        facts={"outgoing": outgoing.pk, "incoming": incoming.pk, "lines": handover.lines.count()},
    )
    tell(
        member_ids=[outgoing.member_id, incoming.member_id],
        key=f"handover:{handover.pk}",
        text_id=gettext_noop("%(post)s passes on, on %(day)s: go through the list together."),
        values={"post": incoming.post.name, "day": incoming.from_on.isoformat()},
        link=f"/handovers/{handover.pk}/",
        now=now,
    )
    return handover


@one_act_at_a_time
def write_handover(
    *, handover_id: int, notes: str | None = None, line: str = "", actor: Member, now: datetime
) -> Handover:
    """The outgoing side: its notes (None leaves them as they are), and one more thing that passes on."""
    handover, sides = _locked(handover_id)
    refuse_if(sides_rules.why_not_write(sides, by=actor.number))
    if notes is not None:
        if len(notes) > LONGEST_NOTES or "\x00" in notes:
            raise Refused(_("Write at most %(most)s characters.") % {"most": LONGEST_NOTES})
        handover.notes = notes
        handover.save(update_fields=["notes"])
    if line.strip():
        refuse_if(why_not_text(line, longest=LONGEST_LINE))
        many = handover.lines.count()
        if many >= MOST_LINES:
            raise Refused(_("The list is long enough: write the rest in the notes."))
        key = f"said:{fingerprint(line.strip())[:40]}"
        if not handover.lines.filter(key=key).exists():
            HandoverLine.objects.create(handover=handover, position=many + 1, what=line.strip(), key=key)
    return handover


@one_act_at_a_time
def tick_line(*, line_id: int, done: bool, actor: Member, now: datetime) -> HandoverLine:
    """Tick one thing as given (the outgoing side) or as received (the incoming one), or take the tick back."""
    line = HandoverLine.objects.select_related("handover").get(pk=line_id)
    _handover, sides = _locked(line.handover_id)
    if actor.number == sides.outgoing:
        refuse_if(sides_rules.why_not_write(sides, by=actor.number))
        line.given_at = now if done else None
    else:
        refuse_if(sides_rules.why_not_receive(sides, by=actor.number))
        line.received_at = now if done else None
    line.save(update_fields=["given_at", "received_at"])
    return line


@one_act_at_a_time
def give_post(*, handover_id: int, actor: Member, now: datetime) -> Handover:
    """Sign as the one who hands the post over. Signing again changes nothing."""
    handover, sides = _locked(handover_id)
    if sides.is_given and actor.number == sides.outgoing:
        return handover
    refuse_if(sides_rules.why_not_write(sides, by=actor.number))

    handover.given_at = now
    handover.save(update_fields=["given_at"])

    record(
        verb="rotation.handover.given",
        subject=handover,
        actor=actor,
        now=now,
        facts={"notes": fingerprint(handover.notes), "lines": _facts(handover, "given_at")},
    )
    tell(
        member_ids=[handover.incoming.member_id],
        key=f"handover-given:{handover.pk}",
        text_id=gettext_noop("%(name)s signed the handover of %(post)s. Look, and sign."),
        values={"name": actor.name, "post": handover.incoming.post.name},
        link=f"/handovers/{handover.pk}/",
        now=now,
    )
    return handover


@one_act_at_a_time
def accept_post(*, handover_id: int, answer: str, actor: Member, now: datetime) -> Handover:
    """Sign as the one who takes the post over; before the day, the power passes on at this moment.

    What was not received stays unticked, and `answer` says what is missing. Signing again changes nothing.
    """
    handover, sides = _locked(handover_id)
    if sides.is_accepted and actor.number == sides.incoming:
        return handover
    refuse_if(sides_rules.why_not_accept(sides, by=actor.number))
    if len(answer) > LONGEST_NOTES or "\x00" in answer:
        raise Refused(_("Write at most %(most)s characters.") % {"most": LONGEST_NOTES})

    handover.answer, handover.accepted_at = answer, now
    handover.save(update_fields=["answer", "accepted_at"])
    passed = _pass_power_on(handover, now=now)

    record(
        verb="rotation.handover.accepted",
        subject=handover,
        actor=actor,
        now=now,
        facts={
            "answer": fingerprint(answer),
            "lines": _facts(handover, "received_at"),
            "power_passed": passed,
        },
    )
    return handover


@one_act_at_a_time
def warn_of_handover(*, handover_id: int, now: datetime) -> bool:
    """Say, once, that the day came and the handover is not signed: the power passed on all the same."""
    handover, sides = _locked(handover_id)
    today = Cooperative.objects.founded().day_of(now)
    if handover.alerted_at is not None or sides.is_accepted or today < sides.from_on:
        return False

    handover.alerted_at = now
    handover.save(update_fields=["alerted_at"])

    record(
        verb="rotation.handover.missed",
        subject=handover,
        actor=None,
        now=now,
        facts={"given": sides.is_given, "from": sides.from_on.isoformat()},
    )
    tell(
        member_ids={
            handover.outgoing.member_id,
            handover.incoming.member_id,
            *who_may("assemblies.convoke", now=now),
        },
        key=f"handover-missed:{handover.pk}",
        text_id=gettext_noop("%(post)s passed on and the handover is not signed by both."),
        values={"post": handover.incoming.post.name},
        link=f"/handovers/{handover.pk}/",
        now=now,
    )
    return True


def _locked(handover_id: int) -> tuple[Handover, Sides]:
    handover = (
        Handover.objects.select_for_update(no_key=True, of=("self",))
        .select_related("outgoing__member", "incoming__member", "incoming__post")
        .get(pk=handover_id)
    )
    return handover, sides_of(handover)


def sides_of(handover: Handover) -> Sides:
    """A handover as its rules read it; with both mandates and their members at hand, without a question."""
    return Sides(
        outgoing=handover.outgoing.member.number,
        incoming=handover.incoming.member.number,
        from_on=handover.incoming.from_on,
        is_given=handover.given_at is not None,
        is_accepted=handover.accepted_at is not None,
    )


def _before(incoming: Mandate) -> Mandate | None:
    """Whose seat it was until then; nobody where it is the same person again."""
    seats = Mandate.objects.filter(post=incoming.post, seat=incoming.seat, from_on__lt=incoming.from_on)
    last = seats.order_by("-from_on", "-pk").first()
    if last is None or last.member_id == incoming.member_id:
        return None
    ends = last.ended_on or last.until_on
    if not sides_rules.hands_over(outgoing_until=ends, incoming_from=incoming.from_on):
        return None
    return last


def _what_passes_on(outgoing: Mandate, incoming: Mandate) -> Iterator[tuple[str, str, str]]:
    """What is listed by itself: the post's own list, its open tasks, the motions under way, their files."""
    since = datetime.combine(outgoing.from_on, time(), tzinfo=Cooperative.objects.founded().zone)
    terms = terms_in_force(incoming.post, on=incoming.from_on)
    for nth, what in enumerate(terms.hands_over):
        yield f"list:{nth}", what, ""
    tasks = Duty.objects.filter(post=incoming.post, member=None, done_at=None, cancelled_at=None)
    for duty in tasks.exclude(motion=None).order_by("due_on", "pk"):
        yield f"duty:{duty.pk}", duty.title, f"/motions/{duty.motion_id}/"
    motions = Motion.objects.filter(proposer=outgoing.member_id, state__in=UNDER_WAY)
    for motion in motions.filter(created_at__gte=since).order_by("number"):
        yield f"motion:{motion.pk}", motion.title, f"/motions/{motion.pk}/"
    files = Document.objects.filter(attached_by=outgoing.member_id, attached_at__gte=since)
    for document in files.order_by("pk")[:50]:
        yield f"document:{document.pk}", document.name, f"/documents/{document.pk}/"


def _pass_power_on(handover: Handover, *, now: datetime) -> bool:
    """Set the moment in both mandates, where whoever goes still holds it and whoever comes has not begun."""
    coop = Cooperative.objects.founded()
    today = coop.day_of(now)
    outgoing = Mandate.objects.select_for_update(no_key=True).get(pk=handover.outgoing_id)
    incoming = Mandate.objects.select_for_update(no_key=True).get(pk=handover.incoming_id)
    still = outgoing.from_on <= today < outgoing.until_on and outgoing.ended_at is None
    if (
        not sides_rules.power_passes_early(incoming_from=incoming.from_on, on=today)
        or not still
        or incoming.ended_at is not None
        or not Mandate.objects.filter(pk=incoming.pk).uncontested(now).exists()
    ):
        return False
    Mandate.objects.filter(pk=outgoing.pk).update(passed_on_at=now)
    Mandate.objects.filter(pk=incoming.pk).update(taken_over_at=now)
    return True


def _facts(handover: Handover, field: str) -> dict[str, bool]:
    return {line.key: getattr(line, field) is not None for line in handover.lines.all()}
