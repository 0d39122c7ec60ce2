"""Work your own pay out again, how the surplus is shared, and the sealed record: python3 check.py

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
        "steps": "surplus {name}: {code} should be {should}, it says {says}",
        "base": "surplus {name}: {code} should be of {should}, it says of {says}",
        "returns": "surplus {name}: {should} should return to members, it says {says}",
        "sum": "surplus {name}: the steps and the return add up to {should}, there was {says} to share",
        "part": "surplus {name}: the part of whoever counts {weight} should be {should}, it says {says}",
        "interest": "surplus {name}: the interest on {held} in shares should be {should}, it says {says}",
        "kind": "surplus {name}: in equal parts, everyone counts the same; here they do not",
        "left": "surplus {name}: the division should leave {should}, it says {says}",
        "parts": "surplus {name}: everyone's parts are not those that were frozen",
        "mine_of": "surplus {name}: my part is not among those that were frozen",
        "frozen": "surplus {name}: the record says other figures: {what}",
        "unfrozen": "surplus {name}: the record does not say its figures",
        "brought": "{period}: should bring {should} of the surplus, the payslip says {says}",
        "good": "Everything holds: {slips} payslips, {splits} surpluses, {lines} lines of the record. Its end: {head}",
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
        "steps": "excedente {name}: {code} tendría que ser {should}, dice {says}",
        "base": "excedente {name}: {code} tendría que ser de {should}, dice de {says}",
        "returns": "excedente {name}: tendrían que volver a integrantes {should}, dice {says}",
        "sum": "excedente {name}: los pasos y el retorno suman {should}, había {says} para repartir",
        "part": "excedente {name}: la parte de quien cuenta {weight} tendría que ser {should}, dice {says}",
        "interest": "excedente {name}: el interés de {held} en cuotas tendría que ser {should}, dice {says}",
        "kind": "excedente {name}: en partes iguales todos cuentan lo mismo; acá no",
        "left": "excedente {name}: la división tendría que dejar {should}, dice {says}",
        "parts": "excedente {name}: las partes no son las que se congelaron",
        "mine_of": "excedente {name}: mi parte no está entre las que se congelaron",
        "frozen": "excedente {name}: el registro dice otras cifras: {what}",
        "unfrozen": "excedente {name}: el registro no dice sus cifras",
        "brought": "{period}: tendría que traer {should} del excedente, el recibo dice {says}",
        "good": "Todo cierra: {slips} recibos, {splits} excedentes, {lines} líneas del registro. Su final: {head}",
        "bad": "{n} cosas no cierran.",
    },
}


def canonical(value: object) -> str:
    """The one way to write a value: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sealed(rows: list[Any]) -> str:
    """The seal of a set of rows, in any order."""
    whole = hashlib.sha256()
    for text in sorted(canonical(row) for row in rows):
        whole.update(text.encode() + b"\n")
    return whole.hexdigest()


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
    """All payslips of a run, nobody named: sealed as they were signed, equal for equal, and mine among them."""
    found: Faults = []
    if sealed(run["rows"]) != run["digest"]:
        found.append(("digest", {"period": period}))
    equal: dict[str, set[int]] = {}
    for row in run["rows"]:
        equal.setdefault(row[0], set()).add(row[1])
    if any(len(different) > 1 for different in equal.values()):
        found.append(("unlike", {"period": period}))
    total = sum(row[1] for row in run["rows"])
    total += run["difference_cents"] + run["return_cents"] - run["withheld_cents"]
    if total != run["total_cents"]:
        found.append(("total", {"period": period, "should": total, "says": run["total_cents"]}))
    rest = ("number", "difference_cents", "return_cents", "withheld_cents", "net_cents", "nonce")
    for slip in mine:
        if [slip["span"], slip["equal_cents"], sealed([[slip[name] for name in rest]])] not in run["rows"]:
            found.append(("mine", {"period": period}))
    return found


# The surplus ----------------------------------------------------------------------------------------

VOTED = ("non_member_share", "reinvestment", "community")


def up(exact: Fraction) -> int:
    """Up to the cent: what a law asks for."""
    return -(-exact.numerator // exact.denominator)


def down(exact: Fraction) -> int:
    """Down to the cent: voted shares and returns."""
    return exact.numerator // exact.denominator


def waterfall(pack: Json, inputs: Json) -> tuple[list[Json], int]:
    """A year's result through the steps of a law, and what is left for members; nothing of a loss.

    What the law keeps apart by origin is `outside`. A fund of the surplus takes from inside only; everything else
    takes from inside first. A base stays what it was when it was first asked for.
    """
    result, steps = inputs["result_cents"], []
    if result <= 0:
        return [], 0
    share = {name: Fraction(inputs[name]) for name in VOTED}
    odd = min(inputs["extraordinary_cents"], result)
    odd_is_outside = "extraordinary" in pack["outside"]
    outside = up((result - odd) * share["non_member_share"]) if "non_members" in pack["outside"] else 0
    outside += odd if odd_is_outside else 0
    apart, inside = outside, result - outside
    bases: dict[str, int] = {}
    for step in pack["steps"]:
        rate = Fraction(step["rate"]) if step["rate"] is not None else None
        if step["takes"] == "outside":
            asked = apart
            base = result - (0 if odd_is_outside else odd) if apart else 0
        elif step["takes"] == "amount":
            base = asked = inputs[step["of"] + "_cents"]
        else:
            there = {"outside": outside, "surplus": inside, "rest": inside + outside}
            base = bases.setdefault(step["base"], there[step["base"]])
            if step["takes"] == "bands":
                asked = banded(step, base, inputs)
            else:
                exact = base * (share[step["of"]] if rate is None else rate)
                asked = up(exact) if step["rounding"] == "up" else down(exact)
        from_outside = "outside" in (step["takes"], step["base"])
        reach = outside if from_outside else inside if step["base"] == "surplus" else inside + outside
        taken = min(asked, reach)
        of_inside = 0 if from_outside else min(taken, inside)
        inside, outside = inside - of_inside, outside - (taken - of_inside)
        is_fund = step["takes"] in ("rate", "bands") and step["base"] == "surplus" and rate != 0
        if is_fund or (base and (asked or rate)):
            steps.append({"code": step["code"], "base_cents": base, "cents": taken})
    return steps, inside + outside


def banded(step: Json, base: int, inputs: Json) -> int:
    """A rate that changes, or stops, when the legal reserve is so many times a capital."""
    capital = inputs["capital_cents"]
    if step["of"] == "highest_capital":
        capital = max(capital, inputs["highest_capital_cents"])
    reserve, left, taken = Fraction(inputs["legal_reserve_cents"]), Fraction(base), Fraction(0)
    for rate, times in ((Fraction(rate), Fraction(times)) for rate, times in step["bands"]):
        part = min(left * rate, max(capital * times - reserve, Fraction(0)))
        left, reserve, taken = left - part / rate, reserve + part, taken + part
    return up(taken)


def faults_of_split(split: Json, frozen: Json | None) -> Faults:
    """The steps from the figures that were frozen, everyone's part from what it is shared by, the seal in the record."""
    name: Json = {"name": split["name"]}
    found: Faults = []
    steps, returns = waterfall(split["pack"], split["inputs"])
    said, should = ({step["code"]: step for step in each} for each in (split["steps"], steps))
    for code in sorted(said.keys() | should.keys()):
        for what, key in (("steps", "cents"), ("base", "base_cents")):
            worked, written = (each[code][key] if code in each else 0 for each in (should, said))
            if worked != written:
                found.append((what, {**name, "code": code, "should": worked, "says": written}))
    if returns != split["for_return_cents"]:
        found.append(("returns", {**name, "should": returns, "says": split["for_return_cents"]}))
    whole = sum(step["cents"] for step in split["steps"]) + split["for_return_cents"]
    if whole != max(0, split["inputs"]["result_cents"]):
        found.append(("sum", {**name, "should": whole, "says": split["inputs"]["result_cents"]}))
    interest = should["interest_on_shares"]["cents"] if "interest_on_shares" in should else 0
    return found + faults_of_parts(split, returns, interest) + faults_of_seal(split, frozen)


def faults_of_parts(split: Json, returns: int, interest: int) -> Faults:
    """Each part by weight and down to the cent; its money out of one sum in money, the rest in shares."""
    name: Json = {"name": split["name"]}
    found: Faults = []
    parts = split["parts"]
    weights = sum((Fraction(part[0]) * part[5] for part in parts), Fraction(0))
    shares = None if any(part[1] is None for part in parts) else sum(part[1] * part[5] for part in parts)
    in_money = down(returns * Fraction(split["how"]["cash"]))
    floor = Fraction(split["pack"]["cash_floor_rate"])

    def part_of(weight: Fraction) -> tuple[int, int]:
        """In money and in shares."""
        if not weights:
            return 0, 0
        cents = down(returns * weight / weights)
        money = max(down(in_money * weight / weights), up(cents * floor))
        return money, cents - money

    left = returns + interest
    for weight, held, cents, of_shares, in_shares, people in parts:
        money, rest = part_of(Fraction(weight))
        if (money, rest) != (cents - of_shares, in_shares):
            about = {
                "weight": weight,
                "should": f"{money} + {rest}",
                "says": f"{cents - of_shares} + {in_shares}",
            }
            found.append(("part", name | about))
        due = down(Fraction(interest * held, shares)) if shares else 0
        if shares is not None and due != of_shares:
            found.append(("interest", name | {"held": held, "should": due, "says": of_shares}))
        left -= (money + rest + due) * people
    if shares is not None and left != split["left_over_cents"]:
        found.append(("left", {**name, "should": left, "says": split["left_over_cents"]}))
    if split["how"]["key"] == "equal" and any(part[0] not in ("0", "1") for part in parts):
        found.append(("kind", name))
    if split["mine"] not in [part[:5] for part in parts]:
        found.append(("mine_of", name))
    return found


def faults_of_seal(split: Json, frozen: Json | None) -> Faults:
    """The record said the same figures when they were frozen; the seal of everyone's part since it keeps one."""
    if frozen is None:
        return [("unfrozen", {"name": split["name"]})]
    found: Faults = []
    says: Json = {
        "result_cents": split["inputs"]["result_cents"],
        "steps": {step["code"]: step["cents"] for step in split["steps"]},
        **{key: split[key] for key in ("for_return_cents", "left_over_cents", "how", "inputs")},
        "pack": split["pack"]["code"],
    }
    for what, value in says.items():
        if what in frozen and frozen[what] != value:
            found.append(("frozen", {"name": split["name"], "what": what}))
    rows = [part[:5] for part in split["parts"] for _each in range(part[5])]
    if "parts" in frozen and sealed(rows) != frozen["parts"]:
        found.append(("parts", {"name": split["name"]}))
    return found


def faults_of_brought(pay: Json, splits: list[Json]) -> Faults:
    """What a payslip brings of the surplus is what was my part of those that it pays."""
    brought: Json = {}
    for split in splits:
        if split["paid_in"] is not None:
            brought[str(split["paid_in"])] = brought.get(str(split["paid_in"]), 0) + split["mine"][2]
    found: Faults = []
    for slip in pay["slips"]:
        should, run = brought.get(str(slip["run"]), 0), pay["runs"][str(slip["run"])]
        if slip["return_cents"] != should:
            period = f"{run['from']}/{run['until']}"
            found.append(("brought", {"period": period, "should": should, "says": slip["return_cents"]}))
    return found


# The record -----------------------------------------------------------------------------------------


def read_record(lines: list[Json], head: Json) -> tuple[Faults, Json, Json]:
    """Every line hashed again over the one before it; the seals of pay runs and the figures of surpluses it keeps."""
    found: Faults = []
    seals: Json = {}
    frozen: Json = {}
    previous = GENESIS
    for number, act in enumerate(lines, start=1):
        stored = act.pop("hash")
        if act["seq"] != number or act["previous"] != previous:
            found.append(("gap", {"line": act["seq"]}))
        if hashlib.sha256(canonical(act).encode()).hexdigest() != stored:
            found.append(("changed", {"line": act["seq"]}))
        if act["verb"] in ("payroll.run.computed", "payroll.run.corrected"):
            seals[act["subject"].split(":")[1]] = act["facts"].get("digest")
        if act["verb"] in ("payroll.surplus.proposed", "payroll.surplus.amended"):
            frozen[act["subject"].split(":")[1]] = act["facts"]
        previous = stored
    if (len(lines), previous) != (head["seq"], head["hash"]):
        found.append(("head", {}))
    return found, seals, frozen


def main() -> int:
    pay = json.loads((HERE / "pay.json").read_text(encoding="utf-8"))
    text = (HERE / "record.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.split("\n") if line]
    words = SAID["es" if pay["language"].startswith("es") else "en"]
    found, seals, frozen = read_record(lines, pay["head"])
    found += faults_of_pay(pay, seals)
    for split in pay["splits"]:
        found += faults_of_split(split, frozen.get(str(split["id"])))
    found += faults_of_brought(pay, pay["splits"])
    for code, about in found:
        print(words[code].format(**about))
    if found:
        print(words["bad"].format(n=len(found)))
        return 1
    counts = {"slips": len(pay["slips"]), "splits": len(pay["splits"]), "lines": len(lines)}
    print(words["good"].format(**counts, head=pay["head"]["hash"][:16]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
