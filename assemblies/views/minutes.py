"""Minutes as one reads, prints and approves them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assemblies import actions, kinds
from assemblies.carrying_out import Task
from assemblies.forms import FolioForm, NotesForm
from assemblies.models import AssemblyKind, Minutes, MotionState
from assemblies.models.assemblies import PresenceChannel
from assemblies.pdf import minutes_pdf, wall_pdf
from assemblies.reports.floor import clock_of
from assemblies.reports.folios import folio_of
from assemblies.reports.signers import not_signed
from assemblies.views.folios import in_the_book
from assemblies.views.signing import signatures
from members.gate import member_of
from record.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """What an assembly did, in words; by POST they are approved with their notes."""
    found = get_object_or_404(
        Minutes.objects.select_related("assembly", "approved_by"), assembly_id=assembly_id
    )
    form = NotesForm(
        request.POST if request.method == "POST" else None,
        initial={"notes": found.notes},
        all_signed=not not_signed(assembly_id),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.approve_minutes(
                minutes_id=found.pk,
                notes=form.cleaned_data["notes"],
                unsigned_because=form.cleaned_data.get("unsigned_because", ""),
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The minutes are approved. Nobody can change them now."))
            return redirect("assemblies:minutes", assembly_id=assembly_id)
    return minutes_page(request, found, form=form)


def minutes_page(request: HttpRequest, found: Minutes, **more: Any) -> HttpResponse:
    """The page of minutes with their signatures."""
    context: dict[str, Any] = {
        "minutes": found,
        "said": said_of(found.contents),
        "folio_form": FolioForm(),
        **signatures(request, found),
        **in_the_book(request, found),
    }
    if "form" not in more:
        more["form"] = NotesForm(
            initial={"notes": found.notes}, all_signed=all(each.signed_at for each in context["signers"])
        )
    return render(request, "assemblies/minutes_page.html", context | more)


@require_safe
def book(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """The minutes on A4 for the book; `?folio=` is the number of the book's page on which they begin.

    Once it is written on which folios they are, they are printed with that.
    """
    found = get_object_or_404(
        Minutes.objects.select_related("assembly", "approved_by"), assembly_id=assembly_id
    )
    form = FolioForm(request.GET)
    folio = (form.cleaned_data["folio"] or 0) if form.is_valid() else 0
    written = folio_of(found)
    folio = folio or (0 if written is None else written.first)
    signers = signatures(request, found)["signers"]
    return _printed(
        minutes_pdf(found, said_of(found.contents), signers, folio=folio), f"minutes-{assembly_id}"
    )


@require_safe
def wall(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """One page for the wall."""
    found = get_object_or_404(
        Minutes.objects.select_related("assembly", "approved_by"), assembly_id=assembly_id
    )
    return _printed(wall_pdf(found, said_of(found.contents)), f"wall-{assembly_id}")


def _printed(pdf: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def said_of(contents: dict[str, Any]) -> dict[str, Any]:
    """What was written as data, in the reader's words: codes become labels, texts become moments."""
    assembly, presence = contents["assembly"], contents["presence"]
    return {
        "number": assembly["number"],
        "kind": _label(AssemblyKind, assembly["kind"]),
        "place": assembly["place"],
        "opened_at": _moment(assembly["opened_at"]),
        "second_call_at": _moment(assembly["second_call_at"]),
        "closed_at": _moment(assembly["closed_at"]),
        "members": presence["members"],
        "most": presence["most"],
        "stays": [
            {
                **stay,
                "channel": _label(PresenceChannel, stay["channel"]),
                "arrived_at": _moment(stay["arrived_at"]),
                "left_at": _moment(stay["left_at"]),
            }
            for stay in presence["stays"]
        ],
        # Minutes of before we kept them have neither.
        "guests": [
            {**guest, "arrived_at": _moment(guest["arrived_at"]), "left_at": _moment(guest["left_at"])}
            for guest in contents.get("guests", ())
        ],
        "speaking": [
            {**person, "clock": clock_of(person["seconds"])} for person in contents.get("speaking", ())
        ],
        "items": [_item(item) for item in contents["items"]],
    }


def _item(item: dict[str, Any]) -> dict[str, Any]:
    tasks = [Task.from_data(task) for task in item.get("tasks", ())]
    came_back = item.get("came_back")
    item = {**item, "tasks": tasks, "came_back": Task.from_data(came_back) if came_back else None}
    motion = item.get("motion")
    if motion is None:
        return item
    kind = kinds.kind_called(motion["kind"])
    return {
        **item,
        "motion": {
            **motion,
            "kind": kind.label if kind is not None else motion["kind"],
            "state_said": _label(MotionState, motion["state"]),
            "rule_said": _in_words(motion.get("rule_said")),
            "result_said": _in_words(motion.get("result_said")),
            "channels_said": _in_words(motion.get("channels_said")),
            "told": _in_words(motion.get("told")),
            "excluded": [
                {**person, "because": _(person["because"])} for person in motion.get("excluded", ())
            ],
        },
    }


def _in_words(said: dict[str, str] | None) -> str:
    """The reader's language, or any in which it was written."""
    if not said:
        return ""
    return said.get(get_language() or "") or next(iter(said.values()))


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
