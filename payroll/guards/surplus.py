"""What the database refuses about the surplus and each one's part of it."""

from __future__ import annotations

from record.guards import Guard, append_only, no_replacing

_SHARED_ALREADY = """NEW.state = 'posted' AND EXISTS (SELECT 1 FROM payroll_surplus s
    WHERE s.state = 'posted' AND s.id <> NEW.id AND s.from_on < NEW.until_on AND s.until_on > NEW.from_on)"""

_NOT_RIGHTLY_CONTESTED = """NEW.given_up_by_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM payroll_surplus s
    JOIN assemblies_contest c ON c.motion_id = s.adopted_by_id
    WHERE s.id = NEW.surplus_id AND s.state = 'posted' AND c.upheld)"""

_ONE_AT_A_TIME = "PERFORM pg_advisory_xact_lock(hashtext('payroll_surplus'));"

GUARDS: tuple[Guard, ...] = (
    Guard(
        name="no_month_is_shared_twice",
        table="payroll_surplus",
        event="UPDATE",
        refuse_when=_SHARED_ALREADY,
        lock=_ONE_AT_A_TIME,
    ),
    Guard(
        name="no_month_comes_shared_twice",
        table="payroll_surplus",
        event="INSERT",
        refuse_when=_SHARED_ALREADY,
        lock=_ONE_AT_A_TIME,
    ),
    Guard(
        name="a_proposed_surplus_is_frozen",
        table="payroll_surplus",
        event="UPDATE",
        refuse_when="""OLD.state <> 'draft' AND (CAST(OLD.inputs AS text) <> CAST(NEW.inputs AS text)
            OR CAST(OLD.steps AS text) <> CAST(NEW.steps AS text)
            OR CAST(OLD.how AS text) <> CAST(NEW.how AS text)
            OR OLD.for_return_cents <> NEW.for_return_cents OR OLD.result_cents <> NEW.result_cents
            OR OLD.left_over_cents <> NEW.left_over_cents OR OLD.name <> NEW.name OR OLD.pack <> NEW.pack
            OR OLD.from_on <> NEW.from_on OR OLD.until_on <> NEW.until_on
            OR COALESCE(OLD.motion_id, 0) <> COALESCE(NEW.motion_id, 0)
            OR COALESCE(OLD.instead_of_id, 0) <> COALESCE(NEW.instead_of_id, 0)
            OR (COALESCE(OLD.adopted_by_id, 0) <> COALESCE(NEW.adopted_by_id, 0) AND NEW.state <> 'posted')
            OR NEW.state = 'draft' OR OLD.state IN ('posted', 'fallen', 'replaced'))""",
    ),
    Guard(name="a_surplus_is_never_deleted", table="payroll_surplus", event="DELETE"),
    no_replacing("payroll_surplus", thing="a_surplus"),
    Guard(
        name="a_return_is_written_while_its_surplus_is_a_draft",
        table="payroll_return",
        event="INSERT",
        refuse_when="EXISTS (SELECT 1 FROM payroll_surplus s WHERE s.id = NEW.surplus_id AND s.state <> 'draft')",
        lock="PERFORM 1 FROM payroll_surplus WHERE id = NEW.surplus_id FOR SHARE;",
    ),
    Guard(
        name="a_return_is_only_ever_paid",
        table="payroll_return",
        event="UPDATE",
        refuse_when="""OLD.cents <> NEW.cents OR OLD.member_id <> NEW.member_id
            OR OLD.surplus_id <> NEW.surplus_id OR OLD.payslip_id IS NOT NULL OR OLD.entry_id IS NOT NULL
            OR OLD.given_up_by_id IS NOT NULL
            OR OLD.shares_cents <> NEW.shares_cents OR OLD.interest_cents <> NEW.interest_cents
            OR OLD.weight <> NEW.weight OR COALESCE(OLD.held_cents, -1) <> COALESCE(NEW.held_cents, -1)""",
    ),
    Guard(
        name="only_what_was_rightly_contested_is_given_up",
        table="payroll_return",
        event="UPDATE",
        refuse_when=_NOT_RIGHTLY_CONTESTED,
    ),
    Guard(
        name="no_return_comes_given_up",
        table="payroll_return",
        event="INSERT",
        refuse_when="NEW.given_up_by_id IS NOT NULL",
    ),
    Guard(name="a_return_is_never_deleted", table="payroll_return", event="DELETE"),
    no_replacing("payroll_return", thing="a_return"),
    *append_only("payroll_hoursworked", thing="hours_written_down"),
)
