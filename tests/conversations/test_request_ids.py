"""The id under which something was asked for is there while it is written, and for what its facts lead to."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from chatdesk.kernel import bus
from chatdesk.kernel.ids import request_id
from conversations.journal import Tx, journal


@dataclass(frozen=True)
class Poured:
    """A fact of this test alone."""


@pytest.mark.django_db(transaction=True)
def test_an_operation_and_its_facts_know_the_id_and_the_next_one_has_its_own():
    heard: list[str] = []

    def listen(fact: Poured) -> None:
        heard.append(request_id.get())

    def operation(tx: Tx) -> str:
        tx.announce(Poured())
        return request_id.get()

    bus.on(Poured, listen)
    try:
        token = request_id.set("pot-of-tea-1")
        first = journal.submit(operation)
        request_id.set("pot-of-tea-2")
        second = journal.submit(operation)
        request_id.reset(token)
        seen = [first.result(10), second.result(10)]
        journal.settle()
    finally:
        bus.off(Poured, listen)
        journal.stop()

    assert seen == heard == ["pot-of-tea-1", "pot-of-tea-2"]
