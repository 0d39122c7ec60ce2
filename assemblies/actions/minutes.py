"""Minutes: drafted from the data when an assembly closes, approved once, sealed."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.utils import translation

from assemblies import kinds
from assemblies.actions.searching import index_minutes
from assemblies.carrying_out import carrier
from assemblies.models import Assembly, Guest, Minutes, Motion, RollEntry
from assemblies.reports.channels import channels_of, channels_said
from assemblies.reports.counting import rule_said_of, sentence_of, tally_kept, why_not_enacted
from assemblies.reports.floor import turns_of, whose
from assemblies.reports.signers import not_signed
from assemblies.rules.decision import from_data
from assemblies.rules.floor import time_spoken
from assemblies.rules.signing import why_not_approve_unsigned
from assemblies.rules.states import why_not_approve_minutes
from assemblies.rules.texts import why_not_text
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.models import Head
from record.rules import canonical, fingerprint, refuse_if


@one_act_at_a_time
def approve_minutes(
    *, minutes_id: int, notes: str, unsigned_because: str = "", actor: Member, now: datetime
) -> Minutes:
    """Approve minutes with their free notes. From then on the database lets nothing of them change.

    While somebody named has not signed, `unsigned_because` says why it is approved all the same: the notes and
    the record keep it.
    """
    minutes = Minutes.objects.select_for_update(no_key=True).get(pk=minutes_id)

    refuse_if(why_not_approve_minutes(is_approved=minutes.approved_at is not None, actor=actor, now=now))
    refuse_if(why_not_text(notes, may_be_empty=True))
    missing = not_signed(minutes.assembly_id)
    refuse_if(why_not_approve_unsigned(missing=[member.name for member in missing], because=unsigned_because))
    refuse_if(why_not_text(unsigned_because, may_be_empty=True))
    unsigned: dict[str, Any] = {}
    if missing:
        notes = f"{notes.strip()}\n\n{_approved_without(missing, unsigned_because.strip())}"
        unsigned = {
            "unsigned": [member.number for member in missing],
            "because": fingerprint(unsigned_because.strip()),
        }

    minutes.notes, minutes.approved_at, minutes.approved_by = notes.strip(), now, actor
    minutes.save(update_fields=["notes", "approved_at", "approved_by"])

    record(
        verb="assemblies.minutes.approved",
        subject=minutes,
        actor=actor,
        now=now,
        facts={
            "assembly": minutes.assembly.number,
            "contents": fingerprint(canonical(minutes.contents)),
            "notes": fingerprint(minutes.notes),
            **unsigned,
        },
    )
    index_minutes(minutes)
    return minutes


def _approved_without(missing: list[Member], because: str) -> str:
    with translation.override(Cooperative.objects.founded().language):
        return translation.gettext("Approved without the signature of %(names)s: %(because)s") % {
            "names": ", ".join(member.name for member in missing),
            "because": because,
        }


def draft_minutes(
    *, assembly: Assembly, not_reached: list[int], actor: Member | None, now: datetime
) -> Minutes:
    """Write down what an assembly did, from the data, inside its closing. Everything typed is in `notes`."""
    head = Head.objects.get(pk=1)
    contents = {
        "assembly": {
            "number": assembly.number,
            "kind": assembly.kind,
            "place": assembly.place,
            "convoked_at": _said(assembly.convoked_at),
            "opened_at": _said(assembly.opened_at),
            "second_call_at": _said(assembly.second_call_at),
            "closed_at": _said(assembly.closed_at),
        },
        "presence": _presence(assembly),
        "guests": _guests(assembly),
        "speaking": _speaking(assembly, now=now),
        "items": _items(assembly, now=now),
        "not_reached": not_reached,
        "head": {"seq": head.seq, "hash": head.hash},
    }
    minutes = Minutes.objects.create(
        assembly=assembly, contents=contents, head_seq=head.seq, head_hash=head.hash, drafted_at=now
    )
    record(
        verb="assemblies.minutes.drafted",
        subject=minutes,
        actor=actor,
        now=now,
        facts={"assembly": assembly.number, "contents": fingerprint(canonical(contents))},
    )
    index_minutes(minutes)
    return minutes


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _presence(assembly: Assembly) -> dict[str, Any]:
    """Everybody who was there, with when they came and went, and how many of us were there at most."""
    stays = list(
        assembly.presences.order_by("member__number", "arrived_at").values_list(
            "member__number", "member__name", "channel", "arrived_at", "left_at"
        )
    )
    steps = sorted(
        [(arrived, 1) for *_who, arrived, _left in stays]
        + [(left, -1) for *_who, left in stays if left is not None]
    )
    here = most = 0
    for _moment, step in steps:  # a departure sorts before an arrival of the same moment
        here += step
        most = max(most, here)
    return {
        "members": len({number for number, *_rest in stays}),
        "most": most,
        "stays": [
            {
                "number": number,
                "name": name,
                "channel": channel,
                "arrived_at": _said(arrived),
                "left_at": _said(left),
            }
            for number, name, channel, arrived, left in stays
        ],
    }


def _guests(assembly: Assembly) -> list[dict[str, Any]]:
    """Advisers and guests: a voice and no vote, counted in nothing."""
    return [
        {
            "name": guest.name,
            "capacity": guest.capacity,
            "arrived_at": _said(guest.arrived_at),
            "left_at": _said(guest.left_at),
        }
        for guest in Guest.objects.filter(assembly=assembly).order_by("arrived_at", "pk")
    ]


def _speaking(assembly: Assembly, *, now: datetime) -> list[dict[str, Any]]:
    """Who spoke, how often and for how long, in whole seconds, points of order included.

    Members by number, then guests by name and capacity. A guest let in twice is written down once.
    """
    rows = turns_of(assembly)
    spoken = time_spoken((turn for _row, turn in rows), now=now)
    turns = Counter(turn.who for _row, turn in rows if turn.started_at is not None)
    people = {turn.who: whose(row) for row, turn in rows}
    members: list[dict[str, Any]] = []
    guests: dict[tuple[str, str], dict[str, int]] = {}
    for who, person in people.items():
        if who not in spoken:
            continue
        seconds = spoken[who] // timedelta(seconds=1)
        if isinstance(person, Member):
            members.append(
                {"number": person.number, "name": person.name, "turns": turns[who], "seconds": seconds}
            )
            continue
        said = guests.setdefault((person.name, person.capacity), {"turns": 0, "seconds": 0})
        said["turns"] += turns[who]
        said["seconds"] += seconds
    return [
        *sorted(members, key=itemgetter("number")),
        *({"name": name, "capacity": as_what, **guests[name, as_what]} for name, as_what in sorted(guests)),
    ]


def _items(assembly: Assembly, *, now: datetime) -> list[dict[str, Any]]:
    """Every matter in order; with what was decided, who carries it out, and what came back, as they are now."""
    items = []
    rows = list(assembly.items.select_related("motion__proposer").order_by("position"))
    given = carrier().tasks_of([row.motion_id for row in rows if row.motion_id is not None], now=now)
    came_back = carrier().tasks_called([row.key for row in rows if row.key], now=now)
    for item in rows:
        written: dict[str, Any] = {"position": item.position, "title": item.title}
        if item.motion is not None:
            written["motion"] = _motion(item.motion)
            if not item.carried_over and given.get(item.motion.pk):
                written["tasks"] = [task.as_data() for task in given[item.motion.pk]]
        if item.key in came_back:
            written["came_back"] = came_back[item.key].as_data()
        if item.carried_over:
            written["carried_over"] = True
        items.append(written)
    return items


def _motion(motion: Motion) -> dict[str, Any]:
    written: dict[str, Any] = {
        "number": motion.number,
        "kind": motion.kind,
        "title": motion.title,
        "text": motion.text,
        "terms": motion.terms,
        "proposer": {"number": motion.proposer.number, "name": motion.proposer.name},
        "state": motion.state,
    }
    if not motion.is_decided:
        return written
    rule = from_data(motion.rule or {})
    tally = tally_kept(motion)
    written |= {
        "secret": motion.is_secret,
        "second_call": motion.second_call,
        "opened_at": _said(motion.opened_at),
        "closed_at": _said(motion.closed_at),
        "rule": motion.rule,
        "rule_said": {},
        "result_said": {},
        "tally": {
            "roll": tally.roll,
            "present": tally.present,
            "in_favour": tally.in_favour,
            "against": tally.against,
            "abstaining": tally.abstaining,
        },
        "excluded": [
            {"number": entry.member.number, "name": entry.member.name, "because": entry.excluded_because}
            for entry in RollEntry.objects.filter(motion=motion)
            .exclude(excluded_because="")
            .select_related("member")
            .order_by("member__number")
        ],
        "channels_said": {},
        "dissent": [],
        "enacted": motion.enacted_at is not None,
        "not_enacted": why_not_enacted(motion),
        "is_binding": kinds.kind_of(motion).is_binding,
        "ballots_digest": motion.ballots_digest,
    }
    named = kinds.by_preference(motion) if motion.counted is not None else None
    if named is not None:
        written["told"] = {}
    channels = channels_of(motion)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            written["channels_said"][code] = channels_said(channels, is_secret=motion.is_secret)
            written["rule_said"][code] = rule_said_of(motion, rule)
            written["result_said"][code] = sentence_of(motion)
            if named is not None:
                lines = [
                    f"{told.what}. {told.said}" if told.what else told.said for told in named.say(motion)
                ]
                written["told"][code] = "\n".join(lines)
    return written
