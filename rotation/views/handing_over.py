"""The page on which a post passes from one person to the next."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.gate import member_of
from record.rules import Refused
from rotation.actions import accept_post, give_post, tick_line, write_handover
from rotation.actions.handing_over import LONGEST_LINE, LONGEST_NOTES
from rotation.reports import HandoverPage, handover_page


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, handover_id: int) -> HttpResponse:
    """What passes on, between the two whom it concerns: the list, the notes, both signatures.

    A tick or a refusal shows the page again with whatever was being written.
    """
    page, now = _page(request, handover_id), timezone.now()
    if request.method != "POST":
        return _shown(request, page)
    try:
        if "tick" in request.POST:
            _tick(request, page, now=now)
            return _shown(request, _page(request, handover_id))
        _sign_or_keep(request, page, now=now)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return _shown(request, _page(request, handover_id))
    return redirect("rotation:handover", handover_id=handover_id)


def _shown(request: HttpRequest, page: HandoverPage) -> HttpResponse:
    field = "answer" if page.is_incoming else "notes"
    typed = request.POST.get(field, "")[:LONGEST_NOTES]
    line = request.POST.get("line", "")[:LONGEST_LINE]
    context = {"page": page, "typed": typed, "typed_line": line}
    return render(request, "rotation/handover_page.html", context)


def _sign_or_keep(request: HttpRequest, page: HandoverPage, *, now: datetime) -> None:
    """Whoever hands over keeps what they wrote, and signs by `sign`; whoever takes over signs."""
    me, handover_id = member_of(request), page.handover.pk
    if not page.is_outgoing:
        accept_post(handover_id=handover_id, answer=request.POST.get("answer", ""), actor=me, now=now)
        messages.success(request, _("You took the post over."))
        return
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


def _tick(request: HttpRequest, page: HandoverPage, *, now: datetime) -> None:
    """`tick=12:1` ticks line 12, `tick=12:0` takes the tick back; the notes written meanwhile are kept with it."""
    line_id, _colon, done = request.POST["tick"].partition(":")
    line = next((line for line in page.lines if str(line.pk) == line_id), None)
    if line is None:
        raise Http404
    if page.may_write and "notes" in request.POST:
        write_handover(
            handover_id=page.handover.pk, notes=request.POST["notes"], actor=member_of(request), now=now
        )
    tick_line(line_id=line.pk, done=done == "1", actor=member_of(request), now=now)


def _page(request: HttpRequest, handover_id: int) -> HandoverPage:
    page = handover_page(handover_id, reader=member_of(request))
    if page is None:
        raise Http404
    return page
