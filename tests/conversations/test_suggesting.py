"""Suggestions for the visitor's latest words: who gets them, what for, and what is counted."""

from __future__ import annotations

import pytest
from asgiref.sync import sync_to_async

from accounts.models import Role, User
from bot.models import Suggestion
from chatdesk.kernel.errors import Invalid, NotAllowed, NotFound
from conversations import suggesting
from conversations.frames import desk, told
from conversations.journal import journal
from conversations.lifecycle import State
from conversations.models import Conversation
from tests import factories
from tests.conversations.acts import written
from tests.flows import places
from tests.flows.conftest import core
from tests.flows.places import Shop

__all__ = ["core", "written"]


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    return places.shop()


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    mei = shop.users["mei"]
    return factories.conversation(
        factories.customer(shop.site), state=State.LIVE, assignee=mei, last_agent=mei, epoch=1
    )


def asks(user: User, talk: Conversation) -> list[str]:
    found = suggesting.suggest(user, desk.Suggest(ref=1, conversation=str(talk.pk)))
    return [draft.article for draft in found.suggestions]


def did(
    user: User, talk: Conversation, act: str, article: str = "delivery-days", seq: int | None = None
) -> told.Ok:
    frame = desk.Suggested(ref=1, conversation=str(talk.pk), article=article, act=act, seq=seq)
    judged = suggesting.judge(user, frame)
    return journal.run(lambda tx: suggesting.count(tx, user, frame, judged))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("How long does delivery take?", "Two to four working days."),
        ("发货以后多久能收到？", "一般二到四个工作日送到。"),
    ],
)
def test_the_likeliest_comes_first_in_the_visitors_language(
    shop: Shop, talk: Conversation, text: str, answer: str
) -> None:
    factories.entry(talk, text)

    found = suggesting.suggest(shop.users["mei"], desk.Suggest(ref=1, conversation=str(talk.pk)))

    best = found.suggestions[0]
    assert (found.seq, best.article, best.text) == (1, "delivery-days", answer)
    assert 0 < best.confidence <= 1
    assert best.question in best.why["zh"]
    assert str(round(best.confidence * 100)) in best.why["en"]
    assert len(found.suggestions) <= 3
    confidences = [draft.confidence for draft in found.suggestions]
    assert confidences == sorted(confidences, reverse=True)


def test_only_what_was_said_last_counts(shop: Shop, talk: Conversation) -> None:
    factories.entry(talk, "How do I clean a clay teapot?")
    factories.entry(talk, "Rinse it.", role="agent")
    factories.entry(talk, "Hi again")
    factories.entry(talk, "When will my parcel arrive?")
    factories.entry(talk, "", role="system", kind="queued")

    assert asks(shop.users["mei"], talk)[0] == "delivery-days"
    assert "rinse-pot" not in asks(shop.users["mei"], talk)


def test_a_question_that_the_bot_did_not_answer_is_still_the_question(shop: Shop, talk: Conversation) -> None:
    factories.entry(talk, "When will my parcel arrive?")
    factories.entry(talk, "I don't know that one.", role="bot")

    assert asks(shop.users["mei"], talk)[0] == "delivery-days"


@pytest.mark.parametrize("said", ["", "zzzz qqqq xxxx"])
def test_where_nothing_comes_close_nothing_is_suggested(shop: Shop, talk: Conversation, said: str) -> None:
    if said:
        factories.entry(talk, said)

    assert asks(shop.users["mei"], talk) == []


@pytest.mark.parametrize("state", [State.BOT, State.QUEUED])
def test_who_may_see_what_nobody_has_yet_is_helped_too(shop: Shop, talk: Conversation, state: State) -> None:
    Conversation.objects.update(state=state, assignee=None, last_agent=None)
    factories.entry(Conversation.objects.get(), "When will my parcel arrive?")

    assert asks(shop.users["tom"], talk)


def test_who_may_not_see_it_is_not_told(shop: Shop, talk: Conversation) -> None:
    ann = factories.user("ann", role=Role.AUDITOR)

    with pytest.raises(NotFound):
        asks(shop.users["tom"], talk)
    with pytest.raises(NotAllowed):
        asks(ann, talk)
    with pytest.raises(NotFound):
        did(shop.users["tom"], talk, "inserted")


@pytest.mark.usefixtures("written")
def test_what_became_of_it_is_one_row_and_the_stronger_word_stays(shop: Shop, talk: Conversation) -> None:
    mei = shop.users["mei"]
    factories.entry(talk, "When will my parcel arrive?")

    assert not did(mei, talk, "inserted").dup
    assert did(mei, talk, "inserted").dup
    assert not did(mei, talk, "edited").dup
    assert did(mei, talk, "ignored").dup

    row = Suggestion.objects.get()
    assert (row.conversation, row.seq, row.article, row.agent, row.act) == (
        str(talk.pk), 1, "delivery-days", mei, "edited",
    )  # fmt: skip
    assert (row.query, 0 < row.confidence <= 1) == ("When will my parcel arrive?", True)


@pytest.mark.usefixtures("written")
def test_it_belongs_to_the_line_that_it_was_for(shop: Shop, talk: Conversation) -> None:
    mei = shop.users["mei"]
    factories.entry(talk, "When will my parcel arrive?")
    factories.entry(talk, "In two days", role="agent")
    factories.entry(talk, "How do I clean a clay teapot?")

    did(mei, talk, "inserted", seq=1)

    assert Suggestion.objects.get().query == "When will my parcel arrive?"
    for seq in (2, 9):
        with pytest.raises(Invalid):
            did(mei, talk, "inserted", seq=seq)


def test_unknown_acts_and_articles_are_refused(shop: Shop, talk: Conversation) -> None:
    mei = shop.users["mei"]
    with pytest.raises(Invalid, match="said anything"):
        did(mei, talk, "inserted")
    factories.entry(talk, "When will my parcel arrive?")

    with pytest.raises(Invalid, match="none of"):
        did(mei, talk, "liked")
    with pytest.raises(NotFound):
        did(mei, talk, "inserted", article="no-such-thing")
    assert Suggestion.objects.count() == 0


async def test_a_desk_asks_and_counts_over_its_socket(shop: Shop, core: object) -> None:
    async with shop.agent("mei") as mei, shop.visitor() as lin:
        await mei.goes("online")
        await lin.says("How long does delivery take?")
        talk = (await lin.does("ask_human"))["conversation"]
        await mei.hears("offer")

        found = await mei.does("suggest", conversation=talk)
        assert found["suggestions"][0]["article"] == "delivery-days"
        await mei.does(
            "suggested", conversation=talk, article="delivery-days", act="ignored", seq=found["seq"]
        )

        refused = await mei.asks("suggest", conversation="0")
        assert refused["code"] == "not_found"
        refused = await mei.asks("suggested", conversation=talk, article="delivery-days", act="liked")
        assert refused["code"] == "invalid"
        assert await sync_to_async(Suggestion.objects.count)() == 1
        assert "suggest" not in str(lin.wire.of("ok"))


@pytest.mark.parametrize(
    "text",
    [
        "a person please",
        "I want to talk to a human",
        "转人工",
        "我要人工客服",
        "你好",
        "Hello there!",
        "thanks a lot",
    ],
)
def test_a_kind_word_or_the_wish_for_a_person_gets_no_suggestion(
    shop: Shop, talk: Conversation, text: str
) -> None:
    factories.entry(talk, text)

    assert asks(shop.users["mei"], talk) == []


def test_thanks_after_a_question_leave_it_a_question(shop: Shop, talk: Conversation) -> None:
    factories.entry(talk, "How long does delivery take?")
    factories.entry(talk, "Thank you!")

    assert asks(shop.users["mei"], talk)[0] == "delivery-days"


def test_a_question_beside_the_wish_for_a_person_still_gets_one(shop: Shop, talk: Conversation) -> None:
    factories.entry(talk, "A person please: how long does delivery take?")

    assert asks(shop.users["mei"], talk)
