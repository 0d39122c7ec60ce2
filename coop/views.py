"""The roof's own pages: language, the phone's manifest and worker, and what to show without signal."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from members.actions import prefer
from members.gate import open_page
from members.models import Cooperative, Member
from members.views.signing_in import own_page


@open_page
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read in another language, and come back to the same page."""
    wanted = request.POST.get("language", "")
    response = redirect(own_page(request, request.POST.get("next", "/")))
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 86400, samesite="Lax")
        if isinstance(request.user, Member):
            prefer(member_id=request.user.pk, language=wanted)
    return response


@open_page
@require_GET
@cache_control(max_age=86400)
def manifest(request: HttpRequest) -> JsonResponse:
    """What a phone needs to keep this as an app."""
    coop = Cooperative.objects.current()
    name = coop.name if coop else _("Co-operative")
    return JsonResponse(
        {
            "id": "/",
            "name": name,
            "short_name": name[:12],
            "start_url": "/",
            "display": "standalone",
            "background_color": "#f5f0e6",
            "theme_color": "#23408e",
            "icons": [
                {"src": static(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
                for size in (192, 512)
            ],
        },
        content_type="application/manifest+json",
    )


@open_page
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it may look after the whole site."""
    script = (Path(settings.BASE_DIR) / "static" / "sw.js").read_text(encoding="utf-8")
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@open_page
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """What the phone shows for a page it has not kept."""
    return render(request, "coop/offline_page.html")
