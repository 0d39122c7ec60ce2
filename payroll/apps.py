from django.apps import AppConfig


class PayrollConfig(AppConfig):
    name = "payroll"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make this room's house rules, its kinds of motion, and what undoes its entries known."""
        import payroll.motions  # noqa: F401
        from ledger.closings import also_before_closing, also_look_at
        from ledger.coming import also_coming
        from payroll.actions.set_asides import set_aside_what_differs
        from payroll.reports.coming import money_to_members
        from payroll.reports.set_asides import set_aside_step
        from payroll.undoing import tell

        tell()
        also_before_closing(set_aside_what_differs)
        also_look_at(set_aside_step)
        also_coming(money_to_members)
