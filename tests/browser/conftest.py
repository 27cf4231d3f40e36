"""A freshly started product, a Chromium, and people who sit in front of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from tests.browser.people import Stage
from tests.independent.product import started

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[dict[str, object]]:
    """What demo.json of a fresh product says."""
    with started(tmp_path) as product:
        yield json.loads(product.demo.read_text(encoding="utf-8"))


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """The system's browser."""
    if CHROMIUM is None:
        pytest.skip("the browser stories need Chromium: install the package `chromium`")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        await browser.close()


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    """Every story is told in both languages."""
    return str(request.param)


@pytest.fixture
async def stage(demo: dict[str, object], chromium: Browser, lang: str) -> AsyncIterator[Stage]:
    """Where visitors and agents enter; at the end no page may have complained."""
    stage = Stage(demo, chromium, lang)
    yield stage
    await stage.clear()
