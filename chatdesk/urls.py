"""Every route of the product, by app."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import RedirectView

from accounts import own
from accounts import views as staff
from administration import installed
from administration import urls as administration
from chatdesk import health, metrics
from chatdesk.api import api
from chatdesk.demo import views as demo
from chatdesk.kernel import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(url="/desk/")),
    path("favicon.ico", RedirectView.as_view(url="/static/accounts/mark.svg")),
    path("sign-in/", staff.sign_in, name="sign-in"),
    path("sign-out/", staff.sign_out, name="sign-out"),
    path("account/", own.account, name="account"),
    re_path(r"^desk/(?:[\w/.-]*)$", staff.desk, name="desk"),
    path("board/", staff.board, name="board"),
    path("settings/", include(administration.SETTINGS)),
    path("start/", include(administration.START)),
    *administration.DOORS,
    path("api/v1/", api.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("version", health.version),
    path("metrics", metrics.metrics),
    path("w.js", installed.loader),
    re_path(r"^assets/(?P<name>\w[\w.-]*)$", pages.asset),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", demo.shop, name="demo"))
