"""Minutes as JSON: reading, signing and approving them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Query, Schema, Status
from pydantic import AfterValidator, Field, SecretStr

from assemblies.actions import approve_minutes
from assemblies.actions.folios import write_folios
from assemblies.actions.signing import replace_signer, sign_minutes, sign_on_paper
from assemblies.api.shapes import REFUSALS, Id, Person, Problem, Text, Words, holdable, person, router
from assemblies.models import Minutes, Signer
from members.gate import address_of, member_of
from record.paging import Page


class SignerOut(Person):
    """Who signs, as what, and when they did."""

    id: int
    role: str
    signed_at: datetime | None
    on_paper: bool


class MinutesLine(Schema):
    assembly: int
    drafted_at: datetime
    approved_at: datetime | None
    approved_by: Person | None


class MinutesOut(MinutesLine):
    """`contents` is what the assembly did, from the data; `notes` is all that anybody typed."""

    contents: dict[str, Any]
    notes: str
    head_seq: int
    head_hash: str
    signers: list[SignerOut]
    seed: str
    """Of the draw of those who sign: anybody can draw again and find the same."""


class FoliosIn(Schema):
    """On which pages of the stamped book they are: the first and the last."""

    first: Annotated[int, Field(ge=1, le=1_000_000)]
    last: Annotated[int, Field(ge=1, le=1_000_000)]


class FoliosOut(Schema):
    first: int
    last: int


class MinutesList(Schema):
    count: int
    items: list[MinutesLine]


class NotesIn(Schema):
    notes: Text = ""
    unsigned_because: Annotated[Words, Field(max_length=400)] = ""
    """Why they are approved although somebody named has not signed."""


def _holdable(pin: SecretStr) -> SecretStr:
    holdable(pin.get_secret_value())
    return pin


class PinIn(Schema):
    """In no log and in no report of an error, as it stands nowhere but in this body."""

    pin: Annotated[SecretStr, Field(max_length=40), AfterValidator(_holdable)]


@router.get("/minutes", response=MinutesList, summary="Minutes, latest first")
def list_minutes(request: HttpRequest, page: Query[Page]) -> dict[str, Any]:
    found = Minutes.objects.select_related("approved_by").order_by("-drafted_at", "-pk")
    lines = found.defer("contents", "notes")[page.part]
    return {"count": found.count(), "items": [_line(minutes) for minutes in lines]}


@router.get(
    "/minutes/{assembly_id}", response={200: MinutesOut, 404: Problem}, summary="The minutes of an assembly"
)
def one(request: HttpRequest, assembly_id: Id) -> dict[str, Any]:
    """From its closing on."""
    found = get_object_or_404(Minutes.objects.select_related("approved_by"), assembly_id=assembly_id)
    signers = list(Signer.objects.filter(assembly=assembly_id).select_related("member").order_by("role"))
    return {
        **_line(found),
        **{name: getattr(found, name) for name in ("contents", "notes", "head_seq", "head_hash")},
        "signers": [
            {
                "id": signer.pk,
                **person(signer.member),
                **{name: getattr(signer, name) for name in ("role", "signed_at", "on_paper")},
            }
            for signer in signers
        ],
        "seed": next((signer.seed for signer in signers if signer.seed), ""),
    }


@router.post(
    "/minutes/{assembly_id}/approve",
    response={200: MinutesOut, **REFUSALS},
    summary="Approve them, with their notes",
)
def approve(request: HttpRequest, assembly_id: Id, said: NotesIn) -> dict[str, Any]:
    """From then on nobody can change them."""
    found = get_object_or_404(Minutes, assembly_id=assembly_id)
    approve_minutes(
        minutes_id=found.pk,
        notes=said.notes,
        unsigned_because=said.unsigned_because,
        actor=member_of(request),
        now=timezone.now(),
    )
    return one(request, assembly_id)


@router.post(
    "/minutes/{assembly_id}/sign", response={200: MinutesOut, **REFUSALS}, summary="Sign with my PIN"
)
def sign(request: HttpRequest, assembly_id: Id, proof: PinIn) -> dict[str, Any]:
    """A token is not enough: the PIN is asked for again, under the limits of signing in."""
    get_object_or_404(Minutes, assembly_id=assembly_id)
    sign_minutes(
        assembly_id=assembly_id,
        pin=proof.pin.get_secret_value(),
        address=address_of(request),
        actor=member_of(request),
        now=timezone.now(),
    )
    return one(request, assembly_id)


@router.post(
    "/minutes/{assembly_id}/folios",
    response={201: FoliosOut, **REFUSALS},
    summary="Write on which folios of the book they are",
)
def folios(request: HttpRequest, assembly_id: Id, pages: FoliosIn) -> Status[dict[str, Any]]:
    """Once, of approved minutes. No page holds two."""
    found = get_object_or_404(Minutes, assembly_id=assembly_id)
    write_folios(minutes_id=found.pk, **pages.dict(), actor=member_of(request), now=timezone.now())
    return Status(201, pages.dict())


@router.post(
    "/signers/{signer_id}/paper", response={200: MinutesOut, **REFUSALS}, summary="They signed on paper"
)
def on_paper(request: HttpRequest, signer_id: Id) -> dict[str, Any]:
    signer = get_object_or_404(Signer, pk=signer_id)
    sign_on_paper(signer_id=signer.pk, actor=member_of(request), now=timezone.now())
    return one(request, signer.assembly_id)


@router.post(
    "/signers/{signer_id}/next",
    response={200: MinutesOut, **REFUSALS},
    summary="They cannot sign: the next of the draw does",
)
def draw_next(request: HttpRequest, signer_id: Id) -> dict[str, Any]:
    signer = get_object_or_404(Signer, pk=signer_id)
    replace_signer(signer_id=signer.pk, actor=member_of(request), now=timezone.now())
    return one(request, signer.assembly_id)


def _line(found: Minutes) -> dict[str, Any]:
    return {
        "assembly": found.assembly_id,
        "drafted_at": found.drafted_at,
        "approved_at": found.approved_at,
        "approved_by": None if found.approved_by is None else person(found.approved_by),
    }
