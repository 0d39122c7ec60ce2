"""The one-time code that guards the founding page: printed in the terminal, kept only as a hash."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from pathlib import Path

from django.conf import settings

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
MOST_TRIES = 20


def _kept() -> Path:
    return Path(settings.COOP_DATA) / "founding_code"


def make_code() -> str:
    """A new code; the one before no longer works."""
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
    _kept().parent.mkdir(parents=True, exist_ok=True)
    _kept().write_text(f"{_hash(code)} 0", encoding="ascii")
    _kept().chmod(0o600)
    return code


def is_right(code: str) -> bool:
    """Whether this is the code. After twenty wrong ones none is: start the program again for a new one."""
    try:
        kept, tries = _kept().read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return False
    if int(tries) >= MOST_TRIES:
        return False
    if hmac.compare_digest(kept, _hash(code)):
        return True
    _kept().write_text(f"{kept} {int(tries) + 1}", encoding="ascii")
    return False


def forget_code() -> None:
    """The co-operative is founded: no code opens anything any more."""
    _kept().unlink(missing_ok=True)


def _hash(code: str) -> str:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
