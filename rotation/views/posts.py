"""Pages of posts: who holds what on a day, and one post."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from members.gate import member_of
from members.models import Cooperative
from rotation.power_words import in_words
from rotation.reports import in_turn_for, post_page, who_holds_what
from rotation.reports.one_post import post_for, whole_post
from rotation.views.asking import asked_day


@require_GET
def posts(request: HttpRequest) -> HttpResponse:
    """Who holds what, until when, and by which motion; on any day."""
    day = asked_day(request)
    return render(request, "rotation/posts_page.html", {"lines": who_holds_what(on=day), "day": day})


@require_GET
def post(request: HttpRequest, code: str) -> HttpResponse:
    """One post: what it is for, who holds and held it, and whose turn would be next."""
    today, reader = Cooperative.objects.here().day_of(timezone.now()), member_of(request)
    found = get_object_or_404(post_for(reader, on=today), code=code)
    page = post_page(found, on=today)
    if page is None:
        raise Http404
    whole = whole_post(found, page, reader=reader, on=today)
    turns = in_turn_for(found, on=today, terms=page.line.terms, rules=whole.rules)
    return render(
        request,
        "rotation/post_page.html",
        {
            "page": page,
            "whole": whole,
            "powers": in_words(page.line.terms.powers),
            "able": [turn for turn in turns if turn.place is not None],
            "unable": [turn for turn in turns if turn.place is None],
        },
    )
