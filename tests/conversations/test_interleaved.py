"""Two routers whose leases interleave in every order: whoever was taken over from decides in vain, and nothing doubles."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from accounts.models import User
from chatdesk.kernel import clock
from chatdesk.kernel.errors import DeskError, Fenced, Stale
from conversations import checking, dispatch, floor
from conversations.floor import Floor, Mirror
from conversations.journal import Journal, Tx
from conversations.leading import Lead
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from routing.models import Decision as Record
from routing.models import Leader, Lease, Seat
from routing.spec import Decision
from tests import factories
from tests.conversations.acts import again, seated, somebody, written

__all__ = ["written"]
pytestmark = pytest.mark.usefixtures("written")
STEPS, SLOTS = 60, 2


@dataclass
class Router:
    """One of them: leads, looks, and carries out what it decided; each when the test says so."""

    journal: Journal = field(default_factory=Journal)
    lead: Lead = field(default_factory=lambda: Lead(alone=False))
    mirror: Mirror = field(default_factory=lambda: Mirror("least_loaded"))
    pending: list[Decision] = field(default_factory=list)
    seen: Floor | None = None
    fenced = 0

    def does(self, operation: Callable[[Tx], object]) -> object:
        return self.journal.submit(operation).result(timeout=30)

    def holds(self) -> None:
        """Take the lead or keep it, as `hold` does."""
        try:
            if not self.lead._epoch:
                self.lead._epoch = int(str(self.does(self.lead._take)))
                self.mirror = Mirror("least_loaded")
            else:
                self.does(self.lead._renew)
        except (Stale, Fenced):
            self.lead._epoch = 0

    def looks(self) -> None:
        if self.lead._epoch:
            self.seen = floor.look(clock.now())
            self.pending += self.mirror.follow(self.seen)

    def carries_out(self) -> None:
        """The oldest decision, however late that is by now."""
        if not self.pending or self.seen is None:
            return
        decision, firm = self.pending.pop(0), self.seen.firm

        def operation(tx: Tx) -> None:
            self.lead.guard()
            dispatch.carry_out(tx, decision, "push_auto", firm)

        try:
            self.does(operation)
        except Fenced:
            self.fenced += 1
        except DeskError:
            if decision.conversation in self.mirror.held:
                self.mirror.forget(decision.conversation)


@pytest.fixture
def two(transactional_db: None) -> Iterator[list[Router]]:
    both = [Router(), Router()]
    yield both
    for one in both:
        one.journal.stop()


@pytest.fixture
def crew() -> list[User]:
    return [seated(name, capacity=SLOTS) for name in ("mei", "tom", "ana")]


def waits() -> Conversation:
    return factories.conversation(
        somebody(), state=State.QUEUED, needs={"en": 1}, arrived_at=clock.now(), team=None
    )


def runs_out() -> None:
    Leader.objects.update(until=clock.now() - timedelta(seconds=1))


def ends(rng: random.Random) -> None:
    """Somebody's chat is over."""
    live = list(Conversation.objects.filter(state=State.LIVE))
    if live:
        gone = rng.choice(live)
        Conversation.objects.filter(pk=gone.pk).update(
            state=State.RESOLVED, assignee=None, resolved_at=clock.now(), outcome="resolved"
        )


@pytest.mark.timeout(170)
@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_nothing_is_given_twice(two: list[Router], crew: list[User], seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(STEPS):
        one = rng.choice(two)
        acts: list[Callable[[], object]] = [
            waits,
            runs_out,
            one.holds,
            one.looks,
            one.carries_out,
            lambda: ends(rng),
        ]
        rng.choice([*acts, one.holds, one.looks, one.carries_out])()
        held = [Conversation.objects.filter(assignee=each, state=State.LIVE).count() for each in crew]
        assert max(held) <= SLOTS

    for talk in Conversation.objects.all():
        assert Entry.objects.filter(conversation=talk, kind="joined").count() == talk.epoch <= 1
        assert Record.objects.filter(conversation=str(talk.pk)).count() == talk.epoch
    broken = {one.rule for one in checking.violations(floor.look(clock.now()), 1)}
    assert not broken & {"RI1", "RI2", "RI8", "RI11"}


def test_the_decision_of_a_router_that_was_asleep_is_refused(two: list[Router], crew: list[User]) -> None:
    old, new = two
    Lease.objects.update(until=clock.now() + timedelta(hours=1))
    Seat.objects.update(capacity=1)
    talk = waits()
    old.holds()
    old.looks()
    runs_out()
    new.holds()
    new.looks()
    new.carries_out()
    given = again(talk).assignee

    old.carries_out()

    assert old.fenced == 1
    assert (again(talk).assignee, again(talk).epoch) == (given, 1)
    old.holds()
    assert old.lead._epoch == 0
