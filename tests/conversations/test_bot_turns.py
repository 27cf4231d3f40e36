"""The bot's turns in rows: slots, what goes on from before, its hours and budget, and conversations left alone."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from bot.models import Rules, Turn
from conversations import turn
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from customers.models import Customer
from kb import search
from kb.indexing import Indexer
from routing.models import Calendar
from tests import factories
from tests.conversations.acts import again, ago, kinds, says, somebody, time_passes, written

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")

TRACK = "Where is my parcel right now?"


@pytest.fixture
def base(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_library", None)
    factories.site()
    factories.article(
        "track", question=TRACK, answer="Parcel {order_number} left us.", category=factories.category()
    )
    factories.article("hours", question="When are you open on weekends?", answer="Nine to five.")
    factories.article("gifts", question="Do you wrap presents for birthdays?", answer="Yes, for free.")
    search.changed()
    search.library()  # built before the clock of a turn runs


def hears(who: Customer, text: str) -> Entry:
    """The visitor's line, and then the last entry once the bot has had its turn."""
    said = says(who, text)
    turn.take_turn(int(said.id or 0))
    last = Entry.objects.filter(conversation=int(said.conversation or 0)).order_by("-seq").first()
    assert last is not None
    return last


def test_an_answer_that_needs_an_order_number_asks_for_it_and_holds_it(base: None) -> None:
    lin = somebody()

    asked = hears(lin, TRACK)
    given = hears(lin, "AB123456")

    assert (asked.kind, asked.data) == ("slot", {"slot": "order_number", "format": "AB123456"})
    assert asked.text == "What’s your order number?"
    assert (given.kind, given.text) == ("message", "Parcel AB123456 left us.")
    assert given.data["article"] == "track"


def test_a_number_told_with_the_question_is_not_asked_for(base: None) -> None:
    assert hears(somebody(), f"{TRACK} AB123456").text == "Parcel AB123456 left us."


def test_a_number_told_before_is_remembered(base: None) -> None:
    lin = somebody()
    hears(lin, TRACK)
    hears(lin, "AB123456")

    assert hears(lin, "where is my parcel right now").text == "Parcel AB123456 left us."


def test_a_wrong_number_is_asked_again_with_what_is_expected_twice_and_then_a_person_comes(
    base: None,
) -> None:
    lin = somebody()
    hears(lin, TRACK)

    texts = [hears(lin, wrong).text for wrong in ("qqq", "xyzzy")]
    end = hears(lin, "zzzz")

    assert all("6 digits" in text for text in texts)
    assert (end.kind, end.data) == ("queued", {"reason": "miss"})


def test_who_are_you_is_no_miss(base: None) -> None:
    lin = somebody()
    hears(lin, "qqq")

    assert "automatic assistant" in hears(lin, "who are you?").text
    assert Turn.objects.latest("pk").reasons["misses"] == 1


def test_out_of_budget_a_person_comes(base: None) -> None:
    lin = somebody()
    Rules.objects.create(site=lin.site, budget=1)
    hears(lin, "hello")

    assert hears(lin, "When are you open on weekends?").data == {"reason": "bot_off"}


def test_the_bot_keeps_its_hours_by_the_calendar(base: None) -> None:
    lin = somebody()
    Rules.objects.create(site=lin.site, hours="open")
    Calendar.objects.create(site=lin.site, zone="UTC", week=[[] for _ in range(7)], dates={})

    assert hears(lin, "When are you open on weekends?").data == {"reason": "bot_off"}


def test_a_topic_for_people_never_meets_the_bot(base: None) -> None:
    lin = somebody()
    lin.site.topics = [{"key": "billing", "name": {"zh": "账单", "en": "Billing"}}]
    lin.site.save()
    Rules.objects.create(site=lin.site, off_for=["billing"])
    said = says(lin, "When are you open on weekends?", topic="billing")
    turn.take_turn(int(said.id or 0))

    assert Conversation.objects.get(pk=int(said.conversation or 0)).queue_reason == "bot_off"


@pytest.mark.parametrize(("silent_s", "state"), [(86_300, State.BOT), (86_401, State.RESOLVED)])
def test_a_conversation_left_alone_with_the_bot_is_closed_after_a_day(silent_s: float, state: State) -> None:
    talk = factories.conversation(state=State.BOT, since=ago(silent_s), visitor_spoke_at=ago(silent_s))

    time_passes()

    assert again(talk).state == state


def test_it_is_closed_without_a_request_to_rate_and_without_a_ticket() -> None:
    talk = factories.conversation(state=State.BOT, since=ago(90_000))

    time_passes()

    row = again(talk)
    assert (row.outcome, row.left_reason, kinds(talk)) == ("closed", "", ["resolved"])


def test_a_word_of_the_visitor_keeps_it_open() -> None:
    talk = factories.conversation(state=State.BOT, since=ago(90_000), visitor_spoke_at=ago(10))

    assert time_passes() == 0
    assert again(talk).state == State.BOT


def test_a_turn_waits_for_the_first_index_and_is_taken_with_it(
    base: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexed, real = threading.Event(), search._in_force
    monkeypatch.setattr(search, "_in_force", lambda known: indexed.wait(20) and real(known))
    monkeypatch.setattr(search, "_indexer", Indexer())
    monkeypatch.setattr(search, "_library", None)
    monkeypatch.setattr(search, "SMALL", 0)
    lin = somebody()

    last = hears(lin, "When are you open on weekends?")
    assert last.role == "visitor"

    indexed.set()
    search.library()
    turn.sweep(timedelta())
    assert Entry.objects.filter(role="bot").get().text == "Nine to five."
