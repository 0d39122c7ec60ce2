"""Two windows found at the same moment, with real threads and real connections: one co-operative, one act 1."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import translation

from coop.founding.code import forget_code, is_right, make_code
from ledger.models import Account
from members.models import Cooperative, Member, Membership, Sector, SignInCard
from record.models import Act, Head
from record.reports import faults
from rotation.models import Mandate, Post
from tests.coop.test_founding import FORM

PATIENCE = 30
"""Seconds after which a thread that waits for the others gives up, and the test with it."""

NAMES = ("Barda Clara", "Loma Alta", "Río Bueno", "Piedra Fija")


@pytest.fixture(autouse=True)
def _several_connections(transactional_db: None) -> Iterator[None]:
    if connection.vendor == "sqlite" and "mode=memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database that takes several connections: PostgreSQL, or SQLite in a file")
    with translation.override("en"):
        yield
    forget_code()
    Cooperative.objects.forget()


@pytest.fixture
def _as_several_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No window knows what another remembers: each asks the tables, as a process of its own would."""
    monkeypatch.setattr(type(Cooperative.objects), "current", lambda manager: manager.first())


def founded_by(*names: str, code: Callable[[], str] = make_code) -> list[Any]:
    """What each window got, all of them sending at once; each founds under its name, with a member of its own."""
    known, start = code(), Barrier(len(names))

    def send(name: str) -> Any:
        client = Client(headers={"accept-language": "en"})
        people = f"1, Founder of {name}, Kilns\n2, Hugo Paz, Kilns\n3, Elba Ruiz, Office"
        try:
            start.wait(PATIENCE)
            form = {**FORM, "code": known, "name": name, "members_text": people}
            return client.post("/founding/", form, follow=True)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(names)) as pool:
        return list(pool.map(send, names))


def cards_on(answer: Any) -> list[str]:
    """The secrets of the cards on a page, where each stands as a drawing and in letters."""
    return sorted(set(re.findall(r"/card/([\w-]+)/", answer.content.decode())))


def check_that_one_was_founded(names: tuple[str, ...], answers: list[Any]) -> list[str]:
    """One co-operative, whole and of one window only. Answers the pages of the other windows."""
    Cooperative.objects.forget()
    coop = Cooperative.objects.get()
    first = Member.objects.get(number=1)
    assert first.name == f"Founder of {coop.name}", "the people are those of the window that founded"
    assert (Member.objects.count(), Membership.objects.count(), Sector.objects.count()) == (3, 3, 2)
    assert (Post.objects.count(), Mandate.objects.count(), SignInCard.objects.count()) == (4, 4, 3)
    assert Account.objects.filter(code="1.1.1").count() == 1

    founding = Act.objects.get(verb="coop.founded")
    assert (founding.seq, Act.objects.filter(seq=1).count(), Head.objects.count()) == (1, 1, 1)
    assert faults() == []

    printed = [cards_on(answer) for answer in answers]
    [mine] = [nth for nth, cards in enumerate(printed) if cards]
    assert names[mine] == coop.name
    assert len(printed[mine]) == 3
    return [answer.content.decode() for nth, answer in enumerate(answers) if nth != mine]


@pytest.mark.parametrize("how_many", [2, 4])
@pytest.mark.usefixtures("_as_several_processes")
def test_of_windows_that_send_the_right_code_at_once_one_founds_and_the_others_are_told(
    how_many: int, monkeypatch: pytest.MonkeyPatch
):
    names, all_are_in = NAMES[:how_many], Barrier(how_many)

    def is_right_for_all(code: str) -> bool:
        right = is_right(code)
        all_are_in.wait(PATIENCE)  # nobody founds before everybody's code was looked at
        return right

    monkeypatch.setattr("coop.founding.views.is_right", is_right_for_all)
    answers = founded_by(*names)

    assert [answer.status_code for answer in answers] == [200] * how_many
    for page in check_that_one_was_founded(names, answers):
        assert "The co-operative is founded already." in page
        assert "Galpón 4" in page, "what was typed is not lost"


@pytest.mark.usefixtures("_as_several_processes")
def test_a_window_whose_code_was_used_up_a_moment_ago_is_told_why(monkeypatch: pytest.MonkeyPatch):
    """It looked whether there was a co-operative before the other window founded one, and at the code after."""

    def meanwhile_another_founds(code: str) -> bool:
        monkeypatch.setattr("coop.founding.views.is_right", is_right)
        [other] = founded_by("Loma Alta", code=lambda: code)
        assert cards_on(other)
        return is_right(code)

    monkeypatch.setattr("coop.founding.views.is_right", meanwhile_another_founds)
    [late] = founded_by("Barda Clara")
    assert Cooperative.objects.get().name == "Loma Alta"
    page = late.content.decode()
    assert "The co-operative is founded already." in page
    assert "That is not the code" not in page


@pytest.mark.parametrize("how_many", [2, 4])
def test_threads_of_one_process_found_once_too_and_none_gets_a_fault(how_many: int):
    names = NAMES[:how_many]
    answers = founded_by(*names)
    assert [answer.status_code for answer in answers] == [200] * how_many
    for page in check_that_one_was_founded(names, answers):
        assert "The co-operative is founded already." in page, "on the form, or on the page to sign in"


def test_a_founding_that_fails_is_remembered_by_nobody(monkeypatch: pytest.MonkeyPatch):
    """The row that was written and taken back is not what the other windows think we are."""

    def the_disk_is_full(**anything: Any) -> None:
        assert Cooperative.objects.here().name == "Barda Clara", "the founding itself speaks of us"
        raise OSError("No space left on device")

    monkeypatch.setattr("coop.founding.actions.make_cards", the_disk_is_full)
    with pytest.raises(OSError, match="No space"):
        founded_by("Barda Clara")
    assert Cooperative.objects.current() is None
    assert (Cooperative.objects.count(), Member.objects.count(), Act.objects.count()) == (0, 0, 0)
    assert Client().get("/sign-in/")["Location"] == "/founding/"

    monkeypatch.undo()
    check_that_one_was_founded(("Loma Alta",), founded_by("Loma Alta"))


def test_nobody_sees_a_founding_before_it_is_done(monkeypatch: pytest.MonkeyPatch):
    """While one window founds, another thread of the same process still finds the founding page."""
    seen: list[tuple[int, str]] = []

    def look(**anything: Any) -> Any:
        from members.actions import make_cards

        assert Cooperative.objects.here().name == "Barda Clara"

        def ask() -> None:
            try:
                answer = Client().get("/sign-in/")
                seen.append((answer.status_code, answer.headers.get("Location", "")))
            finally:
                connections.close_all()

        with ThreadPoolExecutor(1) as pool:
            pool.submit(ask).result(PATIENCE)
        return make_cards(**anything)

    monkeypatch.setattr("coop.founding.actions.make_cards", look)
    [answer] = founded_by("Barda Clara")
    assert seen == [(302, "/founding/")]
    check_that_one_was_founded(("Barda Clara",), [answer])
