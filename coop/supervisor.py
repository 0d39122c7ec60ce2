"""`python3 manage.py up`: the whole co-operative on one machine. Web, worker and clock; one Ctrl-C stops all.

This process only watches, so it loads neither Django nor Celery: what needs them (migrations, the demo)
runs in a child that ends before the three start. Each child leads a group of its own, so that nothing of
it outlives it; ends when we do, even by kill -9; and is started again, later and later, when it ends by
itself.
"""

import argparse
import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
STOP_WITHIN = 10.0
#: A child that ran this long (seconds) was well: its next failure counts as the first.
WAS_WELL_AFTER = 60.0


class Child:
    """One of the processes we keep alive."""

    def __init__(
        self, name: str, arguments: list[str], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.name, self.arguments, self.clock = name, arguments, clock
        self.process: subprocess.Popen[bytes] | None = None
        self.failures = 0
        self.started_at = 0.0
        self.start_again_at = 0.0

    def start(self) -> None:
        self.started_at = self.clock()
        self.process = subprocess.Popen(
            [sys.executable, *self.arguments],
            cwd=HERE,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )

    def look_after(self) -> str:
        """Start it again if it ended and its pause is over; what to tell people, if anything."""
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return ""
            self.kill_group()  # nothing of it may survive
            self.process = None
            self.failures = 1 if self.clock() - self.started_at > WAS_WELL_AFTER else self.failures + 1
            pause = min(30, 2 ** (self.failures - 1))
            self.start_again_at = self.clock() + pause
            return f"{self.name} ended ({code}); starting it again in {pause} s."
        if self.clock() >= self.start_again_at:
            self.start()
        return ""

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def make_sure_it_stopped(self, until: float) -> None:
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, until - self.clock()))
        self.kill_group()
        self.process.wait()

    def kill_group(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)


def _end_with_parent() -> None:
    """In the child, before it begins: be told to stop when the parent dies, however it dies (Linux only)."""
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


def main(arguments: list[str]) -> int:
    """Prepare, start, watch until asked to stop, stop. Returns the exit code."""
    options = _options(arguments)
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda got, frame: stopping.append(got))

    busy = why_not_listen(options.bind, options.port)
    if busy:
        print(busy, file=sys.stderr)
        return 1

    prepared = _prepare(options, stopping)
    if prepared or stopping:
        return prepared

    children = [
        Child("web", _web(options)),
        Child("worker", [*_celery("worker"), "-P", "threads", "-c", "2", *QUIET_WORKER]),
        Child("clock", [*_celery("beat"), "--pidfile="]),
    ]
    for child in children:
        child.start()
    while not stopping:
        for child in children:
            news = child.look_after()
            if news:
                print(news, file=sys.stderr, flush=True)
        time.sleep(0.3)

    print("Stopping …", flush=True)
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + STOP_WITHIN
    for child in children:
        child.make_sure_it_stopped(until)
    print("Stopped. Everything is kept.", flush=True)
    return 0


def why_not_listen(host: str, port: int) -> str:
    """Empty when we can listen there, else the sentence that says why not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as problem:
            return (
                f"Port {port} cannot be used ({problem.strerror}). "
                f"Choose another: PORT={port + 1 if port < 65535 else 8000} python3 manage.py up"
            )
    return ""


def _prepare(options: argparse.Namespace, stopping: list[int]) -> int:
    """Migrations, guards, static files and the demo, in a process that ends afterwards."""
    command = [sys.executable, str(HERE / "manage.py"), "make_ready"]
    command += ["--bind", options.bind, "--port", str(options.port)]
    process = subprocess.Popen(command, start_new_session=True, preexec_fn=_end_with_parent)
    while process.poll() is None:
        if stopping:
            process.terminate()
            return process.wait() and 0
        time.sleep(0.05)
    return process.returncode


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="manage.py up",
        description="Run the whole co-operative on this machine.",
        epilog="PORT, COOP_DATA, DEMO=0, DATABASE_URL, REDIS_URL: see docs/operations.md.",
    )
    parser.add_argument(
        "--bind", default="127.0.0.1", help="the address to listen on; 0.0.0.0 for the local network"
    )
    parser.add_argument("--port", type=int, default=None, help="the port; else PORT, else 8000")
    options = parser.parse_args(arguments)

    from coop import env

    if options.port is None:
        options.port = env.whole_number("PORT", 8000, least=1, most=65535)
    options.processes = env.whole_number("WEB_PROCESSES", 1, least=1, most=64)
    return options


def _web(options: argparse.Namespace) -> list[str]:
    return [
        *("-m", "uvicorn", "coop.asgi:application", "--host", options.bind, "--port", str(options.port)),
        *(
            "--workers",
            str(options.processes),
            "--no-access-log",
            "--log-level",
            "warning",
            "--no-server-header",
        ),
        # Open live streams would otherwise hold the stop up for ever.
        *("--timeout-graceful-shutdown", "3"),
    ]


def _celery(part: str) -> list[str]:
    return ["-m", "celery", "--quiet", "-A", "coop", part, "-l", "WARNING"]


QUIET_WORKER = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
