"""Takes the pictures of README.md from the running product: a visitor asks, and the desk is offered the conversation."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sys
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, Playwright, async_playwright

HERE = Path(__file__).parent
KILOBYTES = 400  # the most that one picture may have
SHEET = """<style>
body {{ margin: 0; padding: 28px; display: flex; gap: 24px; background: #e9e6df; }}
img {{ display: block; border-radius: 12px; box-shadow: 0 2px 6px #0002, 0 18px 48px #0002; }}
</style><img src="{shop}"><img src="{desk}">"""


@dataclass(frozen=True)
class Story:
    """Who asks what in which language."""

    name: str
    locale: str
    agent: str
    question: str
    open: str
    talk: str
    write: str
    person: str
    earlier: tuple[str, str]  # what the visitor before them asked, and the answer
    go_online: str
    accept: str
    reply: str


EN = Story(
    name="story.en.png",
    locale="en-GB",
    agent="Hannah Reid",
    question="When will my order ship?",
    open="Open chat",
    talk="Talk to us",
    write="Write a message",
    person="I’d like to talk to a person about returning a cracked teapot",
    earlier=(
        "Talk to a person please: my parcel says delivered, but it isn’t here",
        "Let me look that up with the carrier.",
    ),
    go_online="Go online",
    accept="Accept",
    reply="Reply to the visitor",
)
ZH = Story(
    name="story.zh.png",
    locale="zh-CN",
    agent="林溪",
    question="下单后多久发货？",
    open="打开客服窗口",
    talk="和我们聊聊",
    write="输入消息",
    person="收到的茶壶裂了，想退货，请转人工",
    earlier=("转人工，包裹显示已签收，可我没收到", "我马上和快递核实，请稍等一下。"),
    go_online="上线",
    accept="接入",
    reply="回复访客",
)


async def take(browser: Browser, told: dict[str, Any], story: Story) -> Path:
    """One picture; `told` is what demo.json tells of the running demo."""
    person = next(person for person in told["people"] if person["name"] == story.agent)
    shop = await page(browser, story, 560, 760)
    desk = await page(browser, story, 1180, 760)
    await sign_in(desk, told["url"], person)
    await desk.get_by_role("button", name=story.go_online).first.click()
    before = await page(browser, story, 560, 760)
    await serve(before, desk, told["url"], story)
    await ask(shop, told["url"], story, story.question, story.person)
    await desk.get_by_role("button", name=re.compile(f"^{story.accept}")).first.wait_for()
    await asyncio.sleep(1.5)  # for what moves to come to rest
    shots = {"shop": await shot(shop), "desk": await shot(desk)}
    sheet = await page(browser, story, 1820, 816)
    await sheet.set_content(SHEET.format(**shots))
    path = HERE / story.name
    await sheet.screenshot(path=path)
    for one in (before, shop, desk, sheet):
        await one.context.close()
    return path


async def page(browser: Browser, story: Story, width: int, height: int) -> Page:
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale=story.locale, color_scheme="light"
    )
    return await context.new_page()


async def sign_in(desk: Page, url: str, person: dict[str, str]) -> None:
    await desk.goto(f"{url}/desk/")
    await desk.locator("#email").fill(person["email"])
    await desk.locator("#password").fill(person["password"])
    await desk.locator("button[type=submit]").click()


async def serve(before: Page, desk: Page, url: str, story: Story) -> None:
    """An earlier visitor is being helped already."""
    question, answer = story.earlier
    await ask(before, url, story, question)
    await desk.get_by_role("button", name=re.compile(f"^{story.accept}")).first.click()
    field = desk.get_by_label(story.reply)
    await field.fill(answer)
    await field.press("Enter")


async def ask(shop: Page, url: str, story: Story, *lines: str) -> None:
    await shop.goto(f"{url}/demo/?lang={story.locale[:2]}")
    await shop.get_by_role("button", name=story.open).click()
    await shop.get_by_role("button", name=story.talk).click()
    field = shop.get_by_label(story.write)
    for line in lines:
        await field.fill(line)
        await field.press("Enter")
        await asyncio.sleep(2)


async def shot(of: Page) -> str:
    return "data:image/png;base64," + b64encode(await of.screenshot()).decode()


async def chromium(play: Playwright) -> Browser:
    """The system's browser; ends where there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        sys.exit("pictures: there is no Chromium on PATH")
    return await play.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])


def write(path: Path, kilobytes: int) -> None:
    """Say what a picture weighs; ends where that is too much."""
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} KB\n")
    if path.stat().st_size > kilobytes * 1024:
        sys.exit(f"pictures: {path.name} has more than {kilobytes} KB")


async def main(told: dict[str, Any]) -> None:
    async with async_playwright() as play:
        browser = await chromium(play)
        for story in (EN, ZH):
            write(await take(browser, told, story), KILOBYTES)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
