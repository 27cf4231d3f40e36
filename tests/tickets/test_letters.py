"""A public answer to a ticket reaches the address that was left for it, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import User
from chatdesk.kernel import outbox
from chatdesk.kernel.models import OutboxRow
from tests import factories
from tests.platform.sink import Sink, listening, plain
from tickets import services
from tickets.models import Comment, Ticket

pytestmark = pytest.mark.django_db
LEFT = "lin@tea.example"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with listening() as sink:
        settings.SMTP, settings.MAIL_FROM = sink.smtp, "Tea House <desk@tea.example>"
        yield sink


def ticket(left: str = LEFT, **fields: Any) -> Ticket:
    """One of a customer with these fields, who left this address for it."""
    site = factories.site(name="Idle Hill")
    return factories.ticket(factories.customer(site, **fields), contact={"email": left} if left else {})


def test_a_public_answer_is_mailed_to_the_address_that_was_left(sink: Sink, mei: User) -> None:
    asked = ticket()
    services.comment(
        asked, mei, text="A new pot is on its way.\nIt comes tomorrow.\n\nSorry for the trouble!"
    )
    outbox.run()

    (letter,) = sink.letters
    assert (letter["To"], letter["Subject"]) == (LEFT, f"Our answer to your request {asked.number}")
    assert "A new pot is on its way.\nIt comes tomorrow.\n\nSorry for the trouble!\n\nMei" in plain(letter)
    assert "Go to Idle Hill:\nhttps://shop.example" in plain(letter)
    html = letter.get_body(("html",))
    assert html is not None
    assert "way.<br>It comes" in html.get_content()


def test_it_is_written_in_the_visitors_language_and_runs_no_markup(sink: Sink, mei: User) -> None:
    services.comment(ticket(locale="zh-CN"), mei, text="<b>新茶壶</b>已寄出")
    outbox.run()

    (letter,) = sink.letters
    html = letter.get_body(("html",))
    assert html is not None
    assert "已有回复" in letter["Subject"]
    assert "&lt;b&gt;新茶壶" in html.get_content()


def test_an_address_that_the_firm_vouches_for_will_do(sink: Sink, mei: User) -> None:
    services.comment(ticket("", email=LEFT, verified=True), mei, text="Done.")
    outbox.run()

    assert [letter["To"] for letter in sink.letters] == [LEFT]


@pytest.mark.parametrize("asked", [
    {"left": "", "claimed": {"email": "other@tea.example"}}, {"left": "", "email": LEFT}, {"left": "call me maybe"},
    {"left": "a@b.example\nBcc: c@d.example"},
])  # fmt: skip
def test_nothing_goes_to_what_is_only_claimed_or_no_address(
    sink: Sink, mei: User, asked: dict[str, Any]
) -> None:
    services.comment(ticket(**asked), mei, text="Done.")

    assert not OutboxRow.objects.exists()


def test_a_note_and_the_visitors_own_words_are_not_mailed(sink: Sink, mei: User) -> None:
    asked = ticket()
    services.comment(asked, mei, text="He was rude.", public=False)
    services.comment(asked, None, text="Hello?")

    assert not OutboxRow.objects.exists()


def test_an_answer_that_was_taken_back_is_not_mailed(sink: Sink, mei: User) -> None:
    services.comment(ticket(), mei, text="Done.")
    Comment.objects.all().delete()
    outbox.run()

    assert sink.letters == []
    assert OutboxRow.objects.owed().count() == 0


def test_without_a_mail_server_nothing_is_owed(mei: User) -> None:
    services.comment(ticket(), mei, text="Done.")

    assert not OutboxRow.objects.exists()
