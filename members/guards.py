"""What the database refuses about members."""

from __future__ import annotations

from record.guards import Guard, append_only, no_replacing

_OVERLAP = """EXISTS (SELECT 1 FROM members_membership m WHERE m.member_id = NEW.member_id AND m.id <> NEW.id
    AND (NEW.until_on IS NULL OR m.from_on < NEW.until_on)
    AND (m.until_on IS NULL OR m.until_on > NEW.from_on))"""
_OVERLAP_ON_INSERT = _OVERLAP.replace("AND m.id <> NEW.id", "")

GUARDS: tuple[Guard, ...] = (
    Guard(
        name="memberships_never_overlap",
        table="members_membership",
        event="INSERT",
        refuse_when=_OVERLAP_ON_INSERT,
        lock="PERFORM 1 FROM members_member WHERE id = NEW.member_id FOR UPDATE;",
    ),
    Guard(
        name="memberships_never_come_to_overlap",
        table="members_membership",
        event="UPDATE",
        refuse_when=_OVERLAP,
        lock="PERFORM 1 FROM members_member WHERE id = NEW.member_id FOR UPDATE;",
    ),
    Guard(
        name="a_membership_is_only_ever_ended",
        table="members_membership",
        event="UPDATE",
        refuse_when="""OLD.member_id <> NEW.member_id OR OLD.standing <> NEW.standing
            OR OLD.from_on <> NEW.from_on OR OLD.because <> NEW.because OR OLD.until_on IS NOT NULL""",
    ),
    Guard(name="a_membership_is_never_deleted", table="members_membership", event="DELETE"),
    no_replacing("members_membership", thing="a_membership"),
    Guard(
        name="an_absence_is_only_ever_taken_back",
        table="members_absence",
        event="UPDATE",
        refuse_when="""OLD.taken_back_at IS NOT NULL OR OLD.member_id <> NEW.member_id
            OR OLD.from_on <> NEW.from_on OR OLD.until_on <> NEW.until_on OR OLD.kind <> NEW.kind""",
    ),
    Guard(name="an_absence_is_never_deleted", table="members_absence", event="DELETE"),
    no_replacing("members_absence", thing="an_absence"),
    Guard(
        name="a_leaving_notice_is_only_ever_settled",
        table="members_leavingnotice",
        event="UPDATE",
        refuse_when="""OLD.taken_back_at IS NOT NULL OR OLD.left_at IS NOT NULL
            OR OLD.member_id <> NEW.member_id OR OLD.at <> NEW.at OR OLD.leaves_on <> NEW.leaves_on""",
    ),
    Guard(name="a_leaving_notice_is_never_deleted", table="members_leavingnotice", event="DELETE"),
    no_replacing("members_leavingnotice", thing="a_leaving_notice"),
    *append_only("members_shareoftime", thing="a_share_of_time"),
    Guard(name="a_member_is_never_deleted", table="members_member", event="DELETE"),
    no_replacing("members_member", thing="a_member"),
)
