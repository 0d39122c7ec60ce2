import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def weekly_duties_say_so(apps, schema_editor):
    """Those the clock wrote for a week were told by their key alone."""
    apps.get_model("rotation", "Duty").objects.filter(key__startswith="week:").update(kind="weekly")


class Migration(migrations.Migration):
    dependencies = [
        ("assemblies", "0005_what_an_assembly_still_lacked"),
        ("rotation", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
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
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
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
                ("reason", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
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
                ("place", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("declined_at", models.DateTimeField(null=True)),
            ],
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
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("at", models.DateTimeField()),
            ],
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
                ("notes", models.TextField(blank=True)),
                ("answer", models.TextField(blank=True)),
                ("opened_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("alerted_at", models.DateTimeField(null=True)),
            ],
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
                ("position", models.PositiveIntegerField()),
                ("what", models.CharField(max_length=300)),
                ("link", models.CharField(blank=True, max_length=200)),
                ("key", models.CharField(max_length=80)),
                ("given_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("position",),
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
                ("made_at", models.DateTimeField()),
                ("adopted_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-made_at",),
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
                ("seat", models.PositiveIntegerField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("because", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ("from_on", "post", "seat"),
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
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
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
            name="SkillGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("from_founding", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-from_on",),
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
                ("proposed_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
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
                ("agreed_at", models.DateTimeField(null=True)),
            ],
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
                ("step", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
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
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="mandate",
            name="every_mandate_has_one_source",
        ),
        migrations.AddField(
            model_name="duty",
            name="cancelled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="duty",
            name="kind",
            field=models.CharField(
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
        migrations.AddField(
            model_name="duty",
            name="mandate",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="turns",
                to="rotation.mandate",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="missed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="duty",
            name="repairs",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="made_up_by",
                to="rotation.duty",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="seat",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="duty",
            name="sequence",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="duty",
            name="steps",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="mandate",
            name="broke_glass_because",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="mandate",
            name="from_broken_glass",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="mandate",
            name="passed_on_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="mandate",
            name="taken_over_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="postterms",
            name="months_here",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="postterms",
            name="on_wheel",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("broke_glass_because", ""), ("from_broken_glass", False)),
                    models.Q(
                        ("from_broken_glass", True), models.Q(("broke_glass_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="broken_glass_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("passed_on_at__isnull", True),
                    ("taken_over_at__isnull", True),
                    ("passed_on_at__gt", models.F("taken_over_at")),
                    _connector="OR",
                ),
                name="power_is_taken_over_before_it_is_passed_on",
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="calendarfeed",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="calendarfeed",
            name="member",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="calendar_feeds",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="cover",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="cover",
            name="covered_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="covers",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="cover",
            name="duty",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="covers", to="rotation.duty"
            ),
        ),
        migrations.AddField(
            model_name="coveroffer",
            name="cover",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="rotation.cover"
            ),
        ),
        migrations.AddField(
            model_name="coveroffer",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cover_offers",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="declined",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="declined",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="declined",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="declined", to="rotation.post"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="incoming",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="taken_over", to="rotation.mandate"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="outgoing",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="handed_over", to="rotation.mandate"
            ),
        ),
        migrations.AddField(
            model_name="handoverline",
            name="handover",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="rotation.handover"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="motion",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="plans",
                to="assemblies.motion",
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="replaces",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="rotation.plan",
            ),
        ),
        migrations.AddField(
            model_name="plannedseat",
            name="member",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="planned",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="plannedseat",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="seats", to="rotation.plan"
            ),
        ),
        migrations.AddField(
            model_name="plannedseat",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="planned", to="rotation.post"
            ),
        ),
        migrations.AddField(
            model_name="acknowledgement",
            name="planned",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acknowledged",
                to="rotation.plannedseat",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="planned",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duties",
                to="rotation.plannedseat",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "turn"), _negated=True),
                    models.Q(("member__isnull", False), ("post__isnull", False), ("seat__isnull", False)),
                    _connector="OR",
                ),
                name="a_turn_has_its_seat_and_its_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at__isnull", True), ("kind", "turn")),
                fields=("post", "seat", "due_on"),
                name="one_turn_for_a_seat_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at__isnull", True), ("kind", "turn")),
                fields=("member", "due_on"),
                name="nobody_has_two_turns_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(("missed_at__isnull", True), ("done_at__isnull", True), _connector="OR"),
                name="what_was_missed_was_not_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "make_up"), _negated=True), ("repairs__isnull", False), _connector="OR"
                ),
                name="a_make_up_repairs_a_turn",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.UniqueConstraint(fields=("repairs",), name="a_missed_turn_is_made_up_once"),
        ),
        migrations.AddField(
            model_name="shadow",
            name="mandate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="shadows", to="rotation.mandate"
            ),
        ),
        migrations.AddField(
            model_name="shadow",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shadows",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="shadow",
            name="skill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="shadows", to="rotation.skill"
            ),
        ),
        migrations.AddField(
            model_name="skillgrant",
            name="from_practice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="skill_grants",
                to="rotation.mandate",
            ),
        ),
        migrations.AddField(
            model_name="skillgrant",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="skills",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="skillgrant",
            name="motion",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="skill_grants",
                to="assemblies.motion",
            ),
        ),
        migrations.AddField(
            model_name="skillgrant",
            name="shadow",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="grants",
                to="rotation.shadow",
            ),
        ),
        migrations.AddField(
            model_name="skillgrant",
            name="skill",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="grants", to="rotation.skill"
            ),
        ),
        migrations.AddField(
            model_name="swap",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="swapleg",
            name="duty",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="swap_legs", to="rotation.duty"
            ),
        ),
        migrations.AddField(
            model_name="swapleg",
            name="giver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="swap_legs",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="swapleg",
            name="swap",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="legs", to="rotation.swap"
            ),
        ),
        migrations.AddField(
            model_name="swapleg",
            name="taker",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tick",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tick",
            name="duty",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="ticks", to="rotation.duty"
            ),
        ),
        migrations.AddField(
            model_name="wish",
            name="member",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="wishes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="wish",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="wishes", to="rotation.post"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("member",),
                name="one_calendar_address_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="cover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("duty",),
                name="a_turn_looks_for_one_stand_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="cover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("covered_by__isnull", True), ("ended_at__isnull", False), _connector="OR"
                ),
                name="a_cover_ends_when_somebody_comes",
            ),
        ),
        migrations.AddConstraint(
            model_name="cover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("covered_by__isnull", True),
                    models.Q(("covered_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="nobody_stands_in_for_themselves",
            ),
        ),
        migrations.AddConstraint(
            model_name="coveroffer",
            constraint=models.UniqueConstraint(fields=("cover", "member"), name="one_is_asked_once"),
        ),
        migrations.AddIndex(
            model_name="declined",
            index=models.Index(fields=["member", "until_on"], name="declined_by_a_member"),
        ),
        migrations.AddConstraint(
            model_name="declined",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gt", models.F("from_on"))), name="a_no_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("outgoing", models.F("incoming")), _negated=True),
                name="a_handover_has_two_sides",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted_at__isnull", True),
                    models.Q(("accepted_at__gte", models.F("given_at")), ("given_at__isnull", False)),
                    _connector="OR",
                ),
                name="one_accepts_what_was_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="handoverline",
            constraint=models.UniqueConstraint(
                fields=("handover", "key"), name="a_thing_is_handed_over_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gt", models.F("from_on"))), name="a_plan_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.CheckConstraint(
                condition=models.Q(("adopted_at__isnull", True), ("motion__isnull", False), _connector="OR"),
                name="a_plan_is_adopted_by_a_motion",
            ),
        ),
        migrations.AddConstraint(
            model_name="plan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("adopted_at__isnull", False)),
                fields=("replaces",),
                name="a_plan_is_replaced_once",
            ),
        ),
        migrations.AddIndex(
            model_name="plannedseat",
            index=models.Index(fields=["member", "from_on"], name="planned_for_a_member"),
        ),
        migrations.AddConstraint(
            model_name="plannedseat",
            constraint=models.UniqueConstraint(
                fields=("plan", "post", "seat", "from_on"), name="a_seat_is_planned_once_in_a_plan"
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedseat",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gt", models.F("from_on"))), name="a_planned_seat_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.UniqueConstraint(fields=("planned", "member"), name="one_acknowledges_once"),
        ),
        migrations.AddConstraint(
            model_name="shadow",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gt", models.F("from_on"))), name="a_shadow_seat_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="shadow",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("mandate", "member"),
                name="one_shadows_once",
            ),
        ),
        migrations.AddIndex(
            model_name="skillgrant",
            index=models.Index(fields=["member", "from_on"], name="skills_of_a_member"),
        ),
        migrations.AddConstraint(
            model_name="skillgrant",
            constraint=models.UniqueConstraint(
                fields=("skill", "member", "from_on"), name="a_skill_is_granted_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="skillgrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_on__isnull", True), ("until_on__gt", models.F("from_on")), _connector="OR"
                ),
                name="a_skill_lasts",
            ),
        ),
        migrations.AddConstraint(
            model_name="skillgrant",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="swap",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_at__isnull", True), ("ended_at", models.F("done_at")), _connector="OR"
                ),
                name="a_swap_done_is_over",
            ),
        ),
        migrations.AddConstraint(
            model_name="swapleg",
            constraint=models.UniqueConstraint(fields=("swap", "duty"), name="a_turn_is_once_in_a_swap"),
        ),
        migrations.AddConstraint(
            model_name="swapleg",
            constraint=models.UniqueConstraint(fields=("swap", "giver"), name="one_gives_once_in_a_swap"),
        ),
        migrations.AddConstraint(
            model_name="swapleg",
            constraint=models.UniqueConstraint(fields=("swap", "taker"), name="one_takes_once_in_a_swap"),
        ),
        migrations.AddConstraint(
            model_name="swapleg",
            constraint=models.CheckConstraint(
                condition=models.Q(("giver", models.F("taker")), _negated=True),
                name="one_swaps_with_somebody_else",
            ),
        ),
        migrations.AddConstraint(
            model_name="tick",
            constraint=models.UniqueConstraint(fields=("duty", "step"), name="a_line_is_ticked_once"),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(fields=("member", "post"), name="one_wishes_for_a_post_once"),
        ),
        migrations.RunPython(weekly_duties_say_so, migrations.RunPython.noop),
    ]
