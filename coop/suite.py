"""`python3 manage.py test`: every test on every engine this machine can offer, and what could not be offered.

1. On SQLite: all but the browser journeys.
2. On PostgreSQL, on a throwaway cluster of our own: again what an engine could make differ. What only shows
   (pages, answers of the API) is not looked at twice; tests/conftest.py says which that is.
3. In Chromium: the journeys; those marked `both_engines` again on PostgreSQL.

Redis stands ready in all three. What is missing is installed where we are root on Debian; else it is
skipped, loudly. All that was started is stopped. Arguments go to pytest, which then runs once, on SQLite
unless DATABASE_URL is set.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from coop import bootstrap

HERE = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest"]
NOTHING_COLLECTED = 5


@dataclass
class Sum:
    """What all runs together found."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    code: int = 0
    left_out: list[str] = field(default_factory=list)

    def add(self, report: Path, code: int) -> None:
        """Count one run from its JUnit report.

        Errors count as failed; a run that died fails by its exit code.
        """
        if code not in (0, NOTHING_COLLECTED):
            self.code = self.code or code
        if not report.exists():
            return
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314 - our own file
            counts = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
            failed = counts["failures"] + counts["errors"]
            self.failed += failed
            self.skipped += counts["skipped"]
            self.passed += counts["tests"] - failed - counts["skipped"]

    def closing_line(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def main(arguments: list[str]) -> int:
    """Run the tests; the exit code is that of the first run that failed."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    _compile_once()
    if arguments:
        if any("browser" in argument for argument in arguments):
            bootstrap.prepare("browser")
        return subprocess.run([*PYTEST, *arguments], cwd=HERE).returncode

    found = Sum()
    with contextlib.ExitStack() as started, tempfile.TemporaryDirectory(prefix="coop-suite-") as folder:
        os.chmod(folder, 0o755)  # noqa: S103 - the postgres user must get through to its own folder
        reports, environment = Path(folder), dict(os.environ)
        for name in ("DATABASE_URL", "REDIS_URL"):  # each run chooses its own
            environment.pop(name, None)
        redis = started.enter_context(a_redis(reports, found))
        if redis:
            environment["TEST_REDIS_URL"] = redis

        if not shutil.which("hledger") and not install("hledger"):
            found.left_out.append(
                "hledger is not here and could not be installed: it does not read our exports."
            )
        _title("On SQLite")
        _run(found, reports / "sqlite.xml", ["-m", "not browser", *_workers()], environment)

        postgres = started.enter_context(a_postgresql(reports, found))
        if postgres:
            _title("On PostgreSQL, what an engine could make differ")
            chosen = ["-m", "not browser", "--touching-the-database", *_workers()]
            _run(found, reports / "postgresql.xml", chosen, {**environment, "DATABASE_URL": postgres})

        browser = a_browser(reports, found)
        if browser:
            _title("In a browser")
            _run(found, reports / "browser.xml", ["-m", "browser"], {**environment, **browser})
        if browser and postgres:
            _title("In a browser, on PostgreSQL")
            chosen = ["-m", "browser and both_engines"]
            served = {**environment, **browser, "DATABASE_URL": postgres}
            _run(found, reports / "browser-postgresql.xml", chosen, served)

    for sentence in found.left_out:
        print(f"\n*** LEFT OUT: {sentence}")
    print(f"\n{found.closing_line()}", flush=True)
    return found.code


def _run(found: Sum, report: Path, arguments: list[str], environment: dict[str, str]) -> None:
    command = [*PYTEST, "-q", "-rs", f"--junitxml={report}", *arguments]
    found.add(report, subprocess.run(command, cwd=HERE, env=environment).returncode)


def _compile_once() -> None:
    """Keep what Python compiles, also where that is forbidden: else each worker and server compiles it all again."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def _workers() -> list[str]:
    """As many as there are cores; who is done first takes from who has most left, so that none waits at the end."""
    return ["-n", str(min(os.cpu_count() or 1, 8)), "--dist", "worksteal"]


def _title(words: str) -> None:
    print(f"\n=== {words} ===", flush=True)


# --- what the tests need beside Python -------------------------------------------------------


@contextlib.contextmanager
def a_postgresql(folder: Path, found: Sum) -> Iterator[str]:
    """The address of a throwaway PostgreSQL on the loopback; empty when there is none to be had."""
    home = _postgresql_programs()
    if home is None and install("postgresql"):
        home = _postgresql_programs()
    if home is None:
        found.left_out.append("PostgreSQL is not here and could not be installed (package postgresql).")
        yield ""
        return

    data, port = folder / "postgresql", free_port()
    data.mkdir(mode=0o700)
    as_whom: dict[str, object] = {"cwd": data}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(data, "postgres", "postgres")
        as_whom |= {"user": "postgres", "group": "postgres", "extra_groups": []}
    make = [
        str(home / "initdb"),
        "-D",
        str(data),
        "-A",
        "trust",
        "-U",
        "coop",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    made = subprocess.run(make, capture_output=True, text=True, **as_whom)  # type: ignore[call-overload]
    if made.returncode:
        found.left_out.append(f"PostgreSQL did not start: {made.stderr.strip()[-300:]}")
        yield ""
        return
    settings = [
        "listen_addresses=127.0.0.1",
        f"unix_socket_directories={data}",
        "max_connections=200",
        *NOTHING_TO_LOSE,
        STANDS_STILL,
    ]
    run = [
        str(home / "postgres"),
        "-D",
        str(data),
        "-p",
        str(port),
        *(w for s in settings for w in ("-c", s)),
    ]
    with (folder / "postgresql.log").open("wb") as log:
        server = subprocess.Popen(run, stdout=log, stderr=log, start_new_session=True, **as_whom)  # type: ignore[call-overload]
    try:
        ready = [str(home / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
        if answers(lambda: subprocess.run(ready).returncode == 0, server):
            yield f"postgres://coop@127.0.0.1:{port}/postgres"
        else:
            found.left_out.append(
                "PostgreSQL did not start: " + (folder / "postgresql.log").read_text()[-300:]
            )
            yield ""
    finally:
        stop(server, signal.SIGINT)  # "fast": ends the sessions that are open


#: What keeps data through a loss of power, or serves long queries: a throwaway cluster has neither.
NOTHING_TO_LOSE = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "jit=off",
    "shared_buffers=256MB",
)

#: A statement that stands still fails its test, by name, instead of standing in the way of all the others.
STANDS_STILL = "statement_timeout=120s"


def _postgresql_programs() -> Path | None:
    """The folder of the newest initdb of this machine."""
    beside = shutil.which("initdb")
    if beside:
        return Path(beside).resolve().parent
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4].split(".")[0])
    )
    return found[-1].parent if found else None


@contextlib.contextmanager
def a_redis(folder: Path, found: Sum) -> Iterator[str]:
    """The address of a throwaway Redis on the loopback; empty when there is none to be had."""
    program = shutil.which("redis-server") or (install("redis-server") and shutil.which("redis-server"))
    if not program:
        found.left_out.append("Redis is not here and could not be installed (package redis-server).")
        yield ""
        return
    port = free_port()
    run = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(run, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        if answers(lambda: _listens(port), server):
            yield f"redis://127.0.0.1:{port}/0"
        else:
            found.left_out.append("Redis did not start.")
            yield ""
    finally:
        stop(server, signal.SIGTERM)


CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def a_browser(folder: Path, found: Sum) -> dict[str, str]:
    """What the journeys need in their environment; empty when there is no browser to be had."""
    program = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program is None and install("chromium", "fontconfig", "fonts-roboto-unhinted"):
        program = shutil.which("chromium")
    if program is None:
        found.left_out.append("Chromium is not here and could not be installed: no browser journeys.")
        return {}
    try:
        bootstrap.prepare("browser")
    except SystemExit as reason:
        found.left_out.append(f"The browser journeys. {reason}")
        return {}
    # Debian's system-ui is far wider than a phone's: measured pages would lie.
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS)
    return {"CHROMIUM": program, "FONTCONFIG_FILE": str(fonts)}


FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <match target="pattern">
    <test name="family"><string>system-ui</string></test>
    <edit name="family" mode="assign" binding="strong"><string>Roboto</string></edit>
  </match>
</fontconfig>
"""


def install(*packages: str) -> bool:
    """Install Debian packages where we may; whether it worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    bootstrap.say(f"Installing {' '.join(packages)} …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    for attempt in (command, ["apt-get", "update", "-qq"], command):
        done = subprocess.run(attempt, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if attempt is command and done.returncode == 0:
            return True
    return False


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


def answers(question: Callable[[], bool], server: subprocess.Popen[bytes], within: float = 30.0) -> bool:
    """Whether the server came to answer before it ended or the time was over."""
    until = time.monotonic() + within
    while time.monotonic() < until and server.poll() is None:
        if question():
            return True
        time.sleep(0.1)
    return False


def stop(server: subprocess.Popen[bytes], how: signal.Signals) -> None:
    server.send_signal(how)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


# --- what developers check before every commit -----------------------------------------------


#: Tables straight from the models, which `makemigrations --check` finds equal; `manage.py test` goes every step.
QUICK = ["-q", "-m", "not browser and not thorough and not pages", "--nomigrations"]


def check_all() -> int:
    """`make check`: style, types, contracts, migrations, translations, and the quick tests on SQLite.

    The checks are made one after the other beside the tests, so that no core waits for the longest of them.
    """
    _compile_once()
    tool, manage = HERE / ".venv/bin", [sys.executable, str(HERE / "manage.py")]
    checks: dict[str, Sequence[str | Path]] = {
        "style": [tool / "ruff", "check", "."],
        "format": [tool / "ruff", "format", "--check", "."],
        "types": [tool / "mypy", "."],
        "imports": [tool / "lint-imports"],
        "system": [*manage, "check", "--fail-level", "WARNING"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "translations": [*manage, "translations"],
    }
    failed: list[str] = []
    with ThreadPoolExecutor(1) as beside:
        made = beside.map(_quietly, checks.values())
        if subprocess.run([*PYTEST, *QUICK, *_workers()], cwd=HERE).returncode:
            failed.append("tests")
        for name, done in zip(checks, made, strict=True):
            print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name}", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout + done.stderr, flush=True)
    print(f"FAILED: {', '.join(failed)}" if failed else "All is well.")
    return 1 if failed else 0


def _quietly(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=HERE, capture_output=True, text=True)
