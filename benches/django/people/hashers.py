from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """The parameters of Chaveiro: OWASP's 19 MiB, two passes, one lane."""

    time_cost, memory_cost, parallelism = 2, 19456, 1
