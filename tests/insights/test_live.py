"""The figures of this moment equal what the rows say."""

from __future__ import annotations

import pytest

from conversations.lifecycle import State
from insights import live
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_open_state_is_counted_and_resolved_ones_are_not():
    shop = factories.site()
    for state in (State.BOT, State.BOT, State.RESOLVED):
        last = factories.conversation(factories.customer(shop), state=state)
    newest = factories.entry(last)

    now = live.snapshot()

    assert now.states == {"bot": 2, "queued": 0, "offered": 0, "live": 0, "parked": 0}
    assert now.entries == newest.pk  # on PostgreSQL numbers aren't given anew after a rollback


def test_an_empty_desk_has_noughts():
    assert set(live.snapshot().states.values()) == {0}
