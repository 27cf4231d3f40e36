"""The frame of the server-rendered staff pages: rail, page bar, messages, words. What a page says stays with the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from accounts.models import User
from accounts.permissions import Verb, may
from accounts.words import FRAME, OTHER, REFUSED, Words, asked_language, keep_language, language

View = Callable[..., HttpResponseBase]
HAN = range(0x4E00, 0xA000)


@dataclass(frozen=True, slots=True)
class Link:
    """One way from the rail; shown to whose role may `verb`."""

    key: str
    href: str
    icon: str
    verb: Verb


RAIL = (
    Link("desk", "/desk/", "inbox", Verb.ANSWER),
    Link("board", "/board/", "gauge", Verb.SEE_BOARD),
    Link("routing", "/board/routing/", "route", Verb.SEE_BOARD),
    Link("bot", "/bot/", "bot", Verb.SEE_BOARD),
    Link("settings", "/settings/", "settings", Verb.MANAGE_SETTINGS),
    Link("audit", "/audit/", "shield", Verb.READ_AUDIT),
)


def staff_page(
    request: HttpRequest,
    template: str,
    words: Words,
    *,
    here: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of staff in the language that its reader wants.

    `template` extends "accounts/staff.html" and fills its blocks: `tabs` (links of class "tab", the present one with
    aria-current="page"), `actions` (at the end of the page bar) and `content`. `words` is {"en": {key: text}, "zh": {…}};
    they arrive as `words.key`, beneath them the frame's own (`words.save`, `words.cancel` …). `words.title`, or `title` in
    the context, heads the page. `here` is its key in the rail: desk, board, bot, settings, audit or account.
    A field of a Django form: {% include "accounts/field.html" with field=form.name %}: label, control, help, the error
    beside it. An icon of icons.svg: {% include "accounts/icon.html" with name="shield" %}. A time, in the reader's own zone:
    {% include "accounts/at.html" with at=moment %}. What was done is said after the redirect, by django.contrib.messages.
    Parts of staff.css: `.sec` (under a hairline, its h2 or header first; `.wide`), `form.f`, `.acts` (buttons `.b`, the one
    that matters `.p`, what destroys `.bad`), `table.t` (rows of 34 px; `.roomy` 44; `.stack` folds on phones, with
    data-label), `dl.facts`, `.chip`, `.say` (a sentence; `.good .warn .bad`), `.copy` (a box that [data-copy="#id"]
    copies), `.lead .soft .xs .mono .num`. Nothing inline: no style, no script.
    """
    lang = language(request)
    said = FRAME[lang] | dict(words[lang])
    user = request.user if isinstance(request.user, User) else None
    response = render(
        request,
        template,
        {
            "lang": lang,
            "words": said,
            "title": said.get("title", ""),
            "rail": [(link, said[link.key]) for link in RAIL if user and may(user.role, link.verb)],
            "here": here,
            "me": user,
            "role": said[user.role] if user else "",
            "initials": initials(user.name) if user else "",
            "demo": settings.DEMO,
            "other": OTHER[lang],
            "other_url": _same_page_in(request, OTHER[lang]),
            **context,
        },
        status=status,
    )
    if asked_language(request):
        keep_language(response, lang, secure=request.is_secure())
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def only(verb: Verb) -> Callable[[View], View]:
    """Lets a page be seen by whose role may `verb`; strangers sign in first, all others are told whom to ask."""

    def guarded(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, User):
                return redirect_to_login(request.get_full_path())
            if not may(request.user.role, verb):
                return staff_page(request, "accounts/refused.html", REFUSED, status=403)
            return view(request, *args, **kwargs)

        return asked

    return guarded


def confirmed(when: Callable[[HttpRequest], bool] | None = None) -> Callable[[View], View]:
    """Asks for the password before what the page does by POST (where `when`, if given), unless password or code was shown
    within ten minutes; then goes on with it. Stands below `only`.
    """
    asks: Callable[[View], View] = reauthentication_required(allow_get=True, enabled=when)
    return asks


def initials(name: str) -> str:
    """ "Zhou Yutong" → ZY, "周雨桐" → 周, as the desk writes them."""
    words = name.split()
    if not words or ord(words[0][0]) in HAN:
        return words[0][0] if words else ""
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()


def _same_page_in(request: HttpRequest, lang: str) -> str:
    query = request.GET.copy()
    query["lang"] = lang
    return f"?{query.urlencode()}"
