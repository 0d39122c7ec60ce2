"""Petitions: what members ask for by signing, in one tap, with how many are missing."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assemblies.actions import answer_petition, open_petition, sign_petition
from assemblies.forms import AnswerForm, MatterForm, PetitionForm
from assemblies.models import Assembly, Motion, MotionState, Petition
from assemblies.reports.convoking import asked, petitions_for
from assemblies.rules.states import CONVOKE, may
from assemblies.views.answering import done
from members.gate import member_of
from members.models import Cooperative, Member
from record.rules import Refused

PETITIONS_A_PAGE = 20
SIGNERS_BY_NAME = 1000


@require_safe
def petitions(request: HttpRequest) -> HttpResponse:
    """Every petition, latest first."""
    now = timezone.now()
    page = Paginator(petitions_for(member_of(request), now=now), PETITIONS_A_PAGE).get_page(
        request.GET.get("page")
    )
    voters = _voters()
    lines = [asked(petition, voters=voters) for petition in page]
    return render(request, "assemblies/petitions_page.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for an assembly, for a matter, or for a motion that waits (`?motion=`)."""
    motion = _named(request)
    data = request.POST if request.method == "POST" else None
    form = MatterForm(data) if motion is not None else PetitionForm(data)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            petition = open_petition(
                aim="item" if motion is not None else said["aim"],
                title=motion.title if motion is not None else said["title"],
                text=said["text"],
                motion_id=motion.pk if motion is not None else None,
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("assemblies:petition", petition_id=petition.pk)
    return render(request, "assemblies/new_petition_page.html", {"form": form, "motion": motion})


@require_safe
def petition(request: HttpRequest, petition_id: int) -> HttpResponse:
    """One petition: what it asks, who signed, how many are missing."""
    reader, now = member_of(request), timezone.now()
    found = get_object_or_404(petitions_for(reader, now=now), pk=petition_id)
    context: dict[str, Any] = {
        "line": asked(found, voters=_voters()),
        "petition": found,
        "signers": found.signatures.order_by("at", "pk").values_list("member__name", flat=True)[
            :SIGNERS_BY_NAME
        ],
    }
    if found.reached_at is not None and found.assembly_id is None and may(reader, CONVOKE, now):
        context["coming"] = Assembly.objects.coming(now).exclude(kind="weekly")[:10]
    return render(request, "assemblies/petition_page.html", context)


@require_POST
def sign(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Sign, in one tap."""
    found = get_object_or_404(Petition, pk=petition_id)
    return done(
        request,
        lambda: sign_petition(petition_id=found.pk, actor=member_of(request), now=timezone.now()),
        then=f"/petitions/{found.pk}/",
        said=_("You signed."),
    )


@require_POST
def answer(request: HttpRequest, petition_id: int) -> HttpResponse:
    """Say which assembly answers it."""
    found, form = get_object_or_404(Petition, pk=petition_id), AnswerForm(request.POST)

    def act() -> None:
        if not form.is_valid() or not Assembly.objects.filter(pk=form.cleaned_data["assembly"]).exists():
            raise Refused(_("Choose an assembly."))
        answer_petition(
            petition_id=found.pk,
            assembly_id=form.cleaned_data["assembly"],
            actor=member_of(request),
            now=timezone.now(),
        )

    return done(request, act, then=f"/petitions/{found.pk}/", said=_("It is on that agenda."))


def _voters() -> int:
    return Member.objects.with_vote(on=Cooperative.objects.here().day_of(timezone.now())).count()


def _named(request: HttpRequest) -> Motion | None:
    asked_for = request.POST.get("motion") or request.GET.get("motion") or ""
    if not asked_for:
        return None
    if not asked_for.isascii() or not asked_for.isdigit() or len(asked_for) > 18:
        raise Http404
    visible = Motion.objects.visible_to(member_of(request)).exclude(state=MotionState.DRAFT)
    return get_object_or_404(visible, pk=int(asked_for))
