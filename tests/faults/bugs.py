"""Contract bugs that the harness has to find: each is text of the product, and what a careless hand would make of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from tests.faults.stack import ROOT

LEFT_OUT = {
    ".git",
    ".venv",
    ".state",
    "node_modules",
    "tests",
    "__pycache__",
    "docs",
    ".mypy_cache",
    ".ruff_cache",
}


class Change(NamedTuple):
    file: str
    old: str
    new: str


class Bug(NamedTuple):
    """A planted bug and the guarantee that it breaks."""

    name: str
    breaks: str
    changes: tuple[Change, ...]


JOURNAL, VISITOR, DESK = (
    "conversations/journal.py",
    "conversations/visitor_socket.py",
    "conversations/desk_follow.py",
)
MOVES, SERVICES, STREAM = "conversations/moves.py", "conversations/services.py", "conversations/stream.py"
SERVING, HOLDS, VISITING = "conversations/serving.py", "conversations/holds.py", "conversations/visiting.py"
TX, LINES = "conversations/tx.py", "conversations/lines.py"
TOGETHER = "                    lines.write(first, clock.now())\n"
WRITTEN = "[line for line in first if line.written is not None]"
FORGETFUL = Change(
    LINES,
    "    known = line_rows.known([(line.by, line.client_id) for line in lines])\n",
    "    known: set[tuple[str, str]] = set()\n",
)
HELD_NOW = "row.assignee == line.person and line.epoch == str(row.epoch)"
OUTBOX = "chatdesk/kernel/outbox.py"
DONE = "done.append((item, attempt(item.operation, tx), tx))"
COUNT = "        conversation.last_seq += 1\n"
KNOWN = "    entry = Entry.objects.filter(sender=sender, client_id=client_id).first()\n"
OTHER_ID = """        while fields.get("client_id") and Entry.objects.filter(
            sender=fields.get("sender"), client_id=fields["client_id"]
        ).exists():
            fields["client_id"] += "x"
"""
ANYHOW = Change(TX, COUNT, OTHER_ID + COUNT)  # past the unique index
FENCE = "    if (epoch if epoch is None else str(epoch)) != current:"
MINE = '    if conversation.assignee_id != user.pk:\n        raise NotAllowed("take'
COLLEAGUE = "    if conversation.assignee_id != user.pk and ("
FOLLOWED = (
    '    release(tx, conversation, reason="transferred" if move is Move.HAND else "taken", followed=True)\n'
)
TURN = "        take_turn(fact.entry)"
JOIN = "            here.join(hub.talk(conversation), self)\n"

BUGS: tuple[Bug, ...] = (
    Bug("ack-before-commit", "3 Ack", (
        Change(JOURNAL, DONE, DONE + "\n                        item.future.set_result(done[-1][1])"),
        Change(JOURNAL, "            item.future.set_result(result)", "            pass"),
        Change(JOURNAL, "            item.future.set_exception(refusal(error))",
               "            item.future.done() or item.future.set_exception(refusal(error))"),
    )),
    Bug("early-ack", "3 Ack", (
        Change(JOURNAL, TOGETHER, TOGETHER + f"                    lines.answer({WRITTEN})\n"),
        Change(JOURNAL, "            lines.answer(done)\n", ""),
    )),
    Bug("told-before-commit", "4 Fan-out", (
        Change(JOURNAL, DONE, DONE + "\n                        effects.publish([tx])"),
        Change(JOURNAL, TOGETHER, TOGETHER + f"                    effects.publish_lines({WRITTEN})\n"),
    )),
    Bug("no-dedupe", "1 Identity", (
        Change(SERVICES, KNOWN, "    entry: Entry | None = None\n"), ANYHOW, FORGETFUL,
    )),
    Bug("dedupe-in-memory", "1 Identity", (
        Change(SERVICES, "LISTED = 10", "SEEN: dict[tuple[str, str], int] = {}\nLISTED = 10"),
        Change(SERVICES, KNOWN, "    entry = Entry.objects.filter(pk=SEEN.get((sender, client_id), 0)).first()\n"),
        Change(SERVICES, "    conversation.last_line = {\"text\": preview(text)",
               "    SEEN[entry.sender or '', entry.client_id or ''] = entry.pk\n"
               "    conversation.last_line = {\"text\": preview(text)"),
        ANYHOW,
        FORGETFUL,
    )),
    Bug("notes-not-deduped", "1 Identity", (
        Change(SERVING, "    row = Note.objects.filter(author=user, client_id=frame.client_id).first()\n",
               "    row: Note | None = None\n"),
        Change(SERVING, "author_name=user.name, client_id=frame.client_id, text=text",
               "author_name=user.name, client_id=f\"{tx.now.timestamp()}-{frame.client_id}\"[:64], text=text"),
    )),
    Bug("ok-of-a-repeat-names-the-head", "1 Identity", (
        Change(SERVICES, "        seq=entry.seq,\n", "        seq=entry.conversation.last_seq if dup else entry.seq,\n"),
    )),
    Bug("one-sequence-for-all", "2 Order", (
        Change(TX, COUNT, "        conversation.last_seq = Entry.objects.count() + 1\n"),
    )),
    Bug("batch-written-backwards", "2 Order", (
        Change(JOURNAL, "                for item in batch:\n", "                for item in reversed(batch):\n"),
        Change(LINES, "    return found\n", "    return found[::-1]\n"),
    )),
    Bug("seq-lost-with-a-repeat", "2 Order", (
        Change(VISITING, "        return services.said(frame.ref, entry, dup=True)\n    conversation = addressed",
               "        if (row := open_of(tx, site, customer)) is not None:\n            row.last_seq += 1\n"
               "            tx.touch(row)\n"
               "        return services.said(frame.ref, entry, dup=True)\n    conversation = addressed"),
    )),
    Bug("resume-off-by-one", "5 Resume", (
        Change(VISITOR, "sent=named or 0)", "sent=named + 1 if named else 0)"),
    )),
    Bug("desk-resume-off-by-one", "5 Resume", (
        Change(DESK, "        entries.rewind(after[0])\n", "        entries.rewind(after[0])\n        entries.sent += 1\n"),
    )),
    Bug("read-before-subscribe", "5 Resume", (
        Change(VISITOR, JOIN, "            asyncio.get_running_loop().call_later(\n"
               "                0.3, here.join, hub.talk(conversation), self\n            )\n"),
        Change(STREAM, "if number == self.sent + 1 and self._idle()", "if number > self.sent and self._idle()"),
    )),
    Bug("replayed-otherwise", "5 Resume", (
        Change("conversations/reads.py", "    return [(row.seq, encode(selectors.entry_frame(row))) for row in rows]",
               "    for row in rows:\n        row.author_name = row.author_name.upper()\n"
               "    return [(row.seq, encode(selectors.entry_frame(row))) for row in rows]"),
    )),
    Bug("reset-at-the-head", "5 Resume", (
        Change(VISITOR, "named is not None and named > head", "named is not None and named >= head"),
    )),
    Bug("epoch-of-the-process", "5 Resume", (
        Change("conversations/greeting.py", "    return row.epoch\n", "    return f\"{row.epoch[:10]}-{os.getpid()}\"\n"),
        Change("conversations/greeting.py", "from __future__ import annotations\n",
               "from __future__ import annotations\n\nimport os\n"),
    )),
    Bug("no-window", "6 Back-pressure", (
        Change(STREAM, "        return self.count == 0 or (self.count < ENTRIES and self.size + size <= BYTES)",
               "        return True"),
    )),
    Bug("no-lease-expiry", "7 Presence", (
        Change("conversations/presence.py", "    until = clock.now() + timedelta(seconds=limits.current().lost_s)",
               "    until = clock.now() + timedelta(days=1)"),
        Change("conversations/presence.py", "    most = now + timedelta(seconds=limits.current().lost_s)",
               "    most = now + timedelta(days=1)"),
    )),
    Bug("no-fencing", "8 Assignment", (
        Change(HOLDS, FENCE, "    if False:"), Change(LINES, HELD_NOW, "row.assignee == line.person"),
    )),
    Bug("lines-not-fenced", "8 Assignment", (Change(LINES, HELD_NOW, "row.assignee == line.person"),)),
    Bug("anybody-writes", "8 Assignment", (
        Change(HOLDS, FENCE, "    if False:"),
        Change(HOLDS, COLLEAGUE, "    if False and ("),
        Change(LINES, HELD_NOW, "True"),
        Change(SERVING, MINE, MINE.replace("conversation.assignee_id != user.pk", "False")),
    )),
    Bug("double-assign", "8 Assignment", (
        Change(SERVING, "state == State.LIVE and not takeover:", "state == State.LIVE and user.pk == 0:"),
        Change(SERVING, "(Move.TAKEOVER, TAKEN_OVER) if takeover else (Move.TAKE, BY_HAND)",
               "(Move.TAKEOVER if conversation.assignee else Move.TAKE, BY_HAND)"),
        Change(MOVES, FOLLOWED, ""),
    )),
    Bug("same-epoch-again", "8 Assignment", (
        Change(MOVES, "    conversation.epoch += 1\n", "    conversation.epoch = max(conversation.epoch, 1)\n"),
    )),
    Bug("one-over-capacity", "8 Assignment", (
        Change(MOVES, "by_channel.total()) >= seat.capacity:", "by_channel.total()) > seat.capacity:"),
        Change(MOVES, "by_channel[conversation.channel] >= most:", "by_channel[conversation.channel] > most:"),
    )),
    Bug("note-to-visitor", "notes apart", (
        Change(VISITOR, JOIN, JOIN + "            here.join(hub.notes(conversation), self)\n"),
        Change(VISITOR, "        \"\"\"Never subscribed: notes are the desk's.\"\"\"", "        self.push_text(text)"),
    )),
    Bug("bot-answers-twice", "9 Side effects", (
        Change(SERVICES, "    client_id = f\"bot-{answers.pk:08d}\"\n", "    client_id = f\"bot-{tx.now.timestamp()}\"\n"),
        Change("conversations/turn.py", "    return conversation.state == State.BOT and entry.seq > conversation.answered_seq",
               "    return conversation.state == State.BOT"),
        Change("conversations/turn.py", "    reply.turn.save()\n", ""),
        Change("conversations/turn.py", TURN, TURN + "\n" + TURN),
    )),
    Bug("effect-in-the-transaction", "9 Side effects", (
        Change(OUTBOX, "    transaction.on_commit(wake)\n    return row.id", "    _do(row)\n    return row.id"),
    )),
    Bug("marked-before-sent", "9 Side effects", (
        Change(OUTBOX, "    try:\n        _deliverers[row.kind](Effect(row.pk, payload))",
               "    OutboxRow.objects.filter(pk=row.pk).update(done_at=now())\n"
               "    try:\n        _deliverers[row.kind](Effect(row.pk, payload))"),
    )),
    Bug("another-id-each-time", "9 Side effects", (
        Change(OUTBOX, "(Effect(row.pk, payload))", "(Effect(__import__('uuid').uuid4(), payload))"),
    )),
    Bug("no-goodbye", "10 Drain", (
        Change("conversations/runtime.py", "            socket.push(told.ByeNow(", "            str(told.ByeNow("),
    )),
    Bug("read-mark-goes-back", "read marks", (
        Change(VISITING, "    if seen > row.visitor_read:", "    if seen != row.visitor_read:"),
    )),
)  # fmt: skip


def planted(bug: Bug, to: Path) -> Path:
    """A copy of the product with the bug in it; raises ValueError where the product's text has moved on."""

    def left_out(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if name in LEFT_OUT or name.endswith(".egg-info")}

    shutil.copytree(ROOT, to, ignore=left_out, symlinks=True)
    for change in bug.changes:
        file = to / change.file
        text = file.read_text(encoding="utf-8")
        if text.count(change.old) != 1:
            raise ValueError(f"{bug.name}: {change.file} has {text.count(change.old)} times: {change.old}")
        file.write_text(text.replace(change.old, change.new), encoding="utf-8")
        compile(file.read_text(encoding="utf-8"), change.file, "exec")
    return to
