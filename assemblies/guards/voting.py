"""What the database refuses about motions, ballots, rolls, presence and minutes."""

from __future__ import annotations

from record.guards import Guard, append_only, no_replacing

_OPEN = "EXISTS (SELECT 1 FROM assemblies_motion m WHERE m.id = NEW.motion_id AND m.state = 'voting' AND {})"
WAIT = "PERFORM 1 FROM assemblies_motion WHERE id = NEW.motion_id FOR SHARE;"
_OPEN_VOTE = f"NOT {_OPEN.format('m.is_secret = {no}')}"
_SECRET_VOTE = f"NOT {_OPEN.format('m.is_secret = {yes}')}"


def _needs_open_vote(name: str, table: str, event: str, *, secret: bool) -> Guard:
    """A ballot needs an open vote of its sort.

    On PostgreSQL the motion's row is locked FOR SHARE first: a ballot waits for a closing under way and is
    then refused; a closing waits for the ballots before it and then counts them.
    """
    condition = _SECRET_VOTE if secret else _OPEN_VOTE
    return Guard(
        name=name,
        table=table,
        event=event,
        sqlite=condition.format(no="0", yes="1"),
        postgresql=condition.format(no="false", yes="true"),
        lock=WAIT,
    )


_SEALED_MOTION = """OLD.state IN ('adopted', 'rejected', 'no_quorum', 'tied')
    AND (OLD.state <> NEW.state OR OLD.number <> NEW.number OR OLD.kind <> NEW.kind OR OLD.title <> NEW.title
        OR OLD.text <> NEW.text OR CAST(OLD.terms AS text) <> CAST(NEW.terms AS text)
        OR CAST(OLD.rule AS text) <> CAST(NEW.rule AS text) OR OLD.is_secret <> NEW.is_secret
        OR OLD.proposer_id <> NEW.proposer_id OR OLD.second_call <> NEW.second_call
        OR OLD.opened_at <> NEW.opened_at OR OLD.closes_at <> NEW.closes_at OR OLD.closed_at <> NEW.closed_at
        OR OLD.roll_count <> NEW.roll_count OR OLD.present_count <> NEW.present_count
        OR OLD.in_favour <> NEW.in_favour OR OLD.against <> NEW.against OR OLD.abstaining <> NEW.abstaining
        OR OLD.ballots_digest <> NEW.ballots_digest OR CAST(OLD.counted AS text) <> CAST(NEW.counted AS text)
        OR (OLD.counted IS NULL) <> (NEW.counted IS NULL)
        OR (OLD.contestable_until IS NOT NULL
            AND (NEW.contestable_until IS NULL OR OLD.contestable_until <> NEW.contestable_until))
        OR OLD.enacted_at IS NOT NULL)"""

_FROZEN_VOTE = """OLD.state = 'voting' AND (CAST(OLD.rule AS text) <> CAST(NEW.rule AS text)
    OR OLD.is_secret <> NEW.is_secret OR OLD.text <> NEW.text OR OLD.kind <> NEW.kind
    OR CAST(OLD.terms AS text) <> CAST(NEW.terms AS text) OR OLD.roll_count <> NEW.roll_count
    OR OLD.opened_at <> NEW.opened_at OR OLD.second_call <> NEW.second_call
    OR OLD.closes_at <> NEW.closes_at OR OLD.changeable <> NEW.changeable OR OLD.title <> NEW.title
    OR OLD.proposer_id <> NEW.proposer_id OR COALESCE(OLD.assembly_id, 0) <> COALESCE(NEW.assembly_id, 0)
    OR NEW.state IN ('draft', 'tabled', 'on_agenda', 'withdrawn'))"""

GUARDS: tuple[Guard, ...] = (
    Guard(
        name="a_decided_motion_is_sealed",
        table="assemblies_motion",
        event="UPDATE",
        refuse_when=_SEALED_MOTION,
    ),
    Guard(
        name="the_rule_is_frozen_while_voting",
        table="assemblies_motion",
        event="UPDATE",
        refuse_when=_FROZEN_VOTE,
    ),
    Guard(name="a_motion_is_never_deleted", table="assemblies_motion", event="DELETE"),
    no_replacing("assemblies_motion", thing="a_motion"),
    _needs_open_vote("a_ballot_needs_an_open_vote", "assemblies_ballot", "INSERT", secret=False),
    _needs_open_vote("a_ballot_changes_only_while_open", "assemblies_ballot", "UPDATE", secret=False),
    Guard(
        name="a_ballot_stays_with_its_member",
        table="assemblies_ballot",
        event="UPDATE",
        refuse_when="OLD.member_id <> NEW.member_id OR OLD.motion_id <> NEW.motion_id",
    ),
    # A hand counted under a wrong name is taken back, in the open vote; what somebody cast themselves never is.
    Guard(
        name="a_ballot_is_never_deleted",
        table="assemblies_ballot",
        event="DELETE",
        refuse_when="""OLD.channel <> 'hands' OR NOT EXISTS (SELECT 1 FROM assemblies_motion m
            WHERE m.id = OLD.motion_id AND m.state = 'voting')""",
    ),
    Guard(
        name="only_those_on_the_roll_vote",
        table="assemblies_ballot",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM assemblies_rollentry r WHERE r.motion_id = NEW.motion_id
            AND r.member_id = NEW.member_id AND r.excluded_because = '')""",
    ),
    _needs_open_vote("a_participation_needs_an_open_vote", "assemblies_participation", "INSERT", secret=True),
    Guard(
        name="only_those_on_the_roll_take_part",
        table="assemblies_participation",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM assemblies_rollentry r WHERE r.motion_id = NEW.motion_id
            AND r.member_id = NEW.member_id AND r.excluded_because = '')""",
    ),
    *append_only("assemblies_participation", thing="a_participation"),
    _needs_open_vote("a_secret_ballot_needs_an_open_vote", "assemblies_secretballot", "INSERT", secret=True),
    _needs_open_vote(
        "a_secret_ballot_changes_only_while_open", "assemblies_secretballot", "UPDATE", secret=True
    ),
    Guard(
        name="a_secret_ballot_outlives_its_vote",
        table="assemblies_secretballot",
        event="DELETE",
        refuse_when="""NOT EXISTS (SELECT 1 FROM assemblies_motion m
            WHERE m.id = OLD.motion_id AND m.state = 'voting')""",
    ),
    *append_only("assemblies_rollentry", thing="a_roll_entry"),
    Guard(
        name="a_roll_is_frozen_before_the_vote",
        table="assemblies_rollentry",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM assemblies_motion m
            WHERE m.id = NEW.motion_id AND m.state = 'on_agenda')""",
    ),
    *append_only("assemblies_declaredinterest", thing="a_declared_interest"),
    Guard(
        name="an_interest_is_declared_before_the_vote",
        table="assemblies_declaredinterest",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM assemblies_motion m
            WHERE m.id = NEW.motion_id AND m.state IN ('tabled', 'on_agenda'))""",
        lock=WAIT,
    ),
    *append_only("assemblies_defence", thing="a_defence"),
    Guard(
        name="a_defence_is_written_before_the_vote",
        table="assemblies_defence",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM assemblies_motion m
            WHERE m.id = NEW.motion_id AND m.state IN ('tabled', 'on_agenda'))""",
        lock=WAIT,
    ),
    *append_only("assemblies_houserule", thing="a_house_rule"),
    Guard(
        name="approved_minutes_are_sealed",
        table="assemblies_minutes",
        event="UPDATE",
        refuse_when="OLD.approved_at IS NOT NULL",
    ),
    Guard(name="minutes_are_never_deleted", table="assemblies_minutes", event="DELETE"),
    no_replacing("assemblies_minutes", thing="the_minutes"),
    Guard(
        name="an_arrival_is_never_rewritten",
        table="assemblies_presence",
        event="UPDATE",
        refuse_when="""OLD.member_id <> NEW.member_id OR OLD.assembly_id <> NEW.assembly_id
            OR OLD.arrived_at <> NEW.arrived_at OR OLD.left_at IS NOT NULL""",
    ),
    Guard(name="an_arrival_is_never_deleted", table="assemblies_presence", event="DELETE"),
    no_replacing("assemblies_presence", thing="an_arrival"),
    Guard(
        name="a_ballot_is_never_replaced",
        table="assemblies_ballot",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM assemblies_ballot b
            WHERE b.motion_id = NEW.motion_id AND b.member_id = NEW.member_id)""",
    ),
)
