"""What came of each offer is written down where the offer ends, by the real operations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from accounts.models import User
from chatdesk.kernel.clock import now
from conversations import due, moves, offers, serving
from conversations.dispatch import carry_out
from conversations.frames import desk
from conversations.journal import Tx, attempt
from conversations.lifecycle import Outcome, State
from conversations.models import Conversation
from insights.routing import decisions
from routing.engine import AgentSpec, Engine, Request
from routing.firm import Firm
from routing.models import Decision, Lease
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Conversation:
    """One that Mei is being asked to take, by the engine's decision."""
    mei = factories.user("mei", role="supervisor")
    factories.seat(mei)
    Lease.objects.create(connection="mei", user=mei, until=now() + timedelta(hours=1))
    talk = factories.conversation(state=State.QUEUED, needs={"zh": 1})
    engine = Engine()
    engine.add_agent(AgentSpec(id=str(mei.pk), skills={"zh": 5}), now=0.0)
    [decision] = engine.request(Request(id=str(talk.pk), needs={"zh": 1}, arrived=1.0), now=1.0)
    done(lambda tx: carry_out(tx, decision, "push_accept", Firm()))
    talk.refresh_from_db()
    return talk


def done(operation: object) -> None:
    with transaction.atomic():
        attempt(operation, Tx({}, now()))  # type: ignore[arg-type]


def told() -> list[str | None]:
    return [one["outcome"] for one in decisions.latest(Decision.objects.order_by("pk"), named=True)]


def mei() -> User:
    return User.objects.get(name="Mei")


def test_while_an_agent_is_asked_nothing_came_of_it(asked: Conversation) -> None:
    assert told() == [None]


def test_a_yes(asked: Conversation) -> None:
    done(lambda tx: offers.accept(tx, mei(), desk.Accept(ref=1, offer=asked.offer)))

    assert told() == ["accepted"]


def test_a_no(asked: Conversation) -> None:
    done(lambda tx: offers.decline(tx, mei(), desk.Decline(ref=1, offer=asked.offer)))

    assert told() == ["declined"]


def test_silence(asked: Conversation) -> None:
    done(lambda tx: due.offer_expired(asked.offer)(tx, tx.lock(asked.pk)))

    assert told() == ["expired"]


def test_an_agent_who_was_lost(asked: Conversation) -> None:
    done(lambda tx: due.offer_lost(asked.offer)(tx, tx.lock(asked.pk)))

    assert told() == ["lost"]


def test_a_colleague_who_took_it_by_hand(asked: Conversation) -> None:
    tom = factories.user("tom", role="supervisor")
    factories.seat(tom)

    done(lambda tx: serving.take(tx, tom, desk.Take(ref=1, conversation=str(asked.pk))))

    assert told() == ["taken", "accepted"]


def test_a_visitor_who_left(asked: Conversation) -> None:
    done(lambda tx: moves.resolve(tx, tx.lock(asked.pk), Outcome.LEFT, by=moves.BY_VISITOR))

    assert told() == ["withdrawn"]


def test_asked_again_the_first_answer_stands(asked: Conversation) -> None:
    done(lambda tx: offers.decline(tx, mei(), desk.Decline(ref=1, offer=asked.offer)))
    first = Decision.objects.get()
    again = Decision.objects.create(
        conversation=first.conversation, agent=first.agent, rule=first.rule, record=first.record, at=now()
    )
    done(lambda tx: moves.offer(tx, tx.lock(asked.pk), mei(), {}))
    asked.refresh_from_db()

    done(lambda tx: offers.accept(tx, mei(), desk.Accept(ref=1, offer=asked.offer)))

    assert told() == ["declined", "accepted"]
    assert again.pk > first.pk


def test_given_without_asking_it_is_theirs(asked: Conversation) -> None:
    done(lambda tx: due.offer_lost(asked.offer)(tx, tx.lock(asked.pk)))
    engine = Engine()
    engine.add_agent(AgentSpec(id=str(mei().pk), skills={}), now=0.0)
    [decision] = engine.request(Request(id=str(asked.pk), arrived=1.0), now=1.0)

    done(lambda tx: carry_out(tx, decision, "push_auto", Firm()))

    assert told() == ["lost", "accepted"]
