"""A shop whose routing is looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from insights.routing import once, planning, sight
from tests import factories
from tests.api.conftest import Caller
from tests.conversations.conftest import line, shop, talk
from tests.flows.conftest import core, routing

__all__ = ["core", "line", "routing", "shop", "talk"]


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test looks at its own rows, and lets few made-up visitors come."""
    monkeypatch.setattr(planning, "VISITORS", 1_000)
    monkeypatch.setattr(planning, "LEARNERS", 1_000)
    sight.forget()
    once.forget()
    yield
    sight.forget()
    once.forget()


@pytest.fixture
def vera(db: None) -> Caller:
    """A supervisor's program."""
    return Caller(factories.user("vera", role="supervisor"))
