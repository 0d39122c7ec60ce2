"""What the database refuses about turns to speak."""

from __future__ import annotations

from record.guards import Guard, no_replacing

GUARDS: tuple[Guard, ...] = (
    Guard(
        name="a_turn_to_speak_is_never_rewritten",
        table="assemblies_floorrequest",
        event="UPDATE",
        refuse_when="""COALESCE(OLD.member_id, 0) <> COALESCE(NEW.member_id, 0)
            OR COALESCE(OLD.guest_id, 0) <> COALESCE(NEW.guest_id, 0) OR OLD.assembly_id <> NEW.assembly_id
            OR OLD.kind <> NEW.kind OR OLD.asked_at <> NEW.asked_at OR OLD.ended_at IS NOT NULL
            OR (OLD.started_at IS NOT NULL AND OLD.started_at <> NEW.started_at)""",
    ),
    Guard(name="a_turn_to_speak_is_never_deleted", table="assemblies_floorrequest", event="DELETE"),
    no_replacing("assemblies_floorrequest", thing="a_turn_to_speak"),
    Guard(
        name="a_guest_is_never_rewritten",
        table="assemblies_guest",
        event="UPDATE",
        refuse_when="""OLD.assembly_id <> NEW.assembly_id OR OLD.name <> NEW.name
            OR OLD.capacity <> NEW.capacity OR OLD.arrived_at <> NEW.arrived_at OR OLD.left_at IS NOT NULL""",
    ),
    Guard(name="a_guest_is_never_deleted", table="assemblies_guest", event="DELETE"),
    no_replacing("assemblies_guest", thing="a_guest"),
)
