"""Who asks, by HTTP: visitors by their token, from a page of their site."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from ninja.security import HttpBearer

from accounts.models import Site
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import NotAllowed
from chatdesk.kernel.origin import allowed, of_url
from customers.models import Customer
from customers.services import visitor_of_bearer

PREFIX = "/api/v1/visitor/"
FIRST = {  # what a page may ask, told to the browser that asks first
    "Access-Control-Allow-Headers": "authorization, content-type",
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Max-Age": "7200",
}


class Visitor(HttpBearer):
    """The visitor's token in `Authorization: Bearer`, and an Origin in the list of the visitor's site."""

    def authenticate(self, request: HttpRequest, token: str) -> Customer:
        customer = visitor_of_bearer(token, now())
        if not allowed(_origin(request), customer.site.origins):
            raise NotAllowed("this page is not one of the site's; add its origin to the site")
        return customer


def asker(request: HttpRequest) -> Customer:
    """Whoever passed `Visitor`."""
    return cast(Customer, request.auth)  # type: ignore[attr-defined]


class Cors:
    """Lets pages of any of our sites, and no others, read what a visitor may; no cookie ever counts here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        asks_first = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = HttpResponse(status=204) if asks_first else self.get_response(request)
        patch_vary_headers(response, ["Origin"])
        granted = readable(request.headers.get("Origin"))
        for name, value in (granted | FIRST if granted and asks_first else granted).items():
            response[name] = value
        return response


def readable(origin: str | None) -> dict[str, str]:
    """The headers that let a page of `origin` read an answer; none where it is of no site of ours."""
    if not origin or not any(
        allowed(origin, origins) for origins in Site.objects.values_list("origins", flat=True)
    ):
        return {}
    return {"Access-Control-Allow-Origin": origin, "Cross-Origin-Resource-Policy": "cross-origin"}


def _origin(request: HttpRequest) -> str | None:
    """Origin, or the page's where a browser sends none: it leaves it out of a GET to its own host."""
    return request.headers.get("Origin") or of_url(request.headers.get("Referer"))
