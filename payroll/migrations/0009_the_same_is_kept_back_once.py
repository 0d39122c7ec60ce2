from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assemblies", "0001_initial"),
        ("payroll", "0008_what_was_kept_is_given_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="deduction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("member__isnull", False), ("until_on__isnull", True)),
                fields=("member", "name", "cents", "share", "from_on"),
                name="the_same_is_kept_back_once",
            ),
        ),
    ]
