"""The routing page in front of a supervisor: its numbers are the API's, and it says why of everything."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.people import Agent, Stage, pictures
from tests.browser.test_board import wants_a_person

SLOW_MS = 90_000  # what is worked out first, on a busy machine
TRIES, PAUSE_S = 40, 0.25  # a figure may move between the page's reading and ours


@dataclass(frozen=True)
class Words:
    """What the page calls things."""

    nobody: str
    waiting: str
    queues: str
    stuck: str
    decisions: str
    skills: str
    forecast: str
    policies: str
    accepted: str
    declined: str
    agrees: str
    matrix: str
    compare: str
    decline: str
    why: str
    free_of: str
    nobody_online: str


WORDS = {
    "zh": Words(
        "现在没有人在等。", "正在等待", "队列", "为什么还在等？", "分配记录", "技能与推演", "预测", "策略", "已接入", "暂不接",
        "据记录重算：一致", "技能矩阵", "开始对比", "暂不接", "为什么是这位坐席？", "在线 {online} 人，{free} 人有空", "无人在线",
    ),
    "en": Words(
        "Nobody is waiting.", "Still waiting", "Queues", "Why still waiting?", "Decisions", "Skills and what-if", "Forecast",
        "Policies", "accepted", "declined", "Recomputed from its record: agrees", "Skill matrix", "Compare", "Decline",
        "Why this agent?", "{free} free of {online} online", "nobody online",
    ),
}  # fmt: skip


class Planner:
    """A supervisor in front of the routing page."""

    def __init__(self, page: Page, stage: Stage) -> None:
        self.page, self.stage, self.words = page, stage, WORDS[stage.lang]

    async def sign_in(self) -> None:
        person = next(one for one in self.stage.demo["people"] if one["role"] == "supervisor")
        page, words = self.page, self.stage.words
        await page.goto(f"/sign-in/?lang={self.stage.lang}&next=/board/routing/")
        await page.get_by_label(words.mail).fill(person["email"])
        await page.get_by_label(words.password).fill(person["password"])
        await page.get_by_role("button", name=words.sign_in).click()
        await page.wait_for_url("**/board/routing/")
        await expect(page.get_by_text(self.words.nobody).first).to_be_visible()

    async def goes_to(self, part: str) -> None:
        await self.page.get_by_role("main").get_by_role("link", name=part, exact=True).click()
        await expect(self.page.get_by_role("link", name=part, exact=True)).to_have_attribute(
            "aria-current", "page"
        )

    def part(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name, exact=True)

    async def answer(self, path: str) -> Any:
        """What the API says to this supervisor now."""
        return await (await self.page.request.get(f"/api/v1/{path}")).json()

    async def keeps(self, name: str) -> None:
        await pictures(self.page, f"routing-{name}-{self.stage.lang}")


async def test_the_routing_page_shows_what_the_api_says_and_why(stage: Stage) -> None:
    boss = Planner(await stage.enter(), stage)
    await boss.sign_in()
    agent = await stage.agent()
    assert (await agent.page.request.get("/board/routing/")).status == 403
    await agent.go_online()
    visitor = await wants_a_person(stage)
    await sees_the_queue(boss)
    await sees_why_it_still_waits(boss, agent)
    await wants_a_person(stage)
    await agent.accept()
    await agent_reads_why(agent, boss)
    await reads_the_decisions(boss)
    await sees_the_matrix(boss)
    await looks_ahead(boss)
    await compares_policies(boss)
    await visitor.page.close()


def clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


async def sees_the_queue(boss: Planner) -> None:
    """Row by row: how many wait, the promise, who could take it."""
    for _ in range(TRIES):
        told = await boss.answer("routing/live")
        rows = await boss.part(boss.words.queues).locator("tbody tr").all()
        shown = [await row.locator("td").all_inner_texts() for row in rows]
        if told["waiting"] and [expected(queue, boss) for queue in told["queues"]] == [
            [cells[0].split("\n")[0], cells[2], cells[3].split("\n")[0]] for cells in shown
        ]:
            break
        await asyncio.sleep(PAUSE_S)
    else:
        raise AssertionError(f"{shown} is not {told['queues']}")
    await boss.keeps("queues")


def expected(queue: dict[str, Any], boss: Planner) -> list[str]:
    return [
        str(queue["waiting"]),
        clock(queue["promise_s"]),
        boss.words.free_of.format(**queue["capable"])
        if queue["capable"]["online"]
        else boss.words.nobody_online,
    ]


async def sees_why_it_still_waits(boss: Planner, agent: Agent) -> None:
    """The agent declines: nobody else is there, and the page says it in the API's words."""
    card = agent.page.get_by_role("alertdialog")
    await card.get_by_role("button", name=boss.words.decline).click()
    await expect(card).to_have_count(0)
    stuck = boss.part(boss.words.stuck)
    for _ in range(TRIES):
        why = (await boss.answer("routing/live"))["waiting"][0]["why"][boss.stage.lang]
        if await stuck.get_by_text(why, exact=True).count():
            break
        await asyncio.sleep(PAUSE_S)
    else:
        raise AssertionError(f"{await stuck.inner_text()} does not say {why}")
    await expect(stuck.locator(".steps li.now")).to_have_count(1)


async def agent_reads_why(agent: Agent, boss: Planner) -> None:
    pane = agent.page.get_by_role("complementary").locator(".why")
    await expect(pane.get_by_role("heading", name=boss.words.why)).to_be_visible()
    await expect(pane.locator(".chip").first).to_contain_text(boss.words.accepted)


async def reads_the_decisions(boss: Planner) -> None:
    """A declined and an accepted offer don't look alike, and the card compares exactly the record's candidates."""
    await boss.goes_to(boss.words.decisions)
    main = boss.page.get_by_role("main")
    await expect(main.locator(".dt tbody tr .chip").first).to_contain_text(boss.words.accepted)
    await expect(main.locator(".dt tbody tr .chip", has_text=boss.words.declined)).not_to_have_count(0)
    told = (await boss.answer("routing/decisions"))["items"]
    await expect(main.locator(".dt tbody tr")).to_have_count(len(told))
    await expect(main.locator(".compared tbody tr")).to_have_count(len(told[0]["candidates"]))
    figures = [one["says"][boss.stage.lang] for one in told[0]["candidates"][0]["figures"]]
    assert await main.locator(".compared tbody tr").first.locator("td").all_inner_texts() == figures
    await expect(main.get_by_text(boss.words.agrees)).to_be_visible()
    await boss.keeps("decisions")


async def sees_the_matrix(boss: Planner) -> None:
    await boss.goes_to(boss.words.skills)
    table = boss.page.locator(".sm")
    agents = (await boss.answer("agents?limit=200"))["items"]
    named = {one["name"][boss.stage.lang]: one["key"] for one in (await boss.answer("skills"))["items"]}
    await expect(table.locator("tbody tr")).to_have_count(len(agents))
    skills = [named[title] for title in (await table.locator("thead th").all_inner_texts())[2:]]
    for one in agents:
        row = table.locator("tbody tr").filter(has_text=one["name"])
        shown = await row.locator("td").all_inner_texts()
        assert [int(cell or 0) for cell in shown] == [
            one["capacity"],
            *(one["skills"].get(skill, 0) for skill in skills),
        ]
    await boss.keeps("skills")


async def looks_ahead(boss: Planner) -> None:
    """The tables beside chart and heat hold the API's numbers, one by one."""
    await boss.goes_to(boss.words.forecast)
    heat = await boss.answer("routing/heat?weeks=4&measure=arrivals")
    table = boss.page.locator(".hm")
    await expect(table.locator("tbody tr")).to_have_count(len(heat["queues"]))
    for row, values in zip(await table.locator("tbody tr").all(), heat["values"], strict=True):
        shown = [float(cell) for cell in await row.locator("td").all_inner_texts() if cell[:1].isdigit()]
        assert shown == pytest.approx([value for value in values if value], abs=0.051)
    told = await boss.answer("routing/forecast?days=14")
    await expect(boss.page.locator(".fc-chart")).to_be_visible(timeout=SLOW_MS)
    await boss.keeps("forecast")
    await boss.page.keyboard.press("Shift+T")
    lines = await boss.page.locator(".quarters tbody tr").all_inner_texts()
    assert len(lines) > 1
    for line in lines:
        hour, minute = map(int, line[:5].split(":"))
        place = hour * 4 + minute // 15
        means = [float(cell.split("·")[-1].split()[0]) for cell in line.split("\t")[1:]]
        assert means == pytest.approx([told["mean"][day * 96 + place] for day in range(14)], abs=0.0051)
    await boss.page.keyboard.press("Shift+T")


async def compares_policies(boss: Planner) -> None:
    await boss.goes_to(boss.words.policies)
    async with boss.page.expect_response("**/routing/compare*", timeout=SLOW_MS) as answered:
        await boss.page.get_by_role("button", name=boss.words.compare, exact=True).click()
        await expect(boss.page.locator(".progress")).to_be_visible()
    told = await (await answered.value).json()
    rows = await boss.page.locator(".pt tbody tr").all()
    assert len(rows) == len(told["policies"]) > 1
    for row, one in zip(rows, told["policies"], strict=True):
        cells = [cell.split()[-1] for cell in await row.locator("td").all_inner_texts()]
        assert cells[:2] == [clock(round(one["mean_wait_s"])), clock(round(one["p80_wait_s"]))]
        assert cells[4] == f"{one['occupancy_gini']:.3f}"
    await boss.keeps("policies")
