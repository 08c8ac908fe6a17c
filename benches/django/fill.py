"""Makes the tables, an administrator and as many people as the first argument says."""
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
django.setup()

from django.core.management import call_command  # noqa: E402

from people.models import Status, User  # noqa: E402

call_command("makemigrations", "people", verbosity=0)
call_command("migrate", verbosity=0)
admin = User(email="admin@example.org", display_name="Ana Admin", is_admin=True, status=Status.ACTIVE)
admin.set_password(os.environ["BENCH_PASSWORD"])
admin.save()
people = [line.rstrip("\n").split(",") for line in sys.stdin][1:]
User.objects.bulk_create(
    [User(email=email, display_name=name, password="!", status=Status.INVITED) for name, email in people], 500
)
