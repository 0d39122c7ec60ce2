"""The role that the program runs as on PostgreSQL: it reads and writes rows, and owns nothing.

Who owns a table may empty it at once, past every guard, or lift the guard first. So the program migrates as the
owner and serves as another, which may do neither (docs/operations.md). SQLite knows no roles.
"""

from __future__ import annotations

import re


def statements_for(role: str, *, schema: str = "public") -> list[str]:
    """SQL, for the owner to run after every migration, that lets a role work and nothing else.

    `role` and `schema` are plain names; any other raises ValueError. To run it again changes nothing.
    """
    for name in (role, schema):
        if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", name):
            raise ValueError(f"Not a plain name: {name}")
    return [
        f"REVOKE ALL ON SCHEMA {schema} FROM {role}",
        f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA {schema} TO {role}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}",
    ]
