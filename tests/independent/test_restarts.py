"""What was acknowledged outlives a power cut, and a stop says good-bye: seen by a visitor on the wire."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.independent.people import Agent, Place, Visitor, fresh
from tests.independent.product import started
from tests.independent.words import EN

pytestmark = pytest.mark.timeout(120)


async def test_a_power_cut_loses_no_acknowledged_message_and_doubles_none(tmp_path: Path) -> None:
    with started(tmp_path) as product:
        visitor = Visitor(Place.told(product.demo), "en")
        await visitor.come()
        await visitor.link.must("ask_human")
        keys = [fresh() for _ in range(5)]
        seqs = [(await visitor.say(f"line {n}", key))["seq"] for n, key in enumerate(keys)]
        visitor.remember()
        epoch = visitor.epoch
        product.kill()
        product.start()
        await visitor.come()
        assert visitor.epoch == epoch
        again = [await visitor.say(f"line {n}", key) for n, key in enumerate(keys)]
        assert [(ok["seq"], ok.get("dup")) for ok in again] == [(seq, True) for seq in seqs]
        _, page = await visitor.rest(f"conversations/{visitor.conversation}/entries?limit=200")
        assert [entry["seq"] for entry in page["items"]] == list(range(1, len(page["items"]) + 1))
        assert [e["seq"] for e in page["items"] if e["kind"] == "message"] == seqs
        await visitor.link.leave()


async def test_a_stop_says_when_to_come_back_closes_with_4012_and_ends_with_0(tmp_path: Path) -> None:
    with started(tmp_path) as product:
        visitor = Visitor(Place.told(product.demo), "en")
        await visitor.come()
        await visitor.say(EN.known)
        product.process.terminate()
        bye = await visitor.link.heard(lambda frame: frame["type"] == "bye", "bye")
        assert (bye["reason"], bye["retry_ms"] >= 0) == ("restarting", True)
        assert await visitor.link.code() == 4012
        assert product.process.wait(timeout=10) == 0


async def test_a_power_cut_keeps_a_pending_transfer_and_what_is_parked(tmp_path: Path) -> None:
    with started(tmp_path, "--set", "offer_s=300", "--set", "grace_s=300") as product:
        place = Place.told(product.demo)
        able, _ = place.agents({"en": 4, "tech": 2})
        one, two = Agent(place, able[0]), Agent(place, able[1])
        await one.come()
        parked, passed = Visitor(place, "en"), Visitor(place, "en")
        epochs = {}
        for visitor in (parked, passed):
            await visitor.come()
            visitor.conversation = (await visitor.link.must("ask_human", topic="tech"))["conversation"]
            offer = await one.offered(visitor.conversation)
            epochs[visitor] = (await one.link.must("accept", offer=offer["offer"]))["epoch"]
            await one.say(visitor.conversation, epochs[visitor], EN.agent[0])
        await two.come()
        await one.link.must("park", conversation=parked.conversation, epoch=epochs[parked])
        fields = {"conversation": passed.conversation, "epoch": epochs[passed]}
        await one.link.must("transfer", **fields, to={"agent": two.id}, text=EN.internal)
        offer = await two.offered(passed.conversation)
        product.kill()
        product.start()

        await one.come()
        welcome = await two.come()
        assert [card["id"] for card in welcome["conversations"]] == [passed.conversation]
        again = await two.offered(passed.conversation)
        assert (again["offer"], again["text"]) == (offer["offer"], EN.internal)
        ok = await two.link.must("accept", offer=again["offer"])
        assert ok["epoch"] != epochs[passed]
        await parked.come()
        await parked.say(EN.visitor[0])
        await one.say(parked.conversation, epochs[parked], EN.agent[1])
        for person in (one.link, two.link, parked.link):
            await person.leave()
