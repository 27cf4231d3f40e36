"""What a visitor may do where it is least obvious: over and open again, word left, rated, merged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from chatdesk.kernel.clock import now
from chatdesk.kernel.errors import ClientIdConflict, Closed, Invalid, NotFound, Stale, TooLarge
from conversations import greeting, visiting
from conversations.frames import visitor
from conversations.journal import journal
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from customers.models import Customer
from tests import factories
from tests.conversations.acts import again, ago, does, kinds, live, new_id, says, seated, somebody, written

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")


def over(**fields: Any) -> Conversation:
    """A conversation that was resolved a moment ago."""
    return factories.conversation(somebody(), state=State.RESOLVED, **fields)


def rates(who: Customer, score: int = 5, **fields: Any) -> Any:
    return does(visiting.rate, who, visitor.Rate(ref=1, score=score, **fields))


def prefers(who: Customer, option: str, **fields: Any) -> Any:
    return does(visiting.prefer, who, visitor.Prefer(ref=1, option=option, **fields))


# --- say and its client_id -------------------------------------------------------------------------------------------
def test_a_repeat_never_reopens() -> None:
    talk = factories.conversation(somebody())
    says(talk.customer, client_id="the-first")
    Conversation.objects.update(state=State.RESOLVED, resolved_at=now())

    ok = says(talk.customer, client_id="the-first", conversation=str(talk.pk))

    assert (ok.dup, again(talk).state) == (True, State.RESOLVED)


def test_the_same_words_with_a_file_are_another_message() -> None:
    talk = factories.conversation(somebody())
    says(talk.customer, client_id="the-first")

    with pytest.raises(ClientIdConflict):
        says(talk.customer, client_id="the-first", attachments=["7"])


def test_replying_to_a_line_that_is_not_there_is_invalid() -> None:
    with pytest.raises(Invalid, match="no line 9"):
        says(factories.conversation(somebody()).customer, reply_to=9)


def test_a_word_into_one_that_an_agent_had_waits_with_that_agent_preferred() -> None:
    mei = seated("mei")
    talk = over(last_agent=mei, waits_on=True, unreachable_since=ago(100))

    says(talk.customer, "wait", conversation=str(talk.pk))

    row = again(talk)
    assert (row.state, row.last_agent, row.waits_on, row.unreachable_since) == (
        State.QUEUED,
        mei,
        False,
        None,
    )
    assert kinds(talk) == ["reopened", "message"]
    assert row.needs == {"en": 1}


def test_a_word_into_one_that_only_the_bot_had_is_for_the_bot() -> None:
    talk = over()

    says(talk.customer, conversation=str(talk.pk))

    assert again(talk).state == State.BOT


def test_a_word_into_one_that_is_long_over_is_refused() -> None:
    talk = over(resolved_at=now() - timedelta(hours=24, minutes=1))

    with pytest.raises(Closed):
        says(talk.customer, conversation=str(talk.pk))


def test_a_word_into_an_old_one_beside_an_open_one_names_the_open_one() -> None:
    talk = over()
    other = factories.conversation(talk.customer)

    with pytest.raises(Stale, match=str(other.pk)):
        says(talk.customer, conversation=str(talk.pk))


def test_asking_for_a_person_in_one_that_is_over_does_not_reopen_it() -> None:
    talk = over()

    with pytest.raises(Stale):
        does(visiting.ask_human, talk.customer, visitor.AskHuman(ref=1, conversation=str(talk.pk)))
    assert again(talk).state == State.RESOLVED


# --- prefer ----------------------------------------------------------------------------------------------------------
def test_nobody_leaves_word_beside_an_agent() -> None:
    talk = live(seated("mei"))

    with pytest.raises(Stale):
        prefers(talk.customer, "message", text="hello")


@pytest.mark.parametrize(("phone", "error"), [("1" * 255, TooLarge), (" ", Invalid)])
def test_a_number_to_call_has_a_length(phone: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        prefers(somebody(), "callback", phone=phone)


def test_a_word_left_says_who_ended_it() -> None:
    who = somebody()

    prefers(who, "message", text="hello")

    ending = Entry.objects.get(kind="resolved")
    assert ending.data == {"outcome": "message", "by": {"role": "visitor"}}


# --- rate ------------------------------------------------------------------------------------------------------------
def test_what_goes_on_is_not_rated_yet() -> None:
    talk = live(seated("mei"))

    with pytest.raises(Stale):
        rates(talk.customer)


def test_a_rating_replaces_the_one_before_and_repeats_change_nothing() -> None:
    talk = over()

    rates(talk.customer, 2)
    rates(talk.customer, 5, comment="better")
    ok = rates(talk.customer, 5, comment="better")

    assert (ok.dup, again(talk).score, kinds(talk)) == (True, 5, ["rated", "rated"])


def test_what_ended_long_ago_is_not_rated_any_more() -> None:
    talk = over(resolved_at=now() - timedelta(hours=25))

    with pytest.raises(Closed):
        rates(talk.customer, conversation=str(talk.pk))
    with pytest.raises(NotFound):
        rates(talk.customer)


# --- identity --------------------------------------------------------------------------------------------------------
def merges(anonymous: Customer, became: Customer) -> None:
    journal.run(lambda tx: greeting.bring_along(tx, anonymous, became))


@pytest.mark.parametrize("anonymous_first", [True, False])
def test_of_two_open_conversations_the_older_is_closed(anonymous_first: bool) -> None:
    anonymous, became = somebody(), somebody()
    people = [anonymous, became] if anonymous_first else [became, anonymous]
    older, newer = (factories.conversation(who) for who in people)

    merges(anonymous, became)

    assert (again(older).state, again(older).outcome, again(newer).state) == (
        State.RESOLVED,
        "closed",
        State.BOT,
    )
    assert {again(older).customer, again(newer).customer} == {became}


def test_two_visitors_with_one_client_id_still_become_one() -> None:
    anonymous, became = somebody(), somebody()
    says(anonymous, "mine", client_id="same-id-1")
    says(became, "theirs", client_id="same-id-1")

    merges(anonymous, became)

    assert set(Conversation.objects.values_list("customer", flat=True)) == {became.pk}
    assert set(Entry.objects.filter(kind="message", role="visitor").values_list("author", flat=True)) == {
        str(became.pk)
    }


def test_what_the_anonymous_one_said_is_known_again_afterwards() -> None:
    anonymous, became = somebody(), somebody()
    said = new_id()
    says(anonymous, "mine", client_id=said)

    merges(anonymous, became)

    assert says(became, "mine", client_id=said).dup


def test_a_new_conversation_is_in_the_language_of_the_page(mei: User) -> None:
    who = somebody()
    who.locale = "zh"

    says(who, "Oolong 100g")

    assert Conversation.objects.get().locale == "zh"
