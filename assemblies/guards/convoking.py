"""What the database refuses about notices, signatures, documents and what follows an assembly."""

from __future__ import annotations

from record.guards import Guard, append_only, no_replacing

GUARDS: tuple[Guard, ...] = (
    *append_only("assemblies_document", thing="a_document"),
    *append_only("assemblies_notice", thing="a_notice"),
    *append_only("assemblies_signature", thing="a_signature"),
    *append_only("assemblies_folio", thing="a_folio"),
    Guard(
        name="a_petition_that_was_enough_stays",
        table="assemblies_petition",
        event="UPDATE",
        refuse_when="""OLD.title <> NEW.title OR OLD.text <> NEW.text OR OLD.aim <> NEW.aim
            OR (OLD.reached_at IS NOT NULL AND (OLD.reached_at <> NEW.reached_at
                OR OLD.signatures_needed <> NEW.signatures_needed))""",
    ),
    Guard(name="a_petition_is_never_deleted", table="assemblies_petition", event="DELETE"),
    no_replacing("assemblies_petition", thing="a_petition"),
    Guard(
        name="a_legal_task_done_stays_done",
        table="assemblies_legaltask",
        event="UPDATE",
        refuse_when="OLD.done_at IS NOT NULL OR OLD.due_on <> NEW.due_on OR OLD.code <> NEW.code",
    ),
    Guard(name="a_legal_task_is_never_deleted", table="assemblies_legaltask", event="DELETE"),
    no_replacing("assemblies_legaltask", thing="a_legal_task"),
    Guard(
        name="a_signer_who_signed_stays",
        table="assemblies_signer",
        event="UPDATE",
        refuse_when="""OLD.signed_at IS NOT NULL OR OLD.assembly_id <> NEW.assembly_id
            OR OLD.role <> NEW.role""",
    ),
    Guard(
        name="a_signature_of_minutes_is_never_deleted",
        table="assemblies_signer",
        event="DELETE",
        refuse_when="OLD.signed_at IS NOT NULL",
    ),
    no_replacing("assemblies_signer", thing="a_signature_of_minutes"),
    Guard(
        name="a_contest_is_settled_once",
        table="assemblies_contest",
        event="UPDATE",
        refuse_when="""OLD.settled_at IS NOT NULL OR OLD.motion_id <> NEW.motion_id
            OR OLD.member_id <> NEW.member_id OR OLD.reason <> NEW.reason OR OLD.at <> NEW.at""",
    ),
    Guard(name="a_contest_is_never_deleted", table="assemblies_contest", event="DELETE"),
    no_replacing("assemblies_contest", thing="a_contest"),
)
