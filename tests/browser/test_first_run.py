"""A firm begins with nothing and does what README says: in the end its own page answers, first the bot, then a person."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser.firm import PASSWORD, WORDS, Owner, Site, owner_link, served
from tests.browser.people import Agent, Stage, Visitor, pictures
from tests.independent.product import Product, started


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Product]:
    """A fresh folder without --demo."""
    with started(tmp_path, demo=False) as product:
        yield product


@pytest.fixture
async def beginning(empty: Product, chromium: Browser, lang: str) -> AsyncIterator[Stage]:
    """Where owner, agent and visitor enter; at the end no page may have complained."""
    stage = Stage({"url": f"http://127.0.0.1:{empty.port}"}, chromium, lang)
    yield stage
    await stage.clear()


@pytest.fixture
def site() -> Iterator[Site]:
    with served() as site:
        yield site


async def test_a_stranger_gets_from_nothing_to_an_answering_page(
    empty: Product, beginning: Stage, site: Site
) -> None:
    words, stage = WORDS[beginning.lang], beginning
    owner = Owner(await stage.enter(), stage)
    await owner.begins(owner_link(empty))
    await owner.names_the_site(site.url)
    await owner.picks_a_colour()
    invitation = await owner.invites("bo@tea.example")
    await owner.pastes_answers()
    site.pasted = await owner.reads_the_snippet()

    visitor = Visitor(await stage.enter(), stage)
    await visitor.page.goto(site.url)
    await owner.sees_it_installed()
    await visitor.open()
    await visitor.page.get_by_role("button", name=stage.words.ask, exact=True).click()
    await visitor.say(words.ask)
    await visitor.sees(words.fact)
    await pictures(visitor.page, f"first-run-7-answer-{stage.lang}")

    bo = Agent(await stage.enter(), stage, {})
    await bo.page.goto(invitation)
    await bo.page.get_by_label(words.name, exact=True).fill("Bo Lin")
    await bo.page.get_by_label(words.password, exact=True).fill(PASSWORD)
    await pictures(bo.page, f"first-run-8-invitation-{stage.lang}")
    await bo.page.get_by_role("button", name=words.join, exact=True).click()
    await bo.page.wait_for_url("**/desk/**")
    await bo.go_online()
    await visitor.ask_what_nobody_knows()
    await bo.accept()
    await bo.say(stage.words.hello)
    await visitor.sees(stage.words.hello)
