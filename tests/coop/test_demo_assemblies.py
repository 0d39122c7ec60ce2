"""The demo's assemblies are told in full: who spoke, how it was voted, and what the law asked. Twelve members."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assemblies.models import (
    Assembly,
    Contest,
    FloorRequest,
    Guest,
    LegalTask,
    Minutes,
    Motion,
    Petition,
    Signer,
)
from assemblies.rules.ranked import count_ranked
from coop.demo.documents import pdf
from coop.demo.load import load
from coop.demo.motions import ADMISSIONS, amendment_of, story_motions
from coop.demo.preferences import RANKED, SEATS, shared_out

NOW = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.thorough
def test_every_assembly_is_told_in_full() -> None:
    load(members=12, now=NOW, say=lambda _step: None)

    ordinary = Assembly.objects.get(kind="legal_ordinary", state="closed")
    assert ordinary.documents.count() == 4
    assert ordinary.notices.count() == 12
    assert not ordinary.legal_tasks.filter(done_at=None).exists()
    assert ordinary.motions.get(kind="accounts").contestable_until is not None
    assert Contest.objects.get().upheld is False

    coming = Assembly.objects.get(kind="legal_ordinary", state="convoked")
    assert LegalTask.objects.get(assembly=coming, done_at=None).code == "notice_to_authorities"

    last = Assembly.objects.filter(kind="weekly", state="closed").order_by("-starts_at").first()
    assert last is not None
    waiting = Minutes.objects.filter(approved_at=None)
    assert [minutes.assembly_id for minutes in waiting] == [last.pk]
    assert not Signer.objects.filter(signed_at=None).exclude(assembly=last).exists()

    assert Motion.objects.get(title="¿Qué máquina primero? Elegir entre cuatro").counted["winner"] == "1"  # type: ignore[index]
    bonus = Motion.objects.get(title="Enmienda: un plus para el turno noche")
    assert bonus.amends is not None
    assert (bonus.state, bonus.amends.state) == ("rejected", "adopted")
    assert FloorRequest.objects.filter(kind="order", started_at__isnull=False).exists()
    assert Petition.objects.count() == 5  # twelve have no buyer to recall

    today = Assembly.objects.under_way().get()
    assert today.items.filter(motion=None, minutes__isnull=False).count() >= 3
    assert FloorRequest.objects.filter(assembly=today, started_at=None, ended_at=None).count() >= 2
    assert Guest.objects.get(assembly=today, left_at=None).capacity
    assert {"budget", "approval"} <= set(today.motions.values_list("kind", flat=True))


def test_the_machine_wins_in_the_third_round_with_152_of_281() -> None:
    result = count_ranked("1234", shared_out(RANKED[18], 281, wins="1"), seed="")
    assert dict(result.rounds[0].counts) == {"1": 118, "2": 79, "3": 33, "4": 51}
    assert len(result.rounds) == 3
    assert dict(result.rounds[-1].counts) == {"1": 152, "2": 129}


def test_pay_from_april_wins_at_once_with_141_first_preferences() -> None:
    result = count_ranked("123", shared_out(RANKED[12], 260, wins="1"), seed="")
    assert dict(result.rounds[0].counts) == {"1": 141, "2": 83, "3": 36}
    assert (result.winner, len(result.rounds)) == ("1", 1)


@pytest.mark.parametrize("no", sorted(RANKED))
def test_the_same_option_wins_with_any_number_of_ballots(no: int) -> None:
    options = sorted({code for ballot, _count in RANKED[no] for code in ballot})
    for ballots in range(1, 60):
        result = count_ranked(options, shared_out(RANKED[no], ballots, wins="1"), seed="")
        assert result.winner == "1"
        assert result.ballots == ballots


def test_the_two_who_stood_for_a_post_had_all_the_votes_that_named_somebody() -> None:
    told = next(motion for motion in story_motions() if motion.no == 4)
    assert {most + fewer for _name, most, fewer in SEATS.values()} == {told.in_favour}
    assert told.in_favour + told.abstaining == told.present


def test_the_night_bonus_had_104_for_and_151_against() -> None:
    told = next(motion for motion in story_motions() if motion.no == 27)
    bonus = amendment_of(told)
    assert (bonus.in_favour, bonus.against) == (104, 151)
    assert bonus.in_favour + bonus.against + bonus.abstaining == told.present


def test_the_lowest_admission_had_201_for_and_31_against() -> None:
    assert len(ADMISSIONS) == 12
    assert min(ADMISSIONS) == (201, 31)
    assert max(against for _in_favour, against in ADMISSIONS) == 31
    assert all(sum(votes) <= 258 for votes in ADMISSIONS)


def test_a_page_made_here_is_a_pdf_with_its_words() -> None:
    made = pdf("Año (1)")
    assert made.startswith(b"%PDF-1.4")
    assert made.endswith(b"%%EOF\n")
    assert "Año \\(1\\)".encode("cp1252") in made
