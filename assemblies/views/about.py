"""What members should know of how we decide, whoever they are: read without signing in, also on the tablet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assemblies.rules.preferences import LONGEST_SAFE_ORDER
from assemblies.rules.voting import SMALL_GROUP
from members.gate import open_page


@open_page
@require_safe
def secret(request: HttpRequest) -> HttpResponse:
    """What a secret vote hides, and what it cannot hide."""
    context = {"few": SMALL_GROUP, "options": LONGEST_SAFE_ORDER}
    return render(request, "assemblies/secret_page.html", context)
