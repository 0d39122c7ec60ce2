"""What can be done here: convoke, arrive, propose, vote, close, write down. The only writers of this room."""

from assemblies.actions.agenda import add_item, move_item, put_on_agenda
from assemblies.actions.assemblies import (
    cancel_assembly,
    close_assembly,
    convoke,
    convoke_weekly,
    open_assembly,
    open_second_call,
    recess_assembly,
    resume_assembly,
)
from assemblies.actions.ballots import Cast, cast_ballot
from assemblies.actions.floor import ask_for_the_floor, begin_item, end_turn, give_the_floor, take_back
from assemblies.actions.folios import write_folios
from assemblies.actions.guests import ask_for_guest, guest_left, let_in_guest, take_guest_back
from assemblies.actions.hands import count_hands, take_back_hand
from assemblies.actions.house_rules import set_house_rule
from assemblies.actions.interests import declare_interest
from assemblies.actions.legal import do_legal_task
from assemblies.actions.minutes import approve_minutes
from assemblies.actions.motions import (
    bring_back,
    draft_motion,
    edit_motion,
    second_motion,
    table_motion,
    withdraw_motion,
)
from assemblies.actions.papers import count_box, hand_paper
from assemblies.actions.petitions import answer_petition, open_petition, sign_petition
from assemblies.actions.presence import arrive, arrive_at_door, depart
from assemblies.actions.reminders import remind_voters
from assemblies.actions.voting import close_voting, open_voting

__all__ = [
    "Cast",
    "add_item",
    "answer_petition",
    "approve_minutes",
    "arrive",
    "arrive_at_door",
    "ask_for_guest",
    "ask_for_the_floor",
    "begin_item",
    "bring_back",
    "cancel_assembly",
    "cast_ballot",
    "close_assembly",
    "close_voting",
    "convoke",
    "convoke_weekly",
    "count_box",
    "count_hands",
    "declare_interest",
    "depart",
    "do_legal_task",
    "draft_motion",
    "edit_motion",
    "end_turn",
    "give_the_floor",
    "guest_left",
    "hand_paper",
    "let_in_guest",
    "move_item",
    "open_assembly",
    "open_petition",
    "open_second_call",
    "open_voting",
    "put_on_agenda",
    "recess_assembly",
    "remind_voters",
    "resume_assembly",
    "second_motion",
    "set_house_rule",
    "sign_petition",
    "table_motion",
    "take_back",
    "take_back_hand",
    "take_guest_back",
    "withdraw_motion",
    "write_folios",
]
