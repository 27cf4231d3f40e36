"""What the hot paths cost in queries; savepoints aside, which SQLite answers without touching the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Site, User
from chatdesk.kernel.clock import now
from conversations import arrivals, offers, parking, selectors, serving, transfers, visiting
from conversations.access import visible
from conversations.frames import desk, parts, visitor
from conversations.journal import Tx, attempt
from conversations.lifecycle import OPEN, State
from customers.models import Customer
from tests import factories
from tests.conversations.acts import seated

pytestmark = pytest.mark.django_db


@contextmanager
def at_most(limit: int) -> Iterator[None]:
    with CaptureQueriesContext(connection) as seen:
        yield
    asked = [query["sql"] for query in seen if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= limit, "\n".join(asked)


def write(operation: Callable[[Tx], object]) -> None:
    """One operation as the journal carries it out, with nothing read ahead."""
    with transaction.atomic():
        attempt(operation, Tx({}, now()))


@pytest.fixture
def lin(site: Site) -> Customer:
    return factories.customer(site)


def test_a_visitors_word_costs_six_queries(site: Site, lin: Customer):
    factories.conversation(lin)
    said = visitor.Say(ref=1, client_id="c0ffee00", text="hello")

    with at_most(6):
        write(lambda tx: visiting.say(tx, site, lin, said))


def test_the_first_word_costs_six_queries(site: Site, lin: Customer):
    said = visitor.Say(ref=1, client_id="c0ffee00", text="hello")

    with at_most(6):
        write(lambda tx: visiting.say(tx, site, lin, said))


def test_an_agents_word_costs_six_queries(lin: Customer, mei: User):
    row = factories.conversation(lin, state=State.LIVE, assignee=mei, last_agent=mei, epoch=1)
    said = desk.DeskSay(ref=1, client_id="c0ffee00", conversation=str(row.pk), epoch="1", text="hello")

    with at_most(6):
        write(lambda tx: serving.say(tx, mei, said))


def test_catching_up_costs_four_queries(lin: Customer):
    row = factories.conversation(lin)
    for _ in range(30):
        factories.entry(row)

    with at_most(4):
        followed = arrivals.followed([lin], now())[lin.pk]
        assert arrivals.standing([followed.pk]) == [(30, 0)]
        assert len(selectors.entries_after(followed.pk, 0)) == 30


def test_a_hundred_visitors_who_come_back_cost_as_many_queries_as_one(site: Site):
    factories.user()  # the desk's own queries are the same for all
    come = [factories.visitor(site)[1] for _ in range(100)]

    with CaptureQueriesContext(connection) as of_one:
        arrivals.look([arrivals.Asked(site.key, come[0])])
    with at_most(len(of_one)):
        found = arrivals.look([arrivals.Asked(site.key, token) for token in come])

    assert len({one.customer.pk for one in found if one.customer}) == 100


def test_a_page_of_fifty_cards_costs_eight_queries(site: Site, sam: User):
    for _ in range(50):
        factories.conversation(factories.customer(site), state=State.QUEUED)

    with at_most(8):
        rows = visible(sam).filter(state__in=list(OPEN)).select_related(*selectors.whole())[:50]
        assert len([selectors.card(row, now()) for row in rows]) == 50


def test_handing_it_on_and_saying_yes_cost_ten_queries_each_and_parking_two(lin: Customer):
    mei, tom = seated("mei"), seated("tom")
    row = factories.conversation(lin, state=State.LIVE, assignee=mei, last_agent=mei, epoch=1)
    talk, tom_id = str(row.pk), str(tom.pk)
    hand = desk.Transfer(ref=1, conversation=talk, epoch="1", to=parts.Target(agent=tom_id), text="E4")

    with at_most(10):
        write(lambda tx: transfers.transfer(tx, mei, hand))
    row.refresh_from_db()
    with at_most(10):
        write(lambda tx: offers.accept(tx, tom, desk.Accept(ref=1, offer=row.offer)))
    with at_most(2):
        write(lambda tx: parking.park(tx, tom, desk.Park(ref=1, conversation=talk, epoch="2")))
