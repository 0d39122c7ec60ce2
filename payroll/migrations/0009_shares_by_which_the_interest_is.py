from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0008_parts_of_those_who_left"),
    ]

    operations = [
        migrations.AddField(
            model_name="return",
            name="held_cents",
            field=models.BigIntegerField(null=True),
        ),
    ]
