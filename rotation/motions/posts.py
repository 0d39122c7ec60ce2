"""What the assembly decides about a post itself: making one, and changing what it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Kind, register
from members.models import Cooperative, Member
from record.rules import Refused
from rotation.actions import create_post, set_terms
from rotation.actions.mandates import terms_in_force
from rotation.actions.posts import checked_terms
from rotation.forms import PostForm
from rotation.models import Mandate, Post, Skill
from rotation.reports.versions import changes_between, names_in, terms_as_said

if TYPE_CHECKING:
    from assemblies.models import Motion


class PostKind(Kind):
    """Makes a post, or changes what an existing one is from the day it is decided."""

    code = "post"
    label = _("Post")
    help = _("Makes a post of responsibility, or changes its seats, term, limits, powers or duties.")
    rule = "major"

    def form_class(self) -> type[forms.Form]:
        return PostForm

    def begins_with(self, asked: Mapping[str, str], *, on: date) -> dict[str, Any]:
        """`?post=` names one to change: the form begins with what it is today."""
        post = _post_called(asked.get("post", ""))
        if post is None:
            return {}
        return {"code": post.code, "name": post.name, "terms": terms_as_said(terms_in_force(post, on=on))}

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"code", "name", "terms": {…}}`; see `rotation.actions.posts.checked_terms`.

        Of a post that there is already, what is not said stays as it is, and so does its name.
        """
        code, name = str(terms.get("code") or "").strip(), str(terms.get("name") or "").strip()
        post = _post_called(code)
        name = post.name if post is not None else name
        if not code or not name or len(code) > 60 or len(name) > 120 or "\x00" in code + name:
            raise Refused(gettext("A post has a short code of letters and hyphens, and a name."))
        inner = terms["terms"] if isinstance(terms.get("terms"), Mapping) else terms
        now_said: dict[str, Any] = {}
        if post is not None:
            now_said = terms_as_said(terms_in_force(post, on=Cooperative.objects.founded().day_of(now)))
        checked = checked_terms({**now_said, **inner})
        _refuse_unknown(checked, code, before=now_said)
        return {"code": code, "name": name, "terms": checked}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        """Every thing that changes, and only those; and whom it touches."""
        post = _post_called(motion.terms["code"])
        then = motion.terms["terms"]
        was = terms_as_said(terms_in_force(post, on=on)) if post is not None else None
        names = names_in([then] if was is None else [was, then])
        changes = changes_between(was, then, names=names)
        if post is None:
            return changes
        return [*changes, *_touched(post, was or {}, then, reader=reader, on=on)]

    def enact(self, motion: Motion, *, now: datetime) -> None:
        old = Post.objects.filter(code=motion.terms["code"]).first()
        if old is not None:
            set_terms(post_id=old.pk, terms=motion.terms["terms"], motion=motion, actor=None, now=now)
            return
        create_post(
            code=motion.terms["code"],
            name=motion.terms["name"],
            sector_id=None,
            terms=motion.terms["terms"],
            motion=motion,
            actor=None,
            now=now,
        )


def _touched(
    post: Post,
    was: Mapping[str, Any],
    then: Mapping[str, Any],
    *,
    reader: Member | None,
    on: date,
) -> list[Change]:
    """Who carries it today and goes on to their end, and who holds both of two posts that would not go together."""
    holders = list(Mandate.objects.on(on).filter(post=post).select_related("member").order_by("seat"))
    if not holders:
        return []
    lines = [
        Change(
            what=_("Who carries it now"),
            then=gettext("%(names)s: until the end they have")
            % {"names": ", ".join(mandate.member.name for mandate in holders)},
            mine=reader is not None and any(mandate.member_id == reader.pk for mandate in holders),
        )
    ]
    new = set(then["incompatible_with"]) - set(was.get("incompatible_with", []))
    both = (
        Mandate.objects.on(on)
        .filter(post__code__in=new, member__in=[mandate.member_id for mandate in holders])
        .select_related("member")
        if new
        else []
    )
    return lines + [
        Change(
            what=_("Holds both now"),
            then=gettext(
                "%(name)s: they go on until the end they have, and take neither again beside the other"
            )
            % {"name": mandate.member.name},
            mine=reader is not None and mandate.member_id == reader.pk,
        )
        for mandate in both
    ]


def _refuse_unknown(terms: Mapping[str, Any], code: str, *, before: Mapping[str, Any]) -> None:
    """A motion names posts and skills that there are: a slip of the pen would change nothing, silently.

    What the post said before may stay (at the founding some posts name others that were never made).
    """
    named = set(terms["incompatible_with"]) - set(before.get("incompatible_with", []))
    if code in named:
        raise Refused(gettext("A post goes with itself: name other posts."))
    missing = named - set(Post.objects.filter(code__in=named).values_list("code", flat=True))
    if missing:
        raise Refused(gettext("There is no such post."))
    skills = set(terms["skills"]) - set(before.get("skills", []))
    if skills - set(Skill.objects.filter(code__in=skills).values_list("code", flat=True)):
        raise Refused(gettext("There is no such skill: propose it first."))


def _post_called(code: str) -> Post | None:
    return Post.objects.filter(code=code).first() if code and "\x00" not in code else None


register(PostKind())
