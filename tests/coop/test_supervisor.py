"""`up`: children that end are started again, later and later; a port in use is said in a sentence."""

import os
import signal
import socket
import sys
import time

import pytest

from coop import supervisor


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def ended(child: supervisor.Child) -> None:
    child.process.wait(10)


@pytest.fixture
def brief() -> supervisor.Child:
    """A child that ends at once."""
    return supervisor.Child("web", ["-c", "raise SystemExit(3)"], clock=Clock())


def test_a_child_that_ends_is_started_again_after_a_pause(brief):
    brief.start()
    ended(brief)
    assert brief.look_after() == "web ended (3); starting it again in 1 s."
    assert brief.look_after() == ""
    assert brief.process is None
    brief.clock.now += 1
    brief.look_after()
    assert brief.process is not None
    ended(brief)


def test_the_pause_doubles_up_to_half_a_minute(brief):
    pauses = []
    for _ in range(7):
        brief.start()
        ended(brief)
        pauses.append(brief.look_after().split()[-2])
        brief.clock.now += 30
    assert pauses == ["1", "2", "4", "8", "16", "30", "30"]


def test_a_child_that_was_well_for_a_minute_starts_anew_at_one_second(brief):
    brief.failures = 5
    brief.start()
    ended(brief)
    brief.clock.now += 61
    assert brief.look_after().endswith("in 1 s.")


def test_a_child_that_will_not_stop_is_made_to(monkeypatch):
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    child = supervisor.Child("web", ["-c", stubborn])
    child.start()
    time.sleep(0.5)
    child.ask_to_stop()
    child.make_sure_it_stopped(time.monotonic() + 0.2)
    assert child.process.returncode == -signal.SIGKILL


def test_a_port_in_use_is_a_sentence_with_the_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        sentence = supervisor.why_not_listen("127.0.0.1", port)
    assert sentence.startswith(f"Port {port} cannot be used")
    assert f"PORT={port + 1}" in sentence


def test_a_free_port_is_fine():
    assert supervisor.why_not_listen("127.0.0.1", 0) == ""


def test_the_supervisor_itself_loads_neither_django_nor_celery():
    code = "import sys, coop.supervisor as s; s._options([]); "
    code += "sys.exit(bool({'django', 'celery'} & set(sys.modules)))"
    assert os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", code]) == 0
