from django.apps import AppConfig


class PayrollConfig(AppConfig):
    name = "payroll"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make this room's house rules and kinds of motion known."""
        import payroll.motions  # noqa: F401
