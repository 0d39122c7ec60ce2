"""Values from the environment, through loud helpers: a malformed one stops the start with a sentence."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo


class BadSetting(SystemExit):
    """A value we cannot start with. Ends the process with its sentence, whoever imports the settings."""


def text(name: str, default: str = "", *, environ: Mapping[str, str] = os.environ) -> str:
    """The value with blanks around it removed; `default` when absent or empty."""
    return environ.get(name, "").strip() or default


def whole_number(
    name: str, default: int, *, least: int, most: int, environ: Mapping[str, str] = os.environ
) -> int:
    """A whole number from `least` to `most`, both included."""
    value = text(name, str(default), environ=environ)
    if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
        raise BadSetting(f"{name} must be a whole number from {least} to {most}; it is {value!r}.")
    return int(value)


def yes_or_no(name: str, default: bool, *, environ: Mapping[str, str] = os.environ) -> bool:
    """1/yes/true/on or 0/no/false/off."""
    value = text(name, "yes" if default else "no", environ=environ).lower()
    if value in ("1", "yes", "true", "on"):
        return True
    if value in ("0", "no", "false", "off"):
        return False
    raise BadSetting(f"{name} must be 1 or 0; it is {value!r}.")


def one_of(name: str, default: str, *, allowed: list[str], environ: Mapping[str, str] = os.environ) -> str:
    """One of the words in `allowed`, in small letters."""
    value = text(name, default, environ=environ).lower().replace("_", "-")
    if value not in allowed:
        raise BadSetting(f"{name} must be one of {', '.join(allowed)}; it is {value!r}.")
    return value


def time_zone(name: str, default: str, *, environ: Mapping[str, str] = os.environ) -> str:
    """The name of a time zone this machine knows, such as America/Argentina/Cordoba."""
    value = text(name, default, environ=environ)
    try:
        ZoneInfo(value)
    except (ValueError, OSError, KeyError):
        raise BadSetting(
            f"{name} must be a time zone such as America/Argentina/Cordoba; it is {value!r}."
        ) from None
    return value


def hosts(name: str, default: list[str], *, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Host names separated by commas, without scheme, port or path."""
    value = [host.strip() for host in text(name, environ=environ).split(",") if host.strip()]
    for host in value:
        if "/" in host or " " in host or (":" in host and not host.startswith("[")):
            raise BadSetting(
                f"{name} must be host names separated by commas, without http:// or port; it has {host!r}."
            )
    return value or default


def folder(name: str, default: Path, *, environ: Mapping[str, str] = os.environ) -> Path:
    """A folder we may write in; made when it is not there."""
    path = Path(text(name, str(default), environ=environ)).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise BadSetting(f"{name} must be a folder we can write in; {path}: {problem.strerror}.") from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise BadSetting(f"{name} must be a folder we can write in; {path} is not.")
    return path


def redis_url(name: str, *, environ: Mapping[str, str] = os.environ) -> str:
    """The address of a Redis (redis:// or rediss://); empty when absent, which means embedded."""
    value = text(name, environ=environ)
    if value:
        parts = _split(name, value)
        if parts.scheme not in ("redis", "rediss", "unix") or not (parts.hostname or parts.path):
            raise BadSetting(
                f"{name} must look like redis://host:6379/0; it starts with {parts.scheme or value!r}."
            )
    return value


def secret(name: str, keep_in: Path, *, served: bool, environ: Mapping[str, str] = os.environ) -> str:
    """The key that signs cookies: embedded, made once and kept in `keep_in`; served, it must be given."""
    value = text(name, environ=environ)
    if value:
        if len(value) < 32:
            raise BadSetting(f"{name} must have at least 32 characters.")
        return value
    if served:
        raise BadSetting(f"{name} is required when served (REDIS_URL is set): give it 50 random characters.")
    if not keep_in.exists():
        made = keep_in.with_name(f"{keep_in.name}.{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        try:
            os.link(made, keep_in)  # the first of two that start together wins
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return keep_in.read_text().strip()


#: Writers queue instead of failing, readers never wait, and what was acknowledged survives a power cut. What is
#: deleted is overwritten, so that the ballots as they came are not left in the file once they were shuffled. A row
#: that INSERT OR REPLACE would take away to make room is deleted under the eyes of the guards, as any other.
#: Sixteen megabytes of the file are read where they lie: more makes a read no faster, and counts as memory of ours.
SQLITE_OPTIONS = {
    "timeout": 30,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=16777216;"
        "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;PRAGMA secure_delete=ON;"
        "PRAGMA recursive_triggers=ON;"
    ),
}

KEEP_CONNECTIONS = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


def database(
    name: str, default: Path, *, relative_to: Path, environ: Mapping[str, str] = os.environ
) -> dict[str, Any]:
    """Django's settings for `sqlite:///file`, `sqlite:////absolute/file` or `postgres://user:word@host:port/name`."""
    value = text(name, environ=environ)
    if not value:
        return _sqlite(default)
    parts = _split(name, value)
    path = unquote(parts.path)
    if parts.scheme == "sqlite" and not parts.netloc and len(path) > 1 and not parts.query:
        return _sqlite(relative_to / path[1:])  # an absolute second half replaces the first
    if parts.scheme in ("postgres", "postgresql") and len(path) > 1:
        options: dict[str, Any] = dict(parse_qsl(parts.query))
        host = options.pop("host", None) or unquote(parts.hostname or "")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": path[1:],
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": str(parts.port or ""),
            "OPTIONS": options,
            **KEEP_CONNECTIONS,
        }
    raise BadSetting(f"{name} must look like sqlite:///file or postgres://user:password@host:5432/name.")


def _sqlite(file: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        "OPTIONS": SQLITE_OPTIONS,
        **KEEP_CONNECTIONS,
    }


def _split(name: str, value: str) -> Any:
    """The parts of an address. Never quotes the value: it may hold a password."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises on a port that is no number
    except ValueError:
        raise BadSetting(f"{name} is not an address.") from None
    return parts
