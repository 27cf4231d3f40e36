"""What the pages of administration share: their words and tabs, who may see them, and what was just made."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from accounts.models import Site
from accounts.own import me
from accounts.pages import confirmed, only, staff_page
from accounts.permissions import Verb
from accounts.words import Words as FrameWords
from accounts.words import language
from administration.slips import Gone
from administration.wording import Words, words
from chatdesk.kernel import sealing

TABS = ("home", "site", "people", "teams", "hours", "skills", "seats", "faqs", "keys", "mail", "security")
ONCE, ONCE_S = "shown once", 600
OURS: FrameWords = {"en": {}, "zh": {}}  # the frame brings its own words, ours are `t`


def said(request: HttpRequest) -> Words:
    """The words of the page's language."""
    return words(language(request))


settings_page = only(Verb.MANAGE_SETTINGS)
knowledge_page = only(Verb.MANAGE_KNOWLEDGE)
__all__ = ["confirmed", "me"]  # as the pages of administration find them here


def page(
    request: HttpRequest, part: str, template: str = "", *, tab: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """A page whose words stand under `part`, from the template of the same name where none is given."""
    t = said(request)
    tabs = [(key, f"/settings/{'' if key == 'home' else key + '/'}", t["tabs"][key]) for key in TABS]
    shown = {"title": t["title"], "t": t, "p": t[part], "tabs": tabs, "tab": tab or part} | context
    return staff_page(
        request, f"administration/{template or part}.html", OURS, here="settings", status=status, **shown
    )


def alone(
    request: HttpRequest, part: str, template: str = "", *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page without tabs: for the first run, and for what can't be shown."""
    t = said(request)
    shown = {"title": t[part]["title"], "t": t, "p": t[part]} | context
    return staff_page(request, f"administration/{template or part}.html", OURS, status=status, **shown)


def gone(request: HttpRequest, error: Gone) -> HttpResponse:
    """A link that leads nowhere: what happened, and what to do."""
    t = said(request)
    return alone(
        request,
        "gone",
        status=error.http_status,
        title=t["gone"][error.key]["title"],
        text=t["gone"][error.key]["text"],
    )


def done(request: HttpRequest, path: str, **values: object) -> None:
    """Say after the redirect what was done."""
    messages.success(request, said(request).say(path, **values))


def refused(request: HttpRequest, path: str, **values: object) -> None:
    """Say after the redirect what could not be done, and what to do instead."""
    messages.error(request, said(request).say(path, **values))


def keep_once(request: HttpRequest, key: str, value: str) -> None:
    """Something to be shown on the next page, once: a link or key that is kept nowhere else. The session has it sealed."""
    request.session[f"once:{key}"] = sealing.seal(ONCE, value)


def shown_once(request: HttpRequest, key: str) -> str:
    """What `keep_once` left within ten minutes, or ""; it is forgotten by being read."""
    try:
        return sealing.unseal(ONCE, str(request.session.pop(f"once:{key}", "")), within_s=ONCE_S)
    except sealing.Unreadable:
        return ""


def base_url(request: HttpRequest) -> str:
    """Our public address, else the one that this reader came by; without a slash at the end."""
    return str(settings.PUBLIC_URL) or reached(request)


def reached(request: HttpRequest) -> str:
    """The address that this very request came by."""
    return f"{request.scheme}://{request.get_host()}"


def snippet(request: HttpRequest, site: Site) -> str:
    """The line that goes into the firm's pages."""
    hue = f' data-hue="{site.theme["hue"]}"' if "hue" in site.theme else ""
    return f'<script async src="{base_url(request)}/w.js" data-site="{site.key}" data-locale="auto"{hue}></script>'
