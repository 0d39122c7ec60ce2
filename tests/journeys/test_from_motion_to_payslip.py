"""A motion is voted on phones and becomes everybody's equal pay, seen on a payslip."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.journeys.conftest import House, Phone

pytestmark = pytest.mark.browser

VOTER = """
from assemblies.models import Motion
motion = Motion.objects.get(state="voting")
voted = set(motion.ballots.values_list("member__number", flat=True))
here = motion.assembly.presences.filter(left_at=None).exclude(member__mandates__isnull=False)
numbers = [n for n in here.values_list("member__number", flat=True) if n not in voted]
answer = {"motion": motion.pk, "numbers": numbers[:2]}
"""


def text_of(page: Any) -> str:
    """The page's words with plain spaces."""
    return re.sub(r"\s+", " ", page.inner_text("main").replace("\u00a0", " "))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "scripts off"])
def test_what_the_hall_votes_is_next_months_equal_pay(house: House, phone: Phone, scripts: bool) -> None:
    found = house.ask(VOTER)
    motion, numbers = found["motion"], found["numbers"]
    voter = next(card for card in house.cards if card["number"] == numbers[0])

    # A member votes yes, in two taps.
    member = phone(voter, scripts=scripts)
    assert "Retiro igual desde este mes: $1.340.000" in text_of(member)
    member.click("text=Votar")
    assert member.url.endswith(f"/motions/{motion}/ballot/")
    member.click("button[name=choice][value=for]")
    assert "Todavía no votaste" in text_of(member)
    if scripts:
        member.wait_for_timeout(750)  # the button is deaf at first, so that no double tap becomes a vote
    member.click("button.go")
    member.wait_for_selector("#ballot .rcpt")
    assert "Sí" in text_of(member)

    # The chair closes; the member's phone shows it by itself, or when asked again.
    chair = phone(house.card("table-chair"), scripts=scripts)
    chair.goto(f"{house.address}/motions/{motion}/")
    chair.click("text=Cerrar la votación")
    assert "Se aprobó" in text_of(chair)
    if not scripts:
        member.goto(f"{house.address}/motions/{motion}/")
    member.wait_for_selector("text=Se aprobó")

    # The treasurer works the month out: 312 people, the same for all.
    treasurer = phone(house.card("treasurer"), scripts=scripts)
    treasurer.goto(f"{house.address}/pay/runs/")
    treasurer.locator("text=Empezar la liquidación de").last.click()
    treasurer.click("text=Calcular")
    page = text_of(treasurer)
    assert "$ 1.340.000" in page
    assert "$ 418.080.000" in page
    assert "312" in page
    run = treasurer.url
    assert treasurer.locator("button:has-text('Dar la segunda firma')").count() == 0

    # Somebody else signs, under another mandate; then it is posted and paid, once.
    second = phone(house.card("second-signature"), scripts=scripts)
    second.goto(run)
    second.click("button:has-text('Dar la segunda firma')")
    assert "Firmó" in text_of(second)
    treasurer.goto(run)
    treasurer.click("text=Asentarlo en los libros")
    treasurer.click("text=Marcar como pagado")
    assert treasurer.locator("ol.steps li.done").count() == 4

    # The member sees what they got, and how.
    member.goto(f"{house.address}/pay/")
    page = text_of(member)
    assert "$ 1.340.000" in page
    member.locator("#slip summary").click()
    page = text_of(member)
    assert "312 personas tuvieron los mismos días y cobraron lo mismo" in page
    href = member.get_attribute("a[href$='.pdf']", "href")
    pdf = member.request.get(house.address + href)
    assert pdf.status == 200
    assert pdf.body().startswith(b"%PDF")

    # And everything that was promised still holds.
    verify = house.manage("verify")
    assert verify.returncode == 0, verify.stdout


def test_a_newcomers_first_page_is_a_vote_in_english_too(house: House, phone: Phone) -> None:
    numbers = house.ask(VOTER)["numbers"]
    card = next(card for card in house.cards if card["number"] == numbers[1])
    page = phone(card)
    page.click("header form.lang button")
    page.wait_for_selector("html[lang=en]")
    assert "Vote" in text_of(page)
    page.click("main .hero a.btn")
    assert page.locator("button[name=choice]").count() == 3
    bottom = page.locator("button[value=abstain]").bounding_box()
    assert bottom is not None
    assert bottom["y"] + bottom["height"] <= 680  # above the bar, without scrolling
