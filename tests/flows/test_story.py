"""The whole story over real sockets and a real database: bot, queue, agent, reconnect, end, rating, ticket."""

from __future__ import annotations

import pytest

from tests.flows.places import Shop
from tests.flows.transcripts import tells

WORDS = {
    "en": {
        "known": "How do I clean a clay teapot?",
        "answer": "Rinse it with hot water only, never soap, and let it dry with the lid off.",
        "unknown": "My invoice carries the wrong company name, let me talk to a person",
        "hello": "Hello, this is Mei.",
        "reply": "The name should be Tea House Ltd.",
        "while_away": "I am writing you a new one.",
        "thanks": "Thank you!",
    },
    "zh": {
        "known": "紫砂壶怎么清洗？",
        "answer": "只用热水冲洗，不要用洗洁精，然后揭盖晾干。",
        "unknown": "发票抬头开错了，帮我转人工",
        "hello": "您好，我是梅。",
        "reply": "抬头应该是清泉茶馆。",
        "while_away": "正在给您重开一张。",
        "thanks": "谢谢！",
    },
}


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_bot_answers_a_person_takes_over_and_nothing_is_lost(shop: Shop, core: object, lang: str):
    words = WORDS[lang]
    async with shop.agent("mei") as mei, shop.visitor(locale=lang) as lin:
        await mei.goes("online")

        await lin.says(words["known"])
        assert (await lin.reads("message", text=words["answer"]))["author"]["role"] == "bot"

        await lin.says(words["unknown"], topic="billing")
        await lin.reads("queued")
        talk = await mei.accepts()
        await lin.reads("joined")

        await mei.says(words["hello"], talk)
        await lin.reads("message", text=words["hello"])
        await lin.says(words["reply"])
        await mei.reads("message", text=words["reply"])

        await lin.wire.hangs_up()
        await mei.says(words["while_away"], talk)
        await lin.connects(epoch=lin.epoch, after=lin.complete())
        assert [f.get("text") for f in lin.wire.frames if f["type"] == "entry"] == [words["while_away"]]

        await lin.says(words["thanks"])
        await mei.resolves(talk)
        await lin.reads("rating_request")
        await lin.does("rate", score=5, comment=words["thanks"])
        await mei.reads("rated")
        assert lin.timeline() == mei.timeline()
        fresh = shop.visitor(locale=lang)
        fresh.token = lin.token
        async with fresh:
            tells(f"a person helps {lang}", talk, fresh.wire.of("entry"), visitor=lin, agent=mei)
