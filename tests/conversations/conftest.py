"""A shop without a base, a core without a router, and one live talk between lin and mei."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from chatdesk.kernel.clock import now
from conversations import reads
from conversations.hub import hub
from conversations.journal import journal
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from customers.models import Customer
from tests import factories
from tests.flows import places
from tests.flows.conftest import core, routing
from tests.flows.people import Agent, Visitor

__all__ = ["core", "routing"]


@pytest.fixture
def shop(transactional_db: None) -> places.Shop:
    return places.shop(base=False)


@pytest_asyncio.fixture
async def line(shop: places.Shop) -> AsyncIterator[None]:
    """Hub and journal without a router: nobody moves a conversation but the test."""
    hub.loop = asyncio.get_running_loop()
    yield
    await asyncio.get_running_loop().run_in_executor(None, journal.stop)
    await reads.close()
    hub.loop = None


@dataclass
class Talk:
    """One conversation that mei has, its visitor, and the token that names them."""

    shop: places.Shop
    row: Conversation
    customer: Customer
    token: str

    @property
    def id(self) -> str:
        return str(self.row.pk)

    def visitor(self, **fields: Any) -> Visitor:
        lin = self.shop.visitor(**fields)
        lin.token = self.token
        return lin

    def mei(self, **fields: Any) -> Agent:
        mei = self.shop.agent("mei", **fields)
        mei.held[self.id] = str(self.row.epoch)
        return mei

    def grows(self, count: int, text: str = "line") -> None:
        """Put `count` lines behind the others, without the journal and without a word to anybody."""
        first = self.row.last_seq + 1
        self.row.last_seq += count
        self.row.save(update_fields=["last_seq"])
        Entry.objects.bulk_create(
            Entry(
                conversation=self.row, seq=seq, kind="message", role="visitor", text=f"{text} {seq}", at=now()
            )
            for seq in range(first, first + count)
        )


@pytest.fixture
def talk(shop: places.Shop) -> Talk:
    customer, token = factories.visitor(shop.site)
    mei = shop.users["mei"]
    row = factories.conversation(customer, state=State.LIVE, assignee=mei, last_agent=mei, epoch=1)
    return Talk(shop, row, customer, token)
