"""One's own account, a new password by whatever way, and what an administrator does for others."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import resetting, services, sessions
from accounts.models import ApiKey, AuditEntry, Role, User
from chatdesk.kernel.errors import Invalid
from tests import factories
from tests.accounts.test_sign_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "seven quiet herons"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1 Version/18.5 Mobile/15E148 Safari/604.1"


def signed_in(user: User, **headers: str) -> Client:
    browser = Client(headers=headers)
    assert sign_in(browser, user.email).status_code == 302
    return browser


def text(answer: Any) -> str:
    content: bytes = answer.content
    return content.decode()


def lines(verb: str) -> list[tuple[int | None, str, str]]:
    return list(AuditEntry.objects.filter(verb=verb).order_by("n").values_list("actor", "subject", "outcome"))


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


# --- others ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("role", "status"), [("agent", 403), ("supervisor", 403), ("auditor", 403), ("admin", 200)]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_administrators_see_the_security_of_others(
    mei: User, role: str, status: int, method: str
) -> None:
    browser = signed_in(factories.user("kit", role=role))

    answer = getattr(browser, method)(f"/people/{mei.pk}/")

    assert answer.status_code == (302 if method == "post" and status == 200 else status)


def test_an_administrator_ends_the_sessions_of_others(mei: User, ada: User) -> None:
    browser, admin = signed_in(mei), signed_in(ada)
    row = UserSession.objects.get(user=mei)

    assert "End" in text(admin.get(f"/people/{mei.pk}/"))
    admin.post(f"/people/{mei.pk}/", {"only": row.pk})

    assert browser.get("/account/").status_code == 302
    assert lines("session_ended") == [(ada.pk, f"user-{mei.pk}", "ok")]


def test_an_administrator_shuts_out_and_lets_in_again(mei: User, ada: User) -> None:
    admin = signed_in(ada)
    admin.post(f"/people/{mei.pk}/", {"act": "disable"})
    assert sign_in(Client(), mei.email).status_code == 400

    admin.post(f"/people/{mei.pk}/", {"act": "enable"})
    assert sign_in(Client(), mei.email).status_code == 302
    assert lines("user_disabled") == lines("user_enabled") == [(ada.pk, f"user-{mei.pk}", "ok")]


def test_a_lost_phone_is_forgotten(mei: User, ada: User) -> None:
    Authenticator.objects.create(user=mei, type="totp", data={"secret": ""})

    signed_in(ada).post(f"/people/{mei.pk}/", {"act": "step_reset"})

    assert not Authenticator.objects.exists()
    assert lines("second_step_off") == [(ada.pk, f"user-{mei.pk}", "ok")]


@pytest.mark.parametrize("act", ["", "nonsense", "__class__"])
def test_an_unknown_act_does_nothing(mei: User, ada: User, act: str) -> None:
    assert signed_in(ada).post(f"/people/{mei.pk}/", {"act": act}).status_code == 302
    assert User.objects.get(pk=mei.pk).is_active


def test_a_person_who_is_not_there_is_not_found(ada: User) -> None:
    assert signed_in(ada).get("/people/999999/").status_code == 404


def test_nobody_disables_themselves(ada: User) -> None:
    with pytest.raises(Invalid, match="yourself"):
        services.disable_user(ada, by=ada)


@pytest.mark.parametrize("act", [
    lambda user, by: services.disable_user(user, by=by), lambda user, by: services.change_role(user, "agent", by=by),
])  # fmt: skip
def test_the_last_administrator_stays(ada: User, mei: User, act: Any) -> None:
    with pytest.raises(Invalid, match="last administrator"):
        act(ada, mei)

    factories.user("bo", role=Role.ADMIN)
    act(ada, mei)


def test_a_role_that_is_none_is_refused(mei: User, ada: User) -> None:
    with pytest.raises(Invalid, match="root"):
        services.change_role(mei, "root", by=ada)


def test_a_change_of_role_is_on_record_with_both(mei: User, ada: User) -> None:
    services.change_role(mei, "supervisor", by=ada)
    services.change_role(mei, "supervisor", by=ada)

    assert AuditEntry.objects.get(verb="role_changed").detail == {"was": "agent", "becomes": "supervisor"}


def test_keys_made_and_revoked_are_on_record(mei: User, ada: User) -> None:
    services.issue_key(mei, "import", by=ada)
    row = ApiKey.objects.get()
    services.revoke_key(row, by=ada)
    services.revoke_key(row, by=ada)

    assert lines("key_made") == lines("key_revoked") == [(ada.pk, f"key-{row.pk}", "ok")]


def test_a_deed_without_its_line_is_not_done(mei: User, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise ValidationError("disk full")

    monkeypatch.setattr("accounts.audit._append", full)

    with pytest.raises(ValidationError):
        services.disable_user(mei, by=ada)
    assert User.objects.get(pk=mei.pk).is_active
