"""Who is there: leases of open sockets as rows, renewed by beats. A crash needs no clean-up; time does it."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import Site
from chatdesk.kernel import clock, limits
from conversations.beats import Beat
from conversations.facts import RoutingChanged
from conversations.frames import told
from conversations.journal import Tx, journal
from conversations.models import VisitorLease
from routing import hours
from routing.models import Lease, Seat
from routing.roster import reachable

RELOAD = timedelta(seconds=5)  # a clean close without a bye is most likely a reload
KEPT = timedelta(days=1)  # ended leases tell when somebody was lost


def beat(connection: str, *, user: int | None = None, customer: int | None = None) -> None:
    """The socket is alive: its lease holds for another `lost_s`. Written with the next commit."""
    until = clock.now() + timedelta(seconds=limits.current().lost_s)
    _write(connection, user, customer, until)


def left(
    connection: str, *, user: int | None = None, customer: int | None = None, clean: bool, bye: bool
) -> None:
    """The socket is gone: at once after a bye, in 5 s after a clean close; otherwise the lease runs out by itself."""
    now = clock.now()
    if bye or clean:
        _write(connection, user, customer, now if bye else now + RELOAD)


def _write(connection: str, user: int | None, customer: int | None, until: datetime) -> None:
    if customer is not None:
        journal.beat(Beat(connection, customer, until))
    elif user is not None:
        journal.submit(lambda tx: _renew(tx, connection, user, until))


def _renew(tx: Tx, connection: str, user: int, until: datetime) -> None:
    came = not reachable(user, tx.now)
    Lease.objects.update_or_create(connection=connection, defaults={"user_id": user, "until": until})
    if came or until <= tx.now + RELOAD:
        tx.announce(RoutingChanged())


def desks(now: datetime) -> dict[int, told.Desk]:
    """Of each site, by its id, whether anybody could take a conversation now: it is within the site's hours, and an
    agent whose team is within its own is online or wrapping up, with a socket open.
    """
    sites_closed, teams_closed = hours.closed(now)
    there = Lease.objects.filter(until__gt=now).values("user_id")
    soon = [Seat.State.ONLINE, Seat.State.WRAP_UP]
    online = Seat.objects.filter(user_id__in=there, user__is_active=True, state__in=soon)
    agents = online.exclude(team_id__in=teams_closed).count()
    return {
        site: told.Desk(open=agents > 0 and site not in sites_closed, agents=agents)
        for site in Site.objects.values_list("pk", flat=True)
    }


def sweep() -> None:
    """Forget leases that ended long ago, and shorten those that only a clock that was wrong can have written."""
    now = clock.now()
    most = now + timedelta(seconds=limits.current().lost_s)
    for leases in (Lease.objects, VisitorLease.objects):
        leases.filter(until__lt=now - KEPT).delete()
        leases.filter(until__gt=most).update(until=most)
