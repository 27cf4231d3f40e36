"""How a visitor's browser reaches the server: one socket for all tabs, and plain requests where there are no sockets."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from tests.browser.people import Stage, Visitor

BLOCKED = """window.WebSocket = class extends EventTarget {
  static CONNECTING = 0; static OPEN = 1; static CLOSED = 3;
  readyState = 0;
  constructor() { super(); setTimeout(() => { this.readyState = 3; this.onclose?.({ code: 1006 }); }, 20); }
  send() {} close() {}
};"""  # what a network does that lets no hand-shake through


def sockets_of(page: Page) -> list[bool]:
    """Whether each socket that the page ever opened is still open."""
    opened: list[bool] = []

    def note(socket: object) -> None:
        at = len(opened)
        opened.append(True)
        socket.on("close", lambda _: opened.__setitem__(at, False))  # type: ignore[attr-defined]

    page.on("websocket", note)
    return opened


@pytest.mark.parametrize("lang", ["zh"])
async def test_two_tabs_share_one_socket_and_the_talk(stage: Stage) -> None:
    words, agent = stage.words, await stage.agent()
    await agent.go_online()
    first = await stage.visitor()
    await first.open()
    await first.start()
    await first.ask_what_nobody_knows()
    await agent.accept()
    old = sockets_of(first.page)
    page = await first.page.context.new_page()
    new = sockets_of(page)
    second = Visitor(page, stage)
    await page.goto(f"/demo/?lang={stage.lang}")
    await second.open()
    await second.say(words.broken)
    await agent.sees(words.broken)
    await agent.say(words.hello)

    await second.sees(words.hello)
    await first.sees(words.hello)
    await first.sees(words.broken)
    assert (sum(old), sum(new)) == (0, 1)

    await page.close()
    await agent.say(words.meanwhile)
    await first.sees(words.meanwhile)
    await first.say(words.after)
    await agent.sees(words.after)


@pytest.mark.parametrize("lang", ["en"])
async def test_where_sockets_are_blocked_the_talk_goes_on_by_requests(stage: Stage) -> None:
    words, agent = stage.words, await stage.agent()
    await agent.go_online()
    page = await stage.enter()
    await page.add_init_script(BLOCKED)
    await page.goto(f"/demo/?lang={stage.lang}")
    lin = Visitor(page, stage)
    await lin.open()
    await lin.start()
    await lin.say(words.known)
    await expect(lin.log.get_by_text(words.fact).first).to_be_visible()
    await lin.ask_what_nobody_knows()
    await agent.accept()
    await agent.say(words.hello)
    await lin.sees(words.hello)
    await lin.say(words.after)
    await agent.sees(words.after)
