"""How a PIN is kept: Argon2id, costly enough to slow a thief, light enough for a small machine."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PinHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, 2 passes, 1 lane: OWASP's Password Storage Cheat Sheet, its low-memory setting.

    Forty people signing in at once in a hall take less than 1 GiB, where Django's own setting takes 4.
    """

    memory_cost = 19_456
    time_cost = 2
    parallelism = 1
