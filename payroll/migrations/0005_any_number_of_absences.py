from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payroll", "0004_one_list_of_places"),
    ]

    operations = [
        migrations.AlterField(
            model_name="payslip",
            name="span",
            field=models.TextField(),
        ),
    ]
