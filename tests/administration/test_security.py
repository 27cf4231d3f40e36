"""Which roles need a second step, as an administrator sets it."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from accounts.models import AuditEntry, Policy, User
from tests.administration.conftest import Admin

pytestmark = pytest.mark.django_db
PAGE = "/settings/security/"


def test_nobody_needs_it_at_first(admin: Admin) -> None:
    assert " checked" not in admin.reads(PAGE)


def test_the_roles_ticked_need_it_from_now_on(admin: Admin, mei: User) -> None:
    page = admin.sends(PAGE, role=["agent", "auditor"])

    assert "It holds from now on" in page
    assert Policy.current().mfa_required_for == ["agent", "auditor"]
    assert "Mei" in page
    line = AuditEntry.objects.get(verb="setting_changed")
    assert (line.actor, line.detail) == (admin.user.pk, {"mfa_required_for": "agent, auditor"})


def test_who_sets_it_for_themselves_is_led_to_it(admin: Admin) -> None:
    assert "Turn on the second step" in admin.sends(PAGE, role=["admin"])


def test_administrators_need_it_where_the_public_address_is_https(admin: Admin, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://chat.example"

    assert "Turn on the second step" in admin.sends(PAGE, role=[])


def test_the_page_says_which_role_can_not_do_without(admin: Admin, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://chat.example"
    Authenticator.objects.create(user=admin.user, type="totp", data={"secret": ""})

    page = admin.reads(PAGE)

    assert 'value="admin" checked disabled' in page
    assert "where the public address is https" in page
    assert "Still without it" not in page


def test_a_role_that_is_none_is_left_out(admin: Admin) -> None:
    admin.sends(PAGE, role=["root"])

    assert Policy.current().mfa_required_for == []


@pytest.mark.parametrize("door", ["invitation", "owner"])
def test_links_are_not_guessed_fast(db: None, door: str) -> None:
    def tries(number: int) -> int:
        return Client(REMOTE_ADDR="192.0.2.7").get(f"/{door}/guess{number}/").status_code

    assert {tries(number) for number in range(30)} == {410}
    answer = Client(REMOTE_ADDR="192.0.2.7").get(f"/{door}/guess31/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert Client(REMOTE_ADDR="192.0.2.8").get(f"/{door}/guess31/").status_code == 410
