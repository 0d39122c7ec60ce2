from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0010_set_aside_again"),
    ]

    operations = [
        migrations.AddField(
            model_name="payslip",
            name="nonce",
            field=models.CharField(blank=True, max_length=32),
        ),
    ]
