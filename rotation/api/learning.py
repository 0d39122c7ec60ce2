"""What a post is, who knows what it asks for, and what one would like to carry, as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Router, Schema, Status
from pydantic import Field

from members.gate import member_of
from members.models import Cooperative, Member
from record.paging import Page
from rotation.actions import begin_shadow, confirm_shadow, decline_post, end_shadow, wish_for_post
from rotation.models import Post, PostTerms, Shadow
from rotation.reports.one_post import post_for
from rotation.reports.skills import shadows_of, skills_page, source_of, trained_for
from rotation.reports.versions import terms_as_said

router = Router(tags=["rotation"])

Code = Annotated[str, Field(max_length=60, pattern="^[A-Za-z0-9_-]*$")]


class Problem(Schema):
    detail: str


class TermsOut(Schema):
    """What a post is from a day on, and the motion that said so (none: the founding)."""

    in_force_from: date
    motion: int | None
    purpose: str
    seats: int
    term_months: int
    term_days: int
    max_consecutive_terms: int
    cool_down_months: int
    months_here: int
    overlap_days: int
    burden_points: int
    filled: str
    on_wheel: bool
    powers: list[str]
    duties: list[Any]
    hands_over: list[str]
    skills: list[str]
    incompatible_with: list[str]


class OnePostOut(Schema):
    """A post with every version of its terms, the newest first; and what it is to whoever asks."""

    code: str
    name: str
    terms: list[TermsOut]
    trained: list[int]
    is_wished: bool
    said_no_until: date | None
    planned_on: date | None


class WishIn(Schema):
    wished: bool


class DeclinedOut(Schema):
    post: str
    from_on: date
    until_on: date


class GrantOut(Schema):
    member: int
    name: str
    from_on: date
    until_on: date | None
    source: str
    motion: int | None


class SkillOut(Schema):
    code: str
    name: str
    lasts_months: int
    asked_by: list[str]
    known_by: list[GrantOut]


class SkillsOut(Schema):
    count: int
    items: list[SkillOut]


class ShadowIn(Schema):
    """Without a member it is whoever asks; with one, whoever holds the post invites them."""

    member: Annotated[int, Field(ge=1, lt=2**31)] | None = None
    skill: Code = ""
    from_on: date | None = None
    until_on: date | None = None


class ShadowOut(Schema):
    id: int
    mandate: int
    post: str
    holder: int
    member: int
    skill: str
    from_on: date
    until_on: date
    confirmed_at: datetime | None
    ended_at: datetime | None


class ShadowsOut(Schema):
    count: int
    items: list[ShadowOut]


@router.get("/posts/{code}", response={200: OnePostOut, 404: Problem}, summary="One post, with its versions")
def one_post(request: HttpRequest, code: str) -> dict[str, Any]:
    today = _today()
    post: Any = get_object_or_404(post_for(member_of(request), on=today), code=_held(code))
    terms = list(post.terms.order_by("-in_force_from", "-id"))
    now = next((row for row in terms if row.in_force_from <= today), None)
    return {
        "code": post.code,
        "name": post.name,
        "terms": [_terms(row) for row in terms],
        "trained": [person.number for person in trained_for(post, on=today, terms=now)],
        "is_wished": post.is_wished,
        "said_no_until": post.said_no_until,
        "planned_on": post.planned_on,
    }


@router.post(
    "/posts/{code}/wish", response={200: WishIn, 404: Problem, 409: Problem}, summary="I would like it"
)
def wish(request: HttpRequest, code: str, said: WishIn) -> dict[str, Any]:
    """Say that one would like to carry a post, or take it back."""
    post = get_object_or_404(Post, code=_held(code))
    me, now = member_of(request), timezone.now()
    return {"wished": wish_for_post(post_id=post.pk, wished=said.wished, actor=me, now=now)}


@router.post(
    "/posts/{code}/decline", response={201: DeclinedOut, 404: Problem, 409: Problem}, summary="No for now"
)
def decline(request: HttpRequest, code: str) -> Status[dict[str, Any]]:
    """Without a reason, once in the time that our rule gives."""
    post = get_object_or_404(Post, code=_held(code))
    declined = decline_post(post_id=post.pk, actor=member_of(request), now=timezone.now())
    return Status(201, {"post": post.code, "from_on": declined.from_on, "until_on": declined.until_on})


@router.get("/skills", response=SkillsOut, summary="Who knows what")
def skills(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """Every skill, the posts that ask for it, and who knows it today."""
    rows = skills_page(on=_today())
    return {
        "count": len(rows),
        "items": [
            {
                "code": row.skill.code,
                "name": row.skill.name,
                "lasts_months": row.skill.lasts_months,
                "asked_by": [post.code for post in row.asked_by],
                "known_by": [
                    {
                        "member": grant.member.number,
                        "name": grant.member.name,
                        "from_on": grant.from_on,
                        "until_on": grant.until_on,
                        "source": source_of(grant),
                        "motion": grant.motion_id,
                    }
                    for grant in row.grants
                ],
            }
            for row in rows[page.part]
        ],
    }


@router.get("/shadows", response=ShadowsOut, summary="Where I learn, and who learns beside me")
def shadows(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    """Those that have not ended."""
    rows = shadows_of(member_of(request))
    return {"count": len(rows), "items": [_shadow(row) for row in rows[page.part]]}


@router.post(
    "/mandates/{int:mandate_id}/shadows",
    response={201: ShadowOut, 404: Problem, 409: Problem},
    summary="Learn beside whoever holds it",
)
def shadow(request: HttpRequest, mandate_id: int, asked: ShadowIn) -> Status[dict[str, Any]]:
    """Ask, or invite somebody to one's own mandate."""
    me = member_of(request)
    learner = get_object_or_404(Member, number=asked.member) if asked.member is not None else me
    made = begin_shadow(
        mandate_id=mandate_id,
        member_id=learner.pk,
        skill_code=asked.skill,
        from_on=asked.from_on,
        until_on=asked.until_on,
        actor=me,
        now=timezone.now(),
    )
    return Status(201, _shadow(made))


@router.post(
    "/shadows/{int:shadow_id}/confirm",
    response={200: ShadowOut, 404: Problem, 409: Problem},
    summary="They know how",
)
def confirm(request: HttpRequest, shadow_id: int) -> dict[str, Any]:
    """By whoever holds the post; the assembly confirms it with a motion of the kind `skill_confirmed`."""
    return _shadow(confirm_shadow(shadow_id=shadow_id, actor=member_of(request), now=timezone.now()))


@router.post(
    "/shadows/{int:shadow_id}/leave",
    response={200: ShadowOut, 404: Problem, 409: Problem},
    summary="Leave it",
)
def leave(request: HttpRequest, shadow_id: int) -> dict[str, Any]:
    """By either of the two."""
    return _shadow(end_shadow(shadow_id=shadow_id, actor=member_of(request), now=timezone.now()))


def _terms(terms: PostTerms) -> dict[str, Any]:
    return {**terms_as_said(terms), "motion": terms.motion_id}


def _shadow(shadow: Shadow) -> dict[str, Any]:
    return {
        "id": shadow.pk,
        "mandate": shadow.mandate_id,
        "post": shadow.mandate.post.code,
        "holder": shadow.mandate.member.number,
        "member": shadow.member.number,
        "skill": shadow.skill.code,
        "from_on": shadow.from_on,
        "until_on": shadow.until_on,
        "confirmed_at": shadow.confirmed_at,
        "ended_at": shadow.ended_at,
    }


def _held(code: str) -> str:
    """A code as it can be looked for: none of ours has an empty character."""
    return code.encode("utf-8", "ignore").decode().replace("\x00", "")[:60]


def _today() -> date:
    return Cooperative.objects.here().day_of(timezone.now())
