"""Home, me and the record: what needs a member now, in their language, and no more than is theirs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from assemblies.actions import (
    cast_ballot,
    convoke_weekly,
    depart,
    draft_motion,
    remind_voters,
    table_motion,
)
from coop.home.told import said
from coop.record_words import VERBS
from members.actions import change_standing, make_api_token, tell
from members.models import Member, Notice
from payroll.tasks import remind as remind_of_pay
from record.models import Act
from record.reports import head
from rotation.tasks import announce_ends
from tests.assemblies.conftest import LAST_WEEK, hall_of
from tests.makers import NOW, TODAY, make_coop, make_member, make_sector, write_house_rule
from tests.pages import at, signed_in
from tests.payroll.conftest import LATER, nine_of
from tests.payroll.paying import a_difference
from tests.rotation.conftest import hold, make_post

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    at(NOW + MINUTE, monkeypatch)


@dataclass(frozen=True)
class Page:
    """A page as somebody reads it."""

    html: str

    @property
    def main(self) -> str:
        """What stands between the frame's bars, as words with single spaces (no-break ones are kept)."""
        inside = self.html.split('<main id="main">')[1].split("</main>")[0]
        return re.sub(r"[ \n\t]+", " ", unescape(re.sub(r"<[^>]+>", " ", inside)))

    @property
    def heading(self) -> str:
        return unescape(re.findall(r"<h1>(.*?)</h1>", self.html)[0])

    @property
    def links(self) -> list[str]:
        return re.findall(
            r'<a [^>]*href="([^"]+)"', self.html.split('<main id="main">')[1].split("</main>")[0]
        )


def page(client: Client, address: str = "/") -> Page:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.content.decode())


def home_of(member: Member, language: str = "en") -> Page:
    return page(signed_in(member, language))


def leave(member: Member, *, on: date = TODAY) -> Member:
    change_standing(member_id=member.pk, standing="left", from_on=on, because="x", actor=None, now=NOW)
    return member


# --- nothing yet ------------------------------------------------------------------------------------


def test_on_the_first_day_home_greets_and_says_what_will_stand_here():
    make_coop()
    zulema = home_of(make_member(1, "Zulema Ávalos"))
    assert zulema.heading == "Hello, Zulema Ávalos"
    for sentence in (
        "No duty of yours is due this week",
        "No payslip yet",
        "Nothing yet. What the assembly decides appears here.",
        "Propose something",
    ):
        assert sentence in zulema.main
    for not_yet in ("The assembly is open", "Looking for seconders", "Waiting for you", "Voting is open"):
        assert not_yet not in zulema.main


def test_the_same_in_spanish():
    make_coop()
    zulema = home_of(make_member(1, "Zulema Ávalos"), "es-ar")
    assert zulema.heading == "Hola, Zulema Ávalos"
    for english in ("Hello", "Nothing", "payslip", "Propose", "Decided"):
        assert english not in zulema.main


def test_a_name_is_only_ever_a_name():
    make_coop()
    assert "<script>x" not in home_of(make_member(1, "<script>x</script>")).html


# --- a vote is waiting ------------------------------------------------------------------------------


def test_a_member_who_has_not_voted_sees_the_vote_first_with_its_hour():
    hall = hall_of()
    motion = hall.vote(title="Two forklifts", minutes=30)
    mine = home_of(hall.people[0])
    assert mine.heading == "Two forklifts"
    assert "Voting is open until 14:01" in mine.main, "the hour of the town, not of Greenwich"
    assert mine.links[0] == f"/motions/{motion.pk}/ballot/"
    assert "The assembly is open You are here" in mine.main
    assert "Hello" not in mine.main


def test_the_hour_and_the_words_are_in_spanish_for_who_reads_spanish():
    hall = hall_of()
    hall.vote(title="Two forklifts", minutes=30)
    mine = home_of(hall.people[0], "es-ar")
    assert "14:01" in mine.main
    assert "Voting" not in mine.main
    assert 'lang="es-AR"' in mine.html


def test_whoever_has_not_arrived_is_sent_to_arrive_first():
    hall = hall_of(arrived=False)
    hall.vote()
    mine = home_of(hall.people[0])
    assert mine.links[0] == "/assembly/"
    assert "You have not arrived yet" in mine.main


def test_whoever_went_home_has_not_arrived_any_more():
    hall = hall_of()
    depart(assembly_id=hall.assembly.pk, member=hall.people[0], now=NOW + MINUTE)
    assert "You have not arrived yet" in home_of(hall.people[0]).main


def test_of_two_votes_the_other_stands_below_and_what_i_voted_stands_nowhere():
    import uuid

    hall = hall_of()
    first, second = hall.vote(title="Two forklifts"), hall.vote(title="A lathe")
    both = home_of(hall.people[0])
    assert both.heading == "A lathe"
    assert "Also being voted Two forklifts" in both.main
    for motion in (first, second):
        cast_ballot(motion_id=motion.pk, member=hall.people[0], choice="for", key=uuid.uuid4(), now=hall.now)
    after = home_of(hall.people[0])
    assert after.heading == "Hello, Zulema Ávalos"
    assert "forklifts" not in after.main
    assert home_of(hall.people[1]).heading == "A lathe", "my ballot is no business of the others' pages"


def test_whoever_is_not_on_the_roll_is_not_asked_to_vote():
    hall = hall_of()
    newcomer = make_member(40, "Nahuel Ibarra", standing="probation")
    hall.vote()
    assert home_of(newcomer).heading == "Hello, Nahuel Ibarra"


def test_when_the_hour_is_past_nobody_is_asked(monkeypatch: pytest.MonkeyPatch):
    hall = hall_of()
    hall.vote(minutes=30)
    at(NOW + timedelta(minutes=31), monkeypatch)
    assert home_of(hall.people[0]).heading.startswith("Hello")


def test_who_has_not_voted_is_reminded_once_until_seen():
    hall = hall_of()
    motion = hall.vote(title="Two forklifts", minutes=30)
    remind_voters(motion_id=motion.pk, now=NOW + MINUTE)
    client = signed_in(hall.people[0])
    sentence = "Voting on “Two forklifts” closes at 14:01. You have not voted yet."
    assert sentence in page(client).main
    reminder = Notice.objects.get(member=hall.people[0], key__startswith="motion:")
    answer = client.post(f"/notices/{reminder.pk}/read/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert sentence not in page(client).main


# --- assemblies to come, and motions that look for seconders ---------------------------------------


@pytest.mark.parametrize(
    ("language", "day"), [("en", "5 March 2026, 13:30"), ("es-ar", "5 de marzo de 2026, 13:30")]
)
def test_the_assembly_to_come_has_its_day_and_hour_as_one_reads_them(
    language: str, day: str, monkeypatch: pytest.MonkeyPatch
):
    make_coop()
    person = make_member(1)
    assembly = convoke_weekly(now=LAST_WEEK)
    at(LAST_WEEK + MINUTE, monkeypatch)
    mine = home_of(person, language)
    assert day in mine.main
    assert f"/assemblies/{assembly.pk}/" in mine.links


@pytest.mark.parametrize(("language", "day"), [("en", "5 March 2026"), ("es-ar", "5 de marzo de 2026")])
def test_a_convocation_names_the_day_as_one_reads_it(
    language: str, day: str, monkeypatch: pytest.MonkeyPatch
):
    make_coop()
    person = make_member(1)
    convoke_weekly(now=LAST_WEEK)
    at(LAST_WEEK + MINUTE, monkeypatch)
    [notice] = re.findall(r'class="note">.*?<p>(.*?)</p>', home_of(person, language).html)
    assert day in notice


def test_a_motion_looks_for_seconders_among_the_others_only():
    make_coop()
    write_house_rule("assembly.seconders", 2)
    walter, beatriz = make_member(2), make_member(7)
    motion = draft_motion(
        kind="decision", title="A lathe", text="Buy a lathe.", terms={}, proposer=walter, now=LAST_WEEK
    )
    assert "A lathe" not in home_of(beatriz).main, "a draft is its writer's"
    table_motion(motion_id=motion.pk, actor=None, now=LAST_WEEK)
    assert "Looking for seconders A lathe" in home_of(beatriz).main
    assert "Looking for seconders" not in home_of(walter).main


# --- the treasurer on her last week -----------------------------------------------------------------


@pytest.fixture
def delia() -> Member:
    """She holds the treasury since September, and until Tuesday."""
    make_coop()
    person = make_member(5, "Delia Quiroga")
    post = make_post("treasury", powers=["ledger.keep_books", "payroll.prepare_pay"])
    hold(post, person, date(2025, 9, 10), date(2026, 3, 10))
    announce_ends(NOW)
    announce_ends(NOW + timedelta(hours=1))
    return person


@pytest.mark.parametrize(
    ("language", "short", "sentence"),
    [
        ("en", "Treasury · until 10 Mar 2026", "Your term in Treasury ends on 10 March 2026."),
        (
            "es-ar",
            "Treasury · hasta el 10 mar 2026",
            "Tu mandato en Treasury termina el 10 de marzo de 2026.",
        ),
    ],
)
def test_the_treasurer_on_her_last_week_is_told_once_when_it_ends(
    delia: Member, language: str, short: str, sentence: str
):
    hers = home_of(delia, language)
    assert short in hers.main
    assert hers.main.count(sentence) == 1
    assert "2026-03" not in hers.main


def test_the_month_she_has_not_paid_has_its_name(delia: Member):
    remind_of_pay(NOW)
    assert "The pay of February 2026 is not worked out yet." in home_of(delia).main
    assert "febrero de 2026" in home_of(delia, "es-ar").main


def test_on_me_she_sees_her_post_its_end_and_what_it_lets_her_do(delia: Member):
    hers = page(signed_in(delia), "/me/")
    assert "Treasury until 10 March 2026" in hers.main
    assert "What they let me do" in hers.main
    assert "ledger.keep_books" not in hers.main, "powers are told in words"
    assert "10 de marzo de 2026" in page(signed_in(delia, "es-ar"), "/me/").main


def test_the_day_after_her_term_neither_home_nor_me_speak_of_it(
    delia: Member, monkeypatch: pytest.MonkeyPatch
):
    Notice.objects.all().update(read_at=NOW)
    at(NOW + timedelta(days=5), monkeypatch)
    for address in ("/", "/me/"):
        assert "Treasury" not in page(signed_in(delia), address).main


# --- pay --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "amount", "month", "gap"),
    [
        ("en", "$1,000,000 each, a month", "March 2026", "pay gap 1.00"),
        ("es-ar", f"${NBSP}1.000.000 cada integrante, por mes", "marzo de 2026", "brecha 1,00"),
    ],
)
def test_equal_pay_and_my_last_payslip_are_written_as_one_reads_them(
    language: str, amount: str, month: str, gap: str, monkeypatch: pytest.MonkeyPatch
):
    nine = nine_of()
    at(LATER, monkeypatch)
    before = home_of(nine.people[0], language).main
    assert month not in before
    assert gap not in before
    nine.paid("2026-03")
    mine = home_of(nine.people[0], language).main
    assert amount in mine
    assert month in mine
    assert gap in mine


def test_a_difference_between_us_is_seen_by_everybody(monkeypatch: pytest.MonkeyPatch):
    nine = nine_of()
    a_difference(nine.people[-1], 50_000_000, from_on=date(2026, 3, 1), until_on=date(2026, 4, 1))
    at(LATER, monkeypatch)
    nine.paid("2026-03")
    assert "pay gap 1.50" in home_of(nine.people[0]).main


def test_a_pay_that_waits_for_a_second_signature_is_shown_to_who_signs(monkeypatch: pytest.MonkeyPatch):
    nine = nine_of()
    run = nine.computed()
    at(LATER, monkeypatch)
    oscar = home_of(nine.oscar)
    assert "Second signature for the pay of March 2026" in oscar.main
    assert f"/pay/runs/{run.pk}/" in oscar.links
    for other in (nine.delia, nine.people[0]):
        assert "Second signature" not in home_of(other).main


# --- somebody who left ------------------------------------------------------------------------------


@pytest.fixture
def irma() -> Member:
    """She left this morning, in the middle of an assembly with a vote; she was told of it before."""
    hall = hall_of(seconders=1)
    hall.vote(title="Two forklifts", text="Buy them.")
    draft_motion(
        kind="decision", title="A lathe", text="Buy it.", terms={}, proposer=hall.people[3], now=LAST_WEEK
    )
    return leave(hall.people[0])


@pytest.mark.parametrize("language", ["en", "es-ar"])
def test_home_of_somebody_who_left_shows_nothing_of_the_house_and_leads_nowhere_closed(
    irma: Member, language: str
):
    hers = home_of(irma, language)
    assert irma.name in hers.heading
    assert "forklifts" not in hers.main
    assert "lathe" not in hers.main
    client = signed_in(irma, language)
    for address in hers.links:
        assert client.get(address).status_code == 200, address


def test_me_of_somebody_who_left_says_so_and_leads_nowhere_closed(irma: Member):
    client = signed_in(irma)
    hers = page(client, "/me/")
    assert "left" in hers.main
    assert "/me/pin/" in hers.links
    for address in hers.links:
        assert client.get(address).status_code == 200, address


def test_she_takes_off_what_she_was_told_and_finds_no_way_from_it_to_the_house(irma: Member):
    Notice.objects.all().delete()
    tell(member_ids=[irma.pk], key="k", text_id="Come and vote.", values={}, link="/assembly/", now=NOW)
    client = signed_in(irma)
    assert "Come and vote." in page(client).main
    assert "/assembly/" not in page(client).links
    assert client.post(f"/notices/{Notice.objects.get().pk}/read/")["Location"] == "/"
    assert "Come and vote." not in page(client).main


def test_she_still_reads_as_she_likes_and_changes_her_pin(irma: Member):
    client = signed_in(irma)
    assert client.post("/me/how/", {"text_size": "large"})["Location"] == "/me/"
    assert 'class="text-large"' in page(client, "/me/").html
    assert client.get("/me/pin/").status_code == 200


# --- what one is told -------------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["5/3", "2026-02-30", "soon", "", "2026-03-05T10:00", 7])
def test_what_is_no_day_stays_as_it_was_written(value: object):
    notice = Notice(text_id="On %(day)s.", values={"day": value})
    assert said(notice) == f"On {value}."


def test_only_what_is_called_a_day_is_one():
    notice = Notice(text_id="“%(title)s”", values={"title": "2026-03-05"})
    assert said(notice) == "“2026-03-05”"


def test_three_notices_at_most_the_newest_first_and_none_from_long_ago():
    make_coop()
    person = make_member(1)
    for days in (0, 1, 2, 3, 30):
        told = {"n": days}
        tell(
            member_ids=[person.pk],
            key=f"{days}",
            text_id="Told %(n)s days ago.",
            values=told,
            link="",
            now=NOW - timedelta(days=days),
        )
    assert re.findall(r"Told (\d+) days", home_of(person).main) == ["0", "1", "2"]


@pytest.mark.parametrize("number", [10**30, 2**63, 0])
def test_a_notice_that_is_not_there_or_not_mine_changes_nothing(number: int):
    make_coop()
    tell(member_ids=[make_member(1).pk], key="k", text_id="x", values={}, link="", now=NOW)
    client = signed_in(make_member(2))
    assert client.post(f"/notices/{number or Notice.objects.get().pk}/read/").status_code in (302, 404)
    assert Notice.objects.get().read_at is None


# --- me ---------------------------------------------------------------------------------------------


def test_me_says_who_i_am_here():
    make_coop()
    person = make_member(1, "Zulema Ávalos", sector=make_sector())
    mine = page(signed_in(person), "/me/")
    assert mine.heading == "Zulema Ávalos"
    for words in ("number 1", "member", "Hornos"):
        assert words in mine.main
    assert "My posts" not in mine.main


def test_me_shows_the_standing_of_today_and_not_the_one_to_come():
    make_coop()
    person = make_member(1, "Zulema Ávalos")
    change_standing(
        member_id=person.pk,
        standing="on_leave",
        from_on=TODAY + timedelta(days=7),
        because="x",
        actor=None,
        now=NOW,
    )
    assert "on leave" not in page(signed_in(person), "/me/").main


def test_how_i_read_is_kept_and_nonsense_changes_nothing():
    make_coop()
    client = signed_in(make_member(1))
    client.post("/me/how/", {"text_size": "large"})
    client.post("/me/how/", {"theme": "dark"})
    html = page(client, "/me/").html
    assert 'class="text-large"' in html
    assert 'data-theme="dark"' in html
    client.post("/me/how/", {"text_size": "x" * 5000, "theme": "<script>"})
    assert page(client, "/me/").html.count('class="text-large"') == 1
    client.post("/me/how/", {"text_size": "", "theme": ""})
    html = page(client, "/me/").html
    assert "text-large" not in html
    assert "data-theme" not in html


@pytest.mark.parametrize("address", ["/", "/me/", "/record/"])
def test_a_stranger_is_asked_who_they_are(address: str):
    make_coop()
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={address}")


# --- the record -------------------------------------------------------------------------------------


def numbers_on(shown: Page) -> list[int]:
    return [int(number) for number in re.findall(r'<span class="num muted">(\d+)</span>', shown.html)]


def test_an_empty_record_stands_at_nought():
    make_coop()
    shown = page(signed_in(make_member(1)), "/record/")
    assert "Where it stands now 0 · 0000 0000 0000 0000" in shown.main
    assert numbers_on(shown) == []


def test_the_record_is_paged_from_the_newest_to_the_first_and_shows_its_head():
    make_coop()
    person = make_member(1)
    for _ in range(95):
        make_api_token(member_id=person.pk, now=NOW)
    client = signed_in(person)
    seq, last = head()
    address, read, pages = "/record/", [], 0
    while address:
        shown = page(client, address)
        assert f"95 · {' '.join(last[n : n + 4] for n in (0, 4, 8, 12))}" in shown.main
        read += numbers_on(shown)
        pages += 1
        older = re.search(r'href="(\?page=\d+)">Older', shown.html)
        address = f"/record/{older[1]}" if older else ""
    assert read == list(range(seq, 0, -1))
    assert pages == 3


def test_a_page_there_is_none_of_is_the_nearest():
    make_coop()
    person = make_member(1)
    for _ in range(45):
        make_api_token(member_id=person.pk, now=NOW)
    client = signed_in(person)
    for asked, first in ("0", 1), ("-1", 1), ("x", 45), ("9" * 40, 1), ("", 45), ("%00", 45):
        shown = numbers_on(page(client, f"/record/?page={asked}"))
        assert shown[0] in (first, 5), asked
        assert len(shown) in (40, 5), asked


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "made a token for a program member 1 · 5 Mar 2026 13:30"),
        ("es-ar", "integrante 1 · 5 mar 2026 13:30"),
    ],
)
def test_an_act_says_who_did_what_and_when_in_the_towns_time(language: str, line: str):
    make_coop()
    person = make_member(1)
    make_api_token(member_id=person.pk, now=NOW)
    shown = page(signed_in(person, language), "/record/")
    assert line in shown.main
    assert ("made a token" in shown.main) is (language == "en")


def test_what_the_clock_did_was_done_by_itself():
    hall_of()
    shown = page(signed_in(Member.objects.get(number=1)), "/record/")
    assert "by itself" in shown.main


def test_every_act_of_a_full_house_has_words():
    hall_of()
    nobody = sorted(set(Act.objects.values_list("verb", flat=True)) - set(VERBS))
    assert nobody == []


def test_home_carries_the_head_for_the_phone_to_remember():
    make_coop()
    person = make_member(1)
    make_api_token(member_id=person.pk, now=NOW)
    seq, last = head()
    html = home_of(person).html
    assert f'data-head-seq="{seq}" data-head-hash="{last}"' in html


@pytest.mark.parametrize(("language", "well"), [("en", "Everything holds"), ("es-ar", "Todo")])
def test_anybody_may_have_everything_worked_out_again(language: str, well: str):
    make_coop()
    client = signed_in(make_member(1), language)
    assert client.post("/record/verify/")["Location"] == "/record/"
    assert well in page(client, "/record/").html
    assert client.get("/record/verify/").status_code == 405


def test_what_does_not_hold_is_said_on_the_page(monkeypatch: pytest.MonkeyPatch):
    make_coop()
    client = signed_in(make_member(1))
    monkeypatch.setattr("coop.home.views.faults", lambda: [f"record: act {n} <b>" for n in range(500)])
    client.post("/record/verify/")
    shown = page(client, "/record/").html
    assert shown.count('<p class="note bad">record: act') == 20
    assert "<b>" not in shown.split('role="status">')[-1].split("</div>")[0]
    assert "Everything holds" not in shown
