"""Where a page listens for the live count of a motion: an address that carries its own permission.

The token is signed, so that the server's door needs no session and no database to let a phone in.
"""

from django.core import signing

#: An assembly does not last longer (seconds); whoever stays gets a new token with the next page.
LASTS = 12 * 60 * 60
SALT = "assemblies.listening"


def live_address(motion_id: int, language: str) -> str:
    """Where to listen to a motion, in a language ("es-ar", "en"). For whoever may see the motion."""
    return f"/live/{signing.dumps([motion_id, language], salt=SALT)}"


def watched(token: str) -> tuple[int, str] | None:
    """The motion and the language a token lets one listen to; None when it is not ours or too old."""
    try:
        motion_id, language = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(motion_id), str(language)
