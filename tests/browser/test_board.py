"""The supervisor's day, seen by the supervisor, the agent and the visitor at once."""

from __future__ import annotations

import time
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.browser.people import NARROW, PICTURES, WIDE, Agent, Stage, Visitor, pictures

SECOND_MS = 1_000


@dataclass(frozen=True)
class Words:
    """What the board calls things, and what is whispered."""

    figures: str
    waiting: str
    take_over: str
    whisper: str
    hand_back: str
    close: str
    psst: str
    nobody: str


WORDS = {
    "zh": Words(
        "关键指标", "当前等待", "接管", "密语", "交还", "关闭", "先道歉，再查订单", "暂无进行中的会话。"
    ),
    "en": Words(
        "Figures now",
        "Waiting now",
        "Take over",
        "Whisper",
        "Hand back",
        "Close",
        "Say sorry first",
        "No conversation is open.",
    ),
}


class Supervisor:
    """In front of the live board."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self.page, self.stage, self.words = page, stage, WORDS[stage.lang]

    async def sign_in(self) -> None:
        """From the sign-in page to the board."""
        person = next(one for one in self.stage.demo["people"] if one["role"] == "supervisor")
        page, words = self.page, self.stage.words
        await page.goto(f"/sign-in/?lang={self.stage.lang}&next=/board/")
        await page.get_by_label(words.mail).fill(person["email"])
        await page.get_by_label(words.password).fill(person["password"])
        await page.get_by_role("button", name=words.sign_in).click()
        await page.wait_for_url("**/board/")
        await expect(self.figure(self.words.waiting)).to_have_text("0")

    def figure(self, name: str) -> Locator:
        """The button that is the figure called `name`."""
        figures = self.page.get_by_role("region", name=self.words.figures)
        return figures.locator("div").filter(has_text=name).get_by_role("button").first

    @property
    def beside(self) -> Locator:
        """What is open beside the board."""
        return self.page.get_by_role("complementary")

    @property
    def rows(self) -> Locator:
        """The conversations that are open now."""
        return self.page.locator(".lv tbody tr")


async def wants_a_person(stage: Stage) -> Visitor:
    """A visitor who says what is broken and asks for somebody."""
    visitor, words = await stage.visitor(), stage.words
    await visitor.open()
    await visitor.start()
    await visitor.say(words.broken)
    await visitor.page.get_by_role("button", name=words.more).click()
    await visitor.page.get_by_role("menuitem", name=words.person).click()
    return visitor


async def test_a_supervisor_sees_who_waits_watches_whispers_takes_over_and_hands_back(stage: Stage) -> None:
    boss = Supervisor(await stage.enter(), stage)
    await boss.sign_in()
    agent = await stage.agent()
    await has_no_board(agent)
    await agent.go_online()
    visitor = await wants_a_person(stage)
    await sees_one_wait_at_once(boss, visitor)
    await opens_the_list_and_watches(boss)
    await agent.accept()
    await whispers(boss, agent, visitor)
    await takes_over_and_hands_back(boss, agent, visitor)
    await goes_to_the_wall_and_back(boss, agent)
    await agent.resolve()
    await expect(boss.page.get_by_text(boss.words.nobody)).to_be_visible()


async def sees_one_wait_at_once(boss: Supervisor, visitor: Visitor) -> None:
    await expect(visitor.waiting()).to_be_visible()
    shown = time.monotonic()
    await expect(boss.figure(boss.words.waiting)).to_have_text("1", timeout=SECOND_MS)
    assert time.monotonic() - shown < 1
    await pictures(boss.page, f"board-{boss.stage.lang}")


async def opens_the_list_and_watches(boss: Supervisor) -> None:
    words = boss.stage.words
    await boss.figure(boss.words.waiting).click()
    behind = boss.beside.get_by_role("listitem")
    await expect(behind).to_have_count(1)
    await pictures(boss.page, f"board-list-{boss.stage.lang}")
    await behind.get_by_role("button").click()
    await expect(boss.beside.get_by_role("log").get_by_text(words.broken).first).to_be_visible()


async def whispers(boss: Supervisor, agent: Agent, visitor: Visitor) -> None:
    words = boss.stage.words
    await agent.say(words.hello)
    await visitor.sees(words.hello)
    log = boss.beside.get_by_role("log")
    await expect(log.get_by_text(words.hello)).to_be_visible()
    field = boss.beside.get_by_role("textbox")
    await field.fill(boss.words.psst)
    await field.press("Enter")
    await expect(log.get_by_text(boss.words.psst)).to_be_visible()
    await agent.sees(boss.words.psst)
    await pictures(boss.page, f"board-watch-{boss.stage.lang}")
    await visitor.say(words.after)
    await agent.sees(words.after)
    assert await visitor.said() == [*dict.fromkeys(await visitor.said())]
    await expect(visitor.page.get_by_text(boss.words.psst)).to_have_count(0)


async def takes_over_and_hands_back(boss: Supervisor, agent: Agent, visitor: Visitor) -> None:
    await boss.beside.get_by_role("button", name=boss.words.take_over).click()
    back = boss.beside.get_by_role("button", name=boss.words.hand_back)
    await expect(back).to_be_visible()
    await expect(agent.page.get_by_role("textbox", name=agent.words.reply)).to_have_count(0)
    await pictures(boss.page, f"board-taken-{boss.stage.lang}")
    await back.click()
    await agent.accept()
    await expect(boss.beside.get_by_role("button", name=boss.words.take_over)).to_be_visible()
    await boss.beside.get_by_role("button", name=boss.words.close).click()
    await boss.beside.get_by_role("button", name=boss.words.close).click()
    await expect(boss.beside).to_have_count(0)
    await expect(boss.rows).to_have_count(1)
    await agent.say(agent.words.meanwhile)
    await visitor.sees(agent.words.meanwhile)


async def goes_to_the_wall_and_back(boss: Supervisor, agent: Agent) -> None:
    """Nobody is named there, and there is nothing to press."""
    lang, name = boss.stage.lang, await boss.rows.first.get_by_role("link").inner_text()
    await boss.page.keyboard.press("f")
    await expect(boss.rows).to_have_count(0)
    main = boss.page.get_by_role("main")
    for role in ("button", "link", "combobox"):
        await expect(main.get_by_role(role)).to_have_count(0)
    text = await boss.page.locator("#board").inner_html()
    for secret in (name, agent.person["name"], boss.stage.words.broken):
        assert secret not in text
    for size in (NARROW, WIDE):
        await boss.page.set_viewport_size(size)
        await boss.page.screenshot(path=PICTURES / f"board-wall-{lang}-{size['width']}.png")
    await boss.page.keyboard.press("Escape")
    await expect(boss.rows).to_have_count(1)


async def has_no_board(agent: Agent) -> None:
    """No link to it, and the server says no to who knows the address."""
    await expect(agent.page.get_by_role("navigation").locator('a[href="/board/"]')).to_have_count(0)
    assert (await agent.page.request.get("/board/")).status == 403
