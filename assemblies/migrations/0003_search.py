"""The table of words that decisions are found by. Its indexes are put in place after every migrate."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assemblies", "0002_assemblies_in_full"),
    ]

    operations = [
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
