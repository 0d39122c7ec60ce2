"""What was voted for a machine or a work, what was paid and what is left, opened up."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ledger.reports.explained import Explained, Given, InRecord, page_of
from payroll.models import ProjectQuote
from payroll.reports.funds import ProjectPage, was_undone
from record.models import Act
from record.reports import head

LISTED, QUOTED = "payroll.project.listed", "payroll.project.quoted"


@dataclass(frozen=True, kw_only=True)
class ProjectOpened:
    voted: Explained
    paid: Explained
    left: Explained
    quotes: list[tuple[ProjectQuote, Explained]]


def project_explained(page: ProjectPage) -> ProjectOpened:
    """Every amount of a project. Two questions."""
    project = page.project
    last, _hash = head()
    listed: InRecord | None = None
    quoted: dict[int, InRecord] = {}
    acts = Act.objects.filter(subject=f"payroll.project:{project.pk}", verb__in=(LISTED, QUOTED))
    for verb, facts, seq in acts.order_by("seq").values_list("verb", "facts", "seq"):
        there = InRecord(seq=seq, page=page_of(seq, last))
        if verb == LISTED:
            listed = there
        else:
            quoted[facts["cents"]] = there
    motion = (project.motion.pk, project.motion.number) if project.motion is not None else None
    standing = [each for each in page.payments if not was_undone(each.entry)]
    voted = Explained(
        key="project-voted",
        name=_("Voted") if motion else _("What it costs"),
        cents=project.cents,
        formula=_("What the motion that adopted it lets it cost.")
        if motion
        else _("As whoever keeps the books wrote it on the list; nothing of it is voted yet."),
        motion=motion,
        act=listed,
    )
    paid = Explained(
        key="project-paid",
        name=_("Paid so far"),
        cents=page.paid_cents,
        formula=_("All its payments together. What was undone was not paid."),
        given=tuple(
            Given(
                text=date_format(each.paid_on, "DATE_FORMAT"),
                cents=each.cents,
                link=f"/books/entries/{each.entry_id}/",
                counts=1,
            )
            for each in standing
        ),
        motion=motion,
    )
    return ProjectOpened(
        voted=voted,
        paid=paid,
        left=Explained(
            key="project-left",
            name=_("Still to pay"),
            cents=page.left_cents,
            formula=_("What was voted less what was paid.") if motion else _("What it costs, all of it."),
            given=(
                Given(text=voted.name, cents=voted.cents, counts=1),
                Given(text=paid.name, cents=paid.cents, counts=-1),
            ),
            motion=motion,
        ),
        quotes=[
            (
                each,
                Explained(
                    key=f"quote-{each.pk}",
                    name=each.supplier,
                    cents=each.cents,
                    formula=_("What they ask, as it was written down from their quote of %(day)s.")
                    % {"day": date_format(each.given_on, "DATE_FORMAT")},
                    given=(Given(text=each.note),) if each.note else (),
                    act=quoted.get(each.cents),
                ),
            )
            for each in page.quotes
        ],
    )
