"""What the database refuses about projects, requests for help, energy and the order of work."""

from __future__ import annotations

from record.guards import Guard, append_only, no_replacing

GUARDS: tuple[Guard, ...] = (
    Guard(
        name="what_was_voted_for_a_project_stays",
        table="payroll_project",
        event="UPDATE",
        refuse_when="""OLD.motion_id IS NOT NULL AND (NEW.motion_id IS NULL OR NEW.motion_id <> OLD.motion_id
            OR NEW.cents <> OLD.cents)""",
    ),
    Guard(name="a_project_is_never_deleted", table="payroll_project", event="DELETE"),
    no_replacing("payroll_project", thing="a_project"),
    *append_only("payroll_projectquote", thing="a_quote"),
    *append_only("payroll_projectpayment", thing="a_project_payment"),
    Guard(
        name="no_more_is_paid_for_a_project_than_was_voted",
        table="payroll_projectpayment",
        event="INSERT",
        refuse_when="""NEW.cents + COALESCE((SELECT SUM(p.cents) FROM payroll_projectpayment p
            WHERE p.project_id = NEW.project_id
            AND NOT EXISTS (SELECT 1 FROM ledger_entry e WHERE e.reverses_id = p.entry_id)), 0)
            > (SELECT CASE WHEN r.motion_id IS NULL THEN 0 ELSE r.cents END
               FROM payroll_project r WHERE r.id = NEW.project_id)""",
        lock="PERFORM 1 FROM payroll_project WHERE id = NEW.project_id FOR UPDATE;",
    ),
    Guard(
        name="a_request_for_help_only_goes_forward",
        table="payroll_helprequest",
        event="UPDATE",
        refuse_when="""OLD.fund <> NEW.fund OR OLD.member_id <> NEW.member_id OR OLD.text <> NEW.text
            OR OLD.cents <> NEW.cents OR OLD.asked_at <> NEW.asked_at
            OR NOT ((OLD.state = 'asked' AND NEW.state IN ('granted', 'declined'))
                OR (OLD.state = 'granted' AND NEW.state = 'paid' AND OLD.answer = NEW.answer
                    AND OLD.answered_by_id = NEW.answered_by_id)
                OR (OLD.state = 'paid' AND NEW.state = 'granted' AND OLD.answer = NEW.answer
                    AND OLD.answered_by_id = NEW.answered_by_id AND NEW.entry_id IS NULL
                    AND EXISTS (SELECT 1 FROM ledger_entry e WHERE e.reverses_id = OLD.entry_id)))""",
    ),
    Guard(name="a_request_for_help_is_never_deleted", table="payroll_helprequest", event="DELETE"),
    no_replacing("payroll_helprequest", thing="a_request_for_help"),
    *append_only("payroll_energyreading", thing="an_energy_reading"),
    *append_only("payroll_productionorder", thing="an_order_of_work"),
)
"""Requests, quotes and readings stay as they were written; what is new is written after."""
