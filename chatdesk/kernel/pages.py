"""The built front end: the loader, hashed files and shells, from memory, compressed once, with the right cache headers."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

IMMUTABLE = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"  # kept, but asked about each time
TEXT = (".js", ".css", ".html", ".svg", ".json", ".map")
MISSING = (
    "The front end is not built yet. Run scripts/build, or start with scripts/up, which does it.\n"
    "前端尚未构建，请先运行 scripts/build；用 scripts/up 启动时会自动构建。\n"
)


@dataclass(frozen=True, slots=True)
class Page:
    """One file as it is sent."""

    body: bytes
    zipped: bytes  # empty where compressing gains nothing
    type: str
    etag: str


_kept: dict[Path, tuple[int, Page]] = {}


def read(name: str) -> Page | None:
    """The built file `name`, or None; read again only when it was built anew."""
    path = settings.FRONTEND / name
    try:
        if not path.resolve().is_relative_to(settings.FRONTEND.resolve()) or not path.is_file():
            return None
        stamp = path.stat().st_mtime_ns
        known = _kept.get(path)
        if known is None or known[0] != stamp:
            known = _kept[path] = (stamp, _page(path))
    except (OSError, ValueError):
        return None
    return known[1]


def _page(path: Path) -> Page:
    body = path.read_bytes()
    zipped = gzip.compress(body, 9, mtime=0) if path.suffix in TEXT else b""
    kind = (
        "text/javascript"
        if path.suffix == ".js"
        else mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    )
    charset = "; charset=utf-8" if path.suffix in TEXT else ""
    return Page(body, zipped, kind + charset, f'"{hashlib.sha256(body).hexdigest()[:20]}"')


def send(request: HttpRequest, page: Page, cache: str) -> HttpResponse:
    """`page`, compressed where the browser takes it, or 304 where it has it."""
    if request.headers.get("If-None-Match", "").removeprefix("W/") == page.etag:
        response: HttpResponse = HttpResponseNotModified()
    elif page.zipped and "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(page.zipped, content_type=page.type, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(page.body, content_type=page.type)
    response["Cache-Control"], response["ETag"] = cache, page.etag
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def missing() -> HttpResponse:
    return HttpResponse(
        MISSING, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "10"}
    )


def for_everyone(response: HttpResponse) -> HttpResponse:
    """Lets foreign pages load it: the widget is a module on the firm's own site."""
    response["Access-Control-Allow-Origin"], response["Cross-Origin-Resource-Policy"] = "*", "cross-origin"
    return response


@require_safe
def loader(request: HttpRequest) -> HttpResponseBase:
    page = read("w.js")
    return for_everyone(send(request, page, ASK_AGAIN) if page else missing())


@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponseBase:
    page = read(f"assets/{name}")
    if page is None:
        text = "There is no such file; reload the page, it was built anew."
        return for_everyone(HttpResponse(text, status=404, content_type="text/plain; charset=utf-8"))
    return for_everyone(send(request, page, IMMUTABLE))


def shell(request: HttpRequest, name: str) -> HttpResponse:
    """The built page `name`, never kept by the browser: it names the hashed files of today."""
    page = read(name)
    return send(request, page, "no-store") if page else missing()
