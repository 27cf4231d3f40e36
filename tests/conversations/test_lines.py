"""Lines written together lead to the same rows as lines written one by one, and keep each speaker's order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Site, User
from chatdesk.kernel.clock import now
from conversations import lines, serving, visiting
from conversations.frames import desk, visitor
from conversations.journal import Tx, attempt
from conversations.lifecycle import State
from conversations.lines import Line
from conversations.models import Conversation, Entry
from customers.models import Customer
from tests import factories

pytestmark = pytest.mark.django_db
CHANGED = (
    "last_seq",
    "desk_read",
    "answered_seq",
    "visitor_spoke_at",
    "agent_spoke_at",
    "last_line",
    "state",
)


def never(*_: Any) -> None:
    raise AssertionError("nobody answers here")


def by_visitor(who: Customer, text: str, client_id: str, conversation: int | None = None) -> Line:
    named = None if conversation is None else str(conversation)
    frame = visitor.Say(ref=1, client_id=client_id, text=text, conversation=named)
    operation: Callable[[Tx], Any] = lambda tx: visiting.say(tx, who.site, who, frame)  # noqa: E731
    return Line(
        by=f"v{who.pk}", person=who.pk, client_id=client_id, text=text, ref=1, operation=operation, then=never,
        conversation=conversation, site=who.site_id, loop=None,  # type: ignore[arg-type]  # nobody is told
    )  # fmt: skip


def by_agent(who: User, row: Conversation, text: str, client_id: str, epoch: str = "1") -> Line:
    frame = desk.DeskSay(ref=1, client_id=client_id, text=text, conversation=str(row.pk), epoch=epoch)
    operation: Callable[[Tx], Any] = lambda tx: serving.say(tx, who, frame)  # noqa: E731
    return Line(
        by=f"a{who.pk}", person=who.pk, client_id=client_id, text=text, ref=1, operation=operation, then=never,
        conversation=row.pk, epoch=epoch, name=who.name, loop=None,  # type: ignore[arg-type]
    )  # fmt: skip


def together(*said: Line) -> list[bool]:
    """Whether each was plain enough."""
    with transaction.atomic():
        lines.write(said, now())
    return [line.written is not None for line in said]


def one_by_one(*said: Line) -> None:
    for line in said:
        with transaction.atomic():
            attempt(line.operation, Tx({}, now()))


@pytest.fixture
def mei() -> User:
    return factories.user("mei")


def live(who: Customer, mei: User, **fields: Any) -> Conversation:
    return factories.conversation(who, state=State.LIVE, assignee=mei, last_agent=mei, epoch=1, **fields)


def rows_of(row: Conversation) -> tuple[list[Any], list[Any]]:
    """Entries and the row, without what time and chance give."""
    row.refresh_from_db()
    shown = {name: getattr(row, name) for name in CHANGED}
    for name in ("visitor_spoke_at", "agent_spoke_at"):
        shown[name] = shown[name] is not None
    shown["last_line"] = {key: value for key, value in shown["last_line"].items() if key != "at"}
    fields = ("seq", "kind", "role", "author_name", "client_id", "text", "data")
    return list(Entry.objects.filter(conversation=row).order_by("seq").values_list(*fields)), list(
        shown.items()
    )


def test_together_and_one_by_one_lead_to_the_same_rows(site: Site, mei: User):
    lin, other = factories.customer(site, name="Lin"), factories.customer(site, name="Lin")
    row, twin = live(lin, mei), live(other, mei)

    def said(who: Customer, at: Conversation, mark: str) -> list[Line]:
        return [
            by_visitor(who, "hello, 你好", f"{mark}-line-1"),
            by_agent(mei, at, "how can I help?", f"{mark}-line-2"),
            by_visitor(who, "  my pot \n is broken ", f"{mark}-line-3", at.pk),
        ]

    assert together(*said(lin, row, "one")) == [True, True, True]
    one_by_one(*said(other, twin, "two"))

    entries, state = rows_of(row)
    twins, twin_state = rows_of(twin)
    assert [(*entry[:4], *entry[5:]) for entry in entries] == [(*entry[:4], *entry[5:]) for entry in twins]
    assert state == twin_state


def test_an_entry_written_together_is_shown_as_it_is_read_later(site: Site, mei: User):
    from conversations.selectors import entry_frame

    row = live(factories.customer(site, name="Lin"), mei)
    line = by_agent(mei, row, "on its way", "same-later")
    together(line)

    assert line.written is not None
    assert entry_frame(line.written) == entry_frame(Entry.objects.get(conversation=row))


def test_the_same_client_id_twice_is_written_once(site: Site, mei: User):
    lin = factories.customer(site)
    live(lin, mei)

    assert together(by_visitor(lin, "hello", "twice-said"), by_visitor(lin, "hello", "twice-said")) == [
        True,
        False,
    ]
    assert together(by_visitor(lin, "hello", "twice-said")) == [False]


@pytest.mark.parametrize(
    "fields",
    [{"labels": ["unanswered"]}, {"epoch": 2}, {"state": State.PARKED}, {"state": State.RESOLVED}, {"arrived_at": now()}],
    ids=["reminded", "fenced", "parked", "resolved", "first answer"],
)  # fmt: skip
def test_what_moves_more_than_a_line_takes_the_long_way(site: Site, mei: User, fields: dict[str, Any]):
    row = live(factories.customer(site), mei)
    Conversation.objects.filter(pk=row.pk).update(**fields)

    assert together(by_agent(mei, row, "hello", "long-way-1")) == [False]


def test_nobody_writes_into_what_is_someone_elses(site: Site, mei: User):
    lin, tom = factories.customer(site), factories.user("tom")
    row, stranger = live(lin, mei), factories.customer(site)

    assert together(by_visitor(stranger, "hello", "not-mine-1", row.pk)) == [False]
    assert together(by_agent(tom, row, "hello", "not-mine-2")) == [False]
    assert together(by_visitor(stranger, "hello", "not-mine-3")) == [
        False
    ]  # has none open: it is begun the long way


def test_a_speakers_later_lines_wait_behind_one_that_is_not_plain(site: Site, mei: User):
    lin, ann = factories.customer(site), factories.customer(site)
    row = live(lin, mei)
    live(ann, mei)
    said = [
        by_agent(mei, row, "fenced", "order-1111", epoch="7"),
        by_agent(mei, row, "plain", "order-2222"),
        by_visitor(ann, "hello", "order-3333"),
    ]

    assert together(*said) == [False, False, True]


def test_lines_wait_behind_what_their_speaker_asked_for_before(site: Site, mei: User):
    from concurrent.futures import Future

    from conversations.journal import Item

    lin = factories.customer(site)
    row = live(lin, mei)
    asked = Item(lambda _: None, row.pk, Future(), "", f"a{mei.pk}")
    first, second = by_agent(mei, row, "hello", "behind-111"), by_visitor(lin, "hello", "behind-222")

    assert lines.ahead([asked, first, second]) == [second]
