"""Who waits, who works and what weeks were like, for the tests of the routing tools."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Site, User
from chatdesk.kernel.clock import now
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from customers.models import Customer
from insights.metrics import midnight
from routing.models import Lease
from tests import factories
from tests.api.conftest import Caller

UTC = ZoneInfo("UTC")
ASKED: dict[str, tuple[str, Any]] = {
    "forecast": ("get", None),
    "advice": ("get", None),
    "compare": ("post", {"days": 7}),
    "what-if": ("post", {}),
}


def waiting(site: Site, name: str = "Lin Yue", **fields: Any) -> Conversation:
    return factories.conversation(factories.customer(site, name=name), state=State.QUEUED, **fields)


def works(name: str, state: str = "online", **fields: Any) -> User:
    """An agent with an open desk."""
    agent = factories.user(name)
    factories.seat(agent, state=state, **fields)
    Lease.objects.create(connection=name, user=agent, until=now() + timedelta(hours=1))
    return agent


def weeks(site: Site, agent: User, days: int = 21, at: tuple[int, ...] = (10, 10, 14), **fields: Any) -> None:
    """A conversation at each of these hours (UTC) of each of the last whole days; a minute's wait, ten of work."""
    begun = midnight(now(), UTC)
    customer = Customer.objects.create(site=site, locale="en")
    given: dict[str, Any] = {
        "needs": {"en": 1},
        "state": State.RESOLVED,
        "ended_in": "live",
        "last_agent": agent,
    }
    rows, lines = [], []
    for day in range(1, days + 1):
        for hour in at:
            arrived = begun - timedelta(days=day) + timedelta(hours=hour, minutes=5)
            ended = {
                "arrived_at": arrived,
                "resolved_at": arrived + timedelta(minutes=11),
                "outcome": "resolved",
            }
            times = {"created_at": arrived, "since": arrived} | ended
            rows.append(Conversation(site=site, customer=customer, **times | given | fields))
    for row in Conversation.objects.bulk_create(rows):
        assert row.arrived_at is not None
        joined = row.arrived_at + timedelta(minutes=1)
        lines.append(Entry(conversation=row, seq=1, kind="joined", role="system", at=joined))
    Entry.objects.bulk_create(lines)


def ask(caller: Caller, tool: str, query: str = "", body: Any = None) -> Any:
    method, usual = ASKED[tool]
    return caller.send(method, f"/routing/{tool}{query}", body or usual)
