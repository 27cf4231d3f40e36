"""Who waits, and who works, for the tests of the routing tools."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.models import Site, User
from chatdesk.kernel.clock import now
from conversations.lifecycle import State
from conversations.models import Conversation
from routing.models import Lease
from tests import factories


def waiting(site: Site, name: str = "Lin Yue", **fields: Any) -> Conversation:
    return factories.conversation(factories.customer(site, name=name), state=State.QUEUED, **fields)


def works(name: str, state: str = "online", **fields: Any) -> User:
    """An agent with an open desk."""
    agent = factories.user(name)
    factories.seat(agent, state=state, **fields)
    Lease.objects.create(connection=name, user=agent, until=now() + timedelta(hours=1))
    return agent
