"""What people do, straight into the journal: no sockets, no router, and a clock that the test moves by moving rows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Site, User
from chatdesk.kernel.clock import now
from conversations import due, floor, offers, parking, serving, transfers, visiting
from conversations.closing import Due
from conversations.frames import desk, parts, told, visitor
from conversations.journal import Tx, journal
from conversations.lifecycle import State
from conversations.models import Conversation
from customers.models import Customer
from routing.models import Lease
from tests import factories

_ids = itertools.count(1)


@pytest.fixture
def written(transactional_db: None) -> Iterator[None]:
    """The journal writes for real, and has ended when the test has."""
    yield
    journal.stop()


def new_id() -> str:
    return f"acts-{next(_ids):06d}"


def says(who: Customer, text: str = "hello", **fields: Any) -> told.Ok:
    frame = visitor.Say(ref=1, text=text, **{"client_id": new_id()} | fields)
    return does(visiting.say, who, frame)


def does(act: Callable[[Tx, Any, Customer, Any], told.Ok], who: Customer, frame: Any) -> told.Ok:
    return journal.run(lambda tx: act(tx, who.site, who, frame))


def acts(act: Callable[[Tx, User, Any], told.Ok], who: User, frame: Any) -> told.Ok:
    return journal.run(lambda tx: act(tx, who, frame))


def takes(who: User, talk: Conversation) -> told.Ok:
    return acts(serving.take, who, desk.Take(ref=1, conversation=str(talk.pk)))


def resolves(who: User, talk: Conversation, outcome: str = "resolved") -> told.Ok:
    epoch = str(again(talk).epoch) if again(talk).assignee_id else None
    frame = desk.Resolve(ref=1, conversation=str(talk.pk), epoch=epoch, outcome=outcome)
    return acts(serving.resolve, who, frame)


def hands(who: User, talk: Conversation, *, text: str = "", **to: Any) -> told.Ok:
    """Transfer it: `agent=`, `team=` or `skills=`."""
    if isinstance(to.get("agent"), User):
        to["agent"] = str(to["agent"].pk)
    epoch = str(again(talk).epoch) if again(talk).assignee_id else None
    frame = desk.Transfer(
        ref=1, conversation=str(talk.pk), epoch=epoch, to=parts.Target(**to), text=text or None
    )
    return acts(transfers.transfer, who, frame)


def accepts(who: User, talk: Conversation) -> told.Ok:
    return acts(offers.accept, who, desk.Accept(ref=1, offer=again(talk).offer))


def declines(who: User, talk: Conversation, reason: str | None = None) -> told.Ok:
    return acts(offers.decline, who, desk.Decline(ref=1, offer=again(talk).offer, reason=reason))


def parks(who: User, talk: Conversation, until: str | None = None) -> told.Ok:
    epoch = str(again(talk).epoch) if again(talk).assignee_id else None
    return acts(parking.park, who, desk.Park(ref=1, conversation=str(talk.pk), epoch=epoch, until=until))


def somebody() -> Customer:
    """Another visitor of the one site."""
    return factories.customer(Site.objects.first() or factories.site())


def again(talk: Conversation) -> Conversation:
    """The row as it is now."""
    return Conversation.objects.get(pk=talk.pk)


def kinds(talk: Conversation) -> list[str]:
    return list(talk.entries.order_by("seq").values_list("kind", flat=True))


def ago(seconds: float) -> Any:
    return now() - timedelta(seconds=seconds)


def there(agent: User, *, until: float = 45) -> Lease:
    """An open socket of the agent's."""
    return Lease.objects.create(
        connection=f"lease-{next(_ids)}", user=agent, until=now() + timedelta(seconds=until)
    )


def seated(name: str, **fields: Any) -> User:
    """An agent who is online and can be reached."""
    agent = factories.user(name)
    factories.seat(agent, **fields)
    there(agent)
    return agent


def live(agent: User, **fields: Any) -> Conversation:
    held = {"state": State.LIVE, "assignee": agent, "last_agent": agent, "epoch": 1, "arrived_at": ago(1)}
    return factories.conversation(somebody(), **held | fields)


def time_passes() -> int:
    """Do what is due now; how many things that were."""
    items = list(due.due(floor.look(now())))
    for item in items:
        journal.run(carry_out(item))
    return len(items)


def carry_out(item: Due) -> Callable[[Tx], None]:
    return item.do
