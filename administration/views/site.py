"""A site's page: name and addresses, words and topics, colour, times, identity, whether it is installed, history."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Site
from administration import colour, sites
from administration.forms import Colour
from administration.site_forms import Basics, NewSite, SiteTimes, Talk
from administration.views.frame import (
    base_url,
    confirmed,
    done,
    keep_once,
    me,
    page,
    said,
    settings_page,
    shown_once,
    snippet,
)
from administration.views.start import firm_checks, paint

FORMS: dict[str, type[Basics | Talk | SiteTimes]] = {"basics": Basics, "talk": Talk, "times": SiteTimes}
SECRET = ("/reveal/", "/rotate/")
MASK = "••••••••••••••••"


@require_safe
@settings_page
def first(request: HttpRequest) -> HttpResponseBase:
    """The oldest site's page; where there is none, the first run makes it."""
    site = Site.objects.order_by("pk").first()
    return redirect(f"/settings/site/{site.key}/" if site else "/start/site/")


@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
def new(request: HttpRequest) -> HttpResponseBase:
    """One more site."""
    form = NewSite(said(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        origins = list(dict.fromkeys([given["address"], base_url(request)]))
        site = sites.create(
            me(request), name=given["name"], origins=origins, locale=given["locale"], zone=given["zone"]
        )
        done(request, "site.made", name=site.name)
        return redirect(f"/settings/site/{site.key}/")
    return page(request, "site", "site_new", form=form)


@require_safe
@settings_page
def show(request: HttpRequest, key: str) -> HttpResponseBase:
    return _page(request, get_object_or_404(Site, key=key))


@require_POST
@settings_page
@confirmed(lambda request: request.path.endswith(SECRET))
def change(request: HttpRequest, key: str, part: str) -> HttpResponseBase:
    """One of the page's forms."""
    site = get_object_or_404(Site, key=key)
    if part == "colour":
        return _recolour(request, site)
    if part in ("reveal", "rotate"):
        return _identity(request, site, part)
    form = FORMS[part](said(request), request.POST, prefix=part)
    if not form.is_valid():
        return _page(request, site, {part: form}, status=400)
    changed = sites.change(me(request), site, **form.written(site))
    done(request, "saved" if changed else "unchanged")
    return redirect(f"/settings/site/{site.key}/#{part}")


@require_safe
@settings_page
def seen(request: HttpRequest, key: str) -> HttpResponseBase:
    """Only what was seen of the widget, for a page that looks again by itself."""
    site = get_object_or_404(Site, key=key)
    return page(request, "site", "seen", site=site, checks=firm_checks(request, site))


@require_safe
@settings_page
def shade(request: HttpRequest) -> HttpResponseBase:
    """What becomes of a colour, for the preview."""
    wanted = request.GET.get("brand", "").lower()
    if not colour.is_colour(wanted):
        return JsonResponse({"code": "invalid"}, status=400)
    found = colour.readable(wanted)
    told = said(request).say(
        "colour.corrected" if found.corrected else "colour.fine", wanted=wanted, day=found.day
    )
    return JsonResponse({"day": found.day, "night": found.night, "says": told})


def _recolour(request: HttpRequest, site: Site) -> HttpResponseBase:
    form = Colour(said(request), request.POST, prefix="colour")
    if not form.is_valid():
        return _page(request, site, {"colour": form}, status=400)
    paint(request, site, form.cleaned_data["brand"])
    return redirect(f"/settings/site/{site.key}/#colour")


def _identity(request: HttpRequest, site: Site, part: str) -> HttpResponseBase:
    if part == "rotate":
        sites.rotate(me(request), site)
        done(request, "site.rotated")
    keep_once(request, f"secret:{site.key}", sites.reveal(me(request), site))
    return redirect(f"/settings/site/{site.key}/#identity")


def _page(
    request: HttpRequest, site: Site, bound: dict[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    t, brand = said(request), colour.of_theme(site.theme)
    forms: dict[str, object] = {
        part: form(t, prefix=part, initial=form.begin(site)) for part, form in FORMS.items()
    }
    forms["colour"] = Colour(t, prefix="colour", initial={"brand": brand})
    forms |= bound or {}
    return page(
        request,
        "site",
        status=status,
        site=site,
        sites=Site.objects.order_by("pk"),
        form=forms,
        shade=colour.readable(brand),
        secret=shown_once(request, f"secret:{site.key}"),
        mask=MASK,
        snippet=snippet(request, site),
        checks=firm_checks(request, site),
        history=sites.history(site),
        own=base_url(request),
    )
