"""What our bylaws say about posts: who can take one, for how long, whose turn it is, and how lots are drawn.

Pure functions. Members are known by number; spans are half-open days.
"""

from rotation.rules.drawing import draw, lot
from rotation.rules.eligibility import Candidate, Days, Limits, Sentence, why_not_ask, why_not_eligible
from rotation.rules.terms import Term, consecutive_terms, months_later, term_end
from rotation.rules.turns import Turn, in_turn, load_of

__all__ = [
    "Candidate",
    "Days",
    "Limits",
    "Sentence",
    "Term",
    "Turn",
    "consecutive_terms",
    "draw",
    "in_turn",
    "load_of",
    "lot",
    "months_later",
    "term_end",
    "why_not_ask",
    "why_not_eligible",
]
