"""Every route is in the table of who may pass; every route of the API refuses whoever shows nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern

from chatdesk.api import api
from chatdesk.urls import urlpatterns

OPEN_TO_ALL = {
    "",
    "sign-in/",
    "sign-in/code/",
    "sign-in/forgotten/",
    "password/<str:uidb64>/<str:token>/",
    "healthz",
    "readyz",
    "version",
    "w.js",
    "favicon.ico",
    "^assets/(?P<name>\\w[\\w.-]*)$",
    "demo/",
    "owner/<slug:token>/",
    "invitation/<slug:token>/",
}
GUARDED = {
    "settings/*",
    "start/*",
    "try/<slug:key>/",
    "sign-out/",
    "account/",
    "account/sessions/",
    "account/password/",
    "account/confirm/",
    "account/second-step/",
    "account/second-step/off/",
    "account/recovery-codes/",
    "account/recovery-codes/new/",
    "people/<int:pk>/",
    "audit/",
    "audit/check/",
    "audit/export/",
    "^desk/(?:[\\w/.-]*)$",
    "board/",
    "board/routing/",
    "bot/",
    "bot/rules/<slug:key>/",
    "metrics",
}  # each has its own test
PUBLIC_API = {"/api/v1/openapi.json", "/api/v1/docs", "/api/v1/"}


def routes() -> Iterator[str]:
    for entry in urlpatterns:
        if isinstance(entry, URLPattern):
            yield str(entry.pattern)
        elif not str(entry.pattern).startswith("api/"):
            yield f"{entry.pattern}*"


def operations() -> Iterator[tuple[str, str]]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in methods:
            yield method, re.sub(r"\{[^}]*\}", "1", path)


def test_every_route_says_who_may_pass():
    assert set(routes()) <= OPEN_TO_ALL | GUARDED


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), sorted(set(operations())))
def test_the_api_refuses_whoever_shows_nothing(method: str, path: str):
    answer = Client().generic(method.upper(), path, data="{}", content_type="application/json")

    assert answer.status_code in {401, 403}, f"{method} {path} answers {answer.status_code}"


@pytest.mark.django_db
@pytest.mark.parametrize(("peer", "headers", "status"), [
    ("127.0.0.1", {}, 200),
    ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 403),
    ("203.0.113.9", {}, 403),
])  # fmt: skip
def test_figures_are_for_this_machine_only(peer: str, headers: dict[str, str], status: int):
    assert Client(REMOTE_ADDR=peer).get("/metrics", headers=headers).status_code == status
