"""The tables of `record` as the first release has them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Act",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("verb", models.CharField(max_length=80)),
                ("subject", models.CharField(max_length=80)),
                ("actor_number", models.BigIntegerField(null=True)),
                ("because", models.CharField(blank=True, max_length=80)),
                ("facts", models.JSONField()),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("seq",),
                "indexes": [models.Index(fields=["subject", "seq"], name="acts_of_a_subject")],
                "constraints": [
                    models.UniqueConstraint(fields=("hash",), name="no_two_acts_share_a_hash"),
                    models.UniqueConstraint(fields=("previous_hash",), name="one_act_follows_another"),
                    models.CheckConstraint(
                        condition=models.Q(("seq__gte", 1)), name="acts_are_numbered_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField(default=0)),
                (
                    "hash",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000",
                        max_length=64,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="the_record_has_one_head")
                ],
            },
        ),
    ]
