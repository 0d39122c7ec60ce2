"""What the database refuses about posts and power."""

from __future__ import annotations

from record.guards import Guard, append_only, no_replacing

_OVERLAP = """EXISTS (SELECT 1 FROM rotation_mandate m WHERE m.post_id = NEW.post_id AND m.seat = NEW.seat
    AND m.from_on < NEW.until_on AND COALESCE(m.ended_on, m.until_on) > NEW.from_on)"""

GUARDS: tuple[Guard, ...] = (
    Guard(
        name="two_mandates_never_overlap_in_a_seat",
        table="rotation_mandate",
        event="INSERT",
        refuse_when=_OVERLAP,
        lock="PERFORM 1 FROM rotation_post WHERE id = NEW.post_id FOR UPDATE;",
    ),
    Guard(
        name="a_mandate_is_only_ever_ended_early",
        table="rotation_mandate",
        event="UPDATE",
        refuse_when="""OLD.ended_at IS NOT NULL OR OLD.post_id <> NEW.post_id OR OLD.seat <> NEW.seat
            OR OLD.member_id <> NEW.member_id OR OLD.from_on <> NEW.from_on OR OLD.until_on <> NEW.until_on
            OR OLD.from_founding <> NEW.from_founding OR OLD.is_interim <> NEW.is_interim
            OR COALESCE(OLD.motion_id, 0) <> COALESCE(NEW.motion_id, 0)
            OR COALESCE(OLD.draw_id, 0) <> COALESCE(NEW.draw_id, 0)
            OR NEW.ended_on > OLD.until_on""",
    ),
    Guard(name="a_mandate_is_never_deleted", table="rotation_mandate", event="DELETE"),
    no_replacing("rotation_mandate", thing="a_mandate"),
    *append_only("rotation_postterms", thing="post_terms"),
    *append_only("rotation_draw", thing="a_draw"),
)
