"""Work your own pay out again, and the sealed record, on your own machine: python3 check.py

It needs nothing but Python and the files beside it (pay.json, record.jsonl). It asks no server and believes no
sum that it is given: it adds everything up anew, and says which does not hold. Exit 0 when all of it holds.
"""

import hashlib
import json
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
GENESIS = "0" * 64
Json = dict[str, Any]
Faults = list[tuple[str, Json]]

SAID = {
    "en": {
        "pay": "{period}: should be {should}, the payslip says {says}",
        "lines": "{period}: its lines add up to {should}, it says {says}",
        "net": "{period}: its parts add up to {should}, it says {says}",
        "over": "{period}: {says} was paid of {should}",
        "unlike": "{period}: two people with the same days got different equal pay",
        "total": "{period}: all payslips add up to {should}, the run says {says}",
        "digest": "{period}: the payslips are not those that were signed",
        "unsealed": "{period}: the record does not have the seal of its payslips",
        "mine": "{period}: my payslip is not among those that were signed",
        "gap": "record: line {line} does not follow the one before it",
        "changed": "record: line {line} was changed after it was sealed",
        "head": "record: it ends elsewhere than it was said to",
        "good": "Everything holds: {slips} payslips and {lines} lines of the record. The record ends with {head}",
        "bad": "{n} things do not hold.",
    },
    "es": {
        "pay": "{period}: tendría que ser {should}, el recibo dice {says}",
        "lines": "{period}: sus líneas suman {should}, dice {says}",
        "net": "{period}: sus partes suman {should}, dice {says}",
        "over": "{period}: se pagó {says} de {should}",
        "unlike": "{period}: dos personas con los mismos días recibieron retiros distintos",
        "total": "{period}: todos los recibos suman {should}, la liquidación dice {says}",
        "digest": "{period}: los recibos no son los que se firmaron",
        "unsealed": "{period}: el registro no tiene el sello de sus recibos",
        "mine": "{period}: mi recibo no está entre los que se firmaron",
        "gap": "registro: la línea {line} no sigue a la anterior",
        "changed": "registro: la línea {line} se cambió después de sellada",
        "head": "registro: termina en otro lugar que el dicho",
        "good": "Todo cierra: {slips} recibos y {lines} líneas del registro. El registro termina en {head}",
        "bad": "{n} cosas no cierran.",
    },
}


def canonical(value: object) -> str:
    """The one way to write a value: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def worth(run: Json, span: str) -> int:
    """What the days of a span are worth: each amount in force × its days ÷ all days, rounded once, half up."""
    stays = [tuple(date.fromisoformat(day) for day in part.split("/")) for part in span.split()]
    days = sum((until - start).days for start, until in stays)
    if run["method"] == "pool":
        pool = run["pool_cents"] + run["carry_in_cents"]
        return pool * days // run["pool_days"] if run["pool_days"] else 0
    first, last = (date.fromisoformat(day) for day in run["cycle"])
    steps = sorted((date.fromisoformat(step["from"]), step["cents"]) for step in run["amounts"])
    day_cents = 0
    for number, (begins, cents) in enumerate(steps):
        ends = steps[number + 1][0] if number + 1 < len(steps) else last
        day_cents += cents * sum(max(0, (min(b, ends) - max(a, begins)).days) for a, b in stays)
    exact = Fraction(day_cents, (last - first).days)
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def faults_of_pay(pay: Json, seals: Json) -> Faults:
    """Every payslip from its days and the amounts in force; every run that came with all its rows."""
    found: Faults = []
    for slip in pay["slips"]:
        run = pay["runs"][str(slip["run"])]
        period = f"{run['from']}/{run['until']}"
        should = worth(run, slip["span"]) - run["before_cents"]
        if slip["equal_cents"] != should:
            found.append(("pay", {"period": period, "should": should, "says": slip["equal_cents"]}))
        lines = sum(line["cents"] for line in slip["lines"] if line["code"] != "to_pay")
        if lines != slip["net_cents"]:
            found.append(("lines", {"period": period, "should": lines, "says": slip["net_cents"]}))
        net = slip["equal_cents"] + slip["difference_cents"] + slip["return_cents"] - slip["withheld_cents"]
        if net != slip["net_cents"]:
            found.append(("net", {"period": period, "should": net, "says": slip["net_cents"]}))
        paid = sum(part["cents"] for part in slip["paid"] if not part["came_back"])
        if paid > slip["net_cents"]:
            found.append(("over", {"period": period, "should": slip["net_cents"], "says": paid}))
    for number, run in pay["runs"].items():
        period = f"{run['from']}/{run['until']}"
        if seals.get(number) != run["digest"]:
            found.append(("unsealed", {"period": period}))
        if run["rows"] is not None:
            found += faults_of_rows(run, period, [s for s in pay["slips"] if str(s["run"]) == number])
    return found


def faults_of_rows(run: Json, period: str, mine: list[Json]) -> Faults:
    """All payslips of a run, by number: sealed as they were signed, equal for equal, and mine among them."""
    found: Faults = []
    whole = hashlib.sha256()
    for text in sorted(canonical(row) for row in run["rows"]):
        whole.update(text.encode() + b"\n")
    if whole.hexdigest() != run["digest"]:
        found.append(("digest", {"period": period}))
    equal: dict[str, set[int]] = {}
    for row in run["rows"]:
        equal.setdefault(row[1], set()).add(row[2])
    if any(len(different) > 1 for different in equal.values()):
        found.append(("unlike", {"period": period}))
    total = sum(row[6] for row in run["rows"])
    if total != run["total_cents"]:
        found.append(("total", {"period": period, "should": total, "says": run["total_cents"]}))
    names = (
        "number",
        "span",
        "equal_cents",
        "difference_cents",
        "return_cents",
        "withheld_cents",
        "net_cents",
    )
    if any([slip[name] for name in names] not in run["rows"] for slip in mine):
        found.append(("mine", {"period": period}))
    return found


def read_record(lines: list[Json], head: Json) -> tuple[Faults, Json]:
    """Every line hashed again over the one before it; and the seals of pay runs that it keeps, by run."""
    found: Faults = []
    seals: Json = {}
    previous = GENESIS
    for number, act in enumerate(lines, start=1):
        stored = act.pop("hash")
        if act["seq"] != number or act["previous"] != previous:
            found.append(("gap", {"line": act["seq"]}))
        if hashlib.sha256(canonical(act).encode()).hexdigest() != stored:
            found.append(("changed", {"line": act["seq"]}))
        if act["verb"] in ("payroll.run.computed", "payroll.run.corrected"):
            seals[act["subject"].split(":")[1]] = act["facts"].get("digest")
        previous = stored
    if (len(lines), previous) != (head["seq"], head["hash"]):
        found.append(("head", {}))
    return found, seals


def main() -> int:
    pay = json.loads((HERE / "pay.json").read_text(encoding="utf-8"))
    text = (HERE / "record.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.split("\n") if line]
    words = SAID["es" if pay["language"].startswith("es") else "en"]
    found, seals = read_record(lines, pay["head"])
    found += faults_of_pay(pay, seals)
    for code, about in found:
        print(words[code].format(**about))
    if found:
        print(words["bad"].format(n=len(found)))
        return 1
    print(words["good"].format(slips=len(pay["slips"]), lines=len(lines), head=pay["head"]["hash"][:16]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
