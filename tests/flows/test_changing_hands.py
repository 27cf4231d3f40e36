"""A talk that changes hands: asked, refused, accepted, parked, back, and on to whoever knows."""

from __future__ import annotations

from tests.flows.places import Shop
from tests.flows.transcripts import tells


async def test_a_talk_changes_hands_and_the_visitor_reads_one_story(shop: Shop, core: object):
    tom_id = str(shop.users["tom"].pk)
    async with shop.agent("mei") as mei, shop.agent("tom") as tom, shop.visitor() as lin:
        await mei.goes("online")
        await lin.says("My kiln sensor shows E4, let me talk to a person")
        await lin.reads("queued")
        talk = await mei.accepts()
        await mei.says("Hello, this is Mei.", talk)
        await lin.reads("message", text="Hello, this is Mei.")

        await tom.goes("online")
        await mei.does(
            "transfer", conversation=talk, epoch=mei.held[talk], to={"agent": tom_id}, text="E4 again"
        )
        await tom.does("decline", offer=(await tom.hears("offer"))["offer"], reason="in a call")
        await mei.hears("handed", outcome="declined")
        await mei.says("One moment, I am looking for somebody.", talk)
        await mei.does("transfer", conversation=talk, epoch=mei.held[talk], to={"agent": tom_id})
        assert await tom.accepts() == talk
        await mei.hears("released")
        await lin.reads("left")
        await lin.reads("joined")

        await tom.says("Tom here. Please switch it off for a minute.", talk)
        await lin.reads("message", text="Tom here. Please switch it off for a minute.")
        await tom.does("park", conversation=talk, epoch=tom.held[talk])
        await lin.says("Done, it works!")
        await tom.hears("assigned")
        await tom.reads("message", text="Done, it works!")
        await tom.resolves(talk)
        await lin.reads("rating_request")

        assert [f["kind"] for f in lin.entries() if f["kind"] != "message"] == [
            "queued", "joined", "left", "joined", "resolved", "rating_request",
        ]  # fmt: skip
        assert lin.timeline() == tom.timeline()
        assert "E4 again" not in str(lin.frames)
        fresh = shop.visitor()
        fresh.token = lin.token
        async with fresh:
            tells("a talk changes hands", talk, fresh.wire.of("entry"), visitor=lin, agent=tom)
