"""What the assembly can decide about who carries what: elect, recall, hand out a task, approve the accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.house_rules import in_force
from assemblies.kinds import Change, Kind, Sentence, day_in, register
from members.models import Cooperative, Member
from record.rules import Refused
from rotation.actions import end_mandate, seat_interim, seat_member, write_duty
from rotation.actions.mandates import terms_in_force, why_not_seat
from rotation.forms import ElectionForm, RecallForm, TaskForm
from rotation.house_rules import EXCLUDED_FROM_ACCOUNTS
from rotation.models import Mandate, Post

if TYPE_CHECKING:
    from assemblies.models import Motion


FURTHEST = timedelta(days=5 * 366)
"""How far ahead somebody can be elected."""


class Accounts(Kind):
    """The yearly report and accounts, by the assembly the law names, without the votes of whoever kept them."""

    code = "accounts"
    label = _("Report and accounts")
    help = _("The year's report and accounts. Whoever kept them does not vote.")
    is_secret = True
    only_in = ("legal_ordinary",)

    def excluded(self, motion: Motion, *, on: date) -> dict[int, str]:
        """Office holders on their own accounts (AR law 20.337 art. 54), by house rule."""
        posts = in_force(EXCLUDED_FROM_ACCOUNTS, on=on)
        holding = Mandate.objects.on(on).filter(post__code__in=posts)
        return {pk: _("holds office on these accounts") for pk in holding.values_list("member_id", flat=True)}  # type: ignore[misc]


class Election(Kind):
    """Seats named candidates, one for each seat; the whole list is voted yes or no, in secret.

    Elections between several candidates for one seat come with ranked choice.
    """

    code = "election"
    label = _("Election to a post")
    help = _("Who takes which post. The list is voted yes or no.")
    is_secret = True

    def form_class(self) -> type[forms.Form]:
        return ElectionForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"seats": [{"post": code, "seat": 1, "member": number, "from_on": day}]}`; a form gives one seat."""
        rows = terms.get("seats") or [terms]
        if not isinstance(rows, list) or not 1 <= len(rows) <= 60:
            raise Refused(gettext("Say who stands for which seat."))
        return {"seats": [self._clean_seat(row, now=now) for row in rows]}

    def _clean_seat(self, row: Any, *, now: datetime) -> dict[str, Any]:
        if not isinstance(row, Mapping):
            raise Refused(gettext("Say who stands for which seat."))
        post, member = post_called(row.get("post")), member_numbered(row.get("member"))
        seat = row.get("seat") or 1
        if isinstance(seat, bool) or not isinstance(seat, int):
            raise Refused(gettext("Seats are numbered 1, 2, 3…"))
        today = Cooperative.objects.founded().day_of(now)
        running = (
            Mandate.objects.filter(post=post, seat=seat, until_on__gt=today, ended_on__isnull=True)
            .order_by("-until_on")
            .first()
        )
        from_on = day_in(row.get("from_on")) or (running.until_on if running else today)
        if from_on > today + FURTHEST:
            raise Refused(gettext("Choose a day within the next five years."))
        terms = terms_in_force(post, on=from_on)
        ends = end_of_term(from_on, terms)
        reason = why_not_seat(post, terms, seat=seat, member=member, from_on=from_on, until_on=ends, now=now)
        if reason is not None:
            raise Refused(reason)
        return {"post": post.code, "seat": seat, "member": member.number, "from_on": from_on.isoformat()}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        lines = []
        posts = {
            post.code: post
            for post in Post.objects.filter(code__in=[s["post"] for s in motion.terms["seats"]])
        }
        people = {
            m.number: m
            for m in Member.objects.filter(number__in=[s["member"] for s in motion.terms["seats"]])
        }
        now_held = {
            (m.post.code, m.seat): m.member.name
            for m in Mandate.objects.on(on).filter(post__in=posts.values()).select_related("post", "member")
        }
        for row in motion.terms["seats"]:
            person = people[row["member"]]
            lines.append(
                Change(
                    what=posts[row["post"]].name,
                    now=now_held.get((row["post"], row["seat"]), ""),
                    then=person.name,
                    mine=reader is not None and reader.pk == person.pk,
                )
            )
        return lines

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """Each takes the seat on their day, or today where that is past, or when an interim's days are over."""
        today = Cooperative.objects.founded().day_of(now)
        for row in motion.terms["seats"]:
            post = post_called(row["post"])
            from_on = max(date.fromisoformat(row["from_on"]), today)
            interim = Mandate.objects.on(from_on).filter(post=post, seat=row["seat"], is_interim=True).first()
            seat_member(
                post_id=post.pk,
                seat=row["seat"],
                member_id=member_numbered(row["member"]).pk,
                from_on=interim.until_on if interim else from_on,
                motion=motion,
                actor=None,
                now=now,
            )


class Recall(Kind):
    """Ends a mandate at once. Whoever holds it speaks and does not vote on it."""

    code = "recall"
    label = _("Recall")
    help = _("Ends somebody's mandate the moment it passes; an interim is drawn by lot.")
    is_secret = True

    def form_class(self) -> type[forms.Form]:
        return RecallForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"mandate": id}` of a mandate that runs or is to begin."""
        wanted = terms.get("mandate")
        if isinstance(wanted, bool) or not isinstance(wanted, int):
            raise Refused(gettext("Say which mandate."))
        if _running(wanted, now) is None:
            raise Refused(gettext("This mandate is over already."))
        return {"mandate": wanted}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        mandate = _mandate(motion)
        if mandate is None:
            return []
        return [
            Change(
                what=mandate.post.name,
                now=mandate.member.name,
                then=_("ends at once; an interim is drawn by lot"),
                mine=reader is not None and reader.pk == mandate.member_id,
            )
        ]

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        return None if _running(motion.terms["mandate"], now) else _("This mandate is over already.")

    def excluded(self, motion: Motion, *, on: date) -> dict[int, str]:
        """The person it is about has an interest of their own (AR law 20.337 art. 75)."""
        mandate = _mandate(motion)
        return {mandate.member_id: _("it is about them")} if mandate else {}  # type: ignore[dict-item]

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """Power ends here, in the closing transaction; the seat gets an interim by lot."""
        ended = end_mandate(mandate_id=motion.terms["mandate"], ended_by=motion, actor=None, now=now)
        seat_interim(mandate_id=ended.pk, motion=motion, actor=None, now=now)


class Task(Kind):
    """A decision with a post that carries it out: becomes a duty with a day."""

    code = "task"
    label = _("Decision with a task")
    help = _("What the text says, and which post carries it out until when.")
    asks_who = False

    def form_class(self) -> type[forms.Form]:
        return TaskForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"post": code, "what": words, "due_on": day}`."""
        what = str(terms.get("what") or "").strip()
        due_on = day_in(terms.get("due_on"))
        if not what or len(what) > 200 or "\x00" in what:
            raise Refused(gettext("Say in one line what is to be done."))
        if due_on is None or due_on < Cooperative.objects.founded().day_of(now):
            raise Refused(gettext("Say until when: today or later."))
        return {"post": post_called(terms.get("post")).code, "what": what, "due_on": due_on.isoformat()}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        post = post_called(motion.terms["post"])
        mine = reader is not None and Mandate.objects.on(on).filter(post=post, member=reader).exists()
        return [Change(what=motion.terms["what"], then=post.name, mine=mine)]

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """Write the duty of the post."""
        write_duty(
            title=motion.terms["what"],
            key=f"motion:{motion.pk}",
            from_on=Cooperative.objects.founded().day_of(now),
            due_on=date.fromisoformat(motion.terms["due_on"]),
            post_id=post_called(motion.terms["post"]).pk,
            motion=motion,
            now=now,
        )


def end_of_term(from_on: date, terms: Any) -> date:
    from rotation.rules import term_end

    return term_end(from_on, months=terms.term_months, days=terms.term_days)


def post_called(code: Any) -> Post:
    post = Post.objects.filter(code=str(code or "")[:60]).first() if "\x00" not in str(code) else None
    if post is None:
        raise Refused(gettext("There is no such post."))
    return post


def member_numbered(number: Any) -> Member:
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 2**31:
        raise Refused(gettext("Say the member number."))
    member = Member.objects.filter(number=number).first()
    if member is None:
        raise Refused(gettext("Nobody has the number %(number)s.") % {"number": number})
    return member


def _mandate(motion: Motion) -> Mandate | None:
    return Mandate.objects.select_related("post", "member").filter(pk=motion.terms["mandate"]).first()


def _running(mandate_id: int, now: datetime) -> Mandate | None:
    today = Cooperative.objects.founded().day_of(now)
    return Mandate.objects.filter(pk=mandate_id, until_on__gt=today, ended_at__isnull=True).first()


for kind in (Accounts(), Election(), Recall(), Task()):
    register(kind)
