"""Minutes as PDF: for the folio book, and one page for the wall. The same bytes for the same data.

What they say is passed as data, never as markup. Names in letters that our fonts lack lose the standard for
screen readers, not the print.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, pgettext

from assemblies.models import Minutes, Signer
from members.models import Cooperative

BOOK = Path(__file__).with_name("minutes.typ")
WALL = Path(__file__).with_name("wall.typ")
A_GROUP = 3
"""From how many people on it is shorter to say once how they came."""
LONGEST_ON_THE_WALL = 260
"""Letters of what was decided that a wall has room for; the whole stands in the minutes."""
OUTCOMES = {
    "adopted": lambda: pgettext("outcome", "Adopted"),
    "rejected": lambda: pgettext("outcome", "Not adopted"),
    "no_quorum": lambda: pgettext("outcome", "Not enough of us"),
    "tied": lambda: pgettext("outcome", "A tie"),
}


def minutes_pdf(
    minutes: Minutes, said: dict[str, Any], signers: Sequence[Signer], *, folio: int = 0
) -> bytes:
    """The whole minutes for the book, in the reader's language; `folio` is the number of the first page."""
    with timezone.override(Cooperative.objects.here().zone):
        return _compiled(BOOK, _whole(minutes, said) | _of_the_book(minutes, said, signers, folio=folio))


def wall_pdf(minutes: Minutes, said: dict[str, Any]) -> bytes:
    """One page: what was decided, what came out, and what is to be done by whom, as its text says."""
    with timezone.override(Cooperative.objects.here().zone):
        return _compiled(WALL, _whole(minutes, said))


def _of_the_book(
    minutes: Minutes, said: dict[str, Any], signers: Sequence[Signer], *, folio: int
) -> dict[str, Any]:
    return {
        "folio": folio,
        "present": _present(said["stays"]),
        "guests": "; ".join(f"{one['name']}, {one['capacity']}, {_hours(one)}" for one in said["guests"]),
        "speaking": "; ".join(_spoke(person) for person in said["speaking"]),
        "notes": minutes.notes,
        "approved": _approved(minutes),
        "signers": [
            {"name": signer.member.name, "role": signer.get_role_display(), "said": _signed(signer)}
            for signer in signers
        ],
    }


def _present(stays: Sequence[dict[str, Any]]) -> list[str]:
    """Who was there: those who came the same way for the same hours together, then the others one by one."""
    together: dict[str, list[str]] = {}
    for stay in stays:
        how = f"{stay['channel']}, {_hours(stay)}"
        together.setdefault(how, []).append(f"{stay['name']} ({stay['number']})")
    groups = [f"{how}: {', '.join(who)}." for how, who in together.items() if len(who) >= A_GROUP]
    alone = [f"{name}, {how}" for how, who in together.items() if len(who) < A_GROUP for name in who]
    return [*groups, *([f"{'; '.join(alone)}."] if alone else [])] or [gettext("Nobody.")]


def _spoke(person: dict[str, Any]) -> str:
    """Who spoke, as what where they are a guest, and for how many minutes and seconds."""
    who = ", ".join(part for part in (person["name"], person.get("capacity", "")) if part)
    return f"{who} {person['clock']}"


def _whole(minutes: Minutes, said: dict[str, Any]) -> dict[str, Any]:
    coop = Cooperative.objects.here()
    closed = localtime(said["closed_at"], coop.zone)
    place = ", ".join(part for part in (coop.name, coop.town, said["place"]) if part)
    opening = [
        f"{place}. "
        + gettext("From %(from)s to %(to)s.")
        % {
            "from": _day_and_hour(said["opened_at"]) if said["opened_at"] else "–",
            "to": _day_and_hour(said["closed_at"]),
        }
    ]
    if said["second_call_at"]:
        opening.append(gettext("Second call at %(at)s.") % {"at": _hour(said["second_call_at"])})
    opening.append(
        gettext("Took part: %(members)s. At most %(most)s at once.")
        % {"members": said["members"], "most": said["most"]}
    )
    return {
        "coop": coop.name,
        "title": gettext("Minutes: %(kind)s %(number)s") % {"kind": said["kind"], "number": said["number"]},
        "lang": "es" if (get_language() or coop.language).startswith("es") else "en",
        "date": [closed.year, closed.month, closed.day],
        "opening": opening,
        "items": [_item(item) for item in said["items"]],
        "seq": str(minutes.head_seq),
        "hash": minutes.head_hash,
        "labels": {
            "folio": gettext("Folio"),
            "seal": gettext("Record, act"),
            "present": gettext("Who was there"),
            "guests": gettext("Advisers and guests"),
            "speaking": gettext("Who spoke"),
            "nothing": gettext("Nothing was on the agenda."),
            "notes": gettext("Notes"),
            "signatures": gettext("Signatures"),
        },
    }


def _item(item: dict[str, Any]) -> dict[str, Any]:
    """One matter: what was proposed by whom, what came out and why."""
    motion = item.get("motion") or {}
    tally = motion.get("tally")
    lines, after = [], []
    if item.get("carried_over"):
        after.append(gettext("Not reached: it goes to the next assembly."))
    if motion:
        proposed = gettext("proposed by %(name)s") % {"name": motion["proposer"]["name"]}
        lines = [f"{motion['kind']} {motion['number']}, {proposed}.", motion["text"]]
    if tally:
        counted = gettext(
            "Yes %(yes)s, no %(no)s, abstained %(abstained)s; %(present)s present of %(roll)s."
        ) % {
            "yes": tally["in_favour"],
            "no": tally["against"],
            "abstained": tally["abstaining"],
            "present": tally["present"],
            "roll": tally["roll"],
        }
        after += [counted, str(motion.get("channels_said", "")), str(motion["rule_said"])]
        after += [
            gettext("%(name)s did not vote: %(reason)s.") % {"name": one["name"], "reason": one["because"]}
            for one in motion["excluded"]
        ]
    if motion.get("not_enacted"):
        after.append(f"{gettext('It could not be carried out')}: {motion['not_enacted']}")
    after += [f"{gettext('Task')}: {task.what}. {task.who}. {task.said}" for task in item["tasks"]]
    if item["came_back"] is not None:
        after.append(f"{item['came_back'].who}. {item['came_back'].said}")
    text = " ".join(str(motion.get("text", "")).split())
    outcome = OUTCOMES.get(str(motion.get("state", "")))
    return {
        "title": f"{item['position']}. {item['title']}",
        "lines": lines,
        "result": str(motion.get("result_said", "")),
        "outcome": f"{outcome()}." if outcome else "",
        "after": [line for line in after if line],
        "said": text if len(text) <= LONGEST_ON_THE_WALL else f"{text[:LONGEST_ON_THE_WALL]}…",
    }


def _approved(minutes: Minutes) -> str:
    if minutes.approved_at is None or minutes.approved_by is None:
        return gettext("These minutes are not approved yet.")
    return gettext("Approved on %(day)s by %(name)s") % {
        "day": date_format(localtime(minutes.approved_at), "DATE_FORMAT"),
        "name": minutes.approved_by.name,
    }


def _signed(signer: Signer) -> str:
    if signer.signed_at is None:
        return ""
    at = _day_and_hour(signer.signed_at)
    if signer.on_paper:
        return gettext("signed on paper, %(at)s") % {"at": at}
    return gettext("signed with their PIN, %(at)s") % {"at": at}


def _hours(stay: dict[str, Any]) -> str:
    left = f"–{_hour(stay['left_at'])}" if stay["left_at"] else ""
    return f"{_hour(stay['arrived_at'])}{left}"


def _hour(moment: Any) -> str:
    return date_format(localtime(moment), "TIME_FORMAT")


def _day_and_hour(moment: Any) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")


def _compiled(layout: Path, data: dict[str, Any]) -> bytes:
    try:
        return _compile(layout, data, is_tagged=True)
    except typst.TypstError:
        return _compile(layout, data, is_tagged=False)


def _compile(layout: Path, data: dict[str, Any], *, is_tagged: bool) -> bytes:
    return typst.compile(
        layout.read_bytes(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1"] if is_tagged else None,
        ignore_system_fonts=True,
    )
