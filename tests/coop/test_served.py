"""The served way, started with the very commands of docker-compose.yml and the Dockerfile: PostgreSQL, Redis,
two web processes, a worker and a clock. Only the containers and the TLS proxy are missing."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg
import pytest

from coop.suite import answers, free_port, stop

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
ROLE = "coop_running"
"""As compose calls the role that the program runs as."""
AWAY = "203.0.113.7"
"""Where the phone is, as the proxy says."""
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def command_of(service: str) -> list[str]:
    """What compose runs in a service; what the image runs where compose says nothing."""
    block = re.search(rf"\n  {service}:\n(.*?)(?=\n\n|\n  \w+:\n|\Z)", COMPOSE, re.DOTALL)
    assert block, service
    said = re.search(r"^    command: (.+)$", block.group(1), re.MULTILINE)
    if said:
        return shlex.split(said.group(1))
    found: list[str] = json.loads(DOCKERFILE.rpartition("\nCMD ")[2])
    return found


@dataclass(kw_only=True)
class Served:
    """Where it answers, and how its processes are started."""

    port: int
    environment: dict[str, str]
    """Of everything but `ready`: its role owns no table."""
    owner: dict[str, str]

    def run(self, *command: str, as_owner: bool = False) -> str:
        environment = self.owner if as_owner else self.environment
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def ask(self, question: str) -> Any:
        """Something from the database, as JSON, asked by another process."""
        code = f"import json\n{question}\nprint(json.dumps(answer))"
        return json.loads(self.run("python", "manage.py", "shell", "--no-imports", "-c", code))

    @contextmanager
    def started(self, service: str) -> Iterator[subprocess.Popen[bytes]]:
        """A service's own command, on this test's port, in a group of its own."""
        command = [
            word.replace("--port 8000", f"--port {self.port}").replace("0.0.0.0", "127.0.0.1")
            for word in command_of(service)
        ]
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, start_new_session=True)
        try:
            yield process
        finally:
            stop(process, signal.SIGTERM)

    def phone(self) -> Phone:
        return Phone(port=self.port)


@dataclass(kw_only=True)
class Phone:
    """A browser behind the proxy: its cookies are for https, and the proxy says that it came so."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, *, data: bytes | None = None, **headers: str) -> tuple[int, str]:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        about = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": AWAY,
            "Origin": "https://localhost",
            "Cookie": kept,
        }
        if data is not None:
            about["Content-Type"] = "application/x-www-form-urlencoded"
        line = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            line.request("GET" if data is None else "POST", path, data, about | headers)
            response = line.getresponse()
            for cookie in response.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return response.status, response.read().decode()
        finally:
            line.close()

    def sign_in(self, card: dict[str, Any]) -> None:
        self.ask("/sign-in/")
        form = {"number": card["number"], "pin": card["pin"], "csrfmiddlewaretoken": self.token}
        self.ask("/sign-in/", data=urlencode(form).encode(), Referer="https://localhost/sign-in/")
        assert "sessionid" in self.cookies

    @property
    def token(self) -> str:
        return self.cookies["csrftoken"]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An empty database of its own, and everything compose starts on it."""
    postgres, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("TEST_REDIS_URL", "")
    if not postgres.startswith("postgres") or not redis:
        pytest.skip("needs PostgreSQL and Redis (`python3 manage.py test` starts both)")
    name = f"served_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
    binaries = Path(sys.executable).parent
    owner = urlsplit(postgres)
    running = owner._replace(netloc=f"{ROLE}:secret@{owner.hostname}:{owner.port}")
    environment = {
        "PATH": f"{binaries}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "COOP_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "coop.settings",
        "DATABASE_URL": urlunsplit(running._replace(path=f"/{name}")),
        "REDIS_URL": redis,
        "SECRET_KEY": "a key for this test only, long enough to be taken",
        "ALLOWED_HOSTS": "localhost",
        "WEB_PROCESSES": "2",
        "DEMO": "0",
        "COLUMNS": "80",
    }
    as_owner = {
        "DATABASE_URL": urlunsplit(owner._replace(path=f"/{name}")),
        "RUNNING_ROLE_PASSWORD": "secret",
    }
    yield Served(port=free_port(), environment=environment, owner=environment | as_owner)
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        server.execute(f"DROP ROLE IF EXISTS {ROLE}".encode())


def until(question: Callable[[], bool], *, within: float) -> bool:
    ends = time.monotonic() + within
    while time.monotonic() < ends:
        if question():
            return True
        time.sleep(0.5)
    return False


def test_it_is_founded_voted_and_closed_by_itself(served: Served) -> None:
    ready = served.run(*command_of("ready"), as_owner=True)
    assert "code" in ready.lower()
    assert f"{ROLE} reads and writes rows, and owns nothing." in ready
    cards = json.loads(served.run("python", "manage.py", "demo", "--members", "12", "--json"))["cards"]
    voting = served.ask(
        "from assemblies.models import Motion\n"
        "found = Motion.objects.voting().filter(is_secret=False).order_by('pk').first()\n"
        "answer = [found.pk, found.roll_count, found.ballots.count()]"
    )
    with ExitStack() as running:
        web = running.enter_context(served.started("web"))
        running.enter_context(served.started("worker"))
        phone = served.phone()
        assert answers(lambda: _is_well(phone), web, within=60)

        # Somebody votes in one web process, and everybody sees it, whichever process answers.
        voter = served.ask(
            "from assemblies.models import RollEntry\n"
            f"rows = RollEntry.objects.filter(motion={voting[0]}, excluded_because='')\n"
            f"rows = rows.exclude(member__ballots__motion={voting[0]})\n"
            "answer = list(rows.values_list('member__number', flat=True))"
        )
        phone.sign_in(next(card for card in cards if card["number"] in voter))
        from_where = served.ask(
            "from members.models import KnownAddress\n"
            "from members.actions.signing_in import hashed_address\n"
            f"answer = KnownAddress.objects.filter(address=hashed_address('{AWAY}')).count()"
        )
        assert from_where == 1
        _arrive(phone)
        said = json.dumps({"choice": "for", "key": str(uuid.uuid4())}).encode()
        about = {
            "Content-Type": "application/json",
            "X-CSRFToken": phone.token,
            "Referer": "https://localhost/",
        }
        for _again in range(2):
            status, text = phone.ask(f"/api/v1/motions/{voting[0]}/ballot", data=said, **about)
            assert status in (200, 201), text
        for _any_process in range(6):
            assert _turnout(phone, voting[0]) == voting[2] + 1

        # The worker answers as its container's health check asks it to.
        ping = re.search(r"worker:.*?test: (\[.+?\])\n", COMPOSE, re.DOTALL)
        assert ping
        asked = [
            word.replace("celery@$$HOSTNAME", f"celery@{os.uname().nodename}")
            for word in json.loads(ping.group(1))
        ]
        assert until(lambda: _succeeds(served, asked[1:]), within=60)

        # The clock finds a vote that is over and the worker closes it: nobody presses anything.
        running.enter_context(served.started("beat"))
        due = served.ask(OPEN_A_VOTE_FOR_A_SECOND)
        closed = f"from assemblies.models import Motion\nanswer = Motion.objects.get(pk={due}).is_decided"
        assert until(lambda: bool(served.ask(closed)), within=90)
    assert "holds" in served.run("python", "manage.py", "verify")
    with psycopg.connect(served.environment["DATABASE_URL"], autocommit=True) as program:
        for statement in ("TRUNCATE record_act", "ALTER TABLE record_act DISABLE TRIGGER ALL"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                program.execute(statement)


OPEN_A_VOTE_FOR_A_SECOND = """
from datetime import timedelta
from django.utils import timezone
from assemblies.actions import open_voting
from assemblies.models import Assembly, Motion, MotionState
from members.models import Cooperative
from rotation.models import Mandate
now = timezone.now()
day = Cooperative.objects.get().day_of(now)
chair = Mandate.objects.at(now, day=day).get(post__code="table-chair").member
here = Assembly.objects.under_way().get()
waiting = Motion.objects.filter(assembly=here, state=MotionState.ON_AGENDA).first()
open_voting(motion_id=waiting.pk, closes_at=now + timedelta(seconds=1), actor=chair, now=now)
answer = waiting.pk
"""


def _is_well(phone: Phone) -> bool:
    try:
        return phone.ask("/healthz")[0] == 200
    except OSError:
        return False


def _succeeds(served: Served, command: list[str]) -> bool:
    return subprocess.run(command, cwd=ROOT, env=served.environment, capture_output=True).returncode == 0


def _turnout(phone: Phone, motion: int) -> int:
    return int(json.loads(phone.ask(f"/api/v1/motions/{motion}")[1])["turnout"])


def _arrive(phone: Phone) -> None:
    """From home, with one tap."""
    _status, page = phone.ask("/assembly/")
    form = re.search(r'action="(/assemblies/\d+/arrive/)"', page)
    if form:
        about = {"Referer": "https://localhost/assembly/"}
        sent = urlencode({"channel": "home", "csrfmiddlewaretoken": phone.token}).encode()
        phone.ask(form.group(1), data=sent, **about)
