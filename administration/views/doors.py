"""The two pages that a one-time link opens: the owner's account, and an invited colleague's."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.permissions import Verb, may
from administration import inviting, owner
from administration.forms import Account, Owner
from administration.slips import Gone
from administration.views.frame import alone, gone, said
from chatdesk.kernel.clock import now

BACKEND = "django.contrib.auth.backends.ModelBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def owner_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """Make the first administrator; signed in at once, they go on to set the firm up."""
    t, moment = said(request), now()
    try:
        owner.check(token, moment)
        form = Owner(t, request.POST or None)
        if request.method == "POST" and form.is_valid():
            made = owner.claim(token, **form.cleaned_data, locale=t.lang, now=moment)
            return _enter(request, made, "/start/")
    except Gone as error:
        return gone(request, error)
    return alone(request, "owner", "account_form", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """Make the invited person's account; signed in at once, they go on to their work."""
    t, moment = said(request), now()
    try:
        asked = inviting.known(token, moment)
        form = Account(t, request.POST or None, initial={"name": asked.name})
        if request.method == "POST" and form.is_valid():
            made = inviting.accept(token, **form.cleaned_data, locale=t.lang, now=moment)
            return _enter(request, made, "/desk/" if may(made.role, Verb.ANSWER) else "/")
    except Gone as error:
        return gone(request, error)
    return alone(request, "invitation", "account_form", form=form, asked=asked)


def _enter(request: HttpRequest, user: User, to: str) -> HttpResponseBase:
    login(request, user, backend=BACKEND)  # cycles the session key
    return redirect(to)
