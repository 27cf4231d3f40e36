"""What the tests of the outbox share: a world that effects reach, something owed, and time going by."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from chatdesk.kernel import outbox
from chatdesk.kernel.clock import now
from chatdesk.kernel.models import OutboxRow
from chatdesk.kernel.outbox import Effect


class World:
    """What the effects reach."""

    def __init__(self) -> None:
        self.heard: list[tuple[UUID, Any]] = []
        self.trouble: list[Exception] = []

    def hear(self, effect: Effect) -> None:
        if self.trouble:
            raise self.trouble.pop(0)
        self.heard.append((effect.id, effect.payload["tea"]))


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    world = World()
    monkeypatch.setattr(outbox, "_deliverers", {"tea": world.hear})
    monkeypatch.setattr(outbox, "_wakers", [])
    return world


def owe(tea: str = "oolong", **more: Any) -> UUID:
    with transaction.atomic():
        return outbox.put("tea", {"tea": tea}, **more)


def later(minutes: float) -> None:
    """Time goes by for what waits."""
    past = now() - timedelta(minutes=minutes)
    OutboxRow.objects.owed().update(due_at=past)
    OutboxRow.objects.owed().exclude(lease_until=None).update(lease_until=past)
