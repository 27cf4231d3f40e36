"""Leases of sockets, and a clock that was wrong when they were written."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import User
from chatdesk.kernel import clock, limits
from conversations import presence
from conversations.models import VisitorLease
from routing.models import Lease
from tests import factories


def test_a_lease_of_two_hours_is_cut_to_what_a_beat_gives(mei: User):
    far = clock.now() + timedelta(hours=2)
    Lease.objects.create(connection="a", user=mei, until=far)
    VisitorLease.objects.create(connection="v", customer=factories.customer(), until=far)

    presence.sweep()

    most = clock.now() + timedelta(seconds=limits.current().lost_s)
    for lease in (Lease.objects.get(), VisitorLease.objects.get()):
        assert clock.now() < lease.until <= most


def test_one_that_was_just_renewed_stays_as_it_is(mei: User):
    until = clock.now() + timedelta(seconds=limits.current().lost_s - 1)
    Lease.objects.create(connection="a", user=mei, until=until)

    presence.sweep()

    assert Lease.objects.get().until == until
