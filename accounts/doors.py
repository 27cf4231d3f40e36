"""The pages before one is in: sign-in, the second step, a new password. A card each, and nothing that tells who exists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.words import OTHER, WORDS, Words, asked_language, keep_language, language
from chatdesk.kernel.errors import Rate

HOME = "/desk/"


def door(
    request: HttpRequest,
    template: str,
    words: Words,
    *,
    error: str = "",
    status: int = 200,
    retry_after_ms: int | None = None,
    **context: Any,
) -> HttpResponse:
    """A page before the door; `error` is the key of what went wrong."""
    lang = language(request)
    goes_to = where_next(request)
    said = {
        "lang": lang,
        "words": words[lang],
        "error": words[lang].get(error, ""),
        "next": goes_to,
        "other": OTHER[lang],
        "other_url": "?" + urlencode({"lang": OTHER[lang], "next": goes_to}),
    }
    response = render(request, template, said | context, status=status)
    if retry_after_ms is not None:
        response.headers["Retry-After"] = str(retry_after_ms // 1000)
    if asked_language(request):
        keep_language(response, lang, secure=request.is_secure())
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def too_many(request: HttpRequest, error: Rate) -> HttpResponse:
    """What whoever tries links too fast reads, whether the link is a good one or not."""
    return door(request, "accounts/slow.html", WORDS, status=429, retry_after_ms=error.retry_after_ms)


def where_next(request: HttpRequest) -> str:
    """Where to go on to: only ever a page of this very host."""
    wanted = request.POST.get("next") or request.GET.get("next") or HOME
    fine = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if fine else HOME
