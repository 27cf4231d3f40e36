"""API keys: made, shown once, revoked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import ApiKey
from accounts.services import issue_key, revoke_key
from administration.forms import KeyForm
from administration.views.frame import confirmed, done, keep_once, me, page, said, settings_page, shown_once


@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
@confirmed()
def all_keys(request: HttpRequest) -> HttpResponseBase:
    """The list, and the form that makes one."""
    form = KeyForm(said(request), request.POST or None, initial={"user": me(request)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        key = issue_key(given["user"], given["name"], by=me(request), scopes=given["scopes"])
        keep_once(request, "key", key)
        return redirect("/settings/keys/")
    shown = ApiKey.objects.select_related("user").order_by("revoked_at", "-pk")
    return page(
        request,
        "keys",
        form=form,
        keys=shown,
        fresh=shown_once(request, "key"),
        status=400 if form.errors else 200,
    )


@require_POST
@settings_page
def revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    key = get_object_or_404(ApiKey, pk=pk)
    revoke_key(key, by=me(request))
    done(request, "keys.revoked", name=key.name)
    return redirect("/settings/keys/")
