"""Letters: what arrives at a real mail server, and what the pages say of it; without one everything works as before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEntry, Invitation, User
from administration.wording import words
from chatdesk.kernel import mail, outbox
from chatdesk.kernel.clock import now
from chatdesk.kernel.models import OutboxRow
from tests.accounts.acts import NEW
from tests.accounts.test_sign_in import sign_in
from tests.administration.conftest import Admin
from tests.platform.sink import Sink, listening, plain

pytestmark = pytest.mark.django_db
PEOPLE, MAIL, FORGOTTEN = "/settings/people/", "/settings/mail/", "/sign-in/forgotten/"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with listening() as sink:
        settings.SMTP, settings.MAIL_FROM = sink.smtp, "Tea House <desk@tea.example>"
        settings.PUBLIC_URL = "http://chat.example"
        yield sink


def invite(admin: Admin, email: str = "bo@tea.example", **more: str) -> str:
    return admin.sends(PEOPLE, email=email, name="Bo", role="agent", **more)


# --- invitations -----------------------------------------------------------------------------------------------------
def test_an_invitation_is_mailed_with_the_link_that_is_shown(admin: Admin, sink: Sink) -> None:
    page = invite(admin)
    outbox.run()

    (letter,) = sink.letters
    (shown,) = re.findall(r"/invitation/([\w-]{30,})/", page)
    assert f"http://chat.example/invitation/{shown}/" in plain(letter)
    assert "on its way by mail" in page
    assert (letter["To"], letter["From"]) == ("bo@tea.example", "Tea House <desk@tea.example>")
    assert letter["Subject"] == "Ada invites you to the service desk of chatdesk"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert Client().get(f"/invitation/{shown}/").status_code == 200
    assert "Done" in admin.reads(PEOPLE)


def test_it_is_written_in_the_language_of_who_invites(admin: Admin, sink: Sink) -> None:
    User.objects.filter(pk=admin.user.pk).update(locale="zh", name="陈雨")
    admin.user.refresh_from_db()
    invite(admin)
    outbox.run()

    (letter,) = sink.letters
    html = letter.get_body(("html",))
    assert letter["Subject"].strip() == "陈雨 邀请您加入 chatdesk 的客服团队"
    assert "链接 7 天内有效，只能使用一次。" in plain(letter)
    assert html is not None
    assert '<html lang="zh-CN">' in html.get_content()


def test_a_name_can_not_write_markup_or_headers(admin: Admin, sink: Sink) -> None:
    User.objects.filter(pk=admin.user.pk).update(name="<b>Ada</b>\r\nBcc: eve@tea.example")
    admin.user.refresh_from_db()
    invite(admin)
    outbox.run()

    (letter,) = sink.letters
    html = letter.get_body(("html",))
    assert html is not None
    assert "<b>" not in html.get_content()
    assert letter["Bcc"] is None


def test_its_id_is_that_of_the_row_however_often_it_is_sent(admin: Admin, sink: Sink) -> None:
    invite(admin)
    outbox.run()
    OutboxRow.objects.update(done_at=None)  # as if the mark had been lost …
    (row,) = OutboxRow.objects.all()
    payload = {"invitation": 1, "token": token_of(sink), "base": ""}
    outbox._deliverers[row.kind](outbox.Effect(row.pk, payload))

    assert sink.ids == [f"<{row.pk}@tea.example>"] * 2


def token_of(sink: Sink) -> str:
    return str(re.findall(r"/invitation/([\w-]+)/", plain(sink.letters[0]))[0])


@pytest.mark.parametrize("change", ["withdraw", "renew"])
def test_no_letter_leads_to_a_link_that_is_over(admin: Admin, sink: Sink, change: str) -> None:
    invite(admin)
    admin.sends(f"/settings/people/invitation/{Invitation.objects.get().pk}/{change}/")
    outbox.run()

    assert len(sink.letters) == (0 if change == "withdraw" else 1)
    assert OutboxRow.objects.owed().count() == 0


def test_no_letter_goes_to_who_has_come_by_the_link_already(admin: Admin, sink: Sink) -> None:
    invite(admin)
    Invitation.objects.update(accepted_at=now())
    outbox.run()

    assert sink.letters == []


def test_a_link_of_a_slip_is_not_mailed(admin: Admin, sink: Sink, mei: User) -> None:
    assert "has an account already" in invite(admin, mei.email)
    assert not OutboxRow.objects.exists()


def test_the_row_has_the_id_of_the_request_and_nothing_of_the_person(admin: Admin, sink: Sink) -> None:
    answer = admin.client.post(
        PEOPLE, {"email": "bo@tea.example", "role": "agent"}, headers={"X-Request-ID": "c0ffee-0042"}
    )

    row = OutboxRow.objects.get()
    assert (answer["X-Request-ID"], row.request_id) == ("c0ffee-0042", "c0ffee-0042")
    assert "tea.example" not in str(OutboxRow.objects.values_list())
    assert row.subject == f"invitation-{Invitation.objects.get().pk}"


def test_without_a_mail_server_nothing_is_owed_and_the_page_gives_the_link_as_ever(admin: Admin) -> None:
    page = invite(admin)

    assert "The link for bo@tea.example is ready" in page
    assert "shown only once" in page
    assert not OutboxRow.objects.exists()


# --- a forgotten password --------------------------------------------------------------------------------------------
def ask(email: str, **more: Any) -> Any:
    return Client(headers={"Accept-Language": "en"}).post(FORGOTTEN, {"email": email}, **more)


def test_a_letter_gives_a_new_password(mei: User, sink: Sink) -> None:
    assert "a letter is on its way" in ask(" Mei@tea.example").content.decode()
    outbox.run()

    (link,) = re.findall(r"http://chat\.example(/password/\S+)", plain(sink.letters[0]))
    browser = Client()
    page = browser.get(link)["Location"]
    browser.post(page, {"new": NEW, "again": NEW})
    assert sign_in(Client(), mei.email, NEW).status_code == 302
    assert AuditEntry.objects.filter(verb="reset_link_made", subject=f"user-{mei.pk}").count() == 1


def test_nobody_learns_who_has_an_account(mei: User, sink: Sink) -> None:
    factual, invented = ask(mei.email), ask("who@tea.example")

    assert factual.content == invented.content
    assert OutboxRow.objects.count() == 2
    outbox.run()
    assert [letter["To"] for letter in sink.letters] == ["mei@tea.example"]


def test_nobody_learns_it_from_the_number_of_queries(
    mei: User, sink: Sink, django_assert_num_queries: Any
) -> None:
    ask("else@tea.example")

    with CaptureQueriesContext(
        connection,
    ) as known:
        ask(mei.email)
    with CaptureQueriesContext(connection) as unknown:
        ask("who@tea.example")

    assert len(known) == len(unknown)


def test_who_has_left_gets_no_letter(mei: User, sink: Sink) -> None:
    User.objects.update(is_active=False)
    ask(mei.email)
    outbox.run()

    assert sink.letters == []


def test_the_link_leads_to_our_own_address_whatever_host_was_asked(mei: User, sink: Sink) -> None:
    ask(mei.email, headers={"Host": "evil.example"})
    outbox.run()

    assert all("evil" not in plain(letter) for letter in sink.letters)


def test_nobody_is_flooded(mei: User, sink: Sink) -> None:
    assert [ask(mei.email).status_code for _ in range(6)] == [200] * 5 + [429]
    outbox.run()

    assert len(sink.letters) == 3


def test_without_a_mail_server_the_page_says_what_to_do(mei: User) -> None:
    page = Client(headers={"Accept-Language": "en"}).get(FORGOTTEN).content.decode()

    assert "ask your administrator" in page
    assert "ask your administrator" in ask(mei.email).content.decode()
    assert not OutboxRow.objects.exists()


# --- the page --------------------------------------------------------------------------------------------------------
def test_a_test_letter_shows_that_letters_arrive(admin: Admin, sink: Sink) -> None:
    assert "A test letter to ada@tea.example is on its way" in admin.sends(f"{MAIL}test/")
    assert "On its way" in admin.reads(f"{MAIL}rows/")
    outbox.run()

    assert sink.letters[0]["Subject"] == "A test letter from chatdesk"
    assert "Done" in admin.reads(f"{MAIL}rows/")


def test_the_page_says_why_and_tries_again_on_demand(admin: Admin, sink: Sink) -> None:
    sink.refusals["ada@tea.example"] = "550 no such mailbox: ada@tea.example"
    admin.sends(f"{MAIL}test/")
    outbox.run()
    assert "doesn’t take letters for this address." in admin.reads(MAIL)
    assert "ada" not in OutboxRow.objects.get().says
    sink.refusals.clear()

    assert "It is being tried again" in admin.sends(f"{MAIL}{OutboxRow.objects.get().pk}/retry/")
    outbox.run()

    assert len(sink.letters) == 1
    assert AuditEntry.objects.filter(verb="setting_changed", subject__startswith="outbox-").count() == 1


def test_without_a_mail_server_the_page_says_how_to_set_one(admin: Admin) -> None:
    page = admin.reads(MAIL)

    assert "CHATDESK_SMTP_URL" in page
    admin.sends(f"{MAIL}test/")
    assert not OutboxRow.objects.exists()


def test_every_failure_has_its_words() -> None:
    codes = {"refused", "recipient", "sign_in", "sender", "rejected", "data", "no_tls", "unreachable", "off"}
    assert codes | {"fault", "interrupted", "unreadable", "restored"} == set(words("zh")["mail"]["errors"])
    assert set(words("zh")["mail"]["kinds"]) == set(outbox._deliverers)


# --- the mail server -------------------------------------------------------------------------------------------------
def outcome() -> tuple[str, str]:
    """State and error of the one row, after an attempt."""
    outbox.run()
    row = OutboxRow.objects.get()
    return row.state, row.error


@pytest.mark.parametrize(("line", "expected"), [
    ("550 no", ("failed", "refused")), ("450 busy", ("waiting", "recipient")),
])  # fmt: skip
def test_a_refused_recipient(admin: Admin, sink: Sink, line: str, expected: tuple[str, str]) -> None:
    sink.refusals["bo@tea.example"] = line
    invite(admin)

    assert outcome() == expected


@pytest.mark.parametrize(("line", "expected"), [
    ("554 spam", ("failed", "rejected")), ("451 later", ("waiting", "data")),
])  # fmt: skip
def test_a_refused_letter(admin: Admin, sink: Sink, line: str, expected: tuple[str, str]) -> None:
    sink.refusals["DATA"] = line
    invite(admin)

    assert outcome() == expected


def test_a_server_that_is_not_there_is_tried_again(admin: Admin, settings: Any) -> None:
    with listening() as sink:
        settings.SMTP, settings.MAIL_FROM = sink.smtp, "desk@tea.example"
    invite(admin)

    assert outcome() == ("waiting", "unreachable")


def test_a_server_without_encryption_gets_no_password(admin: Admin, sink: Sink, settings: Any) -> None:
    settings.SMTP = replace(sink.smtp, tls="starttls", user="tea", password="oolong")
    invite(admin)

    assert outcome() == ("waiting", "no_tls")


def test_letters_wait_where_the_server_was_unset_meanwhile(admin: Admin, sink: Sink, settings: Any) -> None:
    invite(admin)
    settings.SMTP = None

    assert outcome() == ("waiting", "off")
    assert mail.on() is False
    assert now() < OutboxRow.objects.get().due_at
