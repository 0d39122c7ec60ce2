"""On the page of a post: one would like to carry it, or says no to it for now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from members.gate import member_of
from members.models import Cooperative
from record.rules import Refused
from rotation.actions import decline_post, wish_for_post
from rotation.models import Post
from rotation.reports.one_post import post_for


@require_POST
def wish(request: HttpRequest, code: str) -> HttpResponse:
    """I would like to carry this, or no longer."""
    post = get_object_or_404(Post, code=code)
    wished = request.POST.get("wished") == "1"
    try:
        wish_for_post(post_id=post.pk, wished=wished, actor=member_of(request), now=timezone.now())
        messages.success(
            request,
            _("It is written down: where all else is equal, you go first.")
            if wished
            else _("It is taken back."),
        )
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("rotation:post", code=code)


@require_POST
def decline(request: HttpRequest, code: str) -> HttpResponse:
    """No for now, without a reason."""
    me, now = member_of(request), timezone.now()
    today = Cooperative.objects.here().day_of(now)
    post = get_object_or_404(post_for(me, on=today), code=code)
    try:
        declined = decline_post(post_id=post.pk, actor=me, now=now)
        said = _("Nobody asks you for it until %(day)s.") % {"day": date_format(declined.until_on)}
        if getattr(post, "planned_on", None) is not None:
            said += " " + _("The turn that was planned for you is planned again, for somebody else.")
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("rotation:post", code=code)
