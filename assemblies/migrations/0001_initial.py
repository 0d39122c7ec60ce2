"""The tables of `assemblies` as the first release has them."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Assembly",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("weekly", "weekly assembly"),
                            ("emergency", "emergency assembly"),
                            ("legal_ordinary", "ordinary assembly (by law)"),
                            ("legal_extraordinary", "extraordinary assembly (by law)"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("convoked", "convoked"),
                            ("open", "open"),
                            ("recess", "in recess"),
                            ("closed", "closed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="convoked",
                        max_length=10,
                    ),
                ),
                ("place", models.CharField(max_length=120)),
                ("convoked_at", models.DateTimeField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("starts_on", models.DateField()),
                ("from_home", models.BooleanField(default=True)),
                ("hall_code", models.CharField(max_length=8)),
                ("opened_at", models.DateTimeField(null=True)),
                ("second_call_due_at", models.DateTimeField(null=True)),
                ("second_call_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-starts_at",),
                "indexes": [models.Index(fields=["state", "starts_at"], name="assemblies_by_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "weekly")),
                        fields=("starts_on",),
                        name="one_weekly_assembly_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="an_assembly_lasts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_closed_assembly_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to="assemblies.assembly",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("hall_code", "with the hall code"),
                            ("home", "from home"),
                            ("door", "at the door"),
                        ],
                        max_length=10,
                    ),
                ),
                ("arrived_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("assembly", "member"),
                        name="nobody_is_present_twice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at__isnull", True),
                            ("left_at__gte", models.F("arrived_at")),
                            _connector="OR",
                        ),
                        name="one_leaves_after_arriving",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Motion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("terms", models.JSONField(default=dict)),
                (
                    "proposer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "amends",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="assemblies.motion",
                    ),
                ),
                ("base_text", models.TextField(blank=True)),
                ("base_terms", models.JSONField(default=dict)),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("tabled", "looking for seconders"),
                            ("on_agenda", "on the agenda"),
                            ("voting", "being voted"),
                            ("adopted", "adopted"),
                            ("rejected", "rejected"),
                            ("no_quorum", "no quorum"),
                            ("tied", "tied"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "assembly",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions",
                        to="assemblies.assembly",
                    ),
                ),
                (
                    "meant_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions_meant",
                        to="assemblies.assembly",
                    ),
                ),
                ("is_secret", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("tabled_at", models.DateTimeField(null=True)),
                ("rule", models.JSONField(null=True)),
                ("second_call", models.BooleanField(default=False)),
                ("changeable", models.BooleanField(default=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("closes_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("roll_count", models.PositiveIntegerField(null=True)),
                ("present_count", models.PositiveIntegerField(null=True)),
                ("in_favour", models.PositiveIntegerField(null=True)),
                ("against", models.PositiveIntegerField(null=True)),
                ("abstaining", models.PositiveIntegerField(null=True)),
                ("ballots_digest", models.CharField(blank=True, max_length=64)),
                ("counted", models.JSONField(null=True)),
                ("enacted_at", models.DateTimeField(null=True)),
                ("review_on", models.DateField(null=True)),
                ("contestable_until", models.DateField(null=True)),
            ],
            options={
                "ordering": ("-number",),
                "indexes": [
                    models.Index(fields=["state", "closes_at"], name="motions_by_state"),
                    models.Index(fields=["kind", "state"], name="motions_by_kind"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "tabled", "on_agenda", "withdrawn")),
                            models.Q(
                                ("closes_at__isnull", False),
                                ("opened_at__isnull", False),
                                ("rule__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_vote_has_its_rule_frozen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ("adopted", "rejected", "no_quorum", "tied")), _negated=True
                            ),
                            models.Q(
                                ("abstaining__isnull", False),
                                ("against__isnull", False),
                                ("closed_at__isnull", False),
                                ("in_favour__isnull", False),
                                ("present_count__isnull", False),
                                ("roll_count__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_motion_has_its_tally",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("enacted_at__isnull", True), ("state", "adopted"), _connector="OR"
                        ),
                        name="only_what_was_adopted_is_enacted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="assemblies.assembly",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="assemblies.motion",
                    ),
                ),
                ("minutes", models.PositiveIntegerField(null=True)),
                ("carried_over", models.BooleanField(default=False)),
                ("key", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "ordering": ("assembly", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("assembly", "key"),
                        name="what_comes_back_comes_once_to_an_agenda",
                    ),
                    models.UniqueConstraint(
                        fields=("assembly", "position"), name="one_item_in_each_place_of_the_agenda"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("carried_over", False)),
                        fields=("motion",),
                        name="a_motion_is_on_one_agenda_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seconding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secondings",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("motion", "member"), name="nobody_seconds_twice")
                ],
            },
        ),
        migrations.CreateModel(
            name="RollEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roll",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("excluded_because", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("motion", "member"), name="nobody_is_on_a_roll_twice")
                ],
            },
        ),
        migrations.CreateModel(
            name="DeclaredInterest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declared_interests",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(max_length=160)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("motion", "member"), name="an_interest_is_declared_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[("for", "Yes"), ("against", "No"), ("abstain", "I abstain")], max_length=7
                    ),
                ),
                ("preferences", models.JSONField(default=list)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "own phone"),
                            ("tablet", "shared tablet"),
                            ("hands", "hand counted by name"),
                        ],
                        default="phone",
                        max_length=7,
                    ),
                ),
                ("key", models.UUIDField()),
                ("receipt", models.CharField(max_length=24)),
                ("cast_at", models.DateTimeField()),
                ("earlier", models.JSONField(default=list)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("motion", "member"), name="one_member_one_ballot"),
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ("for", "against", "abstain"))),
                        name="a_ballot_is_for_against_or_abstain",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("motion", "member"), name="one_member_one_secret_ballot")
                ],
            },
        ),
        migrations.CreateModel(
            name="SecretBallot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="secret_ballots",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[("for", "Yes"), ("against", "No"), ("abstain", "I abstain")], max_length=7
                    ),
                ),
                ("preferences", models.JSONField(default=list)),
                ("receipt", models.CharField(max_length=24)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("motion", "receipt"), name="a_receipt_is_for_one_ballot"),
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ("for", "against", "abstain"))),
                        name="a_secret_ballot_is_for_against_or_abstain",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="assemblies.assembly",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "seen on their phone"),
                            ("paper", "on paper, signed for"),
                            ("person", "told in person"),
                        ],
                        max_length=6,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("assembly", "member"), name="a_member_is_told_once"),
                    models.CheckConstraint(
                        condition=models.Q(("channel", "phone"), ("by__isnull", False), _connector="OR"),
                        name="who_told_them_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Petition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "aim",
                    models.CharField(
                        choices=[("assembly", "call an assembly"), ("item", "put a matter on the agenda")],
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField()),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petitions",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("reached_at", models.DateTimeField(null=True)),
                ("signatures_needed", models.PositiveIntegerField(null=True)),
                (
                    "assembly",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="petitions",
                        to="assemblies.assembly",
                    ),
                ),
            ],
            options={
                "ordering": ("-opened_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reached_at__isnull", True),
                            ("signatures_needed__isnull", False),
                            _connector="OR",
                        ),
                        name="what_was_reached_says_how_many",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="assemblies.petition",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("petition", "member"), name="nobody_signs_twice")
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legal_tasks",
                        to="assemblies.assembly",
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proof", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("due_on", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("assembly", "code"), name="each_legal_task_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", True),
                            models.Q(("done_by__isnull", False), models.Q(("proof", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="what_is_done_has_its_proof",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "assembly",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="assemblies.assembly",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("content_type", models.CharField(max_length=60)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("file", models.FileField(max_length=120, upload_to="documents/")),
                ("attached_at", models.DateTimeField()),
                (
                    "attached_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("attached_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assembly__isnull", True), ("motion__isnull", False)),
                            models.Q(("assembly__isnull", False), ("motion__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_document_belongs_to_one_thing",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Guest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guests",
                        to="assemblies.assembly",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("capacity", models.CharField(max_length=120)),
                ("arrived_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "let_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_at__isnull", True),
                            ("left_at__gte", models.F("arrived_at")),
                            _connector="OR",
                        ),
                        name="a_guest_leaves_after_arriving",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FloorRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="floor",
                        to="assemblies.assembly",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="floor",
                        to="assemblies.agendaitem",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "guest",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="floor",
                        to="assemblies.guest",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("turn", "to speak"), ("order", "point of order")],
                        default="turn",
                        max_length=5,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["assembly", "asked_at"], name="floor_of_an_assembly")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("assembly", "member"),
                        name="nobody_waits_for_the_floor_twice",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("guest",),
                        name="no_guest_waits_for_the_floor_twice",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("guest__isnull", True), ("member__isnull", False)),
                            models.Q(("guest__isnull", False), ("member__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_turn_to_speak_is_one_persons",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("started_at__isnull", False)),
                        fields=("assembly",),
                        name="one_speaks_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_at__isnull", True),
                            ("started_at__gte", models.F("asked_at")),
                            _connector="OR",
                        ),
                        name="one_speaks_after_asking",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("asked_at")),
                            _connector="OR",
                        ),
                        name="a_turn_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assembly",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="assemblies.assembly",
                    ),
                ),
                ("contents", models.JSONField()),
                ("notes", models.TextField(blank=True)),
                ("head_seq", models.BigIntegerField()),
                ("head_hash", models.CharField(max_length=64)),
                ("drafted_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "minutes",
            },
        ),
        migrations.CreateModel(
            name="Folio",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "minutes",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="folio",
                        to="assemblies.minutes",
                    ),
                ),
                ("first", models.PositiveIntegerField()),
                ("last", models.PositiveIntegerField()),
                ("written_at", models.DateTimeField()),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first__gte", 1), ("last__gte", models.F("first"))),
                        name="folios_are_numbered_upwards",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signers",
                        to="assemblies.assembly",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("chair", "who chaired"),
                            ("secretary", "who took the minutes"),
                            ("drawn_1", "drawn by lot"),
                            ("drawn_2", "drawn by lot, second"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("seed", models.CharField(blank=True, max_length=64)),
                ("signed_at", models.DateTimeField(null=True)),
                ("on_paper", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("assembly", "role"), name="one_signer_for_each_role"),
                    models.UniqueConstraint(fields=("assembly", "member"), name="nobody_signs_in_two_roles"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contests",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("upheld", models.BooleanField(null=True)),
                ("settlement", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("at",),
                "constraints": [
                    models.UniqueConstraint(fields=("motion", "member"), name="nobody_contests_twice"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("upheld__isnull", True)),
                            models.Q(
                                ("settled_at__isnull", False),
                                ("upheld__isnull", False),
                                models.Q(("settlement", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_settled_contest_says_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HouseRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                ("value", models.JSONField()),
                ("in_force_from", models.DateField()),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="house_rules",
                        to="assemblies.motion",
                    ),
                ),
                ("review_on", models.DateField(null=True)),
            ],
            options={
                "ordering": ("key", "-in_force_from", "-id"),
                "indexes": [models.Index(fields=["key", "-in_force_from"], name="house_rules_in_force")],
            },
        ),
        migrations.CreateModel(
            name="Defence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="defences",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="a_defence_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperVoter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_voters",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("motion", "member"), name="one_member_one_paper")
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper_counts",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "scrutineer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("in_favour", models.PositiveIntegerField()),
                ("against", models.PositiveIntegerField()),
                ("blank", models.PositiveIntegerField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["motion", "counted_at"], name="paper_counts_of_a_motion")],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("motion", "Motions"), ("minutes", "Minutes"), ("rule", "House rules")],
                        max_length=7,
                    ),
                ),
                ("object_id", models.BigIntegerField(null=True)),
                ("state", models.CharField(blank=True, max_length=10)),
                ("day", models.DateField()),
                ("title_words", models.TextField(blank=True)),
                ("text_words", models.TextField(blank=True)),
            ],
            options={
                "verbose_name_plural": "search entries",
            },
        ),
    ]
