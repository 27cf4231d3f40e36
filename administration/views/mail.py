"""Mail: whether letters can be sent, a test that shows it, and what of the outbox waits or was given up on."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from administration import letters
from administration.views.frame import done, me, page, said, settings_page
from chatdesk.kernel import mail, outbox
from chatdesk.kernel.models import OutboxRow

SHOWN = 50


@require_safe
@settings_page
def show(request: HttpRequest) -> HttpResponseBase:
    """The whole page."""
    return _page(request, "mail")


@require_safe
@settings_page
def rows(request: HttpRequest) -> HttpResponseBase:
    """Only the rows, for a page that looks again by itself."""
    return _page(request, "mail_rows")


@require_POST
@settings_page
def test(request: HttpRequest) -> HttpResponseBase:
    """A letter to oneself."""
    if mail.on():
        with transaction.atomic():
            letters.try_out(me(request), said(request).lang)
        done(request, "mail.trying", email=me(request).email)
    return redirect("/settings/mail/")


@require_POST
@settings_page
def retry(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Once more what was given up on."""
    with transaction.atomic():
        if outbox.retry([pk]):
            audit.record("setting_changed", actor=me(request), subject=f"outbox-{pk}", detail={"again": True})
            done(request, "mail.again")
    return redirect("/settings/mail/")


def _page(request: HttpRequest, template: str) -> HttpResponse:
    newest = OutboxRow.objects.order_by("-created_at")[:SHOWN]
    standing = outbox.standing()
    return page(
        request, "mail", template, on=mail.on(), smtp=settings.SMTP, sender=settings.MAIL_FROM, rows=newest,
        waiting=sum(standing.waiting.values()), given_up=standing.given_up,
    )  # fmt: skip
