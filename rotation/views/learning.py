"""Learning a post beside whoever holds it, until both they and the assembly say that one knows how."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.gate import member_of
from members.models import Cooperative, Member
from record.rules import Refused
from rotation.actions import begin_shadow, confirm_shadow, end_shadow
from rotation.models import Mandate, Shadow
from rotation.reports.skills import skills_page


@require_safe
def skills(request: HttpRequest) -> HttpResponse:
    """What our posts ask one to know, and who knows it."""
    today = Cooperative.objects.here().day_of(timezone.now())
    return render(request, "rotation/skills_page.html", {"skills": skills_page(on=today)})


@require_POST
def shadow(request: HttpRequest, mandate_id: int) -> HttpResponse:
    """I want to learn beside them; or, by whoever holds it, somebody is invited by their number."""
    mandate = get_object_or_404(Mandate.objects.select_related("post"), pk=mandate_id)
    me = member_of(request)
    number = request.POST.get("member", "").strip()
    learner: Member | None = me
    if mandate.member_id == me.pk:
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        learner = Member.objects.filter(number=int(number)).first() if is_number else None
    if learner is None:
        messages.error(request, _("Nobody of us has that number."))
        return redirect("rotation:post", code=mandate.post.code)
    who = learner.pk
    return _done(
        request,
        lambda: begin_shadow(
            mandate_id=mandate.pk,
            member_id=who,
            skill_code=request.POST.get("skill", "")[:60],
            actor=me,
            now=timezone.now(),
        ),
        said=_("It is written down, and the other one is told."),
        code=mandate.post.code,
    )


@require_POST
def confirm(request: HttpRequest, shadow_id: int) -> HttpResponse:
    """They know how."""
    found = get_object_or_404(Shadow.objects.select_related("mandate__post"), pk=shadow_id)
    return _done(
        request,
        lambda: confirm_shadow(shadow_id=found.pk, actor=member_of(request), now=timezone.now()),
        said=_("You said that they know how. With the assembly's word it counts: propose it."),
        code=found.mandate.post.code,
    )


@require_POST
def leave(request: HttpRequest, shadow_id: int) -> HttpResponse:
    """I leave it, or they do."""
    found = get_object_or_404(Shadow.objects.select_related("mandate__post"), pk=shadow_id)
    return _done(
        request,
        lambda: end_shadow(shadow_id=found.pk, actor=member_of(request), now=timezone.now()),
        said=_("It is over."),
        code=found.mandate.post.code,
    )


def _done(request: HttpRequest, act: Callable[[], object], *, said: str, code: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    if request.POST.get("next") == "/duties/":
        return redirect("rotation:duties")
    return redirect("rotation:post", code=code)
