"""One's own account: who I am here, and the way out."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from accounts.own_words import OWN
from accounts.pages import staff_page


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponseBase:
    return staff_page(request, "accounts/account.html", OWN, here="account")
