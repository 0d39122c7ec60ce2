"""What can be done here: enter the register, change standing, make and use cards, sign in, be told."""

from members.actions.absences import enter_absence, take_back_absence
from members.actions.cards import Card, make_cards, redeem_card
from members.actions.guessing import count_wrong_guess, refuse_many_guesses
from members.actions.importing import ImportProblem, import_members
from members.actions.notices import read_notice, tell
from members.actions.register import add_sector, change_standing, enrol
from members.actions.shares import set_share_of_time
from members.actions.signing_in import (
    choose_pin,
    make_api_token,
    prefer,
    prove_pin,
    sign_in,
    sign_out_everywhere,
)

__all__ = [
    "Card",
    "ImportProblem",
    "add_sector",
    "change_standing",
    "choose_pin",
    "count_wrong_guess",
    "enrol",
    "enter_absence",
    "import_members",
    "make_api_token",
    "make_cards",
    "prefer",
    "prove_pin",
    "read_notice",
    "redeem_card",
    "refuse_many_guesses",
    "set_share_of_time",
    "sign_in",
    "sign_out_everywhere",
    "take_back_absence",
    "tell",
]
