"""What a text may be."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from assemblies.rules.states import Sentence

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000


def why_not_text(text: str, *, longest: int = LONGEST_TEXT, may_be_empty: bool = False) -> Sentence | None:
    """A text says something, is not longer than can be read, and holds no character that cannot be kept."""
    if not may_be_empty and not text.strip():
        return _("Write something here.")
    if len(text) > longest:
        return _("That is too long: %(longest)s characters at most.") % {"longest": longest}
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        return _("There is a character that cannot be kept. Type the text again.")
    return None
