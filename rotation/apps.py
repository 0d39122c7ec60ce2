from django.apps import AppConfig


class RotationConfig(AppConfig):
    name = "rotation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make this room's kinds of motion known, and who carries out what was decided."""
        import rotation.carrier
        import rotation.motions
        import rotation.post_motion
        import rotation.seats_motion
        import rotation.skill_motions  # noqa: F401
