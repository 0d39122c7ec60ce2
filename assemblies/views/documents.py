"""Documents: attached from a page of their own, and served as downloads that nothing runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assemblies.actions.documents import attach_to_assembly, attach_to_motion
from assemblies.forms import DocumentForm
from assemblies.models import Assembly, Document, Motion, MotionState
from assemblies.rules.documents import MOST_BYTES
from assemblies.rules.states import CONVOKE, may
from members.gate import NotYours, member_of
from record.downloads import as_download
from record.rules import Refused


@require_safe
def document(request: HttpRequest, document_id: int) -> HttpResponseBase:
    """One document, to keep and open elsewhere. Whoever may see what it belongs to may have it."""
    found = get_object_or_404(Document, pk=document_id)
    if found.motion_id is not None:
        get_object_or_404(Motion.objects.visible_to(member_of(request)), pk=found.motion_id)
    return as_download(found.file, name=found.name, content_type=found.content_type)


@require_http_methods(["GET", "HEAD", "POST"])
def of_motion(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Attach a file to a motion of my own."""
    reader = member_of(request)
    found = get_object_or_404(Motion.objects.visible_to(reader), pk=motion_id)
    if found.proposer_id != reader.pk or found.state not in (MotionState.DRAFT, MotionState.TABLED):
        raise PermissionDenied(
            _("Only whoever proposed a motion attaches files to it, before it is on an agenda.")
        )
    return _attach(
        request,
        lambda name, content: attach_to_motion(
            motion_id=found.pk, name=name, content=content, actor=reader, now=timezone.now()
        ),
        title=found.title,
        documents=found.documents.all(),
        back=f"/motions/{found.pk}/",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def of_assembly(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Attach a file to an assembly that was called."""
    found = get_object_or_404(Assembly, pk=assembly_id)
    reader = member_of(request)
    if not may(reader, CONVOKE, timezone.now()):
        raise NotYours(CONVOKE)
    return _attach(
        request,
        lambda name, content: attach_to_assembly(
            assembly_id=found.pk, name=name, content=content, actor=reader, now=timezone.now()
        ),
        title=str(found.get_kind_display()).capitalize(),
        documents=found.documents.all(),
        back=f"/assemblies/{found.pk}/",
    )


def _attach(
    request: HttpRequest, act: Callable[[str, bytes], Document], *, back: str, **shown: Any
) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm()
    if request.method == "POST" and form.is_valid():
        uploaded = form.cleaned_data["file"]
        try:
            act(uploaded.name, uploaded.read(MOST_BYTES + 1))
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("It is attached."))
            return redirect(back)
    return render(request, "assemblies/attach_page.html", {"form": form, "back": back, **shown})
