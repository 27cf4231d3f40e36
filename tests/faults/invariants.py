"""The invariants, each a function of the evidence and the rows; each says what is wrong, and when."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tests.faults.evidence import Line, Record, Said, Violation
from tests.faults.history import Holding, holdings
from tests.faults.rows import Stored
from tests.faults.views import View

Found = Iterator[Violation]
SLACK_BYTES = 96 * 1024 * 1024


def acked(record: Record, *, notes: bool) -> Iterator[tuple[Said, float, dict[str, Any]]]:
    """Every `ok` of a message (or of a note)."""
    for said in record.said.values():
        if said.note == notes:
            for at, _, ok in said.oks:
                yield said, at, ok


def di01_nothing_acknowledged_is_missing(record: Record, rows: Stored, _: Sequence[View]) -> Found:
    have = {row["client_id"] for row in [*rows.entries, *rows.notes]}
    for notes in (False, True):
        for said, at, ok in acked(record, notes=notes):
            if said.client_id not in have:
                yield Violation(
                    "DI1", f"{said.text!r} was acknowledged as {ok} and is not stored", at, said.who
                )


def di02_nothing_is_stored_twice(record: Record, rows: Stored, _: Sequence[View]) -> Found:
    ours = {said.text for said in record.said.values()}
    counted = Counter(row["text"] for row in [*rows.entries, *rows.notes] if row["text"] in ours)
    for said in record.said.values():
        if counted[said.text] > 1:
            yield Violation(
                "DI2", f"{said.text!r} is stored {counted[said.text]} times", said.sent[0][0], said.who
            )
    for conversation in rows.talks:
        spoken: Counter[str] = Counter()
        for row in rows.of(conversation):
            spoken[row["role"]] += row["kind"] == "message"
            if spoken["bot"] > spoken["visitor"]:
                yield Violation("DI2", f"{conversation}#{row['seq']}: the bot answers a line again")
                break


def di03_nothing_is_stored_that_nobody_sent(record: Record, rows: Stored, _: Sequence[View]) -> Found:
    for row in [*rows.entries, *rows.notes]:
        if row.get("kind", "message") != "message" or row.get("role", "agent") not in ("visitor", "agent"):
            continue
        said = record.said.get(row["client_id"])
        if said is None or said.text != row["text"]:
            yield Violation("DI3", f"nobody sent {row}")


def di04_seq_has_no_gap(_: Record, rows: Stored, __: Sequence[View]) -> Found:
    for conversation, talk in rows.talks.items():
        seqs = [row["seq"] for row in rows.of(conversation)]
        if seqs != list(range(1, talk["last_seq"] + 1)):
            yield Violation("DI4", f"{conversation} has {seqs}, and its row says {talk['last_seq']}")
        ns = sorted(row["n"] for row in rows.notes if str(row["conversation_id"]) == conversation)
        if ns != list(range(1, talk["last_n"] + 1)):
            yield Violation("DI4", f"{conversation} has the notes {ns}, and its row says {talk['last_n']}")


def di05_every_view_is_the_log(_: Record, rows: Stored, views: Sequence[View]) -> Found:
    """What a client shows is a beginning of the log, and all of it where the client came back to it at the end."""
    for view in views:
        log = rows.of(view.conversation)
        shown = [
            (e["seq"], e["kind"], e.get("text") or "", str(e["id"]), e["client_id"]) for e in view.entries
        ]
        meant = [(e["seq"], e["kind"], e["text"], str(e["id"]), e["client_id"]) for e in log]
        wrong = next((pair for pair in zip(shown, meant, strict=False) if pair[0] != pair[1]), None)
        if wrong or len(shown) > len(meant):
            yield Violation("DI5", f"of {view.conversation} shows {wrong or len(shown)}", None, view.who)
        elif view.asked is not None and len(shown) < len(log) and log[len(shown)]["at"] < view.asked:
            what = f"{view.conversation} ends at {len(shown)} of {len(log)} when all is quiet"
            yield Violation("DI18", what, None, view.who)


def di05_one_frame_for_one_role(_: Record, __: Stored, views: Sequence[View]) -> Found:
    seen: dict[tuple[str, str, int], tuple[str, Any]] = {}
    for view in views:
        for entry in view.entries:
            who, first = seen.setdefault((view.role, view.conversation, entry["seq"]), (view.who, entry))
            if first != entry:
                yield Violation("DI5", f"{who} was sent {first}, {view.who} {entry}", None, view.who)


def di07_a_senders_order_is_kept(record: Record, rows: Stored, _: Sequence[View]) -> Found:
    seqs = {
        row["client_id"]: (row["conversation_id"], row["seq"]) for row in rows.entries if row["client_id"]
    }
    by_sender: dict[str, list[Said]] = defaultdict(list)
    for said in record.said.values():
        if said.client_id in seqs:
            by_sender[said.who].append(said)
    for who, lines in by_sender.items():
        for one, two in pairs(lines, 6):
            (talk, seq), (other, later) = seqs[one.client_id], seqs[two.client_id]
            if talk == other and seq > later and before(record, one, two):
                yield Violation("DI7", f"{one.text!r} is #{seq}, {two.text!r} #{later}", two.sent[0][0], who)


def pairs(lines: list[Said], near: int) -> Iterator[tuple[Said, Said]]:
    for index, one in enumerate(lines):
        for two in lines[index + 1 : index + near]:
            yield one, two


def before(record: Record, one: Said, two: Said) -> bool:
    """`one` was acknowledged before `two` was sent, or both went once on one connection that keeps order."""
    if one.oks and one.oks[0][0] < two.sent[0][0]:
        return True
    conns = {conn for _, conn in one.sent + two.sent}
    once = len(one.sent) == len(two.sent) == len(conns) == 1
    return once and (one.who, conns.pop()) not in record.reordered and one.sent[0][0] < two.sent[0][0]


def di08_an_ok_names_what_is_stored(record: Record, rows: Stored, _: Sequence[View]) -> Found:
    entries = {row["client_id"]: row for row in rows.entries if row["client_id"]}
    notes = {row["client_id"]: row for row in rows.notes}
    for said, at, ok in acked(record, notes=False):
        row = entries.get(said.client_id)
        if row and (ok["conversation"], ok["seq"], ok["id"]) != (
            str(row["conversation_id"]),
            row["seq"],
            str(row["id"]),
        ):
            yield Violation("DI8", f"{said.text!r} was acknowledged as {ok} and is {row}", at, said.who)
    for said in record.said.values():
        if said.refused and said.client_id in entries:
            what = f"{said.text!r} was refused as {said.refused} and is stored"
            yield Violation("DI8", what, said.sent[-1][0], said.who)
    for said, at, ok in acked(record, notes=True):
        row = notes.get(said.client_id)
        if row and (ok["conversation"], ok["n"]) != (str(row["conversation_id"]), row["n"]):
            yield Violation("DI8", f"{said.text!r} was acknowledged as {ok} and is {row}", at, said.who)


def di09_one_assignee_and_one_open_talk(_: Record, rows: Stored, __: Sequence[View]) -> Found:
    yield from (Violation("DI9", wrong) for holding in holdings(rows).values() for wrong in holding.wrong)
    open_by: dict[int, set[int]] = defaultdict(set)
    for row in rows.entries:
        customer = rows.talks[str(row["conversation_id"])]["customer_id"]
        if row["kind"] == "resolved":
            open_by[customer].discard(row["conversation_id"])
        elif row["kind"] not in ("rated", "rating_request", "ticket", "notice"):
            open_by[customer].add(row["conversation_id"])
        if len(open_by[customer]) > 1:
            yield Violation("DI9", f"a visitor has {sorted(open_by[customer])} open at entry {row['id']}")
            return


def di10_nobody_has_more_than_they_can(_: Record, rows: Stored, __: Sequence[View]) -> Found:
    """By the order of writing: who has what after each entry."""
    held: dict[str, str] = {}
    for row in rows.entries:
        conversation = str(row["conversation_id"])
        if row["kind"] == "joined":
            held[conversation] = row["data"]["agent"]["id"]
        elif row["kind"] in ("resolved", "queued", "transferred"):
            held.pop(conversation, None)
        for agent, load in Counter(held.values()).items():
            most = rows.capacities.get(agent, 0)
            if load > most:
                yield Violation("DI10", f"agent {agent} has {load} of {most} at entry {row['id']}")
                return


def di11_nothing_under_an_old_epoch(record: Record, rows: Stored, _: Sequence[View]) -> Found:
    for conversation, holding in holdings(rows).items():
        for row in rows.of(conversation):
            said = record.said.get(row["client_id"] or "")
            if row["role"] == "agent" and said is not None:
                agent, epoch = holding.at(row["seq"])
                if (agent, str(epoch)) != (row["author"], said.epoch):
                    what = f"{said.text!r} under epoch {said.epoch} while agent {agent} has it under {epoch}"
                    yield Violation("DI11", what, said.sent[0][0], said.who)


def di14_read_marks_stay_within(record: Record, rows: Stored, _: Sequence[View]) -> Found:
    for conversation, talk in rows.talks.items():
        if max(talk["visitor_read"], talk["desk_read"]) > talk["last_seq"]:
            yield Violation("DI14", f"{conversation}: read beyond the head: {talk}")
    for line, who in seen_told(record):
        row = rows.talks.get(line.frame["conversation"])
        kept = row["visitor_read" if line.frame["role"] == "visitor" else "desk_read"] if row else 0
        if row and kept < line.frame["seq"]:
            yield Violation(
                "DI14", f"a read mark went back to {kept}: told before {line.frame}", line.at, who
            )


def seen_told(record: Record) -> Iterator[tuple[Line, str]]:
    """Every `seen` that came to anybody."""
    for who, lines in record.lines.items():
        yield from ((line, who) for line in lines if line.way == "in" and line.frame["type"] == "seen")


def di17_memory_stays(record: Record, _: Stored, __: Sequence[View]) -> Found:
    for pid, sizes in record.sizes.items():
        if max(sizes) > sizes[0] + SLACK_BYTES:
            yield Violation("DI17", f"server {pid} grew from {sizes[0]} to {max(sizes)} bytes")


def di19_rows_equal_what_the_log_says(_: Record, rows: Stored, __: Sequence[View]) -> Found:
    if rows.sound != "ok":
        yield Violation("DI19", f"the database says of itself: {rows.sound}")
    known = holdings(rows)
    for conversation, talk in rows.talks.items():
        holding = known.get(conversation, Holding())
        if talk["epoch"] != holding.joined or str(talk["assignee_id"] or "") != holding.agent:
            what = f"{conversation}: the row says {talk}, the log {holding.agent!r} under {holding.joined}"
            yield Violation("DI19", what)


Invariant = Callable[[Record, Stored, Sequence[View]], Found]
ALL: tuple[Invariant, ...] = tuple(
    value for name, value in sorted(globals().items()) if name.startswith("di") and name[2:4].isdigit()
)


AT_ANY_TIME = tuple(one for one in ALL if one is not di03_nothing_is_stored_that_nobody_sent)


def so_far(record: Record, rows: Stored) -> list[Violation]:
    """What is wrong already, while more is being said: `record` is of before the rows were read."""
    return [violation for invariant in AT_ANY_TIME for violation in invariant(record, rows, ())]


def check(record: Record, rows: Stored, views: Sequence[View]) -> list[Violation]:
    """Everything that is wrong, what the clients saw themselves first."""
    found = itertools.chain.from_iterable(invariant(record, rows, views) for invariant in ALL)
    return [*record.broken, *unassigned(record), *found]


def unassigned(record: Record) -> Found:
    """An epoch of a conversation is told to one agent only."""
    holders: dict[tuple[str, str], str] = {}
    for who, lines in record.lines.items():
        for line in lines:
            if line.way == "in" and line.frame["type"] == "assigned":
                key = (line.frame["conversation"], line.frame["epoch"])
                if holders.setdefault(key, who) != who:
                    yield Violation("DI9", f"{key} was given to {holders[key]} and to {who}", line.at, who)
