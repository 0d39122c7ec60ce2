"""When nobody can get in: whoever runs the machine is let in for a day, with their reason, before everybody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assemblies.actions.agenda import add_matter
from assemblies.models import Assembly, AssemblyKind
from assemblies.rules.texts import why_not_text
from members.actions import tell
from members.models import Cooperative, Member
from record.actions import one_act_at_a_time, record
from record.rules import Refused, fingerprint, refuse_if
from rotation.actions.posts import create_post
from rotation.models import Mandate, Post
from rotation.rules.powers import BROKEN_GLASS, BROKEN_GLASS_POST

LONGEST_REASON = 200
DAYS = 1
"""How long the glass stays broken: until the end of the day."""


@one_act_at_a_time
def break_glass(*, member_id: int, reason: str, now: datetime) -> Mandate:
    """Give a member the powers of `BROKEN_GLASS` until the day ends, because of a reason everybody reads.

    Only whoever has the machine's terminal can: there is no page for it. It is a mandate like any other: dated,
    in the record, never to be deleted. Everybody is told, and the next weekly assembly finds it on its agenda.
    Breaking it again on the same day changes nothing for the same member, and is refused for another.
    """
    coop = Cooperative.objects.founded()
    day = coop.day_of(now)
    member = Member.objects.get(pk=member_id)
    reason = reason.strip()
    refuse_if(why_not_text(reason, longest=LONGEST_REASON))
    if not Member.objects.here(on=day).filter(pk=member_id).exists():
        raise Refused(_("%(name)s is not a member on that day.") % {"name": member.name})
    post = Post.objects.filter(code=BROKEN_GLASS_POST).first() or _make_post(now)
    running = Mandate.objects.by_dates(now, day=day).filter(post=post).select_related("member").first()
    if running is not None:
        if running.member_id == member_id:
            return running
        raise Refused(_("%(name)s was let in today already.") % {"name": running.member.name})

    mandate = Mandate.objects.create(
        post=post,
        seat=1,
        member=member,
        from_on=day,
        until_on=day + timedelta(days=DAYS),
        from_broken_glass=True,
        broke_glass_because=reason,
    )

    record(
        verb="rotation.glass.broken",
        subject=mandate,
        actor=None,
        now=now,
        facts={
            "member": member.number,
            "from": day.isoformat(),
            "until": mandate.until_on.isoformat(),
            "powers": list(BROKEN_GLASS),
            "reason": fingerprint(reason),
        },
    )
    tell(
        member_ids=Member.objects.here(on=day).values_list("pk", flat=True),
        key=f"glass:{mandate.pk}",
        text_id=gettext_noop(
            "%(name)s was let in at the machine without an assembly, until the day ends: %(reason)s"
        ),
        values={"name": member.name, "reason": reason},
        link="/powers/",
        now=now,
    )
    _put_on_agenda(mandate, now=now)
    return mandate


def _make_post(now: datetime) -> Post:
    return create_post(
        code=BROKEN_GLASS_POST,
        name=_("Keeper of the machine"),
        sector_id=None,
        terms={
            "purpose": _("Let in from the machine's terminal when nobody else can. It ends with the day."),
            "term_months": 0,
            "term_days": DAYS,
            "overlap_days": 0,
            "burden_points": 0,
            "powers": list(BROKEN_GLASS),
        },
        motion=None,
        actor=None,
        now=now,
    )


def _put_on_agenda(mandate: Mandate, *, now: datetime) -> None:
    weekly = Assembly.objects.coming(now).filter(kind=AssemblyKind.WEEKLY).first()
    if weekly is not None:
        said = {"name": mandate.member.name, "reason": mandate.broke_glass_because}
        add_matter(
            weekly, (_("The glass was broken: %(name)s, %(reason)s") % said)[:200], key=f"glass:{mandate.pk}"
        )
