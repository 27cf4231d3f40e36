"""A desk that came in by a session of the browser, as most do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from asgiref.sync import sync_to_async
from django.test import Client

from accounts.models import User
from conversations.consumers import DeskConsumer
from tests.flows.wire import HOST, Wire


class Kept:
    """What the session middleware puts into a socket's scope."""

    def __init__(self, session_key: str) -> None:
        self.session_key = session_key


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@asynccontextmanager
async def desk_of(user: User, browser: Client | None = None) -> AsyncIterator[Wire]:
    """A desk that came in by a session."""
    browser = browser or await sync_to_async(browser_of)(user)
    async with Wire(DeskConsumer, origin=f"http://{HOST}", user=user) as wire:
        wire._scope["session"] = Kept(browser.session.session_key or "")
        await wire.asks("hello", protocol=1, device="browser")
        yield wire
