"""Of several routers one leads: under a lease that it renews, with an epoch that fences whoever led before."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.db import transaction

from chatdesk.kernel import clock
from chatdesk.kernel.errors import Fenced
from conversations import degraded, floor, leading
from conversations.journal import journal
from conversations.leading import Lead
from conversations.lifecycle import State
from conversations.models import Conversation
from routing.models import Decision, Leader, Lease, Seat
from routing.recompute import faults
from tests import factories
from tests.conversations.acts import written
from tests.flows.places import Shop

__all__ = ["written"]


@pytest_asyncio.fixture
async def leads(transactional_db: None) -> AsyncIterator[list[Lead]]:
    yield [Lead(alone=False), Lead(alone=False)]
    await sync_to_async(journal.stop, thread_sensitive=False)()


@sync_to_async
def runs_out() -> None:
    Leader.objects.update(until=clock.now() - timedelta(seconds=0.1))


@sync_to_async
def ahead_by_two_hours() -> None:
    Leader.objects.update(until=clock.now() + timedelta(hours=2))


@sync_to_async
def may_write(lead: Lead) -> bool:
    try:
        with transaction.atomic():
            lead.guard()
    except Fenced:
        return False
    return True


async def test_a_standby_waits_for_the_lease_to_run_out(leads: list[Lead]):
    first, second = leads
    assert [await first.hold(), await second.hold(), await first.hold()] == [True, False, True]

    await runs_out()

    assert await second.hold()
    assert [await may_write(first), await may_write(second)] == [False, True]


async def test_a_lease_from_a_clock_that_was_wrong_binds_nobody(leads: list[Lead]):
    first, second = leads
    assert await first.hold()
    await ahead_by_two_hours()

    assert await sync_to_async(leading.absent)(clock.now())
    assert await second.hold()
    assert [await may_write(first), await may_write(second)] == [False, True]


async def test_who_was_taken_over_from_notices_when_renewing(
    leads: list[Lead], monkeypatch: pytest.MonkeyPatch
):
    first, second = leads
    await first.hold()
    await runs_out()
    await second.hold()
    monkeypatch.setattr(leading, "RENEW_S", 0.0)

    assert not await first.hold()
    assert await second.hold()


async def test_who_leaves_lets_the_standby_lead_at_once(leads: list[Lead]):
    first, second = leads
    await first.hold()
    first.leave()

    assert await second.hold()


async def test_the_one_process_of_a_machine_waits_for_nobody(leads: list[Lead]):
    await leads[0].hold()

    assert await Lead(alone=True).hold()


@pytest.mark.parametrize(("ago", "absent"), [(3.0, False), (3.9, False), (4.1, True)])
def test_a_leader_is_absent_ten_seconds_after_its_last_sign(db: None, ago: float, absent: bool):
    now = clock.now()
    Leader.objects.create(pk=1, until=now - timedelta(seconds=ago))

    assert leading.absent(now) is absent


def waiting(shop: Shop) -> Conversation:
    customer, _ = factories.visitor(shop.site)
    return factories.conversation(customer, state=State.QUEUED, needs={"en": 1}, arrived_at=clock.now())


def online(shop: Shop, name: str) -> None:
    user = shop.users[name]
    Seat.objects.filter(user=user).update(state=Seat.State.ONLINE)
    Lease.objects.create(connection=name, user=user, until=clock.now() + timedelta(seconds=60))


def test_degraded_the_least_loaded_who_can_is_asked_and_the_record_adds_up(shop: Shop, written: None):
    for name in ("mei", "tom"):
        online(shop, name)
    first, second = waiting(shop), waiting(shop)
    seen = floor.look(clock.now())
    given: dict[str, int] = {}
    for row in seen.rows:
        able = degraded.candidates(row, seen, given)
        given[able[0][1]] = 1
        journal.run(degraded.give(row, able, seen))

    for row in (first, second):
        row.refresh_from_db()
    assert {first.offered_to, second.offered_to} == {shop.users["mei"], shop.users["tom"]}
    for decision in Decision.objects.all():
        assert decision.rule == "degraded"
        assert faults(decision.record) == []


def test_degraded_nobody_without_the_skill_or_a_unit_is_asked(shop: Shop):
    online(shop, "tom")
    row = waiting(shop)
    Conversation.objects.filter(pk=row.pk).update(needs={"zh": 1})
    seen = floor.look(clock.now())
    assert degraded.candidates(seen.rows[0], seen, {}) == []

    Conversation.objects.filter(pk=row.pk).update(needs={"en": 1})
    Seat.objects.filter(user=shop.users["tom"]).update(capacity=0)
    seen = floor.look(clock.now())
    assert degraded.candidates(seen.rows[0], seen, {}) == []
