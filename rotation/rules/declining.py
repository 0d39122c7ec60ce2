"""Saying what one would like to carry, and saying no, once in a while and without a reason."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from rotation.rules.eligibility import Sentence


def why_not_wish(*, belongs: bool, said_no: bool) -> Sentence | None:
    """Why somebody cannot say that they would like a post."""
    if not belongs:
        return _("Only those who belong to the co-operative carry its posts.")
    if said_no:
        return _("You said no to this post: you are asked again when that time is over.")
    return None


def why_not_decline(*, belongs: bool, holds_it: bool) -> Sentence | None:
    """Why somebody cannot say no to a post: a post that one carries already is given back instead."""
    if not belongs:
        return _("Only those who belong to the co-operative carry its posts.")
    if holds_it:
        return _("You carry this post: give it back from your duties instead.")
    return None
