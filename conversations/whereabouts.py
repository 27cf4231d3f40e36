"""The page that each visitor looks at: in this process's memory and nowhere else, as long as they are here."""

from __future__ import annotations

from urllib.parse import urlsplit

from conversations.frames.parts import Page

URL, TITLE = 1_000, 200  # characters that are kept
_pages: dict[int, dict[str, Page]] = {}  # customer: socket: page, the latest last


def moved(customer: int, socket: str, url: str, title: str) -> Page | None:
    """The visitor looks at another page in this socket; None where it isn't an address that one may follow."""
    if scheme(url) not in ("http", "https"):
        return None
    page = Page(url=url[:URL], title=title.strip()[:TITLE])
    others = {tab: known for tab, known in _pages.get(customer, {}).items() if tab != socket}
    _pages[customer] = {**others, socket: page}
    return page


def left(customer: int, socket: str) -> None:
    """This socket is gone; the page of another tab, if there is one, is the latest now."""
    others = {tab: known for tab, known in _pages.get(customer, {}).items() if tab != socket}
    if others:
        _pages[customer] = others
    else:
        _pages.pop(customer, None)


def of(customer: int) -> Page | None:
    """Where the visitor is, as far as this process knows. From any thread: what is looked at never changes."""
    return next(reversed(_pages.get(customer, {}).values()), None)


def scheme(url: str) -> str:
    try:
        return urlsplit(url).scheme
    except ValueError:
        return ""
