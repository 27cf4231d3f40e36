"""Signing in and out, as a browser does it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.facts import SignedOut
from accounts.models import SignInFailure, User
from chatdesk.kernel import bus
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(browser: Client, email: str = "mei@tea.example", password: str = PASSWORD, **more: Any) -> Any:
    browser.get("/sign-in/")
    token = browser.cookies["csrftoken"].value
    fields = {"email": email, "password": password, "csrfmiddlewaretoken": token}
    address = more.pop("address", "127.0.0.1")
    return browser.post("/sign-in/", fields | more, REMOTE_ADDR=address)


def test_a_good_password_leads_to_the_desk(browser: Client, mei: User) -> None:
    answer = sign_in(browser, " Mei@Tea.example ")

    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert browser.session["_auth_user_id"] == str(mei.pk)


def test_where_nobody_has_an_account_it_says_how_to_begin(browser: Client) -> None:
    assert "chatdesk user owner-link" in browser.get("/sign-in/").content.decode()


def test_where_somebody_has_one_it_says_nothing_of_beginning(browser: Client, mei: User) -> None:
    assert "owner-link" not in browser.get("/sign-in/").content.decode()


def test_an_unknown_address_and_a_wrong_password_sound_the_same(browser: Client, mei: User) -> None:
    wrong = sign_in(browser, password="not it").content.decode()
    unknown = sign_in(browser, "who@tea.example").content.decode()

    said = "That address and password don’t go together."
    assert said in wrong
    assert said in unknown


def test_who_left_the_firm_cannot_sign_in(browser: Client, mei: User) -> None:
    User.objects.update(is_active=False)

    assert sign_in(browser).status_code == 400


def test_a_password_of_a_megabyte_is_not_hashed(browser: Client, mei: User) -> None:
    assert sign_in(browser, password="x" * 1_000_000).status_code == 400


@pytest.mark.parametrize("to", ["/desk/?c=7", "/api/v1/docs"])
def test_it_goes_on_to_where_one_wanted(browser: Client, mei: User, to: str) -> None:
    assert sign_in(browser, next=to)["Location"] == to


@pytest.mark.parametrize(
    "to",
    ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", "http:///evil"],
)
def test_it_never_goes_on_to_another_host(browser: Client, mei: User, to: str) -> None:
    assert sign_in(browser, next=to)["Location"] == "/desk/"


def test_the_session_key_is_new_after_signing_in(browser: Client, mei: User) -> None:
    sign_in(browser)
    first = browser.session.session_key
    browser.post("/sign-out/", {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value})
    sign_in(browser)

    assert browser.session.session_key != first


def test_the_sixth_try_within_five_minutes_has_to_wait(browser: Client, mei: User) -> None:
    for _ in range(5):
        assert sign_in(browser, password="not it").status_code == 400

    answer = sign_in(browser)

    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert "Too many tries" in answer.content.decode()


def test_after_five_minutes_one_may_try_again(browser: Client, mei: User) -> None:
    for _ in range(5):
        sign_in(browser, password="not it")
    for failure in SignInFailure.objects.all():
        SignInFailure.objects.filter(pk=failure.pk).update(at=failure.at - timedelta(minutes=5))

    assert sign_in(browser).status_code == 302


def test_one_address_has_thirty_failures_a_minute(browser: Client, mei: User) -> None:
    for number in range(30):
        sign_in(browser, f"guess{number}@tea.example", address="192.0.2.1")

    assert sign_in(browser, address="192.0.2.1").status_code == 429
    assert sign_in(browser, address="192.0.2.2").status_code == 302


def test_loopback_is_not_counted_by_address(browser: Client, mei: User) -> None:
    for number in range(31):
        sign_in(browser, f"guess{number}@tea.example")

    assert sign_in(browser).status_code == 302


def test_a_form_without_its_token_gets_a_fresh_page(browser: Client, mei: User) -> None:
    answer = browser.post("/sign-in/", {"email": mei.email, "password": PASSWORD})

    assert answer.status_code == 403
    assert "sign in again" in answer.content.decode()


@pytest.mark.parametrize(("accept", "lang", "title"), [
    ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN", "登录"),
    ("zh-TW", "zh-CN", "登录"),
    ("de,en;q=0.5", "en", "Sign in"),
    ("", "en", "Sign in"),
])  # fmt: skip
def test_the_page_speaks_the_browsers_language(browser: Client, accept: str, lang: str, title: str) -> None:
    page = browser.get("/sign-in/", headers={"Accept-Language": accept}).content.decode()

    assert f'<html lang="{lang}">' in page
    assert f"<h1>{title}</h1>" in page


def test_the_language_can_be_chosen(browser: Client) -> None:
    page = browser.get("/sign-in/?lang=zh", headers={"Accept-Language": "en"}).content.decode()

    assert "邮箱" in page


def test_the_page_has_nothing_inline(browser: Client) -> None:
    page = browser.get("/sign-in/").content.decode()

    assert "style=" not in page
    assert "<script" not in page
    assert "<style" not in page


def test_signing_out_ends_the_session_and_is_told(browser: Client, mei: User) -> None:
    sign_in(browser)
    session = browser.session.session_key
    told: list[SignedOut] = []
    bus.on(SignedOut, told.append)

    answer = browser.post("/sign-out/", {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value})

    assert answer["Location"] == "/sign-in/"
    assert browser.get("/desk/")["Location"] == "/sign-in/?next=/desk/"
    assert told == [SignedOut(mei.pk, session or "")]


def test_signing_out_takes_a_post_with_a_token(browser: Client, mei: User) -> None:
    sign_in(browser)

    assert "Sign out?" in browser.get("/sign-out/?lang=en").content.decode()
    assert browser.get("/account/").status_code == 200
    assert browser.post("/sign-out/").status_code == 403
    assert "_auth_user_id" in browser.session
