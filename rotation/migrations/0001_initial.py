"""The tables of `rotation` as the first release has them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("assemblies", "0001_initial"),
        ("members", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "sector",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="members.sector",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="PostTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="terms", to="rotation.post"
                    ),
                ),
                ("in_force_from", models.DateField()),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assemblies.motion",
                    ),
                ),
                ("purpose", models.TextField(blank=True)),
                ("seats", models.PositiveIntegerField(default=1)),
                ("term_months", models.PositiveIntegerField(default=6)),
                ("term_days", models.PositiveIntegerField(default=0)),
                ("max_consecutive_terms", models.PositiveIntegerField(default=2)),
                ("cool_down_months", models.PositiveIntegerField(default=0)),
                ("overlap_days", models.PositiveIntegerField(default=14)),
                ("burden_points", models.PositiveIntegerField(default=1)),
                ("powers", models.JSONField(default=list)),
                ("duties", models.JSONField(default=list)),
                ("skills", models.JSONField(default=list)),
                ("incompatible_with", models.JSONField(default=list)),
                ("months_here", models.PositiveIntegerField(default=0)),
                ("hands_over", models.JSONField(default=list)),
                ("on_wheel", models.BooleanField(default=False)),
                (
                    "filled",
                    models.CharField(
                        choices=[
                            ("elected", "elected"),
                            ("drawn", "drawn by lot"),
                            ("in_turn", "in turn"),
                            ("volunteer", "by whoever offers"),
                        ],
                        default="elected",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "post terms",
                "ordering": ("post", "-in_force_from", "-id"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("seats__gte", 1)), name="a_post_has_a_seat"),
                    models.CheckConstraint(
                        condition=models.Q(("term_months__gte", 1), ("term_days__gte", 1), _connector="OR"),
                        name="every_post_ends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("seed", models.CharField(max_length=128)),
                ("pool", models.JSONField()),
                ("picked", models.JSONField()),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="assemblies.motion",
                    ),
                ),
                ("drawn_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="rotation.post",
                    ),
                ),
                ("seat", models.PositiveIntegerField(default=1)),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="rotation.draw",
                    ),
                ),
                ("from_founding", models.BooleanField(default=False)),
                ("from_broken_glass", models.BooleanField(default=False)),
                ("is_interim", models.BooleanField(default=False)),
                ("ended_on", models.DateField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates_ended",
                        to="assemblies.motion",
                    ),
                ),
                ("passed_on_at", models.DateTimeField(null=True)),
                ("taken_over_at", models.DateTimeField(null=True)),
                ("broke_glass_because", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("-from_on", "post", "seat"),
                "indexes": [
                    models.Index(fields=["member", "from_on", "until_on"], name="mandates_of_a_member"),
                    models.Index(fields=["post", "seat", "from_on"], name="mandates_of_a_seat"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="every_mandate_ends"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("draw__isnull", True),
                                ("from_broken_glass", False),
                                ("from_founding", False),
                                ("motion__isnull", False),
                            ),
                            models.Q(
                                ("draw__isnull", False),
                                ("from_broken_glass", False),
                                ("from_founding", False),
                                ("motion__isnull", True),
                            ),
                            models.Q(
                                ("draw__isnull", True),
                                ("from_broken_glass", False),
                                ("from_founding", True),
                                ("motion__isnull", True),
                            ),
                            models.Q(
                                ("draw__isnull", True),
                                ("from_broken_glass", True),
                                ("from_founding", False),
                                ("motion__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="every_mandate_has_one_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("broke_glass_because", ""), ("from_broken_glass", False)),
                            models.Q(
                                ("from_broken_glass", True),
                                models.Q(("broke_glass_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="broken_glass_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("passed_on_at__isnull", True),
                            ("taken_over_at__isnull", True),
                            ("passed_on_at__gt", models.F("taken_over_at")),
                            _connector="OR",
                        ),
                        name="power_is_taken_over_before_it_is_passed_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_on__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_on__gte", models.F("from_on")),
                                ("ended_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_early_end_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seat__gte", 1)), name="seats_are_numbered_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Swap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_at__isnull", True),
                            models.Q(("ended_at", models.F("done_at")), ("ended_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_swap_done_is_over",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outgoing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_over",
                        to="rotation.mandate",
                    ),
                ),
                (
                    "incoming",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_over",
                        to="rotation.mandate",
                    ),
                ),
                ("notes", models.TextField(blank=True)),
                ("answer", models.TextField(blank=True)),
                ("opened_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("alerted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outgoing", models.F("incoming")), _negated=True),
                        name="a_handover_has_two_sides",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True),
                            models.Q(("accepted_at__gte", models.F("given_at")), ("given_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="one_accepts_what_was_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="rotation.handover",
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("what", models.CharField(max_length=300)),
                ("link", models.CharField(blank=True, max_length=200)),
                ("key", models.CharField(max_length=80)),
                ("given_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(fields=("handover", "key"), name="a_thing_is_handed_over_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("member",),
                        name="one_calendar_address_each",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("posts", "posts, by terms"),
                            ("wheel", "the table of each assembly, by weeks"),
                        ],
                        max_length=5,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("seed", models.CharField(max_length=64)),
                ("seed_act", models.BigIntegerField()),
                ("problem", models.JSONField()),
                ("input_hash", models.CharField(max_length=64)),
                ("engine", models.CharField(max_length=40)),
                ("stages", models.JSONField()),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="rotation.plan",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="assemblies.motion",
                    ),
                ),
                ("adopted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-made_at",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="a_plan_ends"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adopted_at__isnull", True), ("motion__isnull", False), _connector="OR"
                        ),
                        name="a_plan_is_adopted_by_a_motion",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("adopted_at__isnull", False)),
                        fields=("replaces",),
                        name="a_plan_is_replaced_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedSeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="rotation.plan"
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned",
                        to="rotation.post",
                    ),
                ),
                ("seat", models.PositiveIntegerField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="planned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("because", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ("from_on", "post", "seat"),
                "indexes": [models.Index(fields=["member", "from_on"], name="planned_for_a_member")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "post", "seat", "from_on"), name="a_seat_is_planned_once_in_a_plan"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="a_planned_seat_ends"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("task", "task of a decision"),
                            ("weekly", "of the post, each week"),
                            ("turn", "turn at the table"),
                            ("make_up", "instead of a turn that was missed"),
                        ],
                        default="task",
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("steps", models.JSONField(default=list)),
                ("seat", models.PositiveIntegerField(null=True)),
                (
                    "planned",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="rotation.plannedseat",
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turns",
                        to="rotation.mandate",
                    ),
                ),
                (
                    "repairs",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="made_up_by",
                        to="rotation.duty",
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="rotation.post",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="assemblies.motion",
                    ),
                ),
                (
                    "assembly",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="assemblies.assembly",
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("from_on", models.DateField()),
                ("due_on", models.DateField()),
                ("facts", models.JSONField(default=dict)),
                ("missed_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "ordering": ("due_on", "id"),
                "indexes": [models.Index(fields=["due_on", "done_at"], name="duties_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("post__isnull", False), ("member__isnull", False), _connector="OR"
                        ),
                        name="a_duty_is_somebodys",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "turn"), _negated=True),
                            models.Q(
                                ("member__isnull", False), ("post__isnull", False), ("seat__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_turn_has_its_seat_and_its_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at__isnull", True), ("kind", "turn")),
                        fields=("post", "seat", "due_on"),
                        name="one_turn_for_a_seat_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at__isnull", True), ("kind", "turn")),
                        fields=("member", "due_on"),
                        name="nobody_has_two_turns_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("missed_at__isnull", True), ("done_at__isnull", True), _connector="OR"
                        ),
                        name="what_was_missed_was_not_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "make_up"), _negated=True),
                            ("repairs__isnull", False),
                            _connector="OR",
                        ),
                        name="a_make_up_repairs_a_turn",
                    ),
                    models.UniqueConstraint(fields=("repairs",), name="a_missed_turn_is_made_up_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ticks", to="rotation.duty"
                    ),
                ),
                ("step", models.PositiveIntegerField()),
                (
                    "by",
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
                    models.UniqueConstraint(fields=("duty", "step"), name="a_line_is_ticked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Cover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="covers", to="rotation.duty"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                (
                    "covered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="covers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("duty",),
                        name="a_turn_looks_for_one_stand_in",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("covered_by__isnull", True), ("ended_at__isnull", False), _connector="OR"
                        ),
                        name="a_cover_ends_when_somebody_comes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("covered_by__isnull", True),
                            models.Q(("covered_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_stands_in_for_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoverOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="rotation.cover",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cover_offers",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("declined_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("cover", "member"), name="one_is_asked_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SwapLeg",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "swap",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="legs", to="rotation.swap"
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swap_legs",
                        to="rotation.duty",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="swap_legs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("agreed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("swap", "duty"), name="a_turn_is_once_in_a_swap"),
                    models.UniqueConstraint(fields=("swap", "giver"), name="one_gives_once_in_a_swap"),
                    models.UniqueConstraint(fields=("swap", "taker"), name="one_takes_once_in_a_swap"),
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("taker")), _negated=True),
                        name="one_swaps_with_somebody_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "planned",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledged",
                        to="rotation.plannedseat",
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
                    models.UniqueConstraint(fields=("planned", "member"), name="one_acknowledges_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Skill",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=120)),
                ("lasts_months", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Shadow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mandate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shadows",
                        to="rotation.mandate",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shadows",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shadows",
                        to="rotation.skill",
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="a_shadow_seat_ends"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("mandate", "member"),
                        name="one_shadows_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SkillGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "skill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="rotation.skill",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="skills",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                (
                    "shadow",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="rotation.shadow",
                    ),
                ),
                (
                    "motion",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="skill_grants",
                        to="assemblies.motion",
                    ),
                ),
                ("from_founding", models.BooleanField(default=False)),
                (
                    "from_practice",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="skill_grants",
                        to="rotation.mandate",
                    ),
                ),
            ],
            options={
                "ordering": ("-from_on",),
                "indexes": [models.Index(fields=["member", "from_on"], name="skills_of_a_member")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("skill", "member", "from_on"), name="a_skill_is_granted_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True), ("until_on__gt", models.F("from_on")), _connector="OR"
                        ),
                        name="a_skill_lasts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("from_founding", False),
                                ("from_practice__isnull", True),
                                ("motion__isnull", False),
                                ("shadow__isnull", False),
                            ),
                            models.Q(
                                ("from_founding", False),
                                ("from_practice__isnull", True),
                                ("motion__isnull", False),
                                ("shadow__isnull", True),
                            ),
                            models.Q(
                                ("from_founding", True),
                                ("from_practice__isnull", True),
                                ("motion__isnull", True),
                                ("shadow__isnull", True),
                            ),
                            models.Q(
                                ("from_founding", False),
                                ("from_practice__isnull", False),
                                ("motion__isnull", True),
                                ("shadow__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="every_skill_has_its_source",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wishes", to="rotation.post"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("member", "post"), name="one_wishes_for_a_post_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Declined",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declined",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declined",
                        to="rotation.post",
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["member", "until_on"], name="declined_by_a_member")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="a_no_ends"
                    )
                ],
            },
        ),
    ]
