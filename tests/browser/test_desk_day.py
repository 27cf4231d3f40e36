"""An agent's day beside the first story: handing on, putting aside, being called, suggestions, colleagues who look along."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, WebSocket, expect

from tests.browser.people import Agent, Stage, Visitor, pictures

Frames = list[dict[str, Any]]
LOCALES = Path(__file__).parents[2] / "frontend" / "locales"


def sentences(lang: str) -> dict[str, str]:
    """What the desk says, by key."""
    words: dict[str, str] = json.loads((LOCALES / f"{lang}.json").read_text(encoding="utf-8"))["desk"]
    return words


async def colleague(stage: Stage, *others: Agent) -> Agent:
    """Another agent who speaks the language, signed in."""
    taken = {agent.person["email"] for agent in others}
    able = (
        person
        for person in stage.demo["people"]
        if person["role"] == "agent" and person["skills"].get(stage.lang) and person["email"] not in taken
    )
    agent = Agent(await stage.enter(), stage, next(able))
    await agent.sign_in()
    return agent


async def talking(stage: Stage) -> tuple[Agent, Visitor]:
    """An agent who has accepted a visitor."""
    agent, words = await stage.agent(), stage.words
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
    person = next(one for one in stage.demo["people"] if one["role"] == "supervisor")
    boss = Agent(await stage.enter(), stage, person)
    await boss.sign_in()
    return boss


def frames_of(page: Page) -> tuple[Frames, Frames]:
    """What this page sends and is told from its next socket on."""
    sent: Frames = []
    told: Frames = []

    def keep(socket: WebSocket) -> None:
        socket.on("framesent", lambda text: sent.append(json.loads(text)))
        socket.on("framereceived", lambda text: told.append(json.loads(text)))

    page.on("websocket", keep)
    return sent, told


async def expect_answer(page: Page, told: Frames, ref: int) -> None:
    """The frame `ref` was answered by `ok` within two seconds."""
    for _ in range(20):
        if answers := [frame["type"] for frame in told if frame.get("ref") == ref]:
            assert answers == ["ok"]
            return
        await page.wait_for_timeout(100)
    raise AssertionError(f"no answer to {ref}")


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
    other = await colleague(stage, agent)
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
    await agent.say(stage.words.hello)
    await visitor.sees(stage.words.hello)
    await hand_to(agent, other, "Please, once more", said)
    await card.get_by_role("button", name=stage.words.accept).click()
    passed = said["passed_line"].split("{", 1)[0].strip() or other.person["name"]
    await expect(agent.page.get_by_role("status").filter(has_text=passed)).to_be_visible()
    await expect(agent.page.locator(".row")).to_have_count(0)
    await other.sees("Please, once more")
    await other.say(stage.words.meanwhile)
    await visitor.sees(stage.words.meanwhile)
    assert "Please, once more" not in await visitor.page.content()


@pytest.mark.parametrize("lang", ["zh"])
async def test_what_is_parked_comes_back_when_the_visitor_writes_and_the_title_counts_it(
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


@pytest.mark.parametrize("lang", ["en"])
async def test_a_suggestion_is_put_in_and_counted_while_a_colleague_looks_along(stage: Stage) -> None:
    said = sentences(stage.lang)
    agent, visitor = await talking(stage)
    sent, told = frames_of(agent.page)
    await agent.page.reload()
    first = agent.page.get_by_role("region", name=said["suggestions"]).get_by_role("button").nth(1)
    await expect(first).to_contain_text("%")
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
    counted = [frame for frame in sent if frame["type"] == "suggested"]
    assert [frame["act"] for frame in counted] == ["inserted"]
    await expect_answer(agent.page, told, counted[0]["ref"])
