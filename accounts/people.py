"""What an administrator may do for a person's security: end sessions, shut out, let in again, take away a lost second step."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts import services, sessions
from accounts.models import User
from accounts.own import listed, me, said
from accounts.own_words import OWN
from accounts.pages import confirmed, only, staff_page
from accounts.permissions import Verb
from chatdesk.kernel.errors import DeskError

Act = Callable[[User, User], object]
ACTS: dict[str, tuple[Act, str]] = {
    "end_all": (lambda user, by: sessions.end(user, by=by), "ended"),
    "disable": (lambda user, by: services.disable_user(user, by=by), "disabled_done"),
    "enable": (lambda user, by: services.enable_user(user, by=by), "enabled_done"),
    "step_reset": (lambda user, by: services.take_second_step_away(user, by=by), "step_reset_done"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@only(Verb.MANAGE_SETTINGS)
@confirmed(lambda request: request.POST.get("act") in ACTS)
def security(request: HttpRequest, pk: int) -> HttpResponseBase:
    by = me(request)
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise Http404
    if request.method == "POST":
        return _done(request, user, by)
    return staff_page(
        request,
        "accounts/person.html",
        OWN,
        here="settings",
        title=user.name,
        person=user,
        sessions=listed(user),
        step=Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first(),
        oneself=user.pk == by.pk,
    )


def _done(request: HttpRequest, user: User, by: User) -> HttpResponseBase:
    only, name = request.POST.get("only", ""), request.POST.get("act", "")
    try:
        if only.isdecimal() and len(only) < 16:
            sessions.end(user, by=by, only=int(only))
            said(request, "ended")
        elif name in ACTS:
            act, word = ACTS[name]
            act(user, by)
            said(request, word)
    except DeskError as error:
        messages.error(request, error.message)
    return redirect("person", pk=user.pk)
