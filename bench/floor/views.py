"""Two bare views: check the session and insert one row; check the session and list twenty rows."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.views.decorators.http import require_POST

from bench.floor.models import Row

LIST = Engine().from_string(
    "<!doctype html><title>Rows</title><ul>"
    "{% for row in rows %}<li>{{ row.cast_at }} {{ row.choice }}</li>{% endfor %}</ul>"
)


@require_POST
@login_required
def insert(request: HttpRequest) -> HttpResponse:
    Row.objects.create(
        member=request.user,  # type: ignore[misc]
        motion=int(request.POST["motion"]),
        choice=request.POST["choice"],
        key=request.POST["key"],
    )
    return HttpResponse("ok")


@login_required
def twenty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(LIST.render(Context({"rows": Row.objects.order_by("-pk")[:20]})))
