"""Colleagues: who is here, who was invited, and what an administrator may change of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Invitation, Role, User
from administration import inviting, people
from administration.forms import Invite
from administration.slips import Slip
from administration.views.frame import confirmed, done, me, page, refused, said, settings_page
from administration.views.start import invitations, invited, keep_link
from chatdesk.kernel.clock import now


@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
def everybody(request: HttpRequest) -> HttpResponseBase:
    """The list, and the form that invites."""
    form = Invite(said(request), request.POST or None)
    if request.method == "POST" and form.is_valid() and invited(request, form):
        return redirect("/settings/people/")
    staff = User.objects.select_related("team", "seat").order_by("-is_active", "name")
    status = 400 if form.errors else 200
    return page(
        request, "people", form=form, staff=staff, roles=Role.values, status=status, **invitations(request)
    )


@require_POST
@settings_page
@confirmed(lambda request: not request.path.endswith("/seat/"))
def change(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """Role, seat, in or out."""
    user, by = get_object_or_404(User, pk=pk), me(request)
    try:
        if what == "role":
            people.set_role(by, user, request.POST.get("role", ""))
        elif what == "seat":
            people.give_seat(by, user)
        else:
            people.switch(by, user, on=what == "enable")
        done(request, f"people.did.{what}", name=user.name)
    except Slip as slip:
        refused(request, f"slip.{slip.key}", **slip.values)
    return redirect("/settings/people/")


@require_POST
@settings_page
def invitation(request: HttpRequest, pk: int, what: str) -> HttpResponseBase:
    """Send it anew, or withdraw it."""
    asked, by = get_object_or_404(Invitation, pk=pk), me(request)
    try:
        if what == "renew":
            keep_link(request, inviting.renew(by, asked, now()), asked.email)
        else:
            inviting.withdraw(by, asked)
            done(request, "people.withdrawn", email=asked.email)
    except Slip as slip:
        refused(request, f"slip.{slip.key}", **slip.values)
    first_run = request.POST.get("back") == "/start/people/"
    return redirect("/start/people/" if first_run else "/settings/people/")
