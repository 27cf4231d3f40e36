"""A shop, and a running core for the length of a test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from django.conf import settings

from conversations import runtime
from tests.flows import places


@pytest.fixture
def shop(transactional_db: None) -> places.Shop:
    return places.shop()


@pytest_asyncio.fixture
async def core(shop: places.Shop) -> AsyncIterator[runtime.Runtime]:
    """Hub, router and journal on this test's loop; on Redis as one of several processes."""
    running = await runtime.start(runtime.Parts(among_others=bool(settings.REDIS_URL)))
    yield running
    await running.stop()


@pytest.fixture
def routing(monkeypatch: pytest.MonkeyPatch) -> places.Set:
    """Times of routing as `--set` would give them: `routing("offer_s=1,unreachable_s=1")`."""
    return lambda text: monkeypatch.setenv("CHATDESK_SET", text)
