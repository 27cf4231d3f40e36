"""Is the widget on the firm's page? What was seen of it, written at most once a minute for each page's origin."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase

from accounts.models import Site
from administration.models import Sighting
from chatdesk.kernel import clock, origin, pages
from conversations.facts import Greeted

EVERY_S = 60.0
STRANGERS = 20  # origins that no site allows are anybody's to make up: so many are kept
_noted: dict[tuple[str, str, str], float] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Check:
    """What is known of the widget on one of a site's origins, or on one that it doesn't allow."""

    origin: str
    state: Literal["greeted", "loaded", "refused", "never"]
    at: datetime | None = None


def loader(request: HttpRequest) -> HttpResponseBase:
    """`/w.js`, and a note of the page that asked for it."""
    came_from = request.headers.get("Origin") or origin.of_url(request.headers.get("Referer"))
    if came_from and origin.parsed(came_from) is not None and _due("", came_from, "loaded"):
        _note(None, came_from, "loaded_at")
    return pages.loader(request)


def hear(fact: Greeted) -> None:
    """A visitor's socket said hello from a page."""
    if fact.origin is None or origin.parsed(fact.origin) is None:
        return
    what = "greeted_at" if fact.allowed else "refused_at"
    if _due(str(fact.site), fact.origin, what):
        _note(Site.objects.filter(pk=fact.site).first(), fact.origin, what)


def checks(site: Site) -> list[Check]:
    """Each origin of the site with the best that was seen there, then strangers that tried with this site's key."""
    seen = list(Sighting.objects.filter(site=site)) + list(Sighting.objects.filter(site=None))
    mine = [_check(one, seen) for one in site.origins]
    strangers = [
        Check(row.origin, "refused", row.refused_at)
        for row in sorted(seen, key=lambda row: row.at, reverse=True)
        if row.site_id == site.pk and row.refused_at and not origin.allowed(row.origin, site.origins)
    ]
    return mine + strangers[:5]


def installed(site: Site, own: str) -> bool:
    """Whether it was seen on a page of the firm's, other than our own try-out page."""
    return any(
        check.state in ("greeted", "loaded") and not origin.allowed(check.origin, [own])
        for check in checks(site)
    )


def _check(one: str, seen: list[Sighting]) -> Check:
    rows = [row for row in seen if origin.allowed(row.origin, [one])]
    greeted = max((row.greeted_at for row in rows if row.greeted_at), default=None)
    loaded = max((row.loaded_at for row in rows if row.loaded_at), default=None)
    if greeted:
        return Check(one, "greeted", max(filter(None, (greeted, loaded))))
    return Check(one, "loaded", loaded) if loaded else Check(one, "never")


def _forget_strangers() -> None:
    ours = [one for origins in Site.objects.values_list("origins", flat=True) for one in origins]
    strange = [row.pk for row in Sighting.objects.order_by("-at") if not origin.allowed(row.origin, ours)]
    Sighting.objects.filter(pk__in=strange[STRANGERS:]).delete()


def _due(site: str, came_from: str, what: str) -> bool:
    """Whether this is to be written now; a busy page costs one row a minute, not one a view."""
    key, now = (site, came_from, what), time.monotonic()
    with _lock:
        if now - _noted.get(key, -EVERY_S) < EVERY_S:
            return False
        if len(_noted) > 10_000:
            _noted.clear()
        _noted[key] = now
    return True


def _note(site: Site | None, came_from: str, what: str) -> None:
    """Best effort: a page must not fail because we couldn't write down that it was there."""
    now = clock.now()
    try:
        Sighting.objects.update_or_create(site=site, origin=came_from, defaults={what: now, "at": now})
        _forget_strangers()
    except DatabaseError:
        with _lock:
            _noted.pop((str(site.pk) if site else "", came_from, what), None)
