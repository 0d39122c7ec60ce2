"""What we keep of posts and of who carries them, and what can never be true of it."""

from rotation.models.duties import Cover, CoverOffer, Duty, DutyKind, Swap, SwapLeg, Tick
from rotation.models.handing_over import CalendarFeed, Handover, HandoverLine
from rotation.models.mandates import Draw, Mandate, MandateQuerySet
from rotation.models.planning import Acknowledgement, Plan, PlanKind, PlannedSeat
from rotation.models.posts import Post, PostTerms, PostTermsQuerySet, WayOfFilling
from rotation.models.skills import Declined, Shadow, Skill, SkillGrant, Wish

__all__ = [
    "Acknowledgement",
    "CalendarFeed",
    "Cover",
    "CoverOffer",
    "Declined",
    "Draw",
    "Duty",
    "DutyKind",
    "Handover",
    "HandoverLine",
    "Mandate",
    "MandateQuerySet",
    "Plan",
    "PlanKind",
    "PlannedSeat",
    "Post",
    "PostTerms",
    "PostTermsQuerySet",
    "Shadow",
    "Skill",
    "SkillGrant",
    "Swap",
    "SwapLeg",
    "Tick",
    "WayOfFilling",
    "Wish",
]
