"""Motions: the list, one motion with its result, writing one, and what its proposer and the chair do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assemblies import actions, kinds
from assemblies.actions.secrecy import ask_for_secret
from assemblies.carrying_out import CARRIED_OUT, carrier, names_whom
from assemblies.forms import AgendaForm, ContestForm, MotionForm, OpenVotingForm
from assemblies.house_rules import read_at_once, type_of
from assemblies.listening import live_address
from assemblies.models import Assembly, AssemblyState, Choice, Motion, MotionState
from assemblies.reports import motion_page
from assemblies.reports.agendas import agendas_to_name, meant_said, said_of
from assemblies.reports.channels import channels_of
from assemblies.reports.convoking import around_motion, with_what_surrounds
from assemblies.reports.decisions import contests_of
from assemblies.reports.papers import the_box
from assemblies.reports.searching import motions_like, motions_saying
from assemblies.reports.secrecy import asking_of
from assemblies.views.answering import done
from assemblies.views.leaving import file_with_form
from members.gate import member_of
from members.models import Cooperative
from record.rules import Refused

MOTIONS_A_PAGE = 20
LIKE_IT = 5
SHOWN_BY_NAME = 1000


@require_safe
def motions(request: HttpRequest) -> HttpResponse:
    """Every motion, by where it stands and by its words."""
    found = Motion.objects.visible_to(member_of(request)).select_related("proposer").order_by("-number")
    state, words = request.GET.get("state", ""), request.GET.get("words", "").strip()[:100]
    if state in MotionState.values:
        found = found.filter(state=state)
    saying = motions_saying(words)
    if saying is not None:
        mine = Q(state=MotionState.DRAFT)  # drafts are in no index: one's own are few
        for word in words.replace("\x00", "").split():
            mine &= Q(title__icontains=word) | Q(text__icontains=word)
        found = found.filter(Q(pk__in=saying) | mine)
    page = Paginator(found, MOTIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "state": state, "words": words, "states": MotionState.choices}
    return render(request, "assemblies/motions_page.html", context)


@require_safe
@read_at_once()
def motion(request: HttpRequest, motion_id: int) -> HttpResponse:
    """One motion: what it says, what changes if it passes, where it stands, what came out."""
    return _motion_page(request, motion_id)


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """What do you want to propose? The plainest first, then by name."""
    known = sorted(kinds.offered_kinds(), key=lambda kind: (kind.code != "decision", str(kind.label)))
    return render(request, "assemblies/new_motion_page.html", {"kinds": known})


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a motion; it is a draft that nobody else sees until it is tabled."""
    found = kinds.kind_called(kind)
    if found is None:
        raise Http404
    reader = member_of(request)
    amends, follows = _named(request, "amends"), _named(request, "follows")
    before = amends or follows
    if before is not None and before.kind != found.code:
        raise Http404
    asked = before.terms if before is not None else _asked(request, found)
    agendas = [] if amends is not None else _agendas(found)
    form, terms, who = _forms(request, found, initial=_given(before), terms=asked, agendas=agendas)
    if request.method == "POST" and _are_valid(form, terms, who):
        try:
            made = actions.draft_motion(
                kind=found.code,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                terms=_terms_of(terms, who),
                proposer=reader,
                amends_id=amends.pk if amends else None,
                follows_id=follows.pk if follows else None,
                is_secret=form.cleaned_data["is_secret"],
                meant_for_id=form.cleaned_data.get("meant_for"),
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            if "table" in request.POST:
                return done(
                    request,
                    lambda: actions.table_motion(motion_id=made.pk, actor=reader, now=timezone.now()),
                    then=f"/motions/{made.pk}/",
                    said=_("Everybody can see it now."),
                )
            messages.success(request, _("Your draft is kept. Only you see it."))
            return redirect("assemblies:motion", motion_id=made.pk)
    context = {
        "kind": found,
        "form": form,
        "terms": terms,
        "who_form": who,
        "amends": amends,
        "follows": follows,
    }
    like_it = [] if before is not None else _like(form)
    return render(request, "assemblies/write_page.html", context | {"like_it": like_it})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Change a draft of my own."""
    found = _visible(request, motion_id)
    reader = member_of(request)
    if found.proposer_id != reader.pk or found.state != MotionState.DRAFT:
        raise Http404
    kind = kinds.kind_of(found)
    agendas = [] if found.amends_id is not None else _agendas(kind)
    given = _given(found) | {"meant_for": found.meant_for_id}
    form, terms, who = _forms(request, kind, initial=given, terms=found.terms, agendas=agendas)
    if request.method == "POST" and _are_valid(form, terms, who):
        try:
            actions.edit_motion(
                motion_id=found.pk,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                terms=_terms_of(terms, who),
                is_secret=form.cleaned_data["is_secret"],
                meant_for_id=form.cleaned_data.get("meant_for"),
                actor=reader,
                now=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Your draft is kept. Only you see it."))
            return redirect("assemblies:motion", motion_id=found.pk)
    context = {"kind": kind, "form": form, "terms": terms, "who_form": who, "motion": found}
    return render(request, "assemblies/write_page.html", context)


@require_POST
def table(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Show my draft to everybody."""
    return _do(request, motion_id, actions.table_motion, said=_("Everybody can see it now."))


@require_POST
def second(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Second what somebody proposed."""
    return _do(request, motion_id, actions.second_motion, said=_("You second it."))


@require_POST
def ask_secret(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Ask that it be voted in secret."""
    return _do(request, motion_id, ask_for_secret, said=_("You asked that it be secret."))


@require_POST
def declare_interest(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Say that it touches an interest of mine."""
    found = _visible(request, motion_id)
    return done(
        request,
        lambda: actions.declare_interest(
            motion_id=found.pk,
            reason=request.POST.get("reason", "")[:1000],
            actor=member_of(request),
            now=timezone.now(),
        ),
        then=f"/motions/{found.pk}/",
        said=_("It is written down. You speak on it and do not vote on it."),
    )


@require_POST
def withdraw(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Take back what I proposed."""
    return _do(request, motion_id, actions.withdraw_motion, said=_("You took it back."))


@require_POST
def to_agenda(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Put it on the agenda of an assembly."""
    found, form = _visible(request, motion_id), AgendaForm(request.POST)
    if not form.is_valid() or not Assembly.objects.filter(pk=form.cleaned_data["assembly"]).exists():
        messages.error(request, _("Choose an assembly."))
        return redirect("assemblies:motion", motion_id=found.pk)
    return done(
        request,
        lambda: actions.put_on_agenda(
            motion_id=found.pk,
            assembly_id=form.cleaned_data["assembly"],
            actor=member_of(request),
            now=timezone.now(),
        ),
        then=f"/motions/{found.pk}/",
        said=_("It is on the agenda."),
    )


@require_POST
def open_vote(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Put it to the vote, for so many minutes."""
    found, form = _visible(request, motion_id), OpenVotingForm(request.POST)
    if form.is_valid():
        now = timezone.now()
        try:
            actions.open_voting(
                motion_id=found.pk,
                closes_at=now + timedelta(minutes=form.cleaned_data["minutes"]),
                actor=member_of(request),
                now=now,
            )
        except Refused as refusal:
            return _motion_page(request, found.pk, voting_form=form, problem=refusal.sentence)
        return redirect("assemblies:motion", motion_id=found.pk)
    return _motion_page(request, found.pk, voting_form=form)


@require_POST
def close_vote(request: HttpRequest, motion_id: int) -> HttpResponse:
    """Close the vote, count, and make it so."""
    return _do(request, motion_id, actions.close_voting)


def _do(request: HttpRequest, motion_id: int, act: Any, *, said: str = "") -> HttpResponse:
    found = _visible(request, motion_id)
    return done(
        request,
        lambda: act(motion_id=found.pk, actor=member_of(request), now=timezone.now()),
        then=f"/motions/{found.pk}/",
        said=said,
    )


def motion_page_of(request: HttpRequest, motion_id: int, **more: Any) -> HttpResponse:
    """The page of a motion, with what a form on it answered."""
    return _motion_page(request, motion_id, **more)


def _motion_page(request: HttpRequest, motion_id: int, **more: Any) -> HttpResponse:
    found = _visible(request, motion_id)
    reader, now = member_of(request), timezone.now()
    page = motion_page(found, reader=reader, now=now)
    context: dict[str, Any] = {"page": page, "motion": found, "voting_form": OpenVotingForm()}
    context["asking"] = asking_of(found, reader=reader, now=now)
    context["meant_said"] = meant_said(found)
    context["named_options"] = kinds.by_preference(found) is not None
    context |= around_motion(found, rule=page.rule, now=now)
    context |= file_with_form(request, found)
    if found.state == MotionState.VOTING:
        context["live"] = live_address(found.pk, request.LANGUAGE_CODE)
        context["papers"] = the_box(found, reader=reader, handed=page.live.paper if page.live else 0)
    if page.result is not None:
        context |= _ballots(found)
        context["contests"] = contests_of(page, reader=reader, now=now)
        context["contest_form"] = ContestForm()
        if found.state == MotionState.ADOPTED and found.amends_id is None and page.kind.is_binding:
            context["tasks"] = carrier().tasks_of([found.pk], now=now).get(found.pk, [])
            asks = carrier().task_form_class() if "task" in request.GET else None  # it asks for every post
            context["task_form"] = asks() if asks is not None else None
        context["channels"] = channels_of(found)
        context["silent_or_absent"] = page.result.tally.roll - page.result.tally.votes
        context["my_word"] = ", ".join(page.my_names) or (
            Choice(page.my_choice).label if page.my_choice else ""
        )
    elif found.state in (MotionState.TABLED, MotionState.ON_AGENDA):  # asked for by the chair's form only
        states = (AssemblyState.CONVOKED, AssemblyState.OPEN, AssemblyState.RECESS)
        context["agendas"] = Assembly.objects.filter(state__in=states).order_by("starts_at")[:10]
    return render(request, "assemblies/motion_page.html", context | more)


def _ballots(found: Motion) -> dict[str, Any]:
    """By name where the vote was open; by receipt, in an order that tells nothing, where it was secret.

    Each with what it names, in words, where options were named.
    """
    kind = kinds.by_preference(found)
    labels = {option.code: option.label for option in kind.options(found)} if kind is not None else {}

    def in_words(codes: list[str]) -> str:
        return ", ".join(labels[code] for code in codes if code in labels)

    if found.is_secret:
        rows = found.secret_ballots.order_by("receipt").values_list("receipt", "choice", "preferences")
        return {"receipts": [(*row, in_words(codes)) for *row, codes in rows[:SHOWN_BY_NAME]]}
    named = found.ballots.order_by("member__number").values_list(
        "member__number", "member__name", "choice", "channel", "preferences"
    )
    return {"named": [(*row, in_words(codes)) for *row, codes in named[:SHOWN_BY_NAME]]}


def _forms(
    request: HttpRequest,
    kind: kinds.Kind,
    *,
    initial: dict[str, Any],
    terms: dict[str, Any],
    agendas: list[tuple[int, str]],
) -> tuple[forms.Form, forms.Form | None, forms.Form | None]:
    """Title and text; what the kind asks; who would carry it out."""
    data = request.POST if request.method == "POST" else None
    of_kind = kind.form_class()
    asked = None if of_kind is None else of_kind(data, initial=terms, prefix="terms")
    of_whom = carrier().form_class() if kind.asks_who else None
    who = None if of_whom is None else of_whom(data, initial=dict(names_whom(terms) or {}), prefix="who")
    return MotionForm(data, initial=initial, agendas=agendas), asked, who


def _agendas(kind: kinds.Kind) -> list[tuple[int, str]]:
    """The called assemblies a motion of this kind can be for, besides the weekly one, as one names them."""
    return [(each.pk, said_of(each)) for each in agendas_to_name(kind, now=timezone.now())]


def _are_valid(*asked: forms.Form | None) -> bool:
    """Every form is looked at, so that each says what is wrong with it."""
    answers = [form.is_valid() for form in asked if form is not None]
    return all(answers)


def _terms_of(terms: forms.Form | None, who: forms.Form | None) -> dict[str, Any]:
    given = dict(terms.cleaned_data) if terms is not None else {}
    if who is not None and any(who.cleaned_data.values()):
        given[CARRIED_OUT] = dict(who.cleaned_data)
    return given


def _given(found: Motion | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {"title": found.title, "text": found.text, "is_secret": found.is_secret}


def _asked(request: HttpRequest, kind: kinds.Kind) -> dict[str, Any]:
    """What the address asks the terms to begin with: a house rule as it is today, or what the kind reads of it."""
    key = request.GET.get("key", "")
    if type_of(key) is not None:
        return {"key": key}
    asked = {name: value for name, value in request.GET.items() if isinstance(value, str)}
    return kind.begins_with(asked, on=Cooperative.objects.here().day_of(timezone.now()))


def _named(request: HttpRequest, name: str) -> Motion | None:
    """The motion that this one `amends` or `follows`, named by the form or by the address."""
    asked = request.POST.get(name) or request.GET.get(name) or ""
    if not asked.isascii() or not asked.isdigit() or len(asked) > 18:
        return None
    return _visible(request, int(asked))


def _like(form: forms.Form) -> list[Motion]:
    """Earlier motions whose titles share words with this one, in any form: those that share most go first."""
    return motions_like(str(form["title"].value() or ""), most=LIKE_IT)


def _visible(request: HttpRequest, motion_id: int) -> Motion:
    visible = Motion.objects.visible_to(member_of(request))
    return get_object_or_404(
        with_what_surrounds(visible.select_related("proposer", "assembly", "amends", "meant_for")),
        pk=motion_id,
    )
