"""DI13: an effect is owed if and only if what causes it is kept; the receiver sees it once or more, always under one id.

An administrator invites colleagues, some in transactions that fail; the process that writes and mails is killed between effect and
mark or at any moment, and the mail server hangs up before it says that it has the letter.
"""

from __future__ import annotations

import json
import os
import random
import re
import select
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.faults import cheap
from tests.faults.evidence import Violation
from tests.faults.forked import Writer, pipes
from tests.faults.stack import Stack
from tests.platform.sink import Sink, listening

POINTS = ("outbox_before_mark", "", "hangs_up", "not_now")
WORLD = 20  # faults until it must all have arrived
PATIENCE_S = 20.0
CALM_S = 60.0
LATER = "UPDATE kernel_outboxrow SET lease_until = NULL, due_at = created_at WHERE done_at IS NULL"
ROWS = "SELECT id, subject, done_at, gave_up_at FROM kernel_outboxrow"
INVITED = "SELECT id, email FROM accounts_invitation"


class Unwilling(Sink):
    """Keeps each letter, and sometimes lets the sender believe that it doesn't."""

    trouble = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.trouble == "not_now":
            self.trouble = ""
            return "451 not now"
        said = await super().handle_DATA(server, session, envelope)
        if self.trouble == "hangs_up":
            self.trouble = ""
            server.transport.abort()
        return said


class Effects:
    """Lives of a process that owes letters and sends them."""

    def __init__(self, stack: Stack, rng: random.Random, sink: Unwilling) -> None:
        from tests import factories

        self.stack, self.rng, self.sink, self.found = stack, rng, sink, cheap.Found()
        self.admin = factories.user(f"ada-{os.getpid()}", role="admin").pk
        self.people = 0
        self.acked: set[str] = set()
        self.failed: set[str] = set()

    def run(self, faults: int) -> cheap.Found:
        from django.db import connections

        connections.close_all()
        while (done := sum(self.found.kinds.values())) < faults and not self.found.violations:
            for _ in range(min(WORLD, faults - done)):
                self.life(self.rng.choice(POINTS))
            self.life("calm")
            self.found.violations += self.wrong()
        self.found.said, self.found.acked = self.people, len(self.acked)
        self.found.stored = len(self.rows(ROWS))
        return self.found

    def life(self, point: str) -> None:
        self.later()
        self.sink.trouble = point if point in ("hangs_up", "not_now") else ""
        writer = fork(self.admin, f"{point}:0.5" if point == "outbox_before_mark" else "")
        quick = self.rng.uniform(0.005, 0.08)
        self.hear(writer, self.invite(writer), PATIENCE_S if point else quick)
        if point == "calm":
            self.calm(writer)
        writer.kill()
        if point != "calm":
            self.found.kinds[f"effect {point or 'killed at any moment'}"] += 1

    def invite(self, writer: Writer) -> int:
        """Some colleagues; every fourth time the transaction fails afterwards."""
        asked = []
        for _ in range(self.rng.randint(1, 3)):
            self.people += 1
            fails = self.rng.random() < 0.25
            email = f"{'not' if fails else 'yes'}-{self.people}@tea.example"
            self.failed |= {email} if fails else set()
            asked.append(json.dumps({"email": email, "fails": fails}))
        os.write(writer.to, ("\n".join(asked) + "\n").encode())
        return len(asked) + 1

    def hear(self, writer: Writer, wanted: int, within_s: float) -> None:
        """Each invitation, and then the end of a round of letters."""
        end, kept = time.monotonic() + within_s, b""
        while wanted > 0:
            ready, _, _ = select.select([writer.answers], [], [], max(0.0, end - time.monotonic()))
            if not ready or not (more := os.read(writer.answers, 65536)):
                return
            *lines, kept = (kept + more).split(b"\n")
            wanted -= len(lines)
            self.acked |= {line.decode() for line in lines if line.startswith(b"yes")}

    def calm(self, writer: Writer) -> None:
        """Until nothing is owed."""
        end = time.monotonic() + CALM_S
        while time.monotonic() < end and any(row["done_at"] is None for row in self.rows(ROWS)):
            self.later()
            os.write(writer.to, b"\n")
            self.hear(writer, 1, PATIENCE_S)

    def later(self) -> None:
        """The minutes go by that a lease or a pause lasts."""
        self.stack.do(LATER)

    def rows(self, query: str) -> list[dict[str, Any]]:
        with self.stack.reading() as asks:
            return asks(query)

    # --- what must hold ----------------------------------------------------------------------------------------------
    def wrong(self) -> list[Violation]:
        return [Violation("DI13", what) for what in self.all_wrong()]

    def all_wrong(self) -> Iterator[str]:
        rows, invited = self.rows(ROWS), {row["email"]: row["id"] for row in self.rows(INVITED)}
        owed = [row["subject"] for row in rows]
        if sorted(owed) != sorted(f"invitation-{one}" for one in invited.values()):
            yield f"{len(owed)} letters are owed for {len(invited)} invitations"
        if lost := self.acked - set(invited):
            yield f"invited, and told so, and not kept: {sorted(lost)}"
        if late := [row for row in rows if row["done_at"] is None]:
            yield f"still owed or given up: {late}"
        known = {str(row["id"]).replace("-", "") for row in rows}
        letters: dict[str, set[str]] = defaultdict(set)
        for letter in self.sink.letters:
            letters[str(letter["To"])].add(re.sub(r"[<-]|@.*", "", str(letter["Message-ID"])))
        yield from (f"{email} has letters {ids}" for email, ids in letters.items() if len(ids) != 1)
        yield from (f"a letter {ids} that nobody owes" for ids in letters.values() if not ids <= known)
        yield from (f"{email} was invited and has no letter" for email in set(invited) - set(letters))
        yield from (f"{email} has a letter of what never was" for email in self.failed & set(letters))


def fork(admin: int, point: str) -> Writer:
    """The process, which dies at `point` if one is named."""
    writer, takes, gives = pipes()
    if writer.pid:
        return writer
    try:
        write(admin, point, takes, gives)
    finally:
        os._exit(1)


def write(admin: int, point: str, takes: int, gives: int) -> None:
    """Of the child: write what is asked for, answer, and send what is owed; until it is killed."""
    from accounts.models import User
    from chatdesk.kernel import failpoints, outbox

    os.environ["CHATDESK_FAILPOINTS"] = point
    failpoints.armed.cache_clear()
    by = User.objects.get(pk=admin)
    kept = b""
    while more := os.read(takes, 65536):
        *lines, kept = (kept + more).split(b"\n")
        for line in filter(None, lines):
            os.write(gives, f"{invited(by, **json.loads(line))}\n".encode())
        outbox.run(PATIENCE_S)
        os.write(gives, b"round\n")
    time.sleep(PATIENCE_S)


def invited(by: Any, email: str, fails: bool) -> str:
    """The address once it is kept; of a transaction that fails nothing is."""
    from django.db import transaction

    from administration import inviting
    from chatdesk.kernel.clock import now

    try:
        with transaction.atomic():
            inviting.invite(by, email=email, name="", role="agent", skills={}, team=None, now=now())
            if fails:
                raise LookupError(email)
    except LookupError:
        return "failed"
    return email


def run(stack: Stack, folder: Path, rng: random.Random, faults: int) -> cheap.Found:
    from django.conf import settings

    import administration.inviting  # noqa: F401 - once, before there are children

    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    with listening(Unwilling) as sink:
        settings.SMTP, settings.MAIL_FROM = sink.smtp, "desk@tea.example"
        assert isinstance(sink, Unwilling)
        return Effects(stack, rng, sink).run(faults)


if __name__ == "__main__":
    sys.exit(cheap.main("effects", run))
