from django.apps import AppConfig


class PayrollConfig(AppConfig):
    name = "payroll"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make this room's house rules, its kinds of motion, and what undoes its entries known."""
        import payroll.motions  # noqa: F401
        from payroll.undoing import tell

        tell()
