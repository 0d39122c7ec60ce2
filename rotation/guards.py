"""What the database refuses about posts and power."""

from __future__ import annotations

from record.guards import Guard, append_only, no_replacing

_OVERLAP = """EXISTS (SELECT 1 FROM rotation_mandate m WHERE m.post_id = NEW.post_id AND m.seat = NEW.seat
    AND m.from_on < NEW.until_on AND COALESCE(m.ended_on, m.until_on) > NEW.from_on)"""

MANDATES = (
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
            OR OLD.from_broken_glass <> NEW.from_broken_glass
            OR OLD.broke_glass_because <> NEW.broke_glass_because
            OR COALESCE(OLD.motion_id, 0) <> COALESCE(NEW.motion_id, 0)
            OR COALESCE(OLD.draw_id, 0) <> COALESCE(NEW.draw_id, 0)
            OR NEW.ended_on > OLD.until_on""",
    ),
    Guard(
        name="power_passes_on_once",
        table="rotation_mandate",
        event="UPDATE",
        refuse_when="""(OLD.passed_on_at IS NOT NULL
                AND (NEW.passed_on_at IS NULL OR NEW.passed_on_at <> OLD.passed_on_at))
            OR (OLD.taken_over_at IS NOT NULL
                AND (NEW.taken_over_at IS NULL OR NEW.taken_over_at <> OLD.taken_over_at))""",
    ),
    Guard(
        name="broken_glass_is_short",
        table="rotation_mandate",
        event="INSERT",
        sqlite="NEW.from_broken_glass AND julianday(NEW.until_on) - julianday(NEW.from_on) > 2",
        postgresql="NEW.from_broken_glass AND NEW.until_on - NEW.from_on > 2",
    ),
    Guard(name="a_mandate_is_never_deleted", table="rotation_mandate", event="DELETE"),
    no_replacing("rotation_mandate", thing="a_mandate"),
    *append_only("rotation_postterms", thing="post_terms"),
    *append_only("rotation_draw", thing="a_draw"),
)

DUTIES = (
    Guard(
        name="a_duty_done_stays_done",
        table="rotation_duty",
        event="UPDATE",
        refuse_when="""(OLD.done_at IS NOT NULL AND (NEW.done_at IS NULL OR NEW.done_at <> OLD.done_at
                OR COALESCE(NEW.member_id, 0) <> COALESCE(OLD.member_id, 0)))
            OR (OLD.missed_at IS NOT NULL AND (NEW.missed_at IS NULL OR NEW.missed_at <> OLD.missed_at))
            OR (OLD.cancelled_at IS NOT NULL AND NEW.cancelled_at IS NULL)
            OR OLD.kind <> NEW.kind OR OLD.key <> NEW.key OR OLD.title <> NEW.title""",
    ),
    Guard(
        name="a_changed_duty_says_so",
        table="rotation_duty",
        event="UPDATE",
        refuse_when="""(COALESCE(OLD.member_id, 0) <> COALESCE(NEW.member_id, 0) OR OLD.due_on <> NEW.due_on
            OR (OLD.cancelled_at IS NULL AND NEW.cancelled_at IS NOT NULL)) AND NEW.sequence <= OLD.sequence""",
    ),
    Guard(name="a_duty_is_never_deleted", table="rotation_duty", event="DELETE"),
    no_replacing("rotation_duty", thing="a_duty"),
    Guard(
        name="a_cover_that_ended_stays",
        table="rotation_cover",
        event="UPDATE",
        refuse_when="OLD.ended_at IS NOT NULL OR OLD.duty_id <> NEW.duty_id OR OLD.asked_by_id <> NEW.asked_by_id",
    ),
    Guard(
        name="a_swap_that_ended_stays",
        table="rotation_swap",
        event="UPDATE",
        refuse_when="OLD.ended_at IS NOT NULL",
    ),
    Guard(
        name="an_agreed_leg_stays",
        table="rotation_swapleg",
        event="UPDATE",
        refuse_when="""OLD.agreed_at IS NOT NULL OR OLD.duty_id <> NEW.duty_id OR OLD.giver_id <> NEW.giver_id
            OR OLD.taker_id <> NEW.taker_id""",
    ),
)

SKILLS = (
    Guard(
        name="a_skill_is_only_ever_ended",
        table="rotation_skillgrant",
        event="UPDATE",
        refuse_when="""OLD.ended_on IS NOT NULL OR OLD.skill_id <> NEW.skill_id OR OLD.member_id <> NEW.member_id
            OR OLD.from_on <> NEW.from_on OR COALESCE(OLD.motion_id, 0) <> COALESCE(NEW.motion_id, 0)
            OR COALESCE(OLD.shadow_id, 0) <> COALESCE(NEW.shadow_id, 0)
            OR COALESCE(OLD.from_practice_id, 0) <> COALESCE(NEW.from_practice_id, 0)
            OR OLD.from_founding <> NEW.from_founding
            OR (OLD.until_on IS NULL AND NEW.until_on IS NOT NULL)
            OR (OLD.until_on IS NOT NULL AND (NEW.until_on IS NULL OR NEW.until_on <> OLD.until_on))""",
    ),
    Guard(name="a_skill_granted_is_never_deleted", table="rotation_skillgrant", event="DELETE"),
    no_replacing("rotation_skillgrant", thing="a_skill_granted"),
    Guard(
        name="a_shadow_confirmed_stays",
        table="rotation_shadow",
        event="UPDATE",
        refuse_when="""OLD.ended_at IS NOT NULL OR OLD.mandate_id <> NEW.mandate_id
            OR OLD.member_id <> NEW.member_id OR OLD.skill_id <> NEW.skill_id
            OR (OLD.confirmed_at IS NOT NULL
                AND (NEW.confirmed_at IS NULL OR NEW.confirmed_at <> OLD.confirmed_at))""",
    ),
    *append_only("rotation_declined", thing="a_no"),
)

PLANS = (
    Guard(
        name="a_plan_is_only_ever_adopted",
        table="rotation_plan",
        event="UPDATE",
        refuse_when="""OLD.adopted_at IS NOT NULL OR OLD.input_hash <> NEW.input_hash OR OLD.seed <> NEW.seed
            OR OLD.engine <> NEW.engine OR OLD.problem <> NEW.problem OR OLD.stages <> NEW.stages
            OR OLD.from_on <> NEW.from_on OR OLD.until_on <> NEW.until_on
            OR COALESCE(OLD.replaces_id, 0) <> COALESCE(NEW.replaces_id, 0)""",
    ),
    Guard(name="a_plan_is_never_deleted", table="rotation_plan", event="DELETE"),
    no_replacing("rotation_plan", thing="a_plan"),
    *append_only("rotation_plannedseat", thing="a_planned_seat"),
    *append_only("rotation_acknowledgement", thing="an_acknowledgement"),
)

HANDOVERS = (
    Guard(
        name="a_signed_handover_stays",
        table="rotation_handover",
        event="UPDATE",
        refuse_when="""OLD.outgoing_id <> NEW.outgoing_id OR OLD.incoming_id <> NEW.incoming_id
            OR (OLD.given_at IS NOT NULL
                AND (NEW.given_at IS NULL OR NEW.given_at <> OLD.given_at OR NEW.notes <> OLD.notes))
            OR (OLD.accepted_at IS NOT NULL
                AND (NEW.accepted_at IS NULL OR NEW.accepted_at <> OLD.accepted_at
                    OR NEW.answer <> OLD.answer))""",
    ),
    Guard(name="a_handover_is_never_deleted", table="rotation_handover", event="DELETE"),
    no_replacing("rotation_handover", thing="a_handover"),
)

GUARDS: tuple[Guard, ...] = (*MANDATES, *DUTIES, *SKILLS, *PLANS, *HANDOVERS)
