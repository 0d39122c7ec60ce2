"""What a sum pays for, in words: each project with why it is bought, by whom and for how much, or why not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from assemblies.rules.budget import BudgetResult, FundedBy, ProjectResult
from assemblies.rules.preferences import Labels, listed


def headline(result: BudgetResult, labels: Labels, language: str) -> str:
    """What is bought, in order."""
    spanish = language.startswith("es")
    names = listed([labels[project.code] for project in result.funded], spanish=spanish)
    if not names:
        return "No se compra nada." if spanish else "Nothing is bought."
    return f"{'Se compra' if spanish else 'Bought'}: {names}."


def summary(result: BudgetResult, money: Callable[[int], str], language: str) -> list[str]:
    """The share of each, how it grew, and what is spent and what stays."""
    spanish = language.startswith("es")
    if not result.ballots:
        return ["Nadie marcó ningún proyecto." if spanish else "Nobody marked any project."]
    total, spent = money(result.total_cents), money(result.spent_cents)
    rest = money(result.total_cents - result.spent_cents)
    share, grown = about(result.first_share, money, spanish), about(result.share, money, spanish)
    if spanish:
        lines = [f"Votaron {result.ballots}; de {total}, le tocan a cada persona {share}."]
        if result.share != result.first_share:
            lines.append(f"Para que sobrara menos, cada parte se contó como {grown}.")
        return [*lines, f"Se gastan {spent}; quedan {rest}."]
    lines = [f"{result.ballots} voted; of {total}, each has a share of {share}."]
    if result.share != result.first_share:
        lines.append(f"So that less was left over, each share was counted as {grown}.")
    return [*lines, f"{spent} is spent; {rest} stays."]


def sentence(project: ProjectResult, money: Callable[[int], str], language: str) -> str:
    """Why it is bought, by how many and each paying how much; or why it is not."""
    spanish, count = language.startswith("es"), project.supporters
    if project.funded_by is FundedBy.SHARES:
        return _bought_with_shares(project, money, spanish)
    if count == 0:
        return "No se compra: nadie lo marcó." if spanish else "Not bought: nobody marked it."
    marked = f"lo {'marcó' if count == 1 else 'marcaron'} {count}" if spanish else f"{count} marked it"
    if project.funded_by is FundedBy.SUPPORT:
        if spanish:
            return f"Se compra con lo que sobraba: {marked}, y alcanzaba."
        return f"Bought with what was left over: {marked}, and it was enough."
    cost = money(project.cost_cents)
    if project.left_cents is not None:
        left = money(project.left_cents)
        if spanish:
            return f"No se compra: {marked}; sobraban {left} y cuesta {cost}."
        return f"Not bought: {marked}; {left} was left over and it costs {cost}."
    left = about(project.could_pay, money, spanish)
    if spanish:
        return f"No se compra: {marked}; de sus partes quedaban {left} y cuesta {cost}."
    return f"Not bought: {marked}; {left} of their shares was left and it costs {cost}."


def _bought_with_shares(project: ProjectResult, money: Callable[[int], str], spanish: bool) -> str:
    (most, people), *less = project.payments
    each, count, fewer = about(most, money, spanish), project.supporters, sum(n for _, n in less)
    out_of_money = count - people - fewer
    if spanish:
        text = f"Se compra: lo {'marcó' if count == 1 else 'marcaron'} {count}"
        if people == count:
            return f"{text}, y {'pone' if count == 1 else 'cada persona pone'} {each}."
        text += f". {people} {'pone' if people == 1 else 'ponen'} {each}"
        text += f"; {fewer}, lo que les quedaba, que era menos" if fewer else ""
        return (
            f"{text}; {out_of_money} ya no {'tenía' if out_of_money == 1 else 'tenían'} nada."
            if out_of_money
            else f"{text}."
        )
    text = f"Bought: {count} marked it"
    if people == count:
        return f"{text}, and {'pays' if count == 1 else 'each pays'} {each}."
    text += f". {people} {'pays' if people == 1 else 'pay'} {each}"
    text += f"; {fewer}, what they had left, which was less" if fewer else ""
    return f"{text}; {out_of_money} had nothing left." if out_of_money else f"{text}."


def about(amount: Fraction, money: Callable[[int], str], spanish: bool) -> str:
    """An exact amount to the nearest unit, saying so where it is rounded."""
    nearest = (amount * 2 + 1) // 2
    if nearest == amount:
        return money(nearest)
    return f"{'unos' if spanish else 'about'} {money(nearest)}"
