"""Signing in and out, cards and PINs."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from members.actions import choose_pin, redeem_card, sign_in, sign_out_everywhere
from members.actions.cards import card_for
from members.forms import CardForm, ChangePinForm, SignInForm
from members.gate import address_of, member_of, open_page
from members.models import Member
from record.rules import Refused

BACKEND = "members.backends.NumberAndPin"

LONGEST_WAY_BACK = 2000
"""Characters of an address that we send anybody back to."""


@open_page
@never_cache
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Say who you are with your number and PIN."""
    goes_to = own_page(request, request.POST.get("next") or request.GET.get("next") or "/")
    if request.method != "POST":
        if isinstance(request.user, Member):
            return redirect(goes_to)
        return render(request, "members/sign_in_page.html", {"form": SignInForm(), "next": goes_to})
    form = SignInForm(request.POST)
    if form.is_valid():
        try:
            member = sign_in(
                number=form.cleaned_data["number"],
                pin=form.cleaned_data["pin"],
                address=address_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            login(request, member, backend=BACKEND)
            return redirect(goes_to)
    return render(request, "members/sign_in_page.html", {"form": form, "next": goes_to})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave this phone, and take what it kept with you."""
    if request.POST.get("everywhere"):
        sign_out_everywhere(member_id=member_of(request).pk, actor=member_of(request), now=timezone.now())
    logout(request)
    response = redirect("members:sign-in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    response["Cache-Control"] = "no-store"
    return response


@open_page
@never_cache
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a PIN with the card you were given. Looking at it uses nothing up; choosing does."""
    found = card_for(secret, now=timezone.now())
    if found is None:
        return render(request, "members/card_used_page.html", status=410)
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = redeem_card(secret=secret, pin=form.cleaned_data["pin"], now=timezone.now())
        except Refused as refusal:
            if card_for(secret, now=timezone.now()) is None:
                return render(request, "members/card_used_page.html", status=410)
            form.add_error("pin", refusal.sentence)
        else:
            login(request, member, backend=BACKEND)
            messages.success(request, _("Done. From now on you sign in with your number and this PIN."))
            return redirect("/")
    return render(request, "members/card_page.html", {"form": form, "member": found.member})


@never_cache
@sensitive_post_parameters("old_pin", "pin")
@require_http_methods(["GET", "HEAD", "POST"])
def change_pin(request: HttpRequest) -> HttpResponse:
    """Change your PIN; your other phones are signed out."""
    form = ChangePinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            member = choose_pin(
                member_id=member_of(request).pk,
                old_pin=form.cleaned_data["old_pin"],
                pin=form.cleaned_data["pin"],
                address=address_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            login(request, member, backend=BACKEND)
            messages.success(request, _("Your PIN was changed, and your other phones were signed out."))
            return redirect("me")
    return render(request, "members/change_pin_page.html", {"form": form})


def own_page(request: HttpRequest, address: str) -> str:
    """Where to go afterwards: a path of this site, else home. A word without its slash is no path."""
    if (
        address.startswith("/")
        and len(address) <= LONGEST_WAY_BACK
        and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    ):
        return address
    return "/"
