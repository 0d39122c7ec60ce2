"""What the database refuses about votes on paper."""

from __future__ import annotations

from assemblies.guards.voting import WAIT
from record.guards import Guard, append_only

_OPEN = "EXISTS (SELECT 1 FROM assemblies_motion m WHERE m.id = NEW.motion_id AND m.state = 'voting')"

GUARDS: tuple[Guard, ...] = (
    Guard(
        name="paper_needs_an_open_vote",
        table="assemblies_papervoter",
        event="INSERT",
        refuse_when=f"NOT {_OPEN}",
        lock=WAIT,
    ),
    Guard(
        name="only_those_on_the_roll_get_paper",
        table="assemblies_papervoter",
        event="INSERT",
        refuse_when="""NOT EXISTS (SELECT 1 FROM assemblies_rollentry r WHERE r.motion_id = NEW.motion_id
            AND r.member_id = NEW.member_id AND r.excluded_because = '')""",
    ),
    Guard(
        name="who_voted_gets_no_paper",
        table="assemblies_papervoter",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM assemblies_ballot b
                WHERE b.motion_id = NEW.motion_id AND b.member_id = NEW.member_id)
            OR EXISTS (SELECT 1 FROM assemblies_participation t
                WHERE t.motion_id = NEW.motion_id AND t.member_id = NEW.member_id)""",
    ),
    *append_only("assemblies_papervoter", thing="a_paper_voter"),
    Guard(
        name="who_has_paper_casts_no_ballot",
        table="assemblies_ballot",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM assemblies_papervoter p
            WHERE p.motion_id = NEW.motion_id AND p.member_id = NEW.member_id)""",
    ),
    Guard(
        name="who_has_paper_takes_no_other_part",
        table="assemblies_participation",
        event="INSERT",
        refuse_when="""EXISTS (SELECT 1 FROM assemblies_papervoter p
            WHERE p.motion_id = NEW.motion_id AND p.member_id = NEW.member_id)""",
    ),
    Guard(
        name="a_box_is_counted_while_it_counts",
        table="assemblies_papercount",
        event="INSERT",
        refuse_when=f"NOT {_OPEN}",
        lock=WAIT,
    ),
    *append_only("assemblies_papercount", thing="a_count_of_the_box"),
)
