"""The first run: a list of steps, and a page for each that does it, leaves it out, or goes back to the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Invitation, Site, User
from administration import colour, faqs, installed, inviting, letters, people, sites, steps
from administration.forms import Colour, Invite
from administration.site_forms import NewSite
from administration.slips import Slip
from administration.views import faqs as faq_pages
from administration.views.frame import (
    alone,
    base_url,
    done,
    keep_once,
    me,
    reached,
    said,
    settings_page,
    shown_once,
    snippet,
)
from chatdesk.kernel import mail, origin, outbox
from chatdesk.kernel.clock import now

NEEDS_SITE = frozenset({"colour", "try", "install"})


@require_safe
@settings_page
def overview(request: HttpRequest) -> HttpResponseBase:
    """Where the first run stands."""
    return alone(request, "start", progress=steps.progress(me(request), base_url(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@settings_page
def step(request: HttpRequest, key: str) -> HttpResponseBase:
    """One step's page."""
    if key not in VIEWS:
        raise Http404
    if "skip" in request.POST:
        steps.skip(key)
        return _onwards(request)
    if key in NEEDS_SITE and steps.first_site() is None:
        return redirect("/start/site/")
    return VIEWS[key](request)


@require_POST
@settings_page
def hide(request: HttpRequest) -> HttpResponseBase:
    """No more card on the settings' first page."""
    steps.hide()
    return redirect("/settings/")


def _site(request: HttpRequest) -> HttpResponse:
    site, own = steps.first_site(), base_url(request)
    begins = NewSite.begin(site, own) if site else {}
    form = NewSite(said(request), request.POST or None, initial=begins)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        address = given.pop("address")
        if site:
            others = [one for one in site.origins if one not in (begins["address"], own)]
            sites.change(me(request), site, **given, origins=list(dict.fromkeys([address, *others, own])))
        else:
            sites.create(me(request), **given, origins=list(dict.fromkeys([address, own])))
        done(request, "start.site.done", address=address)
        return _onwards(request)
    return _page(request, "site", form=form, own=own)


def _colour(request: HttpRequest) -> HttpResponse:
    site = _first()
    brand = colour.of_theme(site.theme)
    form = Colour(said(request), request.POST or None, initial={"brand": brand})
    if request.method == "POST" and form.is_valid():
        paint(request, site, form.cleaned_data["brand"])
        return _onwards(request)
    return _page(request, "colour", form=form, shade=colour.readable(brand), site=site)


def paint(request: HttpRequest, site: Site, brand: str) -> None:
    """Keep the firm's colour, and say where it had to be changed to be read."""
    shade = colour.readable(brand)
    sites.change(me(request), site, theme=site.theme | shade.theme())
    path = "colour.corrected" if shade.corrected else "colour.kept"
    done(request, path, wanted=shade.wanted, day=shade.day)


def _people(request: HttpRequest) -> HttpResponse:
    form = Invite(said(request), request.POST or None)
    if request.method == "POST" and form.is_valid() and invited(request, form):
        return redirect("/start/people/")
    return _page(request, "people", form=form, **invitations(request))


def invited(request: HttpRequest, form: Invite) -> bool:
    """Invite whom the form names, and keep the link to be shown once; False where the address has an account."""
    given = form.cleaned_data
    try:
        token = inviting.invite(
            me(request),
            email=given["email"],
            name=given["name"],
            role=given["role"],
            skills=people.levels(given["skills"]),
            team=given["team"],
            now=now(),
        )
    except Slip as slip:
        form.slip(slip)
        return False
    keep_link(request, token, given["email"])
    return True


def keep_link(request: HttpRequest, token: str, email: str) -> None:
    """The invitation's link, for the next page."""
    keep_once(request, "invitation", f"{base_url(request)}/invitation/{token}/")
    done(request, "people.mailed" if mail.on() else "people.invited", email=email)


def invitations(request: HttpRequest) -> dict[str, Any]:
    """Who was invited and hasn't come yet, each with what became of their letter; and the newest link."""
    waiting = list(Invitation.objects.filter(accepted_at=None).select_related("team").order_by("-expires_at"))
    sent = outbox.latest([letters.subject(one) for one in waiting])
    rows = [(one, sent.get(letters.subject(one))) for one in waiting]
    return {"waiting": rows, "link": shown_once(request, "invitation"), "now": now(), "mails": mail.on()}


def _faqs(request: HttpRequest) -> HttpResponse:
    result = faq_pages.imported(request)
    if isinstance(result, int):
        done(request, "faqs.imported", count=result)
        return _onwards(request)
    return _page(request, "faqs", **result, count=len(faqs.known()))


def _try(request: HttpRequest) -> HttpResponse:
    site = _first()
    return _page(request, "try", site=site, allowed=origin.allowed(reached(request), site.origins))


def _install(request: HttpRequest) -> HttpResponse:
    site = _first()
    return _page(
        request, "install", site=site, snippet=snippet(request, site), checks=firm_checks(request, site)
    )


def firm_checks(request: HttpRequest, site: Site) -> list[installed.Check]:
    """What was seen on the firm's pages; our own try-out page is none."""
    return [
        check for check in installed.checks(site) if not origin.allowed(check.origin, [base_url(request)])
    ]


def _totp(request: HttpRequest) -> HttpResponse:
    return _page(request, "totp")


def _page(request: HttpRequest, key: str, **context: Any) -> HttpResponse:
    t = said(request)
    user: User = me(request)
    progress = steps.progress(user, base_url(request))
    context |= {"progress": progress, "step": key, "s": t["start"][key], "title": t["start"]["title"]}
    context["done_here"] = any(one.done for one in progress.steps if one.key == key)
    return alone(request, "start", f"start_{key}", **context)


def _onwards(request: HttpRequest) -> HttpResponse:
    """To the next open step, else to the list."""
    following = steps.progress(me(request), base_url(request)).next
    return redirect(f"/start/{following}/" if following else "/start/")


def _first() -> Site:
    site = steps.first_site()
    assert site is not None  # `step` looked
    return site


VIEWS: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "site": _site,
    "colour": _colour,
    "people": _people,
    "faqs": _faqs,
    "try": _try,
    "install": _install,
    "totp": _totp,
}
