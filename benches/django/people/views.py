from django.contrib.auth.decorators import login_required, user_passes_test
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render

from .models import Status, User


def admins_only(view):
    return login_required(user_passes_test(lambda user: user.is_admin)(view))


@admins_only
def people(request):
    found = User.objects.order_by("-created_at")
    typed = request.GET.get("q", "").strip()
    for word in typed.split():
        found = found.filter(Q(display_name__icontains=word) | Q(email__icontains=word))
    if status := request.GET.get("status"):
        found = found.filter(status=status)
    counts = dict(User.objects.values_list("status").annotate(Count("id")))
    page = Paginator(found, 25).get_page(request.GET.get("page"))
    counters = [(value, label, counts.get(value, 0)) for value, label in Status.choices]
    return render(request, "people.html", {"page": page, "typed": typed, "status": status, "counters": counters})


@admins_only
def person(request, pk):
    return render(request, "person.html", {"person": get_object_or_404(User, pk=pk)})
