"""The harness's own parts: a plan that repeats, a proxy that sees messages, invariants that see what is wrong."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pytest

from chatdesk.kernel.errors import DeskError
from conversations.protocol import Malformed, decode_desk, decode_visitor, ref_in
from tests.faults import invariants
from tests.faults.evidence import Record, Said
from tests.faults.odd import DESK, VISITOR, odd
from tests.faults.plan import steps
from tests.faults.proxy import Messages, unmask
from tests.faults.rows import Stored
from tests.faults.views import View

AT = datetime(2026, 1, 2, tzinfo=UTC)


def row(seq: int, kind: str = "message", **more: Any) -> dict[str, Any]:
    blank: dict[str, Any] = {
        "role": "system",
        "author": "",
        "client_id": None,
        "text": "",
        "data": {},
        "at": AT,
    }
    return {"id": seq, "conversation_id": 7, "seq": seq, "kind": kind, **blank, **more}


def joined(seq: int, agent: str) -> dict[str, Any]:
    return row(seq, "joined", data={"agent": {"id": agent}})


def evidence() -> tuple[Record, Stored]:
    """A visitor's two lines and an agent's answer, all of it in order."""
    record = Record()
    for number, who in ((1, "v"), (2, "v"), (4, "a")):
        ok = {"conversation": "7", "seq": number, "id": str(number)}
        epoch = "1" if who == "a" else None
        record.said[f"c{number}"] = Said(
            who, f"c{number}", f"t{number}", epoch, sent=[(number, 1)], oks=[(number + 0.5, 1, ok)]
        )
    entries = [
        row(1, role="visitor", client_id="c1", text="t1"),
        row(2, role="visitor", client_id="c2", text="t2"),
        joined(3, "5"),
        row(4, role="agent", author="5", client_id="c4", text="t4"),
    ]
    talk = {
        "customer_id": 1,
        "epoch": 1,
        "assignee_id": 5,
        "last_seq": 4,
        "last_n": 0,
        "visitor_read": 2,
        "desk_read": 4,
    }
    return record, Stored(entries=entries, talks={"7": talk}, capacities={"5": 1})


def shown(rows: Stored) -> list[dict[str, Any]]:
    return [entry | {"id": str(entry["id"])} for entry in rows.entries]


def test_the_same_seed_makes_the_same_plan() -> None:
    one, two = (list(islice(steps(random.Random(4), 9, 0.1), 50)) for _ in range(2))
    assert one == two


def test_messages_are_seen_however_the_stream_is_cut() -> None:
    mask, text = b"\x01\x02\x03\x04", b'{"type":"ping"}'
    stream = b"GET / HTTP/1.1\r\n\r\n" + bytes([0x81, 0x80 | len(text)]) + mask + unmask(mask, text)
    messages = Messages()
    found = [payload for byte in stream for _, payload in messages.feed(bytes([byte]))]
    assert found == [b"", text]


def test_a_run_without_a_fault_breaks_nothing() -> None:
    record, rows = evidence()
    view = View("v", "visitor", "7", shown(rows), AT)
    assert invariants.check(record, rows, [view]) == []


Spoil = Callable[[Record, Stored], Any]
SPOILT: dict[str, tuple[str, Spoil]] = {
    "an acknowledged line is gone": ("DI1", lambda _, rows: rows.entries.pop(1)),
    "a line is there twice": (
        "DI2",
        lambda _, rows: rows.entries.append(rows.entries[0] | {"id": 9, "seq": 5}),
    ),
    "a line that nobody sent": ("DI3", lambda record, _: record.said.pop("c2")),
    "a gap": ("DI4", lambda _, rows: rows.entries[3].update(seq=6)),
    "the other order": (
        "DI7",
        lambda _, rows: (rows.entries[0].update(seq=2), rows.entries[1].update(seq=1)),
    ),
    "an ok with another seq": ("DI8", lambda record, _: record.said["c1"].oks[0][2].update(seq=2)),
    "two have it": ("DI9", lambda _, rows: rows.entries.insert(3, joined(4, "6"))),
    "more than they can": ("DI10", lambda _, rows: rows.capacities.update({"5": 0})),
    "an old epoch": ("DI11", lambda record, _: setattr(record.said["c4"], "epoch", "0")),
    "read beyond the head": ("DI14", lambda _, rows: rows.talks["7"].update(visitor_read=9)),
    "another assignee in the row": ("DI19", lambda _, rows: rows.talks["7"].update(assignee_id=6)),
}


@pytest.mark.parametrize("name", SPOILT)
def test_an_invariant_sees_what_breaks_it(name: str) -> None:
    record, rows = evidence()
    invariant, spoil = SPOILT[name]
    spoil(record, rows)
    assert invariant in {violation.invariant for violation in invariants.check(record, rows, [])}


@pytest.mark.parametrize(
    ("invariant", "seq"), [("DI5", 9), ("DI18", None)], ids=["another entry", "the end is missing"]
)
def test_a_view_that_is_not_the_log_is_seen(invariant: str, seq: int | None) -> None:
    record, rows = evidence()
    entries = shown(rows)[:3]
    if seq is not None:
        entries[2] = entries[2] | {"seq": seq}
    view = View("v", "visitor", "7", entries, AT.replace(year=2027))
    assert {violation.invariant for violation in invariants.check(record, rows, [view])} == {invariant}


@pytest.mark.parametrize("good", [VISITOR, DESK], ids=["visitor", "desk"])
def test_odd_frames_are_refused_and_nothing_else(good: tuple[dict[str, Any], ...]) -> None:
    rng, decode = random.Random(5), decode_visitor if good is VISITOR else decode_desk
    taken = 0
    for _ in range(3_000):
        frame = odd(rng, good, ["1", "2"])
        if isinstance(frame, str):
            with suppress(DeskError, Malformed):
                decode(frame)
                taken += 1
            ref_in(frame)
    assert 500 < taken < 2_500
