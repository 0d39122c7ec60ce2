"""What can be done here: make posts, seat and end mandates, draw lots, write and finish duties."""

from rotation.actions.breaking_glass import break_glass
from rotation.actions.calendars import end_calendar, make_calendar
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
from rotation.actions.mandates import end_mandate, end_mandates_of, seat_interim, seat_member
from rotation.actions.posts import create_post, set_terms
from rotation.actions.shadows import begin_shadow, close_shadow, confirm_shadow, end_shadow
from rotation.actions.skills import grant_from_practice, grant_skill, set_skill
from rotation.actions.wishes import decline_post, wish_for_post

__all__ = [
    "accept_post",
    "begin_shadow",
    "break_glass",
    "close_shadow",
    "confirm_shadow",
    "create_post",
    "decline_post",
    "draw_lot",
    "end_calendar",
    "end_mandate",
    "end_mandates_of",
    "end_shadow",
    "finish_duty",
    "give_post",
    "grant_from_practice",
    "grant_skill",
    "make_calendar",
    "open_handover",
    "seat_interim",
    "seat_member",
    "set_skill",
    "set_terms",
    "tick_line",
    "warn_of_handover",
    "wish_for_post",
    "write_duty",
    "write_handover",
]
