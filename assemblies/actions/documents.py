"""Attaching documents to a motion or to an assembly's notice: checked, sealed by hash, never run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assemblies.models import Assembly, AssemblyState, Document, Motion, MotionState
from assemblies.rules import documents as rules
from assemblies.rules.states import CONVOKE, may
from members.models import Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if

_Stored = list[Document]
"""The documents whose file was written, so that it can be taken away where their row was not."""


def attach_to_motion(*, motion_id: int, name: str, content: bytes, actor: Member, now: datetime) -> Document:
    """Attach a file to a motion of one's own, while it is a draft or waits for an agenda."""
    with _without_orphans() as stored:
        return _attach_to_motion(
            motion_id=motion_id, name=name, content=content, stored=stored, actor=actor, now=now
        )


def attach_to_assembly(
    *, assembly_id: int, name: str, content: bytes, actor: Member, now: datetime
) -> Document:
    """Attach a file to an assembly that was called: what everybody can read before it."""
    with _without_orphans() as stored:
        return _attach_to_assembly(
            assembly_id=assembly_id, name=name, content=content, stored=stored, actor=actor, now=now
        )


@one_act_at_a_time
def _attach_to_motion(
    *, motion_id: int, name: str, content: bytes, stored: _Stored, actor: Member, now: datetime
) -> Document:
    motion = Motion.objects.visible_to(actor).select_for_update(no_key=True).get(pk=motion_id)

    if motion.proposer_id != actor.pk:
        raise Refused(_("Only whoever proposes it can attach something."))
    if motion.state not in (MotionState.DRAFT, MotionState.TABLED):
        raise Refused(_("It is on its way to a vote: nothing more is attached."))
    about = Document(motion=motion)
    return _keep(
        about, motion.documents.all(), name=name, content=content, stored=stored, actor=actor, now=now
    )


@one_act_at_a_time
def _attach_to_assembly(
    *, assembly_id: int, name: str, content: bytes, stored: _Stored, actor: Member, now: datetime
) -> Document:
    assembly = Assembly.objects.select_for_update(no_key=True).get(pk=assembly_id)

    if not may(actor, CONVOKE, now):
        raise Refused(_("Only whoever has the task of convoking can attach something."))
    if assembly.state in (AssemblyState.CLOSED, AssemblyState.CANCELLED):
        raise Refused(_("That assembly is over."))
    about = Document(assembly=assembly)
    return _keep(
        about, assembly.documents.all(), name=name, content=content, stored=stored, actor=actor, now=now
    )


def _keep(
    document: Document,
    there: QuerySet[Document],
    *,
    name: str,
    content: bytes,
    stored: _Stored,
    actor: Member,
    now: datetime,
) -> Document:
    """Check what it is, write the file, then its row and its act. The same file twice is one document."""
    content_type = rules.type_of(content, name=name) if len(content) <= rules.MOST_BYTES else ""
    refuse_if(rules.why_not_attach(size=len(content), content_type=content_type, attached=len(there)))
    sha256 = hashlib.sha256(content).hexdigest()
    same = there.filter(sha256=sha256).first()
    if same is not None:
        return same  # a second tap

    document.name = rules.safe_name(name, content_type)
    document.content_type, document.size, document.sha256 = content_type, len(content), sha256
    document.attached_at, document.attached_by = now, actor
    stored.append(document)
    document.file.save(f"{sha256}.{rules.EXTENSIONS[content_type]}", ContentFile(content), save=False)
    document.save(force_insert=True)

    if document.motion is not None and document.motion.state == MotionState.DRAFT:
        return document  # a draft is nobody else's business: its documents are sealed when it is tabled
    record(
        verb="assemblies.document.attached",
        subject=document.motion or document.assembly or "",
        actor=actor,
        now=now,
        facts={"document": document.pk, "sha256": sha256, "size": document.size},
    )
    return document


@contextmanager
def _without_orphans() -> Iterator[_Stored]:
    """Take a written file away again where what was to keep it did not come to be."""
    stored: _Stored = []
    try:
        yield stored
    except BaseException:
        for document in stored:
            if document.file.name:
                document.file.storage.delete(document.file.name)
        raise
