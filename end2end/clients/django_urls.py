# The pages of the small project: one that only who is signed in sees.

import os

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import include, path
from django.utils.html import escape


@login_required
def home(request):
    user = request.user
    groups = " ".join(user.groups.values_list("name", flat=True)) if hasattr(user, "groups") else ""
    return HttpResponse(
        f"<h1>Signed in</h1><p id=email>{escape(user.email)}</p><p id=name>{escape(user.get_full_name())}</p>"
        f"<p id=groups>{escape(groups)}</p>"
    )


urlpatterns = [path("", home)]

exec(os.environ["RECIPE"].split("# urls.py")[1])
