from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="return",
            name="held_cents",
            field=models.BigIntegerField(null=True),
        ),
    ]
