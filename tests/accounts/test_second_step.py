"""The second step: turned on with a code, asked for at the door, and what stands in when the phone is gone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from accounts.models import AuditEntry, SignInFailure, User
from tests.accounts.acts import text
from tests.accounts.test_sign_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
DOOR, TURN_ON, TURN_OFF, CODES = (
    "/sign-in/code/",
    "/account/second-step/",
    "/account/second-step/off/",
    "/account/recovery-codes/",
)


@pytest.fixture(autouse=True)
def no_code_was_used() -> None:
    cache.clear()


def code_of(secret: str, *, steps: int = 0) -> str:
    now = list(yield_hotp_counters_from_time())[1]
    return str(format_hotp_value(hotp_value(secret, now + steps)))


def turned_on(browser: Client) -> tuple[str, list[str]]:
    """The secret and the ten codes, for whoever is signed in."""
    secret = re.search(r'id="secret">(\w+)<', text(browser.get(TURN_ON)))
    assert secret
    answer = browser.post(TURN_ON, {"code": code_of(secret.group(1))})
    assert answer["Location"] == CODES
    cache.clear()
    return secret.group(1), re.findall(r"\d{4} \d{4}", text(browser.get(CODES)))


@pytest.fixture
def careful(mei: User) -> tuple[str, list[str]]:
    """mei, with a second step; the secret and the codes."""
    browser = Client()
    sign_in(browser, mei.email)
    return turned_on(browser)


@pytest.fixture
def browser() -> Client:
    return Client()


def verbs(outcome: str = "ok") -> list[str]:
    return list(AuditEntry.objects.filter(outcome=outcome).order_by("n").values_list("verb", flat=True))


# --- at the door -----------------------------------------------------------------------------------------------------
def test_the_password_alone_opens_nothing(browser: Client, careful: tuple[str, list[str]]) -> None:
    assert sign_in(browser, next="/desk/?c=7")["Location"] == DOOR
    assert browser.get("/account/")["Location"] == "/sign-in/?next=/account/"
    assert browser.get("/api/v1/me").status_code == 401


def test_the_code_opens_and_leads_to_where_one_wanted(
    browser: Client, careful: tuple[str, list[str]]
) -> None:
    sign_in(browser, next="/desk/?c=7")

    assert browser.post(DOOR, {"code": code_of(careful[0])})["Location"] == "/desk/?c=7"
    assert browser.get("/account/").status_code == 200
    assert verbs()[-2:] == ["second_step", "sign_in"]


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_half_a_minute_off_is_forgiven(
    browser: Client, careful: tuple[str, list[str]], steps: int
) -> None:
    sign_in(browser)

    assert browser.post(DOOR, {"code": code_of(careful[0], steps=steps)}).status_code == 302


def test_a_code_of_two_minutes_ago_is_wrong(browser: Client, careful: tuple[str, list[str]]) -> None:
    sign_in(browser)

    assert browser.post(DOOR, {"code": code_of(careful[0], steps=-4)}).status_code == 400


def test_a_code_opens_once_even_after_half_a_minute(browser: Client, careful: tuple[str, list[str]]) -> None:
    code = code_of(careful[0], steps=1)
    sign_in(browser)
    browser.post(DOOR, {"code": code})
    cache.delete(
        f"allauth.mfa.totp.used?user={User.objects.get().pk}&code={code}"
    )  # allauth forgets it so early
    other = Client()
    sign_in(other)

    assert other.post(DOOR, {"code": code}).status_code == 400


def test_a_recovery_code_opens_once(browser: Client, careful: tuple[str, list[str]]) -> None:
    for status in (302, 400):
        browser = Client()
        sign_in(browser)
        assert browser.post(DOOR, {"code": careful[1][3]}).status_code == status


@pytest.mark.parametrize("code", ["", "0", "x" * 10_000, "中文", "1" * 21, "%s", "\x00"])
def test_nonsense_is_wrong_and_breaks_nothing(
    browser: Client, careful: tuple[str, list[str]], code: str
) -> None:
    sign_in(browser)

    answer = browser.post(DOOR, {"code": code})

    assert answer.status_code == 400
    assert "That code isn’t right" in text(answer)


def test_a_post_without_a_code_is_wrong(browser: Client, careful: tuple[str, list[str]]) -> None:
    sign_in(browser)

    assert browser.post(DOOR, {}).status_code == 400


def test_after_five_wrong_codes_the_right_one_has_to_wait(
    browser: Client, careful: tuple[str, list[str]]
) -> None:
    sign_in(browser)
    for _ in range(5):
        assert browser.post(DOOR, {"code": "000000"}).status_code == 400

    answer = browser.post(DOOR, {"code": code_of(careful[0])})

    assert (answer.status_code, answer["Retry-After"]) == (429, "300")
    assert AuditEntry.objects.filter(verb="second_step", outcome="failed").count() == 5


def test_another_sign_in_gives_no_new_guesses(browser: Client, careful: tuple[str, list[str]]) -> None:
    for _ in range(5):
        browser = Client()
        sign_in(browser)
        browser.post(DOOR, {"code": "000000"})
    sign_in(browser)

    assert browser.post(DOOR, {"code": code_of(careful[0])}).status_code == 429


def test_nobody_comes_to_the_code_without_the_password(
    browser: Client, careful: tuple[str, list[str]]
) -> None:
    assert browser.get(DOOR)["Location"] == "/sign-in/"
    assert browser.post(DOOR, {"code": code_of(careful[0])})["Location"] == "/sign-in/"


def test_who_was_disabled_between_the_steps_stays_out(
    browser: Client, careful: tuple[str, list[str]]
) -> None:
    sign_in(browser)
    User.objects.update(is_active=False)

    assert browser.post(DOOR, {"code": code_of(careful[0])})["Location"] == "/sign-in/"
    assert browser.get("/account/").status_code == 302


def test_the_session_key_is_new_after_the_second_step(
    browser: Client, careful: tuple[str, list[str]]
) -> None:
    sign_in(browser)
    before = browser.session.session_key
    browser.post(DOOR, {"code": code_of(careful[0])})

    assert browser.session.session_key != before


# --- turned on -------------------------------------------------------------------------------------------------------
def test_the_page_shows_a_picture_and_the_key_and_nothing_inline(browser: Client, mei: User) -> None:
    sign_in(browser)

    page = text(browser.get(TURN_ON))

    assert 'src="data:image/svg+xml;base64,' in page
    assert not re.search(r"\bstyle=|<style|\bon\w+=|<script(?! src=)", page)


def test_a_wrong_code_turns_nothing_on(browser: Client, mei: User) -> None:
    sign_in(browser)
    browser.get(TURN_ON)

    assert browser.post(TURN_ON, {"code": "000000"}).status_code == 400
    assert not Authenticator.objects.exists()


def test_turning_on_gives_ten_codes_shown_once(browser: Client, mei: User) -> None:
    sign_in(browser)

    _, codes = turned_on(browser)

    assert len(set(codes)) == 10
    assert not re.search(r"\d{4} \d{4}", text(browser.get(CODES)))
    assert "second_step_on" in verbs()


def test_neither_secret_nor_codes_stand_in_the_database(careful: tuple[str, list[str]]) -> None:
    kept = str(list(Authenticator.objects.values_list("data")))

    assert careful[0] not in kept
    assert not any(code.replace(" ", "") in kept for code in careful[1])


def test_turning_on_ends_the_other_sessions(browser: Client, mei: User) -> None:
    other = Client()
    sign_in(other)
    sign_in(browser)

    turned_on(browser)

    assert other.get("/account/").status_code == 302
    assert browser.get("/account/").status_code == 200


def test_new_codes_end_the_old(browser: Client, mei: User) -> None:
    sign_in(browser)
    _, old = turned_on(browser)

    browser.post(f"{CODES}new/")
    new = re.findall(r"\d{4} \d{4}", text(browser.get(CODES)))

    assert len(new) == 10
    assert not set(new) & set(old)
    door = Client()
    sign_in(door)
    assert door.post(DOOR, {"code": old[0]}).status_code == 400
    assert door.post(DOOR, {"code": new[0]}).status_code == 302


def test_turning_off_takes_the_codes_along(browser: Client, mei: User) -> None:
    sign_in(browser)
    turned_on(browser)

    assert browser.post(TURN_OFF)["Location"] == "/account/"
    assert not Authenticator.objects.exists()
    assert "second_step_off" in verbs()
    assert sign_in(Client())["Location"] == "/desk/"


def test_wrong_codes_are_forgotten_after_five_minutes(
    browser: Client, careful: tuple[str, list[str]]
) -> None:
    sign_in(browser)
    for _ in range(5):
        browser.post(DOOR, {"code": "000000"})
    for failure in SignInFailure.objects.all():
        SignInFailure.objects.filter(pk=failure.pk).update(at=failure.at - timedelta(minutes=5))

    assert browser.post(DOOR, {"code": code_of(careful[0])}).status_code == 302
    assert UserSession.objects.filter(session_key=browser.session.session_key).exists()
