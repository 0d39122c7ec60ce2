"""The house in which power ends three ways: twelve members, two posts whose terms end at midnight, one recall."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.journeys.everybody import Everybody
from tests.journeys.whole_assembly import PIN, expect

PEOPLE = 12
ZULEMA, WALTER, AILEN, MARCOS, DELIA, OSCAR, RAUL = 1, 2, 3, 4, 5, 6, 12
"""Who is who: Delia hands the treasury to Walter, Ailén calls assemblies until Marcos does, Oscar coordinates."""

FRIDAY = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)
THE_EVENING_BEFORE = datetime(2026, 3, 11, 0, 0, tzinfo=UTC)
"""Tuesday the 10th at 21:00: both terms end at midnight."""
PAST_MIDNIGHT = datetime(2026, 3, 11, 3, 0, 1, tzinfo=UTC)
THURSDAY = datetime(2026, 3, 12, 16, 30, tzinfo=UTC)

FOUND = f"""
from datetime import date, timedelta
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
from assemblies.actions import close_assembly, convoke_weekly
from ledger.actions import open_accounts
from ledger.chart import CHART
from members.models import Member
from rotation.actions import seat_member
from rotation.models import Post, PostTerms
from tests.assemblies.conftest import hall_of
from tests.makers import LONG_AGO, NOW
from tests.rotation.conftest import decide

def make_post(code, name, *powers, **terms):
    post = Post.objects.create(code=code, name=name)
    PostTerms.objects.create(post=post, in_force_from=LONG_AGO, powers=powers, term_months=6, **terms)
    return post

def seat(post, number, from_on):
    seat_member(post_id=post.pk, seat=1, member_id=Member.objects.get(number=number).pk, from_on=from_on,
                from_founding=True, actor=None, now=NOW)

hall = hall_of({PEOPLE}, seconders=3)
Member.objects.update(password=make_password("{PIN}"), language="es-ar")
about = dict(overlap_days=14, hands_over=["La llave de la caja", "El sello"])
seat(make_post("treasurer", "Tesorería", "ledger.keep_books", **about), {DELIA}, date(2025, 9, 11))
seat(make_post("caller", "Convocatoria", "assemblies.convoke", **about), {AILEN}, date(2025, 9, 11))
seat(make_post("coordination", "Coordinación", "assemblies.chair"), {OSCAR}, date(2026, 2, 1))
open_accounts(accounts=CHART, actor=None, now=NOW)
for post, number in (("treasurer", {WALTER}), ("caller", {MARCOS})):
    decide(hall, kind="election", title=post, terms={{"seats": [{{
        "post": post, "seat": 1, "member": number, "from_on": "2026-03-11"}}]}})
close_assembly(assembly_id=hall.assembly.pk, actor=hall.chair, now=NOW + timedelta(hours=1))
assert convoke_weekly(now=NOW + timedelta(hours=20)).pk == 2
"""

SWEEP = """
import tests.journeys.clocked
from assemblies.tasks import sweep as of_assemblies
from rotation.tasks import sweep
of_assemblies()
sweep()
answer = "done"
"""
"""What the clock of the house does once a minute, by the time it is in the house."""


@dataclass(kw_only=True)
class Twelve(Everybody):
    """The house in which power ends."""

    people: int = PEOPLE

    def sweep(self) -> None:
        assert self.house.ask(SWEEP) == "done"

    def is_refused(self, number: int, path: str) -> None:
        """The page says in a sentence that this is not theirs to do, and shows the way to whose it is."""
        page = self.go(number, path)
        expect(page.locator("h1")).to_have_text("Esto no te toca a vos")
        expect(page.locator("main")).to_contain_text("Hace falta el poder")

    def was_told(self, number: int, words: str) -> None:
        expect(self.go(number, "/").locator("main")).to_contain_text(words)

    # --- a handover, on the two phones

    def to_the_handover(self, number: int, words: str) -> Any:
        """From my duties, by its button."""
        page = self.go(number, "/duties/")
        card = page.locator("section.next", has_text=words)
        card.get_by_role("link", name="Repasar la lista").click()
        expect(page.locator("h1")).to_contain_text("Traspaso de")
        return page

    def type_an_entry(self, page: Any, memo: str) -> None:
        page.fill("[name=memo]", memo)
        page.fill("[name=amount]", "1500")
        page.select_option("[name=to]", "5.2.1")
        page.select_option("[name=from_]", "1.1.2")

    # --- a recall, from signatures to the vote

    def mandate(self, post: str) -> int:
        """The mandate that runs in this post, as its page names it to whoever would ask for a recall."""
        found = re.search(r"/mandates/(\d+)/recall/", self._page(f"/posts/{post}/"))
        assert found is not None
        return int(found.group(1))

    def _page(self, path: str) -> str:
        self.phones[ZULEMA].see(path)
        return self.phones[ZULEMA].page

    def ask_for_recall(self, number: int, mandate: int, reason: str, *, signers: list[int]) -> int:
        """Asked on one phone and signed on others, until it is on the agenda; the motion's id."""
        mine = self.phones[number]
        mine.see(f"/mandates/{mandate}/recall/")
        mine.press(f"/mandates/{mandate}/recall/", reason=reason)
        petition = mine.at
        assert petition.startswith("/petitions/"), mine.words
        sign = f"{petition}sign/"
        for signer in signers:
            self.phones[signer].see(petition)
            if f'action="{sign}"' in self.phones[signer].page:
                self.phones[signer].press(sign)
        self.phones[RAUL].see(petition)
        assert f'action="{sign}"' not in self.phones[RAUL].page, "there are enough signatures"
        mine.see(petition)
        motion = re.search(r'href="/motions/(\d+)/"', mine.page)
        assert motion is not None, mine.words
        return int(motion.group(1))

    def come(self, many: list[int]) -> None:
        """Written down by whoever keeps the door."""
        door = self.phones[RAUL]
        door.see("/assemblies/2/")
        said = door.press("/assemblies/2/door/", numbers=" ".join(map(str, many)))
        assert f"Se anotaron {len(many)} llegadas." in said, said
