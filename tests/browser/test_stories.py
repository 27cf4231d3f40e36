"""The three stories of the product, seen by those who live them."""

from __future__ import annotations

import re

from playwright.async_api import expect

from tests.browser.people import Stage, pictures


async def test_the_bot_answers_a_question_on_the_shops_page(stage: Stage) -> None:
    visitor, words = await stage.visitor(), stage.words
    await pictures(visitor.page, f"shop-{stage.lang}")
    await visitor.open()
    await pictures(visitor.page, f"visitor-home-{stage.lang}")
    await visitor.start()
    await visitor.say(words.known)
    await expect(visitor.log.get_by_text(words.fact).first).to_be_visible()
    await pictures(visitor.page, f"visitor-answer-{stage.lang}")


async def test_what_the_bot_does_not_know_reaches_an_agent_and_a_reload_loses_nothing(stage: Stage) -> None:
    words, agent = stage.words, await stage.agent()
    await pictures(agent.page, f"desk-empty-{stage.lang}")
    await agent.go_online()
    visitor = await stage.visitor()
    await visitor.open()
    await visitor.start()
    await visitor.ask_what_nobody_knows()
    await pictures(visitor.page, f"visitor-queue-{stage.lang}")
    await agent.accept()
    await visitor.say(words.broken)
    await agent.sees(words.broken)
    await agent.say(words.hello)
    await visitor.sees(words.hello)
    before = await visitor.said()
    away = visitor.page.reload()
    await agent.say(words.meanwhile)
    await away
    if not await visitor.log.count():
        await visitor.open()
    await visitor.sees(words.meanwhile)
    await visitor.say(words.after)
    assert await visitor.said() == [*before, words.meanwhile, words.after]
    await agent.sees(words.after)
    await pictures(visitor.page, f"visitor-live-{stage.lang}")
    await pictures(agent.page, f"desk-live-{stage.lang}")
    await agent.resolve()
    await visitor.rate()
    await pictures(agent.page, f"desk-resolved-{stage.lang}")


async def test_with_nobody_there_a_ticket_is_opened_and_answered(stage: Stage) -> None:
    words, visitor = stage.words, await stage.visitor()
    await visitor.open()
    await visitor.start()
    await visitor.say(words.broken)
    await visitor.page.get_by_role("button", name=words.more).click()
    await visitor.page.get_by_role("menuitem", name=words.person).click()
    await expect(visitor.waiting().get_by_role("button", name=words.leave_message)).to_be_visible()
    await pictures(visitor.page, f"visitor-nobody-{stage.lang}")
    card = visitor.log.get_by_role("button", name=re.compile(r"T-\d{6}"))
    await expect(card).to_be_visible()
    found = re.search(r"T-\d{6}", await card.inner_text())
    assert found
    await pictures(visitor.page, f"visitor-ticketed-{stage.lang}")
    await visitor.page.reload()
    if not await visitor.page.get_by_role("dialog").count():
        await visitor.open()
    ticket = visitor.page.get_by_role("button", name=found[0])
    await expect(ticket).to_be_visible()
    agent = await stage.agent()
    await agent.answer_ticket(found[0], words.answer)
    await ticket.click()
    await expect(visitor.page.get_by_text(words.answer, exact=True)).to_be_visible()
    await pictures(visitor.page, f"visitor-ticket-{stage.lang}")
