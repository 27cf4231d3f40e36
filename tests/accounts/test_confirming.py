"""A change of one's security asks for the password again; some roles have to take the second step."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts import services
from accounts.models import User
from chatdesk.kernel.errors import Invalid
from tests import factories
from tests.accounts.acts import text
from tests.accounts.test_second_step import (
    CODES,
    TURN_OFF,
    TURN_ON,
    browser,
    no_code_was_used,
    turned_on,
    verbs,
)
from tests.accounts.test_sign_in import sign_in

__all__ = ["browser", "no_code_was_used"]
pytestmark = pytest.mark.django_db(transaction=True)


# --- once in ten minutes ---------------------------------------------------------------------------------------------
def grown_cold(browser: Client) -> None:
    """As if the password had been shown eleven minutes ago."""
    session = browser.session
    for one in session["account_authentication_methods"]:
        one["at"] -= 660
    session.save()


@pytest.mark.parametrize(("method", "path"), [
    ("get", TURN_ON), ("post", TURN_ON), ("get", TURN_OFF), ("post", TURN_OFF), ("get", CODES),
    ("post", f"{CODES}new/"),
])  # fmt: skip
def test_after_ten_minutes_the_password_is_asked_again(
    browser: Client, mei: User, method: str, path: str
) -> None:
    sign_in(browser)
    if path != TURN_ON:
        turned_on(browser)
    grown_cold(browser)

    assert getattr(browser, method)(path)["Location"].startswith("/account/confirm/?next=")


def test_with_the_password_it_goes_on_with_what_was_asked(browser: Client, mei: User) -> None:
    sign_in(browser)
    turned_on(browser)
    grown_cold(browser)
    to = browser.post(TURN_OFF)["Location"]

    assert browser.post(to, {"password": "not it"}).status_code == 400
    browser.post(to, {"password": factories.PASSWORD, "next": TURN_OFF})

    assert not Authenticator.objects.exists()
    assert "confirm" in verbs("failed")


def test_the_password_is_guessed_five_times_at_most(browser: Client, mei: User) -> None:
    sign_in(browser)
    for _ in range(5):
        browser.post("/account/confirm/", {"password": "not it"})

    answer = browser.post("/account/confirm/", {"password": factories.PASSWORD})

    assert (answer.status_code, answer["Retry-After"]) == (429, "300")


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_confirming_never_leads_to_another_host(browser: Client, mei: User, to: str) -> None:
    sign_in(browser)

    answer = browser.post("/account/confirm/", {"password": factories.PASSWORD, "next": to})

    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith("//")


# --- needed ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def needed(ada: User) -> None:
    services.require_second_step(["agent"], by=ada)


def test_whose_role_needs_it_comes_no_further_without(browser: Client, mei: User, needed: None) -> None:
    sign_in(browser)

    assert browser.get("/desk/")["Location"] == TURN_ON
    assert browser.get("/api/v1/me").status_code == 403
    assert browser.get(TURN_ON).status_code == 200
    turned_on(browser)
    assert browser.get("/api/v1/me").status_code == 200


def test_a_visitor_in_the_same_browser_is_not_asked(browser: Client, mei: User, needed: None) -> None:
    sign_in(browser)

    assert browser.get("/api/v1/visitor/tickets/1").status_code != 302
    assert "second step" not in text(browser.get("/api/v1/visitor/tickets/1"))


def test_other_roles_are_not_asked(browser: Client, ada: User, needed: None) -> None:
    sign_in(browser, ada.email)

    assert browser.get("/account/").status_code == 200


def test_a_program_with_a_key_is_not_asked(mei: User, needed: None) -> None:
    key = services.issue_key(mei, "k")

    assert Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/me").status_code == 200


def test_what_is_needed_cannot_be_turned_off(browser: Client, mei: User, needed: None) -> None:
    sign_in(browser)
    turned_on(browser)

    assert "can’t be turned off" in text(browser.get(TURN_OFF))
    browser.post(TURN_OFF)
    assert Authenticator.objects.filter(type="totp").exists()


def test_a_setting_that_names_no_role_is_refused(ada: User) -> None:
    with pytest.raises(Invalid, match="root"):
        services.require_second_step(["root"], by=ada)
