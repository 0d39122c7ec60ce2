"""What somebody knows how to do, how they learnt it, what they would like and what they declined."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rotation.models.mandates import Mandate
from rotation.models.posts import Post


class Skill(models.Model):
    """Something a post may ask for, by its code (`PostTerms.skills`)."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    lasts_months = models.PositiveIntegerField(default=0)
    """0 = it does not expire."""

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SkillGrantQuerySet(models.QuerySet["SkillGrant"]):
    def on(self, day: date) -> SkillGrantQuerySet:
        """Those that count on that day."""
        return self.filter(
            Q(until_on__isnull=True) | Q(until_on__gt=day),
            Q(ended_on__isnull=True) | Q(ended_on__gt=day),
            from_on__lte=day,
        )


class SkillGrant(models.Model):
    """Somebody knows how, from a day, perhaps until a day: because of a shadow seat, a motion or the founding."""

    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="grants")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="skills")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    shadow = models.ForeignKey("rotation.Shadow", on_delete=models.PROTECT, null=True, related_name="grants")
    motion = models.ForeignKey(
        "assemblies.Motion", on_delete=models.PROTECT, null=True, related_name="skill_grants"
    )
    from_founding = models.BooleanField(default=False)
    from_practice = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, related_name="skill_grants"
    )
    """The term in which they learnt it: whoever held a post to its end knows how."""

    objects: ClassVar[SkillGrantQuerySet] = SkillGrantQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-from_on",)
        constraints = (
            models.UniqueConstraint(
                fields=["skill", "member", "from_on"], name="a_skill_is_granted_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")), name="a_skill_lasts"
            ),
            models.CheckConstraint(
                condition=Q(
                    shadow__isnull=False,
                    motion__isnull=False,
                    from_founding=False,
                    from_practice__isnull=True,
                )
                | Q(
                    shadow__isnull=True, motion__isnull=False, from_founding=False, from_practice__isnull=True
                )
                | Q(shadow__isnull=True, motion__isnull=True, from_founding=True, from_practice__isnull=True)
                | Q(
                    shadow__isnull=True, motion__isnull=True, from_founding=False, from_practice__isnull=False
                ),
                name="every_skill_has_its_source",
            ),
        )
        indexes = (models.Index(fields=["member", "from_on"], name="skills_of_a_member"),)

    def __str__(self) -> str:
        return f"{self.member_id} knows {self.skill_id}"


class Shadow(models.Model):
    """An apprentice beside whoever holds a post. It grants a skill when the incumbent and the assembly confirm."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="shadows")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shadows")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="shadows")
    from_on = models.DateField()
    until_on = models.DateField()
    confirmed_at = models.DateTimeField(null=True)
    """When the incumbent said that they know how."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="a_shadow_seat_ends"),
            models.UniqueConstraint(
                fields=["mandate", "member"], condition=Q(ended_at__isnull=True), name="one_shadows_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member_id} beside {self.mandate_id}"


class Wish(models.Model):
    """A post somebody would like to carry: the planner prefers it, other things equal."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="wishes")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="wishes")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["member", "post"], name="one_wishes_for_a_post_once"),)

    def __str__(self) -> str:
        return f"{self.member_id} would like {self.post_id}"


class Declined(models.Model):
    """Somebody said no to a post for a period, once, without a reason. It keeps the order of turns, not blame."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="declined")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="declined")
    from_on = models.DateField()
    until_on = models.DateField()
    """For so long nobody asks them again for it; and for so long they cannot decline again."""
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="a_no_ends"),)
        indexes = (models.Index(fields=["member", "until_on"], name="declined_by_a_member"),)

    def __str__(self) -> str:
        return f"{self.member_id} declined {self.post_id}"
