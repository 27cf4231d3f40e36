"""Opening hours as a visitor meets them: in the welcome, and when the desk opens and closes."""

from __future__ import annotations

from django.db.models import Model

from chatdesk.kernel.clock import now
from conversations import presence
from routing.models import Calendar, Lease
from tests import factories
from tests.flows.places import Shop

ALWAYS = [[[0, 1440]]] * 7
NEVER: list[list[list[int]]] = [[]] * 7


def online(shop: Shop, *names: str) -> None:
    """These have a socket open and are online."""
    for name in names:
        user = shop.users[name]
        user.seat.state = "online"
        user.seat.save()
        Lease.objects.create(connection=name, user=user, until=now().replace(year=now().year + 1))


def hours(week: list[list[list[int]]], **of: Model) -> None:
    Calendar.objects.create(week=week, **of)


def told(shop: Shop) -> tuple[bool, int]:
    desk = presence.desks(now())[shop.site.pk]
    return desk.open, desk.agents


def test_without_hours_it_is_open_while_somebody_is_there(shop: Shop):
    assert told(shop) == (False, 0)

    online(shop, "mei")

    assert told(shop) == (True, 1)


def test_outside_its_hours_a_site_is_closed_whoever_is_there(shop: Shop):
    online(shop, "mei")
    hours(NEVER, site=shop.site)

    assert told(shop) == (False, 1)


def test_hours_alone_open_nothing(shop: Shop):
    hours(ALWAYS, site=shop.site)

    assert told(shop) == (False, 0)


def test_who_belongs_to_a_closed_team_does_not_count(shop: Shop):
    online(shop, "mei")
    hours(NEVER, team=shop.team)

    assert told(shop) == (False, 0)


def test_one_sites_hours_are_not_anothers(shop: Shop):
    online(shop, "mei")
    hours(NEVER, site=factories.site("other"))

    assert told(shop) == (True, 1)


async def test_a_visitor_is_welcomed_as_closed_outside_the_hours(shop: Shop, core: object):
    async with shop.agent("mei") as mei:
        await mei.goes("online")
        await Calendar.objects.acreate(site=shop.site, week=NEVER)

        async with shop.visitor() as lin:
            assert lin.welcome["site"]["open"] is False


async def test_a_visitor_hears_when_the_hours_are_over(shop: Shop, core: object):
    async with shop.agent("mei") as mei:
        await mei.goes("online")
        async with shop.visitor() as lin:
            assert lin.welcome["site"]["open"] is True

            await Calendar.objects.acreate(site=shop.site, week=NEVER)

            await lin.hears("desk", open=False, agents=1)
