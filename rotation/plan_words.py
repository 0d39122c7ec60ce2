"""Plans in members' words: why somebody was picked, what the objective is, what would fill an empty seat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rotation.rules import because as why
from rotation.rules.planning import RULE_OF

STAGE_WORDS: dict[str, Promise] = {
    "unfilled": gettext_lazy("Seats that stay empty"),
    "changed": gettext_lazy("Turns already told that change"),
    "load": gettext_lazy("The most that anybody carries"),
    "again": gettext_lazy("Turns of somebody who had that post before"),
    "wishes": gettext_lazy("Wishes met"),
    "spacing": gettext_lazy("Days by which turns of one person are too close"),
    "draw": gettext_lazy("The draw among equals"),
}
"""The objective, in its order."""


@dataclass(frozen=True, kw_only=True)
class StageLine:
    """One stage: what it is, what it is worth, whether that was proved best."""

    said: str
    value: str
    is_proved: bool


@dataclass(frozen=True, kw_only=True)
class WayLine:
    """One way out of an empty seat, with the page where it begins."""

    said: str
    link: str = ""
    link_said: str = ""


def why_picked(because: Mapping[str, Any]) -> str:
    """Why somebody has a seat, in a sentence."""
    reason = next(iter(because.get("reasons", ())), "")
    said = {"place": because.get("place"), "of": because.get("of"), "like": because.get("like", 0)}
    if reason == why.KEPT:
        return _("because it was told as theirs before, and stays")
    if reason == why.ONLY:
        return _("because nobody else may take it")
    if reason == why.LOAD:
        return _("because they carry least of the %(of)s who may take it") % said
    if reason == why.NEVER:
        return _("because of those who carry as little, they never had it") % said
    if reason == why.WISH:
        return _("because of those who carry as little, they would like it most") % said
    if reason == why.DRAW:
        return _("by the public draw: %(like)s more would carry as little") % said
    if reason == why.OTHERS:
        return _("number %(place)s of %(of)s who may: those before carry something else in this plan") % said
    return ""


def proof_said(stages: list[dict[str, Any]]) -> str:
    """Whether a better plan exists, plainly."""
    if all(stage["is_proved"] for stage in stages):
        return _("No better plan exists.")
    return _("No better one was found; proof is open.")


def stage_lines(stages: list[dict[str, Any]]) -> list[StageLine]:
    """Each stage of the objective, what it is worth, and whether that is proved."""
    return [
        StageLine(
            said=str(STAGE_WORDS[stage["name"]]),
            value=value_said(stage["name"], [Fraction(part) for part in stage["value"]]),
            is_proved=stage["is_proved"],
        )
        for stage in stages
        if stage["name"] in STAGE_WORDS
    ]


def value_said(name: str, value: list[Fraction] | tuple[Fraction | int, ...]) -> str:
    """What a stage is worth, in a number."""
    if name == "draw" or not value:
        return ""
    if name == "unfilled":
        # Each empty seat is counted twice: by how much its post is needed, and by its weight.
        return f"{sum(value) / 2}"
    if name == "wishes":
        return f"{-value[0]}"
    if name == "load":
        tenths, people = round(Fraction(value[0]) * 10), int(value[1])
        points = f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}"
        said = {"points": formats.number_format(points), "n": people}
        return ngettext("%(points)s points, %(n)s person", "%(points)s points, %(n)s people", people) % said
    return f"{value[0]}"


def rule_sentence(name: str) -> str:
    """A rule, as the house says it."""
    return str(RULE_OF[name].sentence) if name in RULE_OF else name


def stopped_lines(because: Mapping[str, Any]) -> list[tuple[str, int]]:
    """The rules that stand in the way of an empty seat, each with how many it stops."""
    return [
        (rule_sentence(name), because.get("stopped", {}).get(name, 0)) for name in because.get("rules", [])
    ]


def way_lines(because: Mapping[str, Any], *, post: str, names: Mapping[int, str]) -> list[WayLine]:
    """The ways out of an empty seat, the cheapest first, each with where it begins."""
    return [_way(way, post=post, names=names) for way in because.get("ways", [])]


def _way(way: Mapping[str, Any], *, post: str, names: Mapping[int, str]) -> WayLine:
    rules = list(way["rules"])
    change_post = {"link": f"/motions/new/post/?post={post}", "link_said": _("Propose to change the post")}
    if "member" in way:
        said = {"name": names.get(way["member"], str(way["member"]))}
        if rules == ["skill"]:
            learn = {"link": "/skills/", "link_said": _("How one learns it")}
            return WayLine(said=_("Train one more person: nothing else stops %(name)s.") % said, **learn)
        if rules == ["consecutive"]:
            text = _("Allow one more term in a row: %(name)s would go on. It needs a motion.") % said
            return WayLine(said=text, **change_post)
        if rules == ["cool_down"]:
            text = _("Shorten the rest from this post: %(name)s could take it. It needs a motion.") % said
            return WayLine(said=text, **change_post)
        if rules == ["seniority"]:
            text = _("Ask for fewer months among us: %(name)s could take it. It needs a motion.") % said
            return WayLine(said=text, **change_post)
        why_not = "; ".join(str(RULE_OF[name].why_not) for name in rules if name in RULE_OF)
        return WayLine(said=_("%(name)s comes nearest, but %(why)s.") % {**said, "why": why_not})
    sentence = " ".join(rule_sentence(name) for name in rules)
    return WayLine(
        said=_("Fewer seats would stay empty without this rule: %(rule)s It needs a motion.")
        % {"rule": sentence},
        link="/motions/new/house_rule/?key=rotation.rules",
        link_said=_("Propose to change the rule"),
    )
