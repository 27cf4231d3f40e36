"""The settings' first page, and the page on which a firm tries its widget before touching its own site."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import ApiKey, Invitation, Site, Team, User
from accounts.policy import needed
from administration import steps
from administration.views.frame import base_url, me, page, reached, said, settings_page
from chatdesk.kernel import origin
from chatdesk.kernel.models import OutboxRow
from kb.models import Article
from routing.models import Calendar, Seat, Skill

ICONS = {
    "site": "site", "people": "users", "teams": "chat", "hours": "clock", "skills": "star", "seats": "seat",
    "faqs": "book", "keys": "key", "mail": "mail", "security": "shield",
}  # fmt: skip


@require_safe
@settings_page
def home(request: HttpRequest) -> HttpResponseBase:
    """What can be set, how much of each there is, and the first run while it isn't done."""
    counts = {
        "site": Site.objects.count(),
        "people": User.objects.filter(is_active=True).count(),
        "teams": Team.objects.count(),
        "hours": Calendar.objects.count(),
        "skills": Skill.objects.count(),
        "seats": Seat.objects.filter(user__is_active=True).count(),
        "faqs": Article.objects.exclude(state=Article.State.ARCHIVED).count(),
        "keys": ApiKey.objects.filter(revoked_at=None).count(),
        "mail": OutboxRow.objects.given_up().count(),
        "security": len(needed()),
    }
    areas = [(key, ICONS[key], count) for key, count in counts.items()]
    waiting = Invitation.objects.filter(accepted_at=None).count()
    progress = steps.progress(me(request), base_url(request))
    return page(request, "home", areas=areas, waiting=waiting, progress=progress)


@require_safe
@login_required
def tryout(request: HttpRequest, key: str) -> HttpResponseBase:
    """A page of nobody's that carries the snippet; for whoever works here."""
    site = get_object_or_404(Site, key=key)
    t = said(request)
    allowed = origin.allowed(reached(request), site.origins)
    context = {
        "t": t,
        "p": t["tryout"],
        "site": site,
        "lang": t.lang,
        "allowed": allowed,
        "own": reached(request),
    }
    return render(request, "administration/tryout.html", context)
