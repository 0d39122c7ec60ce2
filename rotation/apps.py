from datetime import datetime

from django.apps import AppConfig


class RotationConfig(AppConfig):
    name = "rotation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make this room's kinds of motion known, who carries out what was decided, and what ends with leaving."""
        import rotation.carrier
        import rotation.motions  # noqa: F401
        from members import parting
        from rotation.actions import end_mandates_of

        def mandates_end(member_id: int, now: datetime) -> None:
            end_mandates_of(member_id=member_id, actor=None, now=now)

        parting.register("mandates end", mandates_end)
