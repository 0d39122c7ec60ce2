"""The register of members: who enters it, and in which standing they are."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify
from django.utils.translation import gettext as _

from members import parting
from members.models import Cooperative, Member, Membership, Sector, Standing
from members.rules import why_not_enter, why_not_standing
from record.actions import one_act_at_a_time, record
from record.rules import Refused, refuse_if

KEEP_REGISTER = "members.keep_register"


@one_act_at_a_time
def add_sector(*, name: str, actor: Member | None, now: datetime) -> Sector:
    """A sector by its name; the same name again is the same sector."""
    if not name.strip() or len(name) > 80 or "\x00" in name:
        raise Refused(_("A sector has a short name."))
    sector = Sector.objects.filter(name=name.strip()).first()
    if sector is not None:
        return sector
    refuse_if(why_not_keep(actor=actor, now=now))

    stem = slugify(name)[:36] or "sector"
    taken = set(Sector.objects.filter(code__startswith=stem).values_list("code", flat=True))
    code = next(c for c in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if c not in taken)
    sector = Sector.objects.create(code=code, name=name.strip())

    record(verb="members.sector.added", subject=sector, actor=actor, now=now, facts={"code": code})
    return sector


@one_act_at_a_time
def enrol(
    *,
    number: int,
    name: str,
    sector_id: int | None,
    language: str,
    phone: str,
    standing: str,
    from_on: date,
    because: str,
    actor: Member | None,
    now: datetime,
) -> Member:
    """Enter somebody in the register from a day on. They sign in with a card made for them."""
    refuse_if(why_not_keep(actor=actor, now=now))
    refuse_if(why_not_enter(number, name) or why_not_standing(None, standing))
    if Member.objects.filter(number=number).exists():
        raise Refused(_("Somebody has the number %(number)s already.") % {"number": number})

    member = Member.objects.create(
        number=number,
        name=name.strip(),
        sector_id=sector_id,
        language=language,
        phone=phone,
        password=make_password(None),
    )
    Membership.objects.create(member=member, standing=standing, from_on=from_on, because=because)

    record(
        verb="members.member.enrolled",
        subject=member,
        actor=actor,
        now=now,
        facts={"number": number, "standing": str(standing), "from": from_on.isoformat()},
        because=because if because.startswith("assemblies.") else "",
    )
    return member


@one_act_at_a_time
def change_standing(
    *, member_id: int, standing: str, from_on: date, because: str, actor: Member | None, now: datetime
) -> Membership:
    """End somebody's membership period and open the next one, citing what made it so.

    Whoever has left holds nothing any more (`members.parting`), in the same transaction.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    current = member.memberships.filter(until_on__isnull=True).first()

    refuse_if(why_not_keep(actor=actor, now=now))
    refuse_if(why_not_standing(current.standing if current else None, standing))
    if current is not None and from_on <= current.from_on:
        raise Refused(_("A standing changes after the day the one before began."))

    if current is not None:
        current.until_on = from_on
        current.save(update_fields=["until_on"])
    opened = Membership.objects.create(
        member=member, standing=Standing(standing), from_on=from_on, because=because
    )

    record(
        verb="members.standing.changed",
        subject=member,
        actor=actor,
        now=now,
        facts={"number": member.number, "standing": str(standing), "from": from_on.isoformat()},
        because=because if because.startswith("assemblies.") else "",
    )
    if standing == Standing.LEFT and from_on <= Cooperative.objects.founded().day_of(now):
        parting.has_left(member.pk, now)
    return opened


def why_not_keep(*, actor: Member | None, now: datetime) -> str | None:
    """Why somebody may not write in the register."""
    if actor is None or actor.has_perm(KEEP_REGISTER, now):
        return None
    return _("Only whoever keeps the register writes in it.")
