"""Two processes write to the same conversations: each line takes the next seq, and a lost race is tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from accounts.models import User
from conversations import visiting
from conversations.frames import told, visitor
from conversations.journal import Journal, Tx, journal
from conversations.lifecycle import State
from conversations.models import Conversation, Entry
from tests import factories

LINES = 40


@pytest.fixture
def writers(transactional_db: None) -> Iterator[list[Journal]]:
    both = [Journal(), Journal()]
    yield both
    for one in (*both, journal):  # the bot's turns go through this process's own
        one.stop()


def say_in(first: int, second: int) -> Callable[[Tx], None]:
    """A line in each, with the rows locked in this order, whatever another writer holds."""

    def operation(tx: Tx) -> None:
        for pk in (first, second):
            tx.append(tx.lock(pk), "notice", data={"code": "test"})

    return operation


def test_no_line_is_lost_and_no_number_taken_twice_in_whatever_order_rows_are_locked(
    writers: list[Journal], mei: User
):
    site = factories.site()
    talks = [
        factories.conversation(factories.customer(site), state=State.LIVE, assignee=mei).pk for _ in range(2)
    ]
    orders = [talks, talks[::-1]]
    done: list[Future[None]] = []
    for _ in range(LINES):
        done += [writer.submit(say_in(*order)) for writer, order in zip(writers, orders, strict=True)]
    for future in done:
        future.result(timeout=30)

    for pk in talks:
        seqs = Entry.objects.filter(conversation=pk).order_by("seq").values_list("seq", flat=True)
        assert list(seqs) == list(range(1, 2 * LINES + 1))
        assert Conversation.objects.get(pk=pk).last_seq == 2 * LINES


def test_the_same_line_said_through_both_at_once_is_written_once(writers: list[Journal]):
    customer, _ = factories.visitor()
    for number in range(LINES):
        frame = visitor.Say(ref=1, client_id=f"line-{number:06}", text=f"line {number}")

        def say(tx: Tx, frame: visitor.Say = frame) -> told.Ok:
            return visiting.say(tx, customer.site, customer, frame)

        answers = [future.result(timeout=30) for future in [writer.submit(say) for writer in writers]]
        assert sorted(answer.dup for answer in answers) == [False, True]
        assert answers[0].seq == answers[1].seq

    assert Entry.objects.filter(role="visitor").count() == LINES
    assert Conversation.objects.count() == 1
