"""What pages and other rooms ask about posts: powers, who holds what, duties, faults."""

from rotation.reports.duties import MyDuties, duties_of
from rotation.reports.faults import faults
from rotation.reports.handing_over import HandoverPage, handover_page, handovers_of
from rotation.reports.posts import PostPage, Seat, holders, post_page, who_holds_what
from rotation.reports.powers import PowerLine, mandates_of, powers_of, reading_powers_of, who_could
from rotation.reports.turns import in_turn_for

__all__ = [
    "HandoverPage",
    "MyDuties",
    "PostPage",
    "PowerLine",
    "Seat",
    "duties_of",
    "faults",
    "handover_page",
    "handovers_of",
    "holders",
    "in_turn_for",
    "mandates_of",
    "post_page",
    "powers_of",
    "reading_powers_of",
    "who_could",
    "who_holds_what",
]
