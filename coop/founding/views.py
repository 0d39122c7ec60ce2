"""The founding page: once, behind the code that the terminal printed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from coop.founding.actions import found
from coop.founding.code import forget_code, is_right
from coop.founding.forms import FoundingForm
from members.gate import open_page
from members.models import Cooperative
from record.rules import Refused

ABOUT = ("name", "town", "currency", "currency_symbol", "decimals", "language", "time_zone", "law_pack")

FOUNDED = gettext_lazy("The co-operative is founded already.")


@open_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def found_page(request: HttpRequest) -> HttpResponse:
    """Found the co-operative: who we are, our first rules, our people, our first posts."""
    if Cooperative.objects.current() is not None:
        if request.method == "POST":
            messages.info(request, FOUNDED)
        return redirect("/")
    form = FoundingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if not is_right(data["code"]):
            if Cooperative.objects.current() is not None:  # another window used the code up a moment ago
                form.add_error(None, FOUNDED)
            else:
                form.add_error(
                    "code", _("That is not the code. Look at the terminal, or start the program again.")
                )
        else:
            try:
                cards = found(
                    about={name: data[name] for name in ABOUT},
                    rules=first_rules(data),
                    people=data["people"],
                    holders=data["holders"],
                    now=timezone.now(),
                )
            except Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                forget_code()
                site = request.build_absolute_uri("/")[:-1]
                return render(request, "coop/founded_page.html", {"cards": cards, "site": site})
    return render(request, "coop/founding_page.html", {"form": form})


def first_rules(data: dict[str, Any]) -> dict[str, Any]:
    """The first house rules in stored form, out of what was asked."""
    quorum = {
        "1/3": {"share": "1/3", "comparison": "at_least"},
        "1/2": {"share": "1/2", "comparison": "more_than"},
        "none": None,
    }[data["quorum"]]
    return {
        "assembly.weekly": {
            "weekday": data["weekday"],
            "starts": f"{data['starts']:%H:%M}",
            "ends": f"{data['ends']:%H:%M}",
            "place": data["place"],
            "convoked_days_before": 6,
        },
        "assembly.agenda_closes": {"weekday": (data["weekday"] - 2) % 7, "at": "20:00"},
        "assembly.seconders": data["seconders"],
        "assembly.from_home": data["from_home"],
        "decision.simple": {
            "threshold": "1/2",
            "comparison": "more_than",
            "base": "valid_votes",
            "quorum": quorum,
            "second_call_quorum": None,
            "tie": "falls",
        },
        "pay.equal": {"method": "fixed", "amount_cents": data["pay"]},
    }
