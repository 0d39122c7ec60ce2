"""Electing several people to the seats of one post: candidates in order, the single transferable vote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from assemblies.forms import NumbersField
from assemblies.kinds import Change, Option, PreferenceKind, Told, day_in, register
from assemblies.rules import seats
from members.models import Cooperative, Member
from record.rules import Refused
from rotation.actions import seat_member
from rotation.actions.mandates import terms_in_force, why_not_seat
from rotation.forms import DAY, posts_by_name
from rotation.models import Mandate, Post
from rotation.motions.deciding import FURTHEST, end_of_term, member_numbered, post_called

if TYPE_CHECKING:
    from assemblies.models import Motion

MOST_CANDIDATES = 40


class SeatsElectionForm(forms.Form):
    """Which post, who stands, and from when."""

    post = forms.ChoiceField(label=_("Post"), choices=posts_by_name)
    candidates = NumbersField(
        label=_("Member numbers of those who stand"),
        help_text=_("More than there are seats."),
        widget=forms.Textarea(attrs={"rows": 3, "inputmode": "numeric"}),
        max_length=1000,
    )
    from_on = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("Empty: today."),
    )

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        given = dict(initial or {})
        if isinstance(given.get("candidates"), list):
            given["candidates"] = " ".join(str(number) for number in given["candidates"])
        super().__init__(data, initial=given, **kwargs)


class SeatsElection(PreferenceKind):
    """Fills the seats of a post that are free on a day, with the candidates most wanted by the most of us.

    A group as large as a quota always has its seat. Where fewer are elected than there are seats, as no ballot
    names more, the others stay free.
    """

    code = "seats"
    label = _("Election to several seats")
    help = _(
        "Several people stand for the seats of one post; everybody puts them in order. Always in secret."
    )
    is_secret = True
    is_ordered = True
    how = _(
        "Write 1 beside whom you want most, 2 beside who comes next, and so on. You may leave some empty."
    )

    def form_class(self) -> type[forms.Form]:
        return SeatsElectionForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"post": code, "candidates": numbers, "from_on": day, "seats": those free on that day}`."""
        post, today = post_called(terms.get("post")), Cooperative.objects.founded().day_of(now)
        from_on = day_in(terms.get("from_on")) or today
        if not today <= from_on <= today + FURTHEST:
            raise Refused(gettext("Choose a day within the next five years."))
        numbers = terms.get("candidates")
        if not isinstance(numbers, Sequence) or isinstance(numbers, str):
            raise Refused(gettext("Say who stands, by member number."))
        if len(numbers) > MOST_CANDIDATES or len(set(map(str, numbers))) != len(numbers):
            raise Refused(gettext("Name each candidate once, %(most)s at most.") % {"most": MOST_CANDIDATES})
        free = _free_seats(post, on=from_on)
        if not free:
            raise Refused(gettext("No seat of this post is free on that day."))
        if len(numbers) <= len(free):
            raise Refused(
                gettext("%(seats)s seats are free: more people than that must stand.") % {"seats": len(free)}
            )
        in_force = terms_in_force(post, on=from_on)
        for number in numbers:
            reason = why_not_seat(
                post,
                in_force,
                seat=free[0],
                member=member_numbered(number),
                from_on=from_on,
                until_on=end_of_term(from_on, in_force),
                now=now,
            )
            if reason is not None:
                raise Refused(reason)
        return {
            "post": post.code,
            "candidates": sorted(numbers),
            "from_on": from_on.isoformat(),
            "seats": free,
        }

    def options(self, motion: Motion) -> list[Option]:
        names = dict(
            Member.objects.filter(number__in=motion.terms["candidates"]).values_list("number", "name")
        )
        return [
            Option(code=str(number), label=names.get(number, str(number)))
            for number in motion.terms["candidates"]
        ]

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        post = post_called(motion.terms["post"])
        free = Change(what=post.name, then=gettext("%(n)s seats") % {"n": len(motion.terms["seats"])})
        return [
            free,
            *(
                Change(what=option.label, mine=reader is not None and option.code == str(reader.number))
                for option in self.options(motion)
            ),
        ]

    def count(self, motion: Motion, ballots: Iterable[Sequence[str]], *, seed: str) -> dict[str, Any]:
        codes = [str(number) for number in motion.terms["candidates"]]
        return seats.to_data(seats.count_seats(codes, ballots, seats=len(motion.terms["seats"]), seed=seed))

    def headline(self, motion: Motion) -> str:
        result = seats.from_data(motion.counted or {})
        elected = ", ".join(self.named(motion, result.elected))
        return (
            gettext("Elected: %(names)s.") % {"names": elected} if elected else gettext("Nobody is elected.")
        )

    def say(self, motion: Motion) -> list[Told]:
        labels = {option.code: option.label for option in self.options(motion)}
        result = seats.from_data(motion.counted or {})
        return [Told(said=line) for line in seats.sentences(result, labels, get_language() or "es-ar")]

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """Each of the elected takes one of the free seats, in the order in which they were elected."""
        today = Cooperative.objects.founded().day_of(now)
        post = post_called(motion.terms["post"])
        from_on = max(date.fromisoformat(motion.terms["from_on"]), today)
        elected = seats.from_data(motion.counted or {}).elected
        for seat, code in zip(motion.terms["seats"], elected, strict=False):
            seat_member(
                post_id=post.pk,
                seat=seat,
                member_id=member_numbered(int(code)).pk,
                from_on=from_on,
                motion=motion,
                actor=None,
                now=now,
            )


def _free_seats(post: Post, *, on: date) -> list[int]:
    """The seats of a post that nobody holds on a day."""
    held = set(Mandate.objects.on(on).filter(post=post).values_list("seat", flat=True))
    return [seat for seat in range(1, terms_in_force(post, on=on).seats + 1) if seat not in held]


register(SeatsElection())
