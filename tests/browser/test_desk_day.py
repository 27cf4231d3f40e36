"""An agent's day beside the first story: handing on, putting aside, being called, suggestions, colleagues who look along."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, WebSocket, expect

from tests.browser.people import Agent, Stage, Visitor, pictures

TONES = 2  # of one call for an offer
RINGS = """
window.rung = 0;
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...at) { window.rung += 1; return start.apply(this, at); };
"""
LOCALES = Path(__file__).parents[2] / "frontend" / "locales"


class Line:
    """The frames of one page's sockets, as they go by."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []

    def tap(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda text: self.sent.append(json.loads(text)))
        socket.on("framereceived", lambda text: self.told.append(json.loads(text)))

    async def answer(self, page: Page, ref: int) -> str:
        """The type of the answer to `ref`, at most five seconds from now."""
        for _ in range(50):
            for frame in self.told:
                if frame.get("ref") == ref:
                    return str(frame["type"])
            await page.wait_for_timeout(100)
        raise AssertionError(f"no answer to {ref}")


def sentences(lang: str) -> dict[str, str]:
    """What the desk says, by key."""
    words: dict[str, str] = json.loads((LOCALES / f"{lang}.json").read_text(encoding="utf-8"))["desk"]
    return words


def speakers(stage: Stage) -> list[dict[str, Any]]:
    """The agents who speak the story's language."""
    people: list[dict[str, Any]] = stage.demo["people"]
    return [one for one in people if one["role"] == "agent" and one["skills"].get(stage.lang)]


async def signed_in(stage: Stage, person: dict[str, Any], line: Line | None = None) -> Agent:
    """At the desk; `line` hears what the page sends and is told."""
    agent = Agent(await stage.enter(), stage, person)
    if line:
        agent.page.on("websocket", line.tap)
    await agent.sign_in()
    return agent


async def talking(stage: Stage, line: Line | None = None) -> tuple[Agent, Visitor]:
    """An agent who has accepted a visitor."""
    agent, words = await signed_in(stage, speakers(stage)[0], line), stage.words
    await agent.go_online()
    visitor = await stage.visitor()
    await visitor.open()
    await visitor.start()
    await visitor.say(words.broken)
    await visitor.page.get_by_role("button", name=words.more).click()
    await visitor.page.get_by_role("menuitem", name=words.person).click()
    card = agent.page.get_by_role("alertdialog")
    await card.get_by_role("button", name=words.accept).click()
    await expect(agent.page.get_by_role("textbox", name=words.reply)).to_be_visible()
    return agent, visitor


async def supervisor(stage: Stage) -> Agent:
    """Whoever may look into everything, signed in."""
    return await signed_in(stage, next(one for one in stage.demo["people"] if one["role"] == "supervisor"))


async def letter(page: Page, key: str) -> None:
    """Press a key outside of every field."""
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press(key)


async def hand_to(agent: Agent, target: Agent, comment: str, said: dict[str, str]) -> None:
    """By keys alone: T, the name, Enter, the comment, Enter."""
    await letter(agent.page, "t")
    find = agent.page.get_by_role("combobox", name=said["transfer_find"])
    await find.fill(target.person["name"])
    await expect(
        agent.page.get_by_role("option", name=target.person["name"]).get_by_text(
            said["free_units"].format(n=3)
        )
    ).to_be_visible()
    await find.press("Enter")
    await agent.page.get_by_role("textbox", name=said["transfer_comment"]).fill(comment)
    await agent.page.keyboard.press("Enter")
    waits = said["handing"].format(name=target.person["name"])
    await expect(agent.page.get_by_role("status").filter(has_text=waits)).to_be_visible()


@pytest.mark.parametrize("lang", ["en"])
async def test_a_refused_transfer_returns_with_the_reason_and_an_accepted_one_leaves(stage: Stage) -> None:
    said = sentences(stage.lang)
    agent, visitor = await talking(stage)
    other = await signed_in(stage, speakers(stage)[1])
    await other.go_online()
    await hand_to(agent, other, "Second warmer this week", said)
    await pictures(agent.page, f"desk-handing-{stage.lang}")
    card = other.page.get_by_role("alertdialog")
    await expect(card).to_contain_text("Second warmer this week")
    await expect(card).to_contain_text(agent.person["name"])
    await card.get_by_role("textbox", name=said["decline_reason"]).fill("at lunch")
    await card.get_by_role("button", name=said["decline"]).click()
    await agent.sees(said["handed_declined"].format(name=other.person["name"]))
    await agent.sees("“at lunch”")
    looks = said["looks_too"].format(names=other.person["name"])
    await expect(agent.page.get_by_role("status").filter(has_text=looks)).to_have_count(0)
    await agent.say(stage.words.hello)
    await visitor.sees(stage.words.hello)
    await hand_to(agent, other, "Please, once more", said)
    await card.get_by_role("button", name=stage.words.accept).click()
    passed = said["passed_accepted"].split("{name}")[0].format(to=other.person["name"])
    await expect(agent.page.get_by_role("status").filter(has_text=passed)).to_be_visible()
    await expect(agent.page.locator(".row")).to_have_count(0)
    await other.sees("Please, once more")
    await other.say(stage.words.meanwhile)
    await visitor.sees(stage.words.meanwhile)
    assert "Please, once more" not in await visitor.page.content()


@pytest.mark.parametrize("lang", ["zh"])
async def test_what_is_put_aside_or_ended_comes_back_and_the_title_counts_it(
    stage: Stage,
) -> None:
    said, words = sentences(stage.lang), stage.words
    agent, visitor = await talking(stage)
    await agent.say(words.hello)
    await expect(agent.log.get_by_text(said["seen"], exact=True)).to_have_count(1)
    await letter(agent.page, "h")
    await pictures(agent.page, f"desk-park-{stage.lang}")
    await agent.page.get_by_role("menuitem", name=said["park_until_they_write"]).click()
    group = agent.page.get_by_role("region", name=said["group_parked"])
    await expect(group.get_by_text(said["parked_for_visitor"])).to_be_visible()
    await agent.page.goto("/desk/#/")
    await expect(agent.page).to_have_title(re.compile(rf"^{said['inbox']}"))
    await visitor.say(words.after)
    await expect(group).to_have_count(0)
    await expect(agent.page).to_have_title(re.compile(r"^\(1\) "))
    await agent.page.locator(".row").first.click()
    await agent.sees(words.after)
    await expect(agent.page).to_have_title(re.compile(rf"^{said['inbox']}"))
    box = visitor.page.get_by_role("textbox", name=words.write)
    await box.press_sequentially("还有")
    typing = said["typing"].split("}", 1)[1]
    await expect(agent.page.locator(".typing").filter(has_text=typing)).to_be_visible()
    await agent.page.get_by_role("textbox", name=words.reply).press_sequentially("好")
    await expect(visitor.log.get_by_text(typing)).to_be_visible()
    await letter(agent.page, "h")
    await agent.page.get_by_role("menuitem", name=said["park_hour"]).click()
    await expect(group.locator(".row")).to_have_count(1)
    await agent.say(words.meanwhile)
    await visitor.sees(words.meanwhile)
    await expect(group).to_have_count(0)
    await agent.resolve()
    await agent.page.get_by_role("button", name=said["reopen"]).click()
    await expect(agent.page.get_by_role("alertdialog")).to_be_visible()


@pytest.mark.parametrize("lang", ["en"])
async def test_a_suggestion_is_put_in_and_counted_while_a_colleague_looks_along(stage: Stage) -> None:
    said, line = sentences(stage.lang), Line()
    agent, visitor = await talking(stage, line)
    first = agent.page.get_by_role("region", name=said["suggestions"]).get_by_role("button").nth(1)
    await visitor.say(stage.words.known)
    await expect(first).to_contain_text(stage.words.known)
    await pictures(agent.page, f"desk-suggestions-{stage.lang}")
    box = agent.page.get_by_role("textbox", name=stage.words.reply)
    await box.focus()
    await agent.page.keyboard.press("Alt+1")
    answer = await box.input_value()
    assert answer
    boss = await supervisor(stage)
    await boss.page.goto(agent.page.url)
    looks = said["looks_too"].format(names=boss.person["name"])
    await expect(agent.page.get_by_role("status").filter(has_text=looks)).to_be_visible()
    await boss.page.goto("/desk/#/")
    await expect(agent.page.get_by_role("status").filter(has_text=looks)).to_have_count(0)
    await box.press("Enter")
    await expect(visitor.log.get_by_text(answer[:40])).to_have_count(1)
    counted = [frame for frame in line.sent if frame["type"] == "suggested"]
    assert [frame["act"] for frame in counted] == ["inserted"]
    assert await line.answer(agent.page, counted[0]["ref"]) == "ok"


@pytest.mark.parametrize("lang", ["zh"])
async def test_an_offer_sounds_in_one_tab_and_is_counted_in_both(stage: Stage) -> None:
    said, words = sentences(stage.lang), stage.words
    agent = await signed_in(stage, speakers(stage)[0])
    await agent.go_online()
    context = agent.page.context
    await context.add_init_script(RINGS)
    tabs = [agent.page, await context.new_page()]
    for tab in tabs:
        await tab.goto("/desk/#/")
        await tab.reload()
        await tab.get_by_role("heading", name=said["inbox"]).click()
    visitor = await stage.visitor()
    await visitor.open()
    await visitor.start()
    await visitor.say(words.broken)
    await visitor.page.get_by_role("button", name=words.more).click()
    await visitor.page.get_by_role("menuitem", name=words.person).click()
    for tab in tabs:
        await expect(tab.get_by_role("alertdialog")).to_be_visible()
        await expect(tab).to_have_title(re.compile(r"^\(1\) "))
        mark = await tab.locator("link[rel=icon]").get_attribute("href")
        assert "%3E1%3C" in (mark or "")
    assert sorted([await rung(tab) for tab in tabs]) == [0, TONES]
    await tabs[0].get_by_role("button", name=said["decline"]).click()
    before = await rung(tabs[0])
    await tabs[0].locator(".me-b").click()
    await pictures(tabs[0], f"desk-own-menu-{stage.lang}")
    await tabs[0].get_by_role("button", name=said["try_sound"]).click()
    await expect(tabs[0]).to_have_title(re.compile(said["new_here"]))
    assert await rung(tabs[0]) == before + TONES


async def rung(tab: Page) -> int:
    """How many tones this tab has sounded."""
    return int(await tab.evaluate("window.rung"))
