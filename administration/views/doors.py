"""The two pages that a one-time link opens: the owner's account, and an invited colleague's."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import signing
from accounts.doors import too_many
from accounts.models import Role, User
from administration import inviting, owner
from administration.forms import Account, Owner
from administration.slips import Gone, Slip
from administration.views.frame import alone, gone, said
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import Rate

HOME = {Role.AUDITOR.value: "/audit/"}  # the others have the desk


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def owner_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """Make the first administrator; signed in at once, they go on to set the firm up."""
    t, moment = said(request), now()
    try:
        signing.slow_down(request, f"link {token[:40]}")
        owner.check(token, moment)
        form = Owner(t, request.POST or None)
        if request.method == "POST" and form.is_valid():
            made = owner.claim(token, **form.cleaned_data, locale=t.lang, now=moment)
            return _enter(request, made, form.cleaned_data["password"], "/start/")
    except Rate as error:
        return too_many(request, error)
    except Slip as slip:
        form.slip(slip)
    except Gone as error:
        signing.failed(request, f"link {token[:40]}", None, "link")
        return gone(request, error)
    return alone(request, "owner", "account_form", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation_page(request: HttpRequest, token: str) -> HttpResponseBase:
    """Make the invited person's account; signed in at once, they go on to their work."""
    t, moment = said(request), now()
    try:
        signing.slow_down(request, f"link {token[:40]}")
        asked = inviting.known(token, moment)
        form = Account(t, request.POST or None, initial={"name": asked.name})
        if request.method == "POST" and form.is_valid():
            made = inviting.accept(token, **form.cleaned_data, locale=t.lang, now=moment)
            return _enter(request, made, form.cleaned_data["password"], HOME.get(made.role, "/desk/"))
    except Rate as error:
        return too_many(request, error)
    except Gone as error:
        signing.failed(request, f"link {token[:40]}", None, "link")
        return gone(request, error)
    return alone(request, "invitation", "account_form", form=form, asked=asked)


def _enter(request: HttpRequest, user: User, password: str, to: str) -> HttpResponseBase:
    """Sign them in by the front door, so that it is as any sign-in: a new session key, a line, a session to end."""
    with suppress(Rate):
        if response := signing.sign_in(request, user.email, password, goes_to=to):
            return response
    return redirect("sign-in")
