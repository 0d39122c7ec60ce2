"""What an emergency assembly decided comes before the next weekly one, by itself and once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from assemblies.actions.agenda import add_matter
from assemblies.models import Assembly, AssemblyKind, AssemblyState, MotionState
from assemblies.rules.texts import LONGEST_TITLE
from members.models import Cooperative
from record.actions import record, subject_of
from record.models import Act

REVIEWED_WITHIN = timedelta(days=90)
"""How long back an emergency is looked for that no weekly assembly has reviewed."""
VERB = "assemblies.emergency.to_review"


def bring_for_review(emergency: Assembly, *, now: datetime) -> Assembly | None:
    """Put what an emergency adopted on the next weekly agenda, each as a matter to review. Twice is once.

    None where it adopted nothing, where it is there already, or where no weekly one is called yet: then the
    next weekly one takes it when it is convoked.
    """
    if emergency.kind != AssemblyKind.EMERGENCY or emergency.state != AssemblyState.CLOSED:
        return None
    if Act.objects.filter(subject=subject_of(emergency), verb=VERB).exists():
        return None
    adopted = list(emergency.motions.filter(state=MotionState.ADOPTED).order_by("number"))
    if not adopted:
        return None
    weekly = Assembly.objects.coming(now).filter(kind=AssemblyKind.WEEKLY).first()
    if weekly is None:
        return None

    with translation.override(Cooperative.objects.founded().language):
        for motion in adopted:
            title = _("Review of what the emergency decided: %(title)s") % {"title": motion.title}
            add_matter(weekly, title[:LONGEST_TITLE])
    record(
        verb=VERB,
        subject=emergency,
        actor=None,
        now=now,
        facts={"assembly": weekly.number, "motions": [motion.number for motion in adopted]},
    )
    return weekly


def bring_those_waiting(weekly: Assembly, *, now: datetime) -> None:
    """Give a weekly assembly just convoked the emergencies that nobody has reviewed yet, oldest first."""
    if weekly.kind != AssemblyKind.WEEKLY:
        return
    for emergency in Assembly.objects.filter(
        kind=AssemblyKind.EMERGENCY, state=AssemblyState.CLOSED, closed_at__gt=now - REVIEWED_WITHIN
    ).order_by("closed_at"):
        bring_for_review(emergency, now=now)
