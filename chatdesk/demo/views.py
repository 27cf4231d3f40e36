"""The demo shop's page. It knows the widget only through its snippet, as a firm's own page would."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from chatdesk.demo.people import SHOP
from chatdesk.demo.shelf import ITEMS, WORDS

THEMES = ("light", "dark")


def language(request: HttpRequest) -> str:
    """`zh` or `en`: what `?lang=` asks for, else the browser's first language."""
    asked = request.GET.get("lang", "")
    if asked in WORDS:
        return asked
    return "zh" if request.headers.get("Accept-Language", "zh").lower().startswith("zh") else "en"


def shop(request: HttpRequest) -> HttpResponse:
    """The page in one language; `?theme=light|dark` fixes the theme, otherwise the system decides."""
    lang, theme = language(request), request.GET.get("theme", "")
    answer = render(
        request,
        "demo/shop.html",
        {
            "lang": lang,
            "other": "en" if lang == "zh" else "zh",
            "theme": theme if theme in THEMES else "",
            "hue": SHOP.hue,
            "t": WORDS[lang],
            "items": [(item, *(item.zh if lang == "zh" else item.en)) for item in ITEMS],
        },
    )
    answer["Content-Language"] = lang
    patch_vary_headers(answer, ["Accept-Language"])
    return answer
