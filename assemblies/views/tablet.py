"""The shared tablet: number, PIN, ballot, and signed out by itself.

The tablet is nobody's: it has an address of its own for one assembly, and no member's session ever begins on
it. Who stands before it is remembered for `SECONDS` in the tablet's own session, and forgotten as soon as the
first page is shown again. Every page goes back there by itself.

It speaks the co-operative's language, whatever its browser asks for. Whoever steps up may choose another before
typing their number; that is forgotten with them.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assemblies import kinds
from assemblies.actions import arrive, cast_ballot
from assemblies.forms import BallotForm, TabletForm
from assemblies.models import Assembly, Choice, Motion
from assemblies.models.assemblies import PresenceChannel
from assemblies.models.ballots import Channel
from assemblies.reports.leaving import file_of
from assemblies.reports.now import OpenVote, assembly_page
from assemblies.rules.states import COUNT_HANDS, KEEP_DOOR, may
from assemblies.rules.voting import totals_may_tell
from assemblies.views.naming import Naming, naming, naming_typed, read_names
from members.actions import sign_in
from members.gate import NotYours, address_of, member_of, open_page
from members.models import Cooperative, Member
from record.rules import Refused

SECONDS = 90
"""How long the tablet remembers who stands before it, without a tap."""
RECEIPT_SECONDS = 20
LASTS = 3 * 24 * 60 * 60
"""The tablet's address ends with its assembly, and in any case after the longest one."""
SALT = "assemblies.tablet"
KEPT = "tablet"
TONGUE = "tablet_language"


@require_safe
def tablet(request: HttpRequest) -> HttpResponse:
    """For whoever keeps the door or counts hands: the tablet's address for each assembly under way."""
    reader, now = member_of(request), timezone.now()
    if not (may(reader, KEEP_DOOR, now) or may(reader, COUNT_HANDS, now)):
        raise NotYours(KEEP_DOOR, COUNT_HANDS)
    assemblies = [
        (assembly, request.build_absolute_uri(reverse("assemblies:tablet-here", args=[secret_of(assembly)])))
        for assembly in Assembly.objects.under_way().order_by("starts_at")
    ]
    return render(request, "assemblies/tablet_page.html", {"assemblies": assemblies})


def secret_of(assembly: Assembly) -> str:
    """What the tablet's address ends in."""
    return signing.dumps(assembly.pk, salt=SALT)


def _on_a_tablet(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the tablet of an assembly under way; where a person is signed in, they sign out first."""

    @open_page
    @never_cache
    @wraps(view)
    def page(request: HttpRequest, secret: str, **more: Any) -> HttpResponse:
        try:
            assembly = Assembly.objects.under_way().get(pk=signing.loads(secret, salt=SALT, max_age=LASTS))
        except (signing.BadSignature, ValueError, TypeError, Assembly.DoesNotExist):
            return render(request, "assemblies/tablet_over_page.html", status=410)
        if isinstance(request.user, Member):
            return render(request, "assemblies/tablet_mine_page.html", {"secret": secret})
        return view(request, secret, assembly, **more)

    @wraps(page)
    def in_its_tongue(request: HttpRequest, secret: str, **more: Any) -> HttpResponse:
        language = request.session.get(TONGUE) or Cooperative.objects.here().language
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = page(request, secret, **more)
        response["Content-Language"] = request.LANGUAGE_CODE
        return response

    return in_its_tongue


def _choose_tongue(request: HttpRequest) -> bool:
    """Whether a language was asked for, and not a number typed: it is spoken until whoever chose it signs out."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        return False
    request.session[TONGUE] = wanted
    request.LANGUAGE_CODE = wanted
    return True


@open_page
@never_cache
@require_POST
def begin(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign out whoever is signed in here: from now on this device is the tablet."""
    logout(request)
    response = redirect("assemblies:tablet-here", secret=secret)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@_on_a_tablet
@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
def here(request: HttpRequest, secret: str, assembly: Assembly) -> HttpResponse:
    """Say who you are, in the language you choose. Coming back to this page is signing out."""
    request.session.pop(KEPT, None)
    if request.method != "POST" and request.session.pop(TONGUE, None) is not None:
        return redirect("assemblies:tablet-here", secret=secret)  # in the co-operative's own again
    if _choose_tongue(request):
        with translation.override(request.LANGUAGE_CODE):
            return _first_page(request, secret, TabletForm(), assembly)
    form = TabletForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        now = timezone.now()
        try:
            member = sign_in(
                number=form.cleaned_data["number"],
                pin=form.cleaned_data["pin"],
                address=address_of(request),
                now=now,
            )
            arrive(
                assembly_id=assembly.pk,
                member=member,
                channel=PresenceChannel.HALL_CODE,
                code=assembly.hall_code,
                address=address_of(request),
                actor=member,
                now=now,
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            request.session.cycle_key()
            _remember(request, member, now)
            return redirect("assemblies:tablet-votes", secret=secret)
    return _first_page(request, secret, form, assembly)


def _first_page(request: HttpRequest, secret: str, form: TabletForm, assembly: Assembly) -> HttpResponse:
    """Where somebody chose a language and walks away, the next one finds the co-operative's again."""
    answer = render(request, "assemblies/tablet_here_page.html", {"form": form, "assembly": assembly})
    return _for_a_while(answer, secret, SECONDS) if TONGUE in request.session else answer


@_on_a_tablet
@require_safe
def votes(request: HttpRequest, secret: str, assembly: Assembly) -> HttpResponse:
    """What is being voted, and which of it waits for whoever stands here."""
    member = _who(request)
    if member is None:
        return redirect("assemblies:tablet-here", secret=secret)
    context = {"secret": secret, "member": member, "votes": _votes(assembly, member)}
    return _for_a_while(render(request, "assemblies/tablet_votes_page.html", context), secret, SECONDS)


@_on_a_tablet
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: HttpRequest, secret: str, assembly: Assembly, motion_id: int) -> HttpResponse:
    """Choose, confirm, and see the receipt for some seconds."""
    member = _who(request)
    if member is None:
        return redirect("assemblies:tablet-here", secret=secret)
    vote = next((each for each in _votes(assembly, member) if each.motion.pk == motion_id), None)
    if vote is None:
        messages.error(request, _("Voting on this is not open."))
        return redirect("assemblies:tablet-votes", secret=secret)
    context: dict[str, Any] = {"secret": secret, "member": member, "vote": vote, "motion": vote.motion}
    context["exclusion"] = file_of(vote.motion, reader=member, now=timezone.now())
    if request.method != "POST":
        return _ballot_page(request, context)
    form = BallotForm(request.POST)
    if not form.is_valid():
        return _ballot_page(request, context | {"problem": _("Choose Yes, No or I abstain.")})
    said = form.cleaned_data
    kind, named = kinds.by_preference(vote.motion), list[str]()
    if not said["confirmed"]:
        if kind is not None and said["choice"] != Choice.ABSTAIN:
            named, problem = read_names(kind, vote.motion, request.POST)
            if problem:
                typed = naming_typed(kind, vote.motion, request.POST, problem=problem)
                again = {"previous_receipt": said["previous_receipt"]}
                return _ballot_page(request, context | again, typed=typed)
        context |= {"said": said, "word": Choice(said["choice"]).label, "preferences": named}
        context |= _names(vote.motion, named)
        return _for_a_while(render(request, "assemblies/tablet_confirm_page.html", context), secret, SECONDS)
    now = timezone.now()
    try:
        cast = cast_ballot(
            motion_id=motion_id,
            member=member,
            choice=said["choice"],
            key=said["key"],
            previous_receipt=said["previous_receipt"],
            preferences=request.POST.getlist("preferences"),
            channel=Channel.TABLET,
            now=now,
        )
    except Motion.DoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        return _ballot_page(request, context | {"problem": refusal.sentence})
    waiting = [each for each in _votes(assembly, member) if each.waits_for_me and each.motion.pk != motion_id]
    context |= {"cast": cast, "word": Choice(cast.choice).label, "at": now, "waiting": len(waiting)}
    context |= _names(vote.motion, cast.preferences)
    return _for_a_while(
        render(request, "assemblies/tablet_receipt_page.html", context), secret, RECEIPT_SECONDS
    )


def _names(motion: Motion, codes: Sequence[str]) -> dict[str, Any]:
    """What a ballot names, in words; nothing where it is yes, no, or an abstention."""
    kind = kinds.by_preference(motion)
    if kind is None or not codes:
        return {}
    return {"names": kind.named(motion, codes), "is_ordered": kind.is_ordered}


def _ballot_page(
    request: HttpRequest, context: dict[str, Any], *, typed: Naming | None = None
) -> HttpResponse:
    vote: OpenVote = context["vote"]
    kind = kinds.by_preference(vote.motion)
    context |= {
        "action": reverse("assemblies:tablet-ballot", args=[context["secret"], vote.motion.pk]),
        "naming": typed or (naming(kind, vote.motion) if kind is not None else None),
        "key": uuid.uuid4(),
        "choices": [(choice.value, choice.label) for choice in Choice],
        "may_choose": vote.on_roll and not vote.on_paper and (vote.motion.changeable or not vote.have_voted),
        "totals_may_tell": vote.motion.is_secret and totals_may_tell(vote.roll),
    }
    return _for_a_while(
        render(request, "assemblies/tablet_ballot_page.html", context), context["secret"], SECONDS
    )


def _votes(assembly: Assembly, member: Member) -> list[OpenVote]:
    return assembly_page(assembly, reader=member, now=timezone.now()).votes


def _remember(request: HttpRequest, member: Member, now: datetime) -> None:
    until = now + timedelta(seconds=SECONDS)
    request.session[KEPT] = {
        "member": member.pk,
        "hash": member.get_session_auth_hash(),
        "until": until.isoformat(),
    }


def _who(request: HttpRequest) -> Member | None:
    """Who stands before the tablet; nobody once the time is over, or they signed out everywhere."""
    kept, now = request.session.get(KEPT), timezone.now()
    if not kept or now >= datetime.fromisoformat(kept["until"]):
        request.session.pop(KEPT, None)
        return None
    member = Member.objects.filter(pk=kept["member"]).first()
    if member is None or member.get_session_auth_hash() != kept["hash"]:
        request.session.pop(KEPT, None)
        return None
    _remember(request, member, now)
    return member


def _for_a_while(response: HttpResponse, secret: str, seconds: int) -> HttpResponse:
    """The page goes back to the first one by itself, without any script."""
    response["Refresh"] = f"{seconds}; url={reverse('assemblies:tablet-here', args=[secret])}"
    return response
