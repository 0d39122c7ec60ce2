"""The page on which a post passes from one person to the next."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.gate import member_of
from record.rules import Refused
from rotation.actions import accept_post, give_post, tick_line, write_handover
from rotation.models import HandoverLine
from rotation.reports import HandoverPage, handover_page


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, handover_id: int) -> HttpResponse:
    """What passes on, between the two whom it concerns: the list, the notes, both signatures."""
    me, now = member_of(request), timezone.now()
    typed = ""
    page = _page(request, handover_id)
    if request.method == "POST":
        typed = request.POST.get("answer" if page.is_incoming else "notes", "")[:20_000]
        try:
            if page.is_outgoing:
                write_handover(
                    handover_id=handover_id,
                    notes=request.POST.get("notes"),
                    line=request.POST.get("line", ""),
                    actor=me,
                    now=now,
                )
                if "sign" in request.POST:
                    give_post(handover_id=handover_id, actor=me, now=now)
                    messages.success(request, _("You signed. Now whoever takes it over looks, and signs."))
            else:
                accept_post(handover_id=handover_id, answer=request.POST.get("answer", ""), actor=me, now=now)
                messages.success(request, _("You took the post over."))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return render(request, "rotation/handover_page.html", {"page": page, "typed": typed})
        return redirect("rotation:handover", handover_id=handover_id)
    return render(request, "rotation/handover_page.html", {"page": page, "typed": typed})


@require_POST
def tick(request: HttpRequest, line_id: int) -> HttpResponse:
    """Tick one thing as given or received, or take the tick back."""
    line = get_object_or_404(HandoverLine, pk=line_id)
    _page(request, line.handover_id)
    try:
        tick_line(
            line_id=line_id,
            done=request.POST.get("done") == "1",
            actor=member_of(request),
            now=timezone.now(),
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("rotation:handover", handover_id=line.handover_id)


def _page(request: HttpRequest, handover_id: int) -> HandoverPage:
    page = handover_page(handover_id, reader=member_of(request))
    if page is None:
        raise Http404
    return page
