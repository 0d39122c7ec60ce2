"""The address of the hall's screen: it carries its own permission, and ends with its assembly.

See docs/decisions/0012-the-hall-screen-has-an-address-of-its-own.md.
"""

from __future__ import annotations

from django.core import signing

#: An assembly lasts three days at most (seconds); its address never outlives it by more than that.
LASTS = 4 * 24 * 60 * 60
SALT = "assemblies.hall"


def hall_address(assembly_id: int, language: str) -> str:
    """Where the hall's computer looks at an assembly, in a language ("es-ar", "en"). Whoever chairs makes it."""
    return f"/hall/{signing.dumps([assembly_id, language], salt=SALT)}/"


def shown_at(token: str) -> tuple[int, str] | None:
    """The assembly and the language that an address shows; None when it is not ours or too old."""
    try:
        assembly_id, language = signing.loads(token, salt=SALT, max_age=LASTS)
        return int(assembly_id), str(language)
    except (signing.BadSignature, ValueError, TypeError):
        return None
