"""One's own account: what the trail sees of it, where one is signed in, the password."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client

from accounts import sessions
from accounts.models import AuditEntry, User
from chatdesk.kernel.clock import now
from tests import factories
from tests.accounts.acts import NEW, lines, signed_in, text
from tests.accounts.test_sign_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1 Version/18.5 Mobile/15E148 Safari/604.1"


# --- sign-in, seen by the trail --------------------------------------------------------------------------------------
def test_each_sign_in_leaves_a_line_the_failed_ones_too(mei: User) -> None:
    browser = Client()
    sign_in(browser, mei.email, "not it")
    sign_in(browser, "who@tea.example", "not it")
    sign_in(browser, mei.email)
    browser.post("/sign-out/")

    assert lines("sign_in") == [
        (None, f"user-{mei.pk}", "failed"),
        (None, "", "failed"),
        (mei.pk, "", "ok"),
    ]
    assert lines("sign_out") == [(mei.pk, "", "ok")]


def test_no_mail_address_comes_into_the_trail(mei: User) -> None:
    sign_in(Client(), "who@tea.example", "not it")
    signed_in(mei)

    assert "tea.example" not in str(list(AuditEntry.objects.values_list()))


def test_known_and_unknown_addresses_are_answered_byte_for_byte_alike(mei: User) -> None:
    def answered(mail: str) -> tuple[int, str, dict[str, str]]:
        answer = sign_in(Client(), mail, "not it")
        body = re.sub(r'value="[^"]*"', "", text(answer))
        headers = {name: value for name, value in answer.items() if name != "X-Request-ID"}
        return answer.status_code, body, headers

    assert answered(mei.email) == answered("who@tea.example")
    for _ in range(4):
        sign_in(Client(), mei.email, "not it")
        sign_in(Client(), "who@tea.example", "not it")
    assert answered(mei.email) == answered("who@tea.example")
    assert answered(mei.email)[0] == 429


def test_signing_out_clears_what_the_browser_kept(mei: User) -> None:
    assert signed_in(mei).post("/sign-out/")["Clear-Site-Data"] == '"storage"'


def test_the_demo_keeps_its_visitor(mei: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DEMO", True)

    assert "Clear-Site-Data" not in signed_in(mei).post("/sign-out/")


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(mei: User) -> None:
    cookie = signed_in(mei).cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert 0 < int(cookie["max-age"]) <= 24 * 3600


# --- sessions --------------------------------------------------------------------------------------------------------
def test_the_list_tells_where_one_is_signed_in(mei: User) -> None:
    signed_in(mei, user_agent=IPHONE)
    page = text(signed_in(mei, user_agent=FIREFOX).get("/account/"))

    assert re.search(r"Firefox on Linux</b>\s*<span class=\"chip w\">this one", page)
    assert "Safari on iOS" in page
    assert "127.0.0.0" in page
    assert UserSession.objects.first().session_key not in page


def test_a_session_is_ended_by_its_owner(mei: User) -> None:
    other, here = signed_in(mei), signed_in(mei)
    row = UserSession.objects.get(session_key=other.session.session_key)

    here.post("/account/sessions/", {"only": row.pk})

    assert other.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert lines("session_ended") == [(mei.pk, f"user-{mei.pk}", "ok")]


def test_all_others_are_ended_at_once(mei: User) -> None:
    others, here = [signed_in(mei) for _ in range(3)], signed_in(mei)

    here.post("/account/sessions/")

    assert [one.get("/account/").status_code for one in others] == [302, 302, 302]
    assert here.get("/account/").status_code == 200


@pytest.mark.parametrize("only", ["0", "x", "-1", "9" * 40, "٣"])
def test_ending_nonsense_ends_nothing(mei: User, only: str) -> None:
    other, here = signed_in(mei), signed_in(mei)

    assert here.post("/account/sessions/", {"only": only}).status_code == 302
    assert other.get("/account/").status_code == 200


def test_nobody_ends_the_session_of_another(mei: User, sam: User) -> None:
    browser = signed_in(mei)
    row = UserSession.objects.get(user=mei)

    signed_in(sam).post("/account/sessions/", {"only": row.pk})

    assert browser.get("/account/").status_code == 200


@pytest.mark.parametrize(("agent", "device"), [
    (FIREFOX, ("Firefox", "Linux")), (EDGE, ("Edge", "Windows")), (IPHONE, ("Safari", "iOS")),
    ("curl/8", ("", "")), ("", ("", "")), ("<script>", ("", "")),
])  # fmt: skip
def test_a_device_is_called_as_people_call_it(agent: str, device: tuple[str, str]) -> None:
    assert sessions.device(agent) == device


def test_use_is_noted_once_a_minute(mei: User) -> None:
    browser = signed_in(mei)
    before = UserSession.objects.get().last_seen_at
    browser.get("/account/")
    assert UserSession.objects.get().last_seen_at == before

    UserSession.objects.update(last_seen_at=before - sessions.NOTED_EVERY)
    browser.get("/account/")
    assert UserSession.objects.get().last_seen_at > before


# --- password --------------------------------------------------------------------------------------------------------
def changed(browser: Client, current: str = factories.PASSWORD, new: str = NEW, again: str = "") -> Any:
    return browser.post("/account/password/", {"current": current, "new": new, "again": again or new})


def test_a_new_password_opens_and_the_old_one_no_longer(mei: User) -> None:
    other, here = signed_in(mei), signed_in(mei)
    key = here.session.session_key

    assert changed(here)["Location"] == "/account/"

    assert here.get("/account/").status_code == 200
    assert here.session.session_key != key
    assert other.get("/account/").status_code == 302
    assert sign_in(Client(), mei.email).status_code == 400
    assert sign_in(Client(), mei.email, NEW).status_code == 302
    assert lines("password_changed") == [(mei.pk, "", "ok")]


@pytest.mark.parametrize(("fields", "says"), [
    ({"current": "not it"}, "That isn’t your password"),
    ({"new": "short"}, "12 characters or more"),
    ({"new": "password1234"}, "Too many people use this one"),
    ({"again": "something else"}, "don’t match"),
    ({"new": factories.PASSWORD}, "the password you have now"),
    ({"new": "x" * 129}, "at most 128"),
])  # fmt: skip
def test_a_bad_password_is_told_beside_its_field(mei: User, fields: dict[str, str], says: str) -> None:
    browser = signed_in(mei)

    answer = changed(browser, **fields)

    assert answer.status_code == 400
    assert says in text(answer)
    assert mei.check_password(factories.PASSWORD)


def test_the_present_password_is_guessed_five_times_at_most(mei: User) -> None:
    browser = signed_in(mei)
    for _ in range(5):
        changed(browser, current="not it")

    answer = changed(browser)

    assert (answer.status_code, answer["Retry-After"]) == (429, "300")


@pytest.mark.parametrize("late", [{"created_at": timedelta(hours=24)}, {"last_seen_at": timedelta(hours=8)}])
def test_a_session_ends_after_a_day_and_after_eight_idle_hours(mei: User, late: dict[str, timedelta]) -> None:
    browser = signed_in(mei)
    for name, ago in late.items():
        UserSession.objects.update(**{name: now() - ago + timedelta(minutes=1)})
        assert browser.get("/account/").status_code == 200
        UserSession.objects.update(**{name: now() - ago})

    assert browser.get("/account/").status_code == 302
    assert browser.get("/api/v1/me").status_code == 401


def test_an_administrators_session_ends_after_one_idle_hour(ada: User) -> None:
    browser = signed_in(ada)
    UserSession.objects.update(last_seen_at=now() - timedelta(minutes=59))
    assert browser.get("/account/").status_code == 200
    UserSession.objects.update(last_seen_at=now() - timedelta(minutes=60))

    assert browser.get("/account/").status_code == 302


def test_at_an_https_address_the_cookie_is_bound_to_this_host() -> None:
    env = {"PATH": os.environ["PATH"], "CHATDESK_PUBLIC_URL": "https://chat.example", "CHATDESK_TESTING": "1"}
    show = "from chatdesk import settings as s; print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    done = subprocess.run(
        [sys.executable, "-c", show], capture_output=True, text=True, check=True, env=env, cwd=settings.HOME
    )

    assert done.stdout.split() == ["__Host-sessionid", "True", "True"]
