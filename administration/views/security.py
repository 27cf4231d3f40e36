"""Which roles have to take a second step at the door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.models import Role
from accounts.policy import always, lacking, needed
from accounts.services import require_second_step
from administration.views.frame import confirmed, done, me, page, settings_page


@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
@confirmed()
def policy(request: HttpRequest) -> HttpResponseBase:
    """A tick per role; who has the role and no second step yet is led to it with the next click."""
    if request.method == "POST":
        require_second_step(
            [role for role in Role.values if role in request.POST.getlist("role")], by=me(request)
        )
        done(request, "security.saved")
        return redirect("/settings/security/")
    on, fixed = needed(), always()
    roles = [(role, role in on, role in fixed) for role in Role.values]
    return page(request, "security", roles=roles, lacking=lacking())
