"""The co-operative, its sectors, and who belongs to it since when."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any, ClassVar

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class CooperativeManager(models.Manager["Cooperative"]):
    """Once founded the row never changes, so each process asks for it once."""

    known: ClassVar[Cooperative | None] = None
    _is_founding: ClassVar[ContextVar[bool]] = ContextVar("_is_founding", default=False)

    def current(self) -> Cooperative | None:
        """The co-operative of this installation, or None before its founding."""
        if CooperativeManager._is_founding.get():
            return self.first()
        if CooperativeManager.known is None:
            CooperativeManager.known = self.first()
        return CooperativeManager.known

    def founded(self) -> Cooperative:
        """The co-operative of this installation. Raises `Cooperative.DoesNotExist` before its founding."""
        return self.current() or self.get()

    @contextmanager
    def being_founded(self) -> Iterator[None]:
        """Remember nothing meanwhile: what is written may be taken back, and nobody else sees it yet."""
        token = CooperativeManager._is_founding.set(True)
        try:
            yield
        finally:
            CooperativeManager._is_founding.reset(token)

    def forget(self) -> None:
        """Ask the database again next time: for tests, and after a restore."""
        CooperativeManager.known = None

    def here(self) -> Cooperative:
        """The co-operative of this installation. Only after its founding."""
        coop = self.current()
        if coop is None:
            raise Cooperative.DoesNotExist
        return coop


class Cooperative(models.Model):
    """The one co-operative this installation serves, as its founders wrote it down (act 1)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=120)
    town = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    currency_symbol = models.CharField(max_length=4, default="$")
    decimals = models.PositiveSmallIntegerField(default=2)
    language = models.CharField(max_length=8, default="es-ar")
    time_zone = models.CharField(max_length=64)
    law_pack = models.CharField(max_length=12, default="NONE")
    founded_at = models.DateTimeField()

    objects = CooperativeManager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(id=1), name="one_installation_one_cooperative"),
            models.CheckConstraint(condition=Q(decimals__in=(0, 2, 3)), name="money_has_0_2_or_3_decimals"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    def day_of(self, moment: datetime) -> date:
        """The local day a moment falls on, here."""
        return moment.astimezone(self.zone).date()


class Sector(models.Model):
    """Where one works."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Standing(models.TextChoices):
    """In which way somebody belongs. Only `MEMBER` votes; `PROBATION` has a voice and the same pay."""

    PROBATION = "probation", _("on probation")
    MEMBER = "member", _("member")
    ON_LEAVE = "on_leave", _("on leave")
    SUSPENDED = "suspended", _("suspended")
    LEFT = "left", _("left")


class MemberQuerySet(models.QuerySet["Member"]):
    """Members, in the words of the house."""

    def standing(self, *standings: str, on: date) -> MemberQuerySet:
        """Those who are in one of these standings on that day."""
        return self.filter(
            Q(memberships__until_on__isnull=True) | Q(memberships__until_on__gt=on),
            memberships__from_on__lte=on,
            memberships__standing__in=standings,
        )

    def with_vote(self, *, on: date) -> MemberQuerySet:
        """Those whose ballot counts that day: full members (on leave included, they may vote from home)."""
        return self.standing(Standing.MEMBER, Standing.ON_LEAVE, on=on)

    def here(self, *, on: date) -> MemberQuerySet:
        """Everyone who belongs that day, with a vote or not."""
        return self.standing(
            Standing.PROBATION, Standing.MEMBER, Standing.ON_LEAVE, Standing.SUSPENDED, on=on
        )


class MemberManager(BaseUserManager["Member"]):
    def get_queryset(self) -> MemberQuerySet:
        return MemberQuerySet(self.model, using=self._db)

    def with_vote(self, *, on: date) -> MemberQuerySet:
        return self.get_queryset().with_vote(on=on)

    def here(self, *, on: date) -> MemberQuerySet:
        return self.get_queryset().here(on=on)

    def standing(self, *standings: str, on: date) -> MemberQuerySet:
        return self.get_queryset().standing(*standings, on=on)

    def get_by_natural_key(self, username: str | None) -> Member:
        return self.get(number=int(username or 0))


class Member(AbstractBaseUser):
    """A person with a member number: who signs in, votes, holds posts and is paid.

    The PIN is Django's password. Whether they belong, and how, is said by `Membership` periods, never by
    a flag here. There are no groups and no per-person grants: powers come from today's mandates
    (`rotation.backends.TodaysMandates`), asked through `has_perm(code, moment)`.
    """

    number = models.PositiveIntegerField(unique=True)
    name = models.CharField(max_length=120)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="members", null=True)
    language = models.CharField(max_length=8, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    text_size = models.CharField(max_length=8, blank=True)
    sign_ins_valid_from = models.PositiveIntegerField(default=0)
    """Raised by "sign out everywhere": sessions made before carry another hash and end."""

    objects: ClassVar[MemberManager] = MemberManager()

    USERNAME_FIELD = "number"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.name

    is_active = True

    def get_session_auth_hash(self) -> str:
        return salted_hmac(
            "members.sign-in", f"{self.password}:{self.sign_ins_valid_from}", algorithm="sha256"
        ).hexdigest()

    is_superuser = False
    """Nobody is: the assembly is the only root user."""

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether one may do something at a moment (`obj`; None = now). Asked of the mandates."""
        return any(backend.has_perm(self, perm, obj) for backend in get_backends())

    def may_read(self, perm: str, moment: datetime) -> bool:
        """Whether one may look at what a power shows, without acting: before one's term, in it, and a while after."""
        return any(
            backend.may_read(self, perm, moment) for backend in get_backends() if hasattr(backend, "may_read")
        )

    def has_module_perms(self, app_label: str) -> bool:
        return any(backend.has_module_perms(self, app_label) for backend in _with_modules())

    def get_all_permissions(self, obj: Any = None) -> set[str]:
        """Every power one has at a moment (None = now)."""
        return {code for backend in get_backends() for code in backend.get_all_permissions(self, obj)}


def _with_modules() -> list[Any]:
    return [backend for backend in get_backends() if hasattr(backend, "has_module_perms")]


class Membership(models.Model):
    """Since when somebody belongs, and in which standing: half-open days [from_on, until_on).

    Periods of one member never overlap (the database refuses it). A standing changes by ending one period
    and opening the next, each citing what made it so.
    """

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="memberships")
    standing = models.CharField(max_length=12, choices=Standing.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    because = models.CharField(max_length=80)
    """What made it so: "assemblies.motion:9", "founding", "import"."""

    class Meta:
        ordering = ("member", "from_on")
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on")),
                name="a_membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["member"], condition=Q(until_on__isnull=True), name="one_open_membership_each"
            ),
        )
        indexes = (models.Index(fields=["standing", "from_on"], name="memberships_by_standing"),)

    def __str__(self) -> str:
        return f"{self.member_id} {self.standing} [{self.from_on}, {self.until_on or '…'})"
