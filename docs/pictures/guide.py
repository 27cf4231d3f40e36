"""Takes the pictures of the user guide: widget, desk, board, routing and first run, in both languages."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from docs.pictures.shoot import EN, HERE, ZH, Story, ask, chromium, page, serve, sign_in, write

KILOBYTES = 200  # the most that one picture may have


async def take(browser: Browser, told: dict[str, Any], story: Story) -> None:
    """What visitor, agent and supervisor see while one talk is served and another one waits."""
    lang = story.locale[:2]
    agent = next(person for person in told["people"] if person["name"] == story.agent)
    supervisor = next(person for person in told["people"] if person["role"] == "supervisor")
    desk, before, shop, board = [
        await page(browser, story, *size) for size in ((1440, 900), (560, 760), (560, 760), (1440, 900))
    ]
    await sign_in(desk, told["url"], agent)
    await desk.get_by_role("button", name=story.go_online).first.click()
    await serve(before, desk, told["url"], story)
    await ask(shop, told["url"], story, story.question, story.person)
    await desk.get_by_role("button", name=re.compile(f"^{story.accept}")).first.wait_for()
    await sign_in(board, told["url"], supervisor)
    await board.goto(f"{told['url']}/board/")
    await asyncio.sleep(2.5)  # for what moves to come to rest
    for name, one in (("widget", shop), ("desk", desk), ("board", board)):
        await keep(one, f"guide-{name}.{lang}.png")
    await board.goto(f"{told['url']}/board/routing/")
    await board.locator(".steps").wait_for()
    await keep(board, f"guide-routing.{lang}.png")
    await desk.get_by_role("button", name=re.compile(f"^{story.accept}")).first.click()
    for one in (before, shop, desk, board):
        await one.context.close()


async def first_run(browser: Browser, link: str, story: Story) -> None:
    """The page that the owner's link opens."""
    start = await page(browser, story, 1280, 800)
    await start.goto(link)
    await asyncio.sleep(0.5)
    await keep(start, f"guide-first-run.{story.locale[:2]}.png")
    await start.context.close()


async def keep(one: Page, name: str) -> None:
    """Write the picture, or end where it is too large to be kept in a repository."""
    path = HERE / name
    await one.screenshot(path=path)
    write(path, KILOBYTES)


async def main(told: dict[str, Any], link: str) -> None:
    async with async_playwright() as play:
        browser = await chromium(play)
        for story in (EN, ZH):
            await take(browser, told, story)
            await first_run(browser, link, story)
        await browser.close()


if __name__ == "__main__":
    said = Path(sys.argv[2]).read_text(encoding="utf-8")
    begin = re.search(r"Begin\s+(\S+)", said)
    if begin is None:
        sys.exit("pictures: the server without a demo printed no owner's link")
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), begin[1]))
