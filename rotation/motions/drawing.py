"""Filling a seat by lot: the assembly says which seat, and the seed is one that nobody could choose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assemblies.kinds import Change, Kind, Sentence, day_in, register
from members.models import Cooperative, Member
from record.rules import Refused
from rotation.actions import draw_lot, seat_member
from rotation.actions.mandates import terms_in_force
from rotation.forms import DAY, posts_by_name
from rotation.models import Declined, Mandate, Post
from rotation.motions.deciding import FURTHEST, end_of_term, post_called
from rotation.reports.draws import seed_of
from rotation.reports.turns import candidates_for, limits_of
from rotation.rules import why_not_eligible

if TYPE_CHECKING:
    from assemblies.models import Motion


class DrawForm(forms.Form):
    """Which seat, and from when."""

    post = forms.ChoiceField(label=_("Post"), choices=posts_by_name)
    seat = forms.IntegerField(label=_("Seat"), min_value=1, max_value=1000, initial=1)
    from_on = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("Empty: when the mandate before ends."),
    )


class DrawnSeat(Kind):
    """Seats somebody by lot among all who can take the post when the vote closes.

    The seed is the hash of the act by which the assembly was opened: it stands in the record before the pool
    closes, and nobody could choose it. Who declined the post not long ago is not in the pool.
    """

    code = "drawn"
    label = _("Draw by lot")
    help = _(
        "Somebody is drawn by lot among all who can take the post. Anybody can draw again and find the same."
    )
    asks_who = False

    def form_class(self) -> type[forms.Form]:
        return DrawForm

    def clean(self, terms: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
        """`{"post": code, "seat": number, "from_on": day}`."""
        post, today = post_called(terms.get("post")), Cooperative.objects.founded().day_of(now)
        seat = terms.get("seat") or 1
        if isinstance(seat, bool) or not isinstance(seat, int):
            raise Refused(gettext("Seats are numbered 1, 2, 3…"))
        last = (
            Mandate.objects.filter(post=post, seat=seat, until_on__gt=today, ended_on__isnull=True)
            .order_by("-until_on")
            .first()
        )
        from_on = day_in(terms.get("from_on")) or (last.until_on if last else today)
        if not today <= from_on <= today + FURTHEST:
            raise Refused(gettext("Choose a day within the next five years."))
        if not 1 <= seat <= terms_in_force(post, on=from_on).seats:
            raise Refused(gettext("%(post)s has no seat %(seat)s.") % {"post": post.name, "seat": seat})
        return {"post": post.code, "seat": seat, "from_on": from_on.isoformat()}

    def preview(self, motion: Motion, *, reader: Member | None, on: date) -> list[Change]:
        """How many could be drawn, and whether the reader is among them."""
        post, day = post_called(motion.terms["post"]), date.fromisoformat(motion.terms["from_on"])
        pool = pool_for(post, on=max(day, on))
        return [
            Change(
                what=post.name,
                then=gettext("by lot among %(n)s who can take it") % {"n": len(pool)},
                mine=reader is not None and reader.number in pool,
            )
        ]

    def why_not_open(self, motion: Motion, *, now: datetime) -> Sentence | None:
        today = Cooperative.objects.founded().day_of(now)
        day = max(date.fromisoformat(motion.terms["from_on"]), today)
        return None if pool_for(post_called(motion.terms["post"]), on=day) else _("Nobody can take it now.")

    def enact(self, motion: Motion, *, now: datetime) -> None:
        """Draw, write the draw down, and seat whoever was drawn."""
        post, today = post_called(motion.terms["post"]), Cooperative.objects.founded().day_of(now)
        from_on = max(date.fromisoformat(motion.terms["from_on"]), today)
        pool = pool_for(post, on=from_on)
        if not pool:
            raise Refused(gettext("Nobody can take it now."))
        drawn = draw_lot(
            title=gettext("%(post)s, seat %(seat)s") % {"post": post.name, "seat": motion.terms["seat"]},
            seed=seed_of(motion),
            pool_numbers=pool,
            how_many=1,
            motion=motion,
            actor=None,
            now=now,
        )
        seat_member(
            post_id=post.pk,
            seat=motion.terms["seat"],
            member_id=Member.objects.get(number=drawn.picked[0]).pk,
            from_on=from_on,
            until_on=end_of_term(from_on, terms_in_force(post, on=from_on)),
            draw=drawn,
            actor=None,
            now=now,
        )


def pool_for(post: Post, *, on: date) -> list[int]:
    """The numbers of all who can take a post on a day and did not say no to it not long ago, ascending."""
    limits = limits_of(post, terms_in_force(post, on=on))
    declined = set(
        Declined.objects.filter(post=post, from_on__lte=on, until_on__gt=on).values_list(
            "member__number", flat=True
        )
    )
    return sorted(
        candidate.number
        for candidate in candidates_for(post, on=on)
        if candidate.number not in declined and why_not_eligible(candidate, limits, on=on) is None
    )


register(DrawnSeat())
