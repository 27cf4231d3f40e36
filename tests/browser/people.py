"""Visitors and agents in front of their browsers: what they see and press, by role and label."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from tests.browser.words import WORDS, Words

PICTURES = Path(__file__).parent / "artefacts"
WIDE, NARROW = ViewportSize(width=1440, height=900), ViewportSize(width=360, height=740)
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


class Stage:
    """Where people enter; keeps what their pages complained about."""

    def __init__(self, demo: dict[str, Any], browser: Browser, lang: str) -> None:
        self.demo, self.browser, self.lang = demo, browser, lang
        self.words: Words = WORDS[lang]
        self.complaints: list[str] = []
        self.pages: list[Page] = []

    async def enter(self) -> Page:
        """A browser of somebody new."""
        context = await self.browser.new_context(
            base_url=str(self.demo["url"]), locale=LOCALES[self.lang], viewport=WIDE, reduced_motion="reduce"
        )
        page = await context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        self.pages.append(page)
        return page

    async def visitor(self) -> Visitor:
        """Somebody on the shop's page."""
        visitor = Visitor(await self.enter(), self)
        await visitor.page.goto(f"/demo/?lang={self.lang}")
        return visitor

    async def agent(self, **wants: int) -> Agent:
        """The first agent whose skills reach `wants`, signed in at the desk."""
        wants = {self.lang: 1, **wants}
        able = (
            person
            for person in self.demo["people"]
            if person["role"] == "agent" and all(person["skills"].get(k, 0) >= n for k, n in wants.items())
        )
        agent = Agent(await self.enter(), self, next(able))
        await agent.sign_in()
        return agent

    async def clear(self) -> None:
        """Close every browser; nothing may have been complained about."""
        for page in self.pages:
            await page.context.close()
        assert self.complaints == [], self.complaints


async def pictures(page: Page, name: str) -> None:
    """Four pictures of what is there now: wide and narrow, light and dark."""
    PICTURES.mkdir(exist_ok=True)
    for size in (NARROW, WIDE):
        await page.set_viewport_size(size)
        for scheme in ("dark", "light"):
            await page.emulate_media(color_scheme=scheme)
            await page.wait_for_timeout(150)
            await page.screenshot(path=PICTURES / f"{name}-{size['width']}-{scheme}.png")


class Visitor:
    """A customer on the shop's page."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self.page, self.stage, self.words = page, stage, stage.words

    @property
    def log(self) -> Locator:
        """What was said."""
        return self.page.get_by_role("log")

    async def open(self) -> None:
        """Press the launcher, whatever it says about news."""
        name = re.compile(f"^{re.escape(self.words.open)}")
        await self.page.get_by_role("button", name=name).click()
        await expect(self.page.get_by_role("dialog")).to_be_visible()

    async def start(self) -> None:
        """From the first view to the talk, by the way that is offered once the server has said hello."""
        await expect(self.page.get_by_role("dialog").locator(".w-chip").first).to_be_visible()
        talk = self.page.get_by_role("button", name=self.words.talk, exact=True)
        await talk.or_(self.page.get_by_role("button", name=self.words.ask, exact=True)).click()

    async def say(self, text: str) -> None:
        """Write and send; it is delivered."""
        box = self.page.get_by_role("textbox", name=self.words.write)
        await box.fill(text)
        await box.press("Enter")
        await expect(self.log.get_by_text(text, exact=True)).to_have_count(1)

    async def sees(self, text: str) -> None:
        """It is on the screen, once."""
        await expect(self.log.get_by_text(text, exact=True)).to_have_count(1)

    async def ask_what_nobody_knows(self) -> None:
        """Strange questions until the bot gives up."""
        answers = self.log.locator(".w-g:not(.me)")
        for text in self.words.strange:
            before = await answers.count()
            await self.say(text)
            await expect(answers.nth(before).or_(self.waiting()).first).to_be_visible()
            await self.page.wait_for_timeout(400)
            if await self.waiting().count():
                return
        await expect(self.waiting()).to_be_visible()

    def waiting(self) -> Locator:
        """What stands there while one waits for a person."""
        return self.page.locator(".w-queue")

    async def rate(self) -> None:
        """Five stars, kind, sent."""
        await self.page.get_by_role("radio", name=self.words.best).click()
        await self.page.get_by_role("button", name=self.words.kind).click()
        await pictures(self.page, f"visitor-rating-{self.stage.lang}")
        await (
            self.page.get_by_role("region", name=self.words.rate)
            .get_by_role("button", name=self.words.send, exact=True)
            .click()
        )
        await expect(self.page.get_by_role("radio")).to_have_count(0)

    async def said(self) -> list[str]:
        """Every bubble, in order."""
        return await self.log.locator(".w-b").all_inner_texts()


class Agent:
    """A member of staff at the desk."""

    def __init__(self, page: Page, stage: Stage, person: dict[str, Any]) -> None:
        self.page, self.stage, self.words, self.person = page, stage, stage.words, person

    @property
    def log(self) -> Locator:
        """What was said in the open conversation."""
        return self.page.get_by_role("log")

    async def sign_in(self) -> None:
        """From the sign-in page to the desk."""
        page, words = self.page, self.words
        await page.goto(f"/sign-in/?lang={self.stage.lang}")
        await page.get_by_label(words.mail).fill(self.person["email"])
        await page.get_by_label(words.password).fill(self.person["password"])
        await page.get_by_role("button", name=words.sign_in).click()
        await page.wait_for_url("**/desk/**")
        await expect(page.get_by_role("navigation")).to_be_visible()

    async def go_online(self) -> None:
        """Press the one button that is offered to who is offline."""
        await self.page.get_by_role("button", name=self.words.go_online).click()
        await expect(self.page.get_by_role("button", name=self.words.go_online)).to_have_count(0)

    async def accept(self) -> None:
        """Take the offer that comes."""
        card = self.page.get_by_role("alertdialog")
        await expect(card).to_be_visible()
        await pictures(self.page, f"desk-offer-{self.stage.lang}")
        await card.get_by_role("button", name=self.words.accept).click()
        await expect(card).to_have_count(0)
        await expect(self.page.get_by_role("textbox", name=self.words.reply)).to_be_visible()

    async def say(self, text: str) -> None:
        """Answer."""
        box = self.page.get_by_role("textbox", name=self.words.reply)
        await box.fill(text)
        await box.press("Enter")

    async def sees(self, text: str) -> None:
        """It is on the screen, once."""
        await expect(self.log.get_by_text(text)).to_have_count(1)

    async def resolve(self) -> None:
        """End the conversation as resolved."""
        await self.page.get_by_role("main").get_by_role("button", name=self.words.resolve).first.click()
        form = self.page.get_by_role("form", name=self.words.resolve)
        await form.get_by_role("button", name=self.words.end_now).click()
        await expect(form).to_have_count(0)

    async def answer_ticket(self, number: str, text: str) -> None:
        """Find the ticket in the list, write a public answer."""
        await self.page.get_by_role("navigation").get_by_role("link", name=self.words.tickets).click()
        row = self.page.get_by_role("link", name=number)
        await expect(row).to_be_visible()
        await pictures(self.page, f"desk-tickets-{self.stage.lang}")
        await row.click()
        await self.say(text)
        await expect(self.page.get_by_text(text, exact=True)).to_have_count(1)
        await expect(self.page.get_by_role("textbox", name=self.words.reply)).to_have_value("")
        await pictures(self.page, f"desk-ticket-{self.stage.lang}")
