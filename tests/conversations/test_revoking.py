"""Whoever may no longer be here is out within a second, through real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session

from accounts import services, sessions
from accounts.facts import SignedOut
from accounts.models import ApiKey, AuditEntry, Policy, User
from chatdesk.kernel import bus
from chatdesk.kernel.clock import now
from chatdesk.kernel.ids import public as new_id
from conversations.consumers import DeskConsumer
from routing.models import Lease
from tests import factories
from tests.conversations.conftest import Talk
from tests.flows.sessions import Kept, browser_of, desk_of
from tests.flows.wire import HOST, Wire

SOON_S = 1.0


async def closed_with(wire: Wire) -> int:
    async with asyncio.timeout(SOON_S):
        code: int = await wire.ends()
        return code


@pytest.fixture
def mei(talk: Talk) -> User:
    return User.objects.get(pk=talk.shop.users["mei"].pk)


@pytest.fixture
def ada(talk: Talk) -> User:
    return factories.user("ada-the-admin", role="admin")


async def test_signing_out_closes_the_sockets_of_that_session_alone(
    talk: Talk, line: None, mei: User
) -> None:
    browser = await sync_to_async(browser_of)(mei)
    key = await sync_to_async(lambda: browser.session.session_key or "")()
    async with desk_of(mei, browser) as wire, talk.mei() as other:
        bus.announce(SignedOut(mei.pk, "another-session"))
        await wire.asks("note", conversation=talk.id, client_id=new_id(), text="still here")
        bus.announce(SignedOut(mei.pk, key))

        assert await closed_with(wire) == 4503
        assert other.wire.closed is None


async def test_no_lease_stays_behind(talk: Talk, line: None, mei: User) -> None:
    async with desk_of(mei) as wire:
        await sync_to_async(sessions.end)(mei, by=mei)
        assert await closed_with(wire) == 4503
        await asyncio.sleep(0.2)

    assert not await sync_to_async(Lease.objects.filter(user=mei, until__gt=now()).exists)()


@pytest.mark.parametrize("path", ["/account/sessions/", "/account/password/"])
async def test_ending_the_others_leaves_this_one(talk: Talk, line: None, mei: User, path: str) -> None:
    here = await sync_to_async(browser_of)(mei)
    await sync_to_async(here.get)("/account/")
    elsewhere = await sync_to_async(browser_of)(mei)
    await sync_to_async(elsewhere.get)("/account/")
    new = "seven quiet herons"
    fields = {"current": factories.PASSWORD, "new": new, "again": new}
    async with desk_of(mei, elsewhere) as wire:
        answer = await sync_to_async(here.post)(path, fields if "password" in path else {})

        assert answer.status_code == 302
        assert await closed_with(wire) == 4503
        assert (await sync_to_async(here.get)("/account/")).status_code == 200
        assert (await sync_to_async(elsewhere.get)("/account/")).status_code == 302


async def test_disabling_closes_every_socket_and_session(
    talk: Talk, line: None, mei: User, ada: User
) -> None:
    browser = await sync_to_async(browser_of)(mei)
    async with desk_of(mei, browser) as wire, talk.mei() as by_key:
        await sync_to_async(services.disable_user)(mei, by=ada)

        assert await closed_with(wire) == 4503
        assert await closed_with(by_key.wire) == 4503
    assert (await sync_to_async(browser.get)("/account/"))["Location"].startswith("/sign-in/")


async def test_a_revoked_key_closes_what_came_in_by_it(talk: Talk, line: None, mei: User) -> None:
    async with talk.mei() as by_key, desk_of(mei) as wire:
        for key in await sync_to_async(lambda: list(ApiKey.objects.filter(user=mei)))():
            await sync_to_async(services.revoke_key)(key)

        assert await closed_with(by_key.wire) == 4503
        await wire.asks("note", conversation=talk.id, client_id=new_id(), text="still here")


async def test_a_new_role_makes_the_desk_come_again(talk: Talk, line: None, mei: User, ada: User) -> None:
    async with desk_of(mei) as wire:
        await sync_to_async(services.change_role)(mei, "supervisor", by=ada)

        assert await closed_with(wire) == 4012


def session_over(user: User) -> None:
    Session.objects.update(expire_date=now() - timedelta(seconds=1))


def session_gone(user: User) -> None:
    Session.objects.all().delete()


def unused_for_eight_hours(user: User) -> None:
    UserSession.objects.update(last_seen_at=now() - timedelta(hours=8))


def begun_a_day_ago(user: User) -> None:
    UserSession.objects.update(created_at=now() - timedelta(hours=24))


def new_password(user: User) -> None:
    user.set_password("seven quiet herons")
    user.save()


def disabled_elsewhere(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def second_step_required(user: User) -> None:
    Policy.objects.create(pk=1, mfa_required_for=["agent"])


ENDS: list[Callable[[User], Any]] = [
    session_over, session_gone, unused_for_eight_hours, begun_a_day_ago, new_password, disabled_elsewhere, second_step_required,
]  # fmt: skip


@pytest.mark.parametrize("end", ENDS)
async def test_what_ended_in_another_process_is_found_with_the_next_beat(
    talk: Talk, line: None, mei: User, end: Callable[[User], Any]
) -> None:
    async with desk_of(mei) as wire:
        await sync_to_async(end)(mei)
        wire.sends("ping")

        assert await closed_with(wire) == 4503


@pytest.mark.parametrize("end", ENDS)
async def test_a_dead_session_opens_no_socket(
    talk: Talk, line: None, mei: User, end: Callable[[User], Any]
) -> None:
    browser = await sync_to_async(browser_of)(mei)
    await sync_to_async(end)(mei)
    async with Wire(DeskConsumer, origin=f"http://{HOST}", user=mei) as wire:
        wire._scope["session"] = Kept(await sync_to_async(lambda: browser.session.session_key or "")())
        wire.sends("hello", ref=1, protocol=1, device="browser")

        assert await closed_with(wire) == 4503


async def test_a_refused_frame_leaves_a_line_once_a_minute(talk: Talk, line: None, mei: User) -> None:
    async with talk.mei() as agent:
        for _ in range(3):
            assert (await agent.asks("watch", conversation=talk.id))["code"] == "not_allowed"
        await asyncio.sleep(0.2)

    lines = await sync_to_async(lambda: list(AuditEntry.objects.filter(verb="denied")))()
    assert [(one.actor, one.subject, one.detail) for one in lines] == [
        (mei.pk, f"conversation-{talk.id}", {"wanted": "watch"})
    ]


async def left_alone(mei: User, hours: float) -> None:
    moment = now() - timedelta(hours=hours)
    await UserSession.objects.filter(user=mei).aupdate(last_seen_at=moment)


async def test_a_desk_that_nobody_uses_is_closed_after_eight_hours_though_it_pings(
    talk: Talk, line: None, mei: User
) -> None:
    async with desk_of(mei) as wire:
        await left_alone(mei, 7.9)
        for _ in range(2):
            wire.sends("ping")
            await wire.hears("pong")
        wire.sends("read", conversation=talk.id, seq=0)
        await left_alone(mei, 8)
        wire.sends("ping")

        assert await closed_with(wire) == 4503


async def test_whoever_works_at_the_desk_stays_signed_in(talk: Talk, line: None, mei: User) -> None:
    async with desk_of(mei) as wire:
        await left_alone(mei, 7.9)
        await wire.asks("note", conversation=talk.id, client_id=new_id(), text="still here")
        wire.sends("ping")
        await wire.hears("pong")
        seen = await UserSession.objects.filter(user=mei).alatest("last_seen_at")

        assert now() - seen.last_seen_at < timedelta(minutes=1)


async def test_pings_alone_are_no_use_of_the_session(talk: Talk, line: None, mei: User) -> None:
    async with desk_of(mei) as wire:
        await left_alone(mei, 2)
        wire.sends("ping")
        await wire.hears("pong")
        seen = await UserSession.objects.filter(user=mei).alatest("last_seen_at")

        assert now() - seen.last_seen_at > timedelta(hours=1)
