"""Signing minutes, and their printed forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from assemblies.actions.signing import replace_signer, sign_minutes, sign_on_paper
from assemblies.forms import PinForm
from assemblies.models import Minutes, Signer
from assemblies.reports.signers import drawn_said
from assemblies.rules.states import KEEP_MINUTES, may
from assemblies.views.answering import done
from members.gate import address_of, member_of
from record.rules import Refused


def signatures(request: HttpRequest, minutes: Minutes, *, form: PinForm | None = None) -> dict[str, Any]:
    """What the page of minutes shows of their signatures to one reader."""
    reader = member_of(request)
    signers = sorted(
        minutes.assembly.signers.select_related("member"),
        key=lambda signer: ("chair", "secretary", "drawn_1", "drawn_2").index(signer.role),
    )
    mine = any(signer.member_id == reader.pk and signer.signed_at is None for signer in signers)
    return {
        "signers": signers,
        "seed": next((signer.seed for signer in signers if signer.seed), ""),
        "sign_form": (form or PinForm()) if mine else None,
        "drawn_said": drawn_said(),
        "may_keep": may(reader, KEEP_MINUTES, timezone.now()),
    }


@sensitive_post_parameters("pin")
@require_POST
def sign(request: HttpRequest, assembly_id: int) -> HttpResponse:
    """Sign with my PIN."""
    from assemblies.views.minutes import minutes_page  # it shows what is signed, and this is part of it

    found = get_object_or_404(
        Minutes.objects.select_related("assembly", "approved_by"), assembly_id=assembly_id
    )
    form = PinForm(request.POST)
    if form.is_valid():
        try:
            sign_minutes(
                assembly_id=assembly_id,
                pin=form.cleaned_data["pin"],
                address=address_of(request),
                actor=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("You signed these minutes."))
            return redirect("assemblies:minutes", assembly_id=assembly_id)
    if signatures(request, found)["sign_form"] is None:
        for sentences in form.errors.values():
            messages.error(request, str(sentences[0]))
        return redirect("assemblies:minutes", assembly_id=assembly_id)
    return minutes_page(request, found, **signatures(request, found, form=form))


@require_POST
def on_paper(request: HttpRequest, signer_id: int) -> HttpResponse:
    """They signed the printed minutes."""
    signer = get_object_or_404(Signer, pk=signer_id)
    return done(
        request,
        lambda: sign_on_paper(signer_id=signer_id, actor=member_of(request), now=timezone.now()),
        then=f"/minutes/{signer.assembly_id}/",
        said=_("It is written down that they signed on paper."),
    )


@require_POST
def draw_next(request: HttpRequest, signer_id: int) -> HttpResponse:
    """They cannot sign: the next of the draw does."""
    signer = get_object_or_404(Signer, pk=signer_id)
    return done(
        request,
        lambda: replace_signer(signer_id=signer_id, actor=member_of(request), now=timezone.now()),
        then=f"/minutes/{signer.assembly_id}/",
        said=_("The next of the draw signs."),
    )
