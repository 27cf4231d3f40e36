"""Whether an answer helped, and what the bot hands over to the agent."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from bot import summary
from bot.models import Turn
from chatdesk.kernel.errors import Invalid, NotFound
from conversations import solving, suggesting, visiting
from conversations.frames import desk, visitor
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from kb import search
from tests import factories
from tests.conversations.acts import does, kinds, says, somebody, time_passes, written

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


def answered(hits: list[Any], **fields: Any) -> tuple[Conversation, Turn]:
    """A talk in which the bot just gave the first of `hits`."""
    talk = factories.conversation(somebody(), **fields)
    asked = factories.entry(talk, "how do I return it")
    data = {"article": hits[0][0], "confidence": hits[0][1]}
    client_id = f"bot-{asked.pk:08d}"
    factories.entry(talk, "Like so.", role="bot", data=data, sender="bot", client_id=client_id)
    turn = Turn.objects.create(
        conversation=str(talk.pk), entry=str(asked.pk), query=asked.text, hits=hits, step="answer",
        article=hits[0][0], confidence=hits[0][1], reasons={"misses": 0, "values": {"order_number": "AB123456"}},
        at=asked.at,
    )  # fmt: skip
    return talk, turn


def tells(talk: Conversation, *, solved: bool, seq: int = 2) -> Any:
    frame = visitor.Solved(ref=1, seq=seq, solved=solved, conversation=str(talk.pk))
    return does(solving.solved, talk.customer, frame)


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_library", None)
    for key in ("return", "swap"):
        factories.article(key, question=f"How do I {key} it?")
    search.changed()


def test_a_yes_is_kept_and_said_twice_is_one() -> None:
    talk, turn = answered([["return", 0.9]])

    tells(talk, solved=True)

    assert tells(talk, solved=True).dup
    turn.refresh_from_db()
    assert (turn.helpful, turn.reasons["misses"]) == (True, 0)


def test_a_no_offers_what_was_next_likely(base: None) -> None:
    talk, turn = answered([["return", 0.9], ["swap", 0.08]])

    tells(talk, solved=False)

    offer = Entry.objects.get(conversation=talk, kind="choices")
    assert offer.data["choices"] == [{"id": "swap", "text": "How do I swap it?"}]
    turn.refresh_from_db()
    assert (turn.helpful, turn.reasons["offered"]) == (False, ["swap"])


def test_a_no_with_nothing_else_likely_is_a_miss(base: None) -> None:
    talk, turn = answered([["return", 0.99]])

    tells(talk, solved=False)

    turn.refresh_from_db()
    assert (kinds(talk), turn.reasons["misses"]) == (["message", "message"], 1)


def test_a_no_to_an_answer_long_past_offers_nothing(base: None) -> None:
    talk, _ = answered([["return", 0.9], ["swap", 0.08]])
    factories.entry(talk, "well, then")

    tells(talk, solved=False)

    assert "choices" not in kinds(talk)


@pytest.mark.parametrize("seq", [1, 9])
def test_a_line_that_is_no_answer_is_invalid(seq: int) -> None:
    talk, _ = answered([["return", 0.9]])

    with pytest.raises(Invalid):
        tells(talk, solved=True, seq=seq)


def test_nobody_judges_the_answers_of_another_visitor() -> None:
    talk, turn = answered([["return", 0.9]])
    frame = visitor.Solved(ref=1, seq=2, solved=False, conversation=str(talk.pk))

    with pytest.raises(NotFound):
        does(solving.solved, somebody(), frame)
    turn.refresh_from_db()
    assert turn.helpful is None


@pytest.mark.parametrize(("solved", "outcome"), [(True, "resolved"), (False, "closed")])
def test_left_alone_it_is_resolved_where_the_answer_helped(base: None, solved: bool, outcome: str) -> None:
    talk, _ = answered([["return", 0.99]])
    tells(talk, solved=solved)
    Conversation.objects.update(since="2026-01-01T00:00Z", visitor_spoke_at="2026-01-01T00:00Z")

    time_passes()

    talk.refresh_from_db()
    assert talk.outcome == outcome


def test_the_summary_names_what_was_asked_tried_told_and_the_mood(base: None) -> None:
    talk, turn = answered([["return", 0.9]])
    turn.reasons |= {"need_human": [["anger", 0.6], ["loud", 0.1]]}
    turn.helpful = False
    turn.save()

    told = summary.of(str(talk.pk))

    assert told.asked == ["how do I return it"]
    assert told.tried == [
        {"article": "return", "question": {"en": "How do I return it?"}, "confidence": 0.9, "helpful": False}
    ]
    assert (told.values, told.mood) == ({"order_number": "AB123456"}, ["anger"])


def test_the_summary_is_for_whoever_may_see_the_conversation(mei: User) -> None:
    bo = factories.user("bo")
    talk, _ = answered([["return", 0.9]], state=State.LIVE, assignee=bo, last_agent=bo, epoch=1)
    stranger, own = Client(), Client()
    path = f"/api/v1/conversations/{talk.pk}/bot"

    stranger.force_login(mei)
    own.force_login(bo)
    assert stranger.get(path).status_code == 404
    assert own.get(path).json()["asked"] == ["how do I return it"]


@pytest.mark.parametrize(
    ("part", "priority", "promise_s"),
    [("safety", "urgent", 15), ("complaint", "high", 30), ("missed", "normal", 60)],
)
def test_the_mood_halves_the_promise_or_more(part: str, priority: str, promise_s: float) -> None:
    talk, turn = answered([["return", 0.9]])
    turn.reasons |= {"need_human": [[part, 0.9]]}
    turn.save()

    does_ask = visitor.AskHuman(ref=1, conversation=str(talk.pk))
    does(visiting.ask_human, talk.customer, does_ask)

    talk.refresh_from_db()
    assert (talk.priority, talk.promise_s) == (priority, promise_s)


def test_a_conversation_that_never_met_the_bot_has_an_empty_summary() -> None:
    said = says(somebody())

    assert summary.of(said.conversation or "") == summary.Summary([], [], {}, [])


def test_a_suggestion_to_the_agent_carries_what_the_visitor_told_the_bot(base: None, mei: User) -> None:
    factories.article(
        "track", question="Where is my parcel right now?", answer="Parcel {order_number} left us."
    )
    search.changed()
    talk, _ = answered([["return", 0.9]])
    factories.entry(talk, "Where is my parcel right now?")

    told = suggesting.suggest(mei, desk.Suggest(ref=1, conversation=str(talk.pk)))

    assert told.suggestions[0].text == "Parcel AB123456 left us."
