"""What a browser's console says of a message that met trouble leads to the same message in the server's log."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.people import Stage
from tests.independent.product import started


async def test_the_id_in_the_console_is_the_one_in_the_servers_log(tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("the browser stories need Chromium: install the package `chromium`")
    told: list[str] = []
    with started(tmp_path, "--set", "log=debug") as product:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            stage = Stage(json.loads(product.demo.read_text(encoding="utf-8")), browser, "en")
            visitor = await stage.visitor()
            visitor.page.on("console", lambda line: told.append(line.text) if line.type == "debug" else None)
            await visitor.open()
            await visitor.start()
            product.process.send_signal(signal.SIGSTOP)  # the server hangs, so the answer is late
            await visitor.say("is anybody there?")
            await visitor.page.wait_for_event(
                "console", lambda line: "[chatdesk]" in line.text, timeout=20_000
            )
            product.process.send_signal(signal.SIGCONT)
            await expect(visitor.log.locator(".w-g:not(.me)").first).to_be_visible(timeout=20_000)
            await browser.close()

    (name,) = {found for line in told for found in re.findall(r"\[chatdesk\] ([\w-]{8,64}) ", line)}
    logs = [json.loads(line) for line in product.log.read_text().splitlines() if line.startswith("{")]
    assert name in {line["request"] for line in logs if line["logger"] == "chatdesk.sockets"}
    assert name in {
        one for line in logs if line["logger"] == "chatdesk.journal" for one in line.get("requests", ())
    }
    assert "anybody" not in product.log.read_text()
