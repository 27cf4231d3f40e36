"""A new password by a link that works once."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from accounts import resetting
from accounts.models import User
from chatdesk.kernel.errors import Invalid
from tests import factories
from tests.accounts.acts import NEW, signed_in, text
from tests.accounts.test_sign_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1 Version/18.5 Mobile/15E148 Safari/604.1"


# --- by link ---------------------------------------------------------------------------------------------------------
def opened(link: str, browser: Client | None = None) -> tuple[Client, str]:
    """The browser that opened the link, and the page without the token that it was sent to."""
    browser = browser or Client()
    answer = browser.get(link)
    return browser, answer["Location"] if answer.status_code == 302 else ""


def test_a_link_gives_a_new_password_once(mei: User) -> None:
    old = signed_in(mei)
    link = resetting.link(" Mei@tea.example", "")
    browser, page = opened(link)

    assert link.rsplit("/", 2)[1] not in page
    assert "New password" in text(browser.get(page))
    answer = browser.post(page, {"new": NEW, "again": NEW})

    assert "The new password is in force" in text(answer)
    assert sign_in(Client(), mei.email, NEW).status_code == 302
    assert old.get("/account/").status_code == 302
    assert opened(link)[1] == ""
    assert text(Client().get(link)).count("has been used or is too old") == 1


def test_a_bad_new_password_keeps_the_link(mei: User) -> None:
    browser, page = opened(resetting.link(mei.email, ""))

    assert browser.post(page, {"new": "short", "again": "short"}).status_code == 400
    assert browser.post(page, {"new": NEW, "again": NEW}).status_code == 200


@pytest.mark.parametrize("change", [{"is_active": False}, {"password": "!"}])
def test_a_link_ends_with_what_it_was_made_for(mei: User, change: dict[str, Any]) -> None:
    link = resetting.link(mei.email, "")
    User.objects.update(**change)

    assert Client().get(link).status_code == 400


def test_a_sign_in_ends_the_link(mei: User) -> None:
    link = resetting.link(mei.email, "")
    signed_in(mei)

    assert Client().get(link).status_code == 400


def test_links_of_nobody_and_of_somebody_sound_the_same(mei: User) -> None:
    real = resetting.link(mei.email, "")
    wrong = real[:-5] + "aaaa/"
    nobody = "/password/OTk5OTk/" + real.split("/")[-2] + "/"

    assert text(Client().get(wrong)) == text(Client().get(nobody))


def test_links_are_not_guessed_fast(mei: User) -> None:
    wrong = resetting.link(mei.email, "")[:-5] + "aaaa/"
    assert [Client().get(wrong).status_code for _ in range(6)] == [400] * 5 + [429]


def test_a_link_for_nobody_is_refused(db: None) -> None:
    with pytest.raises(Invalid, match="nobody here"):
        resetting.link("who@tea.example", "")


def test_a_link_keeps_the_second_step(mei: User) -> None:
    Authenticator.objects.create(user=mei, type="totp", data={"secret": ""})
    browser, page = opened(resetting.link(mei.email, ""))
    browser.post(page, {"new": NEW, "again": NEW})

    assert sign_in(Client(), mei.email, NEW)["Location"] == "/sign-in/code/"


def test_the_command_prints_the_link(tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        env = {"PATH": os.environ["PATH"], "CHATDESK_DATA": str(tmp_path), "CHATDESK_SECRET_KEY": "k" * 50}
        return subprocess.run(
            [sys.executable, *words], capture_output=True, text=True, check=False, env=env,
            input=f"{factories.PASSWORD}\n", cwd=settings.HOME,
        )  # fmt: skip

    run("manage.py", "migrate")
    run("-m", "chatdesk", "user", "mei@tea.example")

    assert re.fullmatch(
        r"http://127\.0\.0\.1:8000/password/\w+/[\w-]+/\n",
        run("-m", "chatdesk", "user", "reset-link", "mei@tea.example").stdout,
    )
    assert run("-m", "chatdesk", "user", "reset-link", "who@tea.example").returncode == 2
