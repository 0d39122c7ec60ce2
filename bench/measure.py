"""The benchmarks: one table, and `bench/results.json`. Ratios to a floor in the same run; medians of rounds.

Run it with `make bench`. It makes its own data under a temporary folder, serves on loopback ports of its own,
and stops everything it started. Absolute times say more about the machine than about us; read the ratios.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_name("results.json")
PHONES = 50
ROUNDS = 5
PLANS = 7
"""The rows of `bench/planning.py`."""
MOTIONS = 24
BALLOTS_A_ROUND = 600
PAGES_A_ROUND = 400
HALL = 480
A_MINUTE = 58.0
"""In which the last phone begins, so that all are done within sixty seconds."""


def main(wanted: list[str]) -> None:
    """Measure everything, or the parts that are named; print the table and keep it, each row with its day."""
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"There is no part {', '.join(sorted(unknown))}; there is {', '.join(PARTS)}.")
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="coop-bench-") as folder:
        environment = {
            **os.environ,
            "COOP_DATA": folder,
            "DATABASE_URL": f"sqlite:///{folder}/coop.sqlite3",
            "DJANGO_SETTINGS_MODULE": "bench.floor.settings",
        }
        environment.pop("REDIS_URL", None)
        run(environment, "-m", "django", "migrate", "-v0", "--run-syncdb")
        manage(environment, "collectstatic", "-v0", "--no-input")
        chosen = [name for name in PARTS if not wanted or name in wanted]
        if {"hall", "memory"} & set(chosen) and "demo" not in chosen:
            chosen.insert(0, "demo")  # which they look at
        for name in chosen:
            rows += PARTS[name](environment, Path(folder))
            print(f"{name} …", file=sys.stderr)
    keep(rows)
    for row in rows:
        figures = "  ".join(f"{key} {value}" for key, value in row.items() if key not in ("what", "on"))
        print(f"{row['what']:<52} {figures}")


def keep(rows: list[dict[str, Any]]) -> None:
    """Put the rows into the table where they were measured before, the new ones at its end."""
    day = time.strftime("%Y-%m-%d")
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))["rows"] if RESULTS.exists() else []
    table = {row["what"]: row for row in kept}
    table.update({row["what"]: {**row, "on": day} for row in rows})
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    report = {"machine": machine, "rows": list(table.values())}
    RESULTS.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


# --- the parts ------------------------------------------------------------------------------------------------


Rows = list[dict[str, Any]]


def hall(environment: dict[str, str], folder: Path) -> Rows:
    """The assembly as the demo leaves it, and with ballots enough to cast for a while."""
    run(environment, "-m", "bench.stage", "0", str(folder))
    found = over_http(environment, folder)
    run(environment, "-m", "bench.stage", str(MOTIONS), str(folder))
    return over_http(environment, folder) + found


def pay(environment: dict[str, str], folder: Path) -> Rows:
    rows = [alone(environment, folder, "bench.pay", "run", people) for people in (312, 10_000, 100_000)]
    return [*rows, alone(environment, folder, "bench.pay", "slips", 10_000)]


def rolls(environment: dict[str, str], folder: Path) -> Rows:
    return [alone(environment, folder, "bench.assembly", "roll", people) for people in (480, 100_000)]


def books(environment: dict[str, str], folder: Path) -> Rows:
    pages = {**environment, "DJANGO_SETTINGS_MODULE": "coop.settings", "ALLOWED_HOSTS": "testserver"}
    rows = [alone(environment, folder, "bench.money", what) for what in ("entries", "bank")]
    return [*rows, alone(pages, folder, "bench.money", "years")]


def people(environment: dict[str, str], folder: Path) -> Rows:
    """What takes a member's time, in a browser on a demo of its own; and what if, on the same."""
    own = {
        **environment,
        "DJANGO_SETTINGS_MODULE": "coop.settings",
        "DATABASE_URL": f"sqlite:///{folder}/people.sqlite3",
    }
    manage(own, "migrate", "-v0")
    run(own, "-m", "bench.people", "stage", str(folder))
    with serving(own, "coop.asgi:application") as (port, _):
        rows: Rows = json.loads(run(own, "-m", "bench.people", str(port), str(folder)))
    return [*rows, json.loads(run(own, "-m", "bench.people", "sliders"))]


def plans(environment: dict[str, str], folder: Path) -> Rows:
    return [json.loads(run(environment, "-m", "bench.planning", str(nth))) for nth in range(PLANS)]


# --- over HTTP ------------------------------------------------------------------------------------------------


def over_http(environment: dict[str, str], folder: Path) -> list[dict[str, Any]]:
    """Ballots beside bare inserts, and the assembly page beside a bare list, in turns on the same machine."""
    from bench.phones import Request, Result
    from bench.phones import hall as phones_in

    plan = json.loads((folder / "hall.json").read_text(encoding="utf-8"))
    requests = {name: [as_request(Request, item) for item in plan[name]] for name in plan}
    found: dict[str, list[Result]] = {name: [] for name in requests}
    cpu: dict[str, list[float]] = {name: [] for name in requests}
    ours = {**environment, "DJANGO_SETTINGS_MODULE": "coop.settings"}
    with (
        serving(ours, "coop.asgi:application") as (port, process),
        serving(environment, "coop.asgi:application") as (floor_port, floor_process),
    ):
        for turn in range(ROUNDS + 1):
            for name, all_of_it in requests.items():
                is_floor = name.startswith("floor")
                size = BALLOTS_A_ROUND if name.endswith("cast") else PAGES_A_ROUND
                part = (
                    all_of_it[turn * size : (turn + 1) * size] if name.endswith("cast") else all_of_it[:size]
                )
                server = floor_process if is_floor else process
                before = cpu_seconds(server.pid)
                result = phones_in(
                    port=floor_port if is_floor else port,
                    requests=part,
                    phones=PHONES,
                    expect=frozenset({200, 201}),
                )
                if turn:  # the first round warms up
                    found[name].append(result)
                    cpu[name].append(1000 * (cpu_seconds(server.pid) - before) / len(part))
    return [
        beside(what, found[ours_], found[bare], cpu[ours_], cpu[bare])
        for what, ours_, bare in (
            ("cast a ballot from the page", "page cast", "floor cast"),
            ("cast a ballot through the API", "api cast", "floor cast"),
            ("the assembly page", "page get", "floor get"),
        )
        if ours_ in found
    ]


def voting_within_a_minute(environment: dict[str, str], folder: Path) -> list[dict[str, Any]]:
    """480 people open the voting screen and vote, spread over a minute: how long each waits for the receipt."""
    from bench.phones import Request, rush

    own = {**environment, "DATABASE_URL": f"sqlite:///{folder}/rush.sqlite3"}
    run(own, "-m", "django", "migrate", "-v0", "--run-syncdb")
    run(own, "-m", "bench.assembly", "rush", str(HALL), str(folder))
    plan = json.loads((folder / "rush.json").read_text(encoding="utf-8"))
    rows = []
    with serving({**own, "DJANGO_SETTINGS_MODULE": "coop.settings"}, "coop.asgi:application") as (port, _):
        for kind, phones in plan.items():
            result = rush(
                port=port,
                phones=[[as_request(Request, item) for item in items] for items in phones],
                within=A_MINUTE,
                expect=frozenset({200}),
            )
            rows.append(
                {
                    "what": f"{HALL} vote within a minute, {kind} vote",
                    "all_done_in_s": round(result.wall_seconds, 1),
                    **{f"p{part}_ms": round(result.percentile(part / 100), 1) for part in (50, 95, 99)},
                    "bad": result.bad or 0,
                }
            )
    return rows


def as_request(make: Callable[..., Any], item: dict[str, Any]) -> Any:
    body = item.get("body")
    return make(
        method=item["method"],
        path=item["path"],
        headers=item["headers"],
        body=body.encode() if body is not None else None,
    )


def beside(
    what: str, ours: list[Any], floor: list[Any], cpu: list[float], floor_cpu: list[float]
) -> dict[str, Any]:
    """Our median figures and the median of the ratios round by round."""
    ratios = [a.per_second / b.per_second for a, b in zip(ours, floor, strict=True)]
    bad: dict[int, int] = {}
    for result in ours:
        for status, count in result.bad.items():
            bad[status] = bad.get(status, 0) + count
    return {
        "what": what,
        "per_second": round(statistics.median(r.per_second for r in ours)),
        "floor_per_second": round(statistics.median(r.per_second for r in floor)),
        "ratio": round(statistics.median(ratios), 2),
        "p50_ms": round(statistics.median(r.percentile(0.50) for r in ours), 1),
        "p95_ms": round(statistics.median(r.percentile(0.95) for r in ours), 1),
        "server_cpu_ms": round(statistics.median(cpu), 2),
        "floor_cpu_ms": round(statistics.median(floor_cpu), 2),
        "bad": bad or 0,
    }


@contextmanager
def serving(environment: dict[str, str], application: str) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """One uvicorn process on a free loopback port, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", application, "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "2"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port)
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")


# --- processes ------------------------------------------------------------------------------------------------


def run(environment: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}:\n{done.stdout}{done.stderr}")
    return done.stdout


def alone(environment: dict[str, str], folder: Path, module: str, *arguments: object) -> dict[str, Any]:
    """A row that a program of its own finds out, on an empty database of its own."""
    said = [str(argument) for argument in arguments]
    database = folder / f"{'-'.join([module, *said])}.sqlite3"
    own = {**environment, "DATABASE_URL": f"sqlite:///{database}"}
    run(own, "-m", "django", "migrate", "-v0", "--run-syncdb")
    row: dict[str, Any] = json.loads(run(own, "-m", module, *said))
    return row


def manage(environment: dict[str, str], *arguments: str) -> str:
    return run(environment, "-m", "django", *arguments)


def timed(what: str, work: Callable[[], object]) -> dict[str, Any]:
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    work()
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"what": what, "wall": round(wall, 1), "cpu": round(after.ru_utime - before.ru_utime, 1)}


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of_the_tree(environment: dict[str, str]) -> dict[str, Any]:
    """Start the whole embedded program as a member does, let it settle, and add up its memory."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ours = {**environment, "PORT": str(port)}
    ours.pop("DJANGO_SETTINGS_MODULE")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=ours,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_for(port)
        time.sleep(8)
        tree = descendants(process.pid)
        return {
            "what": "memory of the whole embedded tree, MB",
            "proportional": round(sum(memory_kb(pid, "Pss") for pid in tree) / 1024),
            "resident": round(sum(memory_kb(pid, "Rss") for pid in tree) / 1024),
            "processes": len(tree),
        }
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def descendants(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(folder.name))
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        queue += parents.get(one, [])
    return found


def memory_kb(pid: int, kind: str) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith(f"{kind}:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


PARTS: dict[str, Callable[[dict[str, str], Path], Rows]] = {
    "demo": lambda environment, _folder: [
        timed("demo of 312 members, seconds", lambda: manage(environment, "demo"))
    ],
    "hall": hall,
    "rush": voting_within_a_minute,
    "rolls": rolls,
    "search": lambda environment, folder: [alone(environment, folder, "bench.search")],
    "plans": plans,
    "pay": pay,
    "books": books,
    "sharing": lambda environment, _folder: [json.loads(run(environment, "-m", "bench.sharing"))],
    "people": people,
    "memory": lambda environment, _folder: [memory_of_the_tree(environment)],
}
"""What `make bench` measures; `make bench PARTS="hall rush"` measures some of it."""

if __name__ == "__main__":
    main(sys.argv[1:])
