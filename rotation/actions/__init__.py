"""What can be done here: make posts, seat and end mandates, draw lots, write and finish duties."""

from rotation.actions.breaking_glass import break_glass
from rotation.actions.draws import draw_lot
from rotation.actions.duties import finish_duty, write_duty
from rotation.actions.handing_over import (
    accept_post,
    give_post,
    open_handover,
    tick_line,
    warn_of_handover,
    write_handover,
)
from rotation.actions.mandates import end_mandate, seat_interim, seat_member
from rotation.actions.posts import create_post, set_terms

__all__ = [
    "accept_post",
    "break_glass",
    "create_post",
    "draw_lot",
    "end_mandate",
    "finish_duty",
    "give_post",
    "open_handover",
    "seat_interim",
    "seat_member",
    "set_terms",
    "tick_line",
    "warn_of_handover",
    "write_duty",
    "write_handover",
]
