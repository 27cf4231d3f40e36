"""Nobody is there: the visitor waits in vain or leaves a message, both end as a ticket that staff answers."""

from __future__ import annotations

from tests.independent.people import Agent, Place, Visitor, fresh
from tests.independent.steps import Steps, same
from tests.independent.words import Words


async def tell(place: Place, words: Words, steps: Steps) -> None:
    """Both ways to a ticket, in one language. Broken when a step fails."""
    lang = words.lang
    waiting = Visitor(place, lang)
    with steps.step(f"[{lang}] nobody available: the queue offers message and callback at once"):
        await waiting.come()
        await waiting.say(words.strange[0])
        await waiting.link.must("ask_human")
        queue = await waiting.link.heard(lambda frame: frame["type"] == "queue", "queue frame")
        assert {"message", "callback"} <= set(queue["options"]), queue
    with steps.step(f"[{lang}] still nobody: a ticket, and the conversation ends with it"):
        number = await ticket_of(waiting, "ticket")
    with steps.step(f"[{lang}] the ticket is there after coming back, and by REST"):
        waiting.lose()
        welcome = await waiting.come()
        same(welcome["conversation"]["state"], "resolved", "state in welcome")
        status, ticket = await waiting.rest(f"tickets/{number}")
        same((status, ticket["number"], ticket["state"]), (200, number, "open"), "ticket")
    with steps.step(f"[{lang}] staff answers in the ticket, the visitor sees what is public and only that"):
        await answer(place, words, waiting, number)
    with steps.step(f"[{lang}] nobody else may read that ticket"):
        other = Visitor(place, lang)
        await other.come()
        same((await other.rest(f"tickets/{number}"))[0], 404, "status for another visitor")
        status, _ = await place.rest("GET", f"visitor/tickets/{number}", fresh(), Origin=place.origin)
        assert status in {401, 403}, status
        await other.link.leave()
    with steps.step(f"[{lang}] who would rather leave a message gets a ticket too"):
        writer = Visitor(place, lang)
        await writer.come()
        ok = await writer.link.must("prefer", option="message", text=words.visitor[0], email="li@example.org")
        writer.conversation = ok["conversation"]
        second = await ticket_of(writer, "message")
        assert second != number, second
        same((await writer.rest(f"tickets/{second}"))[0], 200, "status")
        await writer.link.leave()
    await waiting.link.leave()


async def ticket_of(visitor: Visitor, outcome: str) -> str:
    """The number that the timeline tells, with the end of the conversation."""
    told = await visitor.sees(lambda entry: entry["kind"] == "ticket", "ticket entry", within=15)
    ended = await visitor.sees(lambda entry: entry["kind"] == "resolved", "resolved entry")
    same(ended["data"]["outcome"], outcome, "outcome")
    number = str(told["data"]["number"])
    assert number.startswith("T-"), number
    assert len(number) == 8, number
    return number


async def answer(place: Place, words: Words, visitor: Visitor, number: str) -> None:
    """A public comment and an internal one."""
    agent = Agent(place, place.agents({words.lang: 2})[0][0])
    status, page = await agent.rest("tickets")
    same(status, 200, "status of the list")
    assert number in [row["number"] for row in page["items"]], page
    status, ticket = await agent.rest(f"tickets/{number}")
    same((status, ticket["conversation"]), (200, visitor.conversation), "ticket at the desk")
    assert ticket["reason"] in {"no_agent", "desk_closed"}, ticket
    for text, public in ((words.comment, True), (words.internal, False)):
        status, comment = await agent.rest(
            f"tickets/{number}/comments", "POST", {"text": text, "public": public}
        )
        same(status, 201, f"status of the comment ({comment})")
    status, seen = await visitor.rest(f"tickets/{number}")
    same([comment["text"] for comment in seen["comments"]], [words.comment], "comments that the visitor sees")
