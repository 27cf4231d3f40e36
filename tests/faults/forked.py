"""Kills of a writer: a forked process writes with the product's journal, and dies by SIGKILL at a labelled point or any moment."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults import cheap, invariants, product, rows
from tests.faults.evidence import Record
from tests.faults.stack import Stack
from tests.faults.talkers import Talkers

POINTS = ("before_commit", "after_commit", "before_ack", "after_ack", "before_publish")
WORLD = 60  # kills until new people talk
LONGEST_S = 0.06  # until a kill at any moment
PATIENCE_S = 20.0


class Writer(NamedTuple):
    """The forked process and the pipes to it."""

    pid: int
    to: int
    answers: int

    def kill(self) -> None:
        """Dead at once, and buried."""
        os.kill(self.pid, signal.SIGKILL)
        self.bury()

    def bury(self) -> None:
        os.waitpid(self.pid, 0)
        os.close(self.to)
        os.close(self.answers)


def pipes() -> tuple[Writer, int, int]:
    """Fork; in the child, whose pid is 0 here, also where it reads and where it writes."""
    takes, to = os.pipe()
    answers, gives = os.pipe()
    pid = os.fork()
    mine, others = ((to, answers), (takes, gives)) if pid else ((takes, gives), (to, answers))
    for other in others:
        os.close(other)
    return Writer(pid, to, answers), *((-1, -1) if pid else mine)


def fork(known: dict[str, list[int]], point: str) -> Writer:
    """A writer that dies at `point`, if one is named."""
    writer, takes, gives = pipes()
    if writer.pid:
        return writer
    try:
        write(known, point, takes, gives)
    finally:
        os._exit(1)


def write(known: dict[str, list[int]], point: str, takes: int, gives: int) -> None:
    """Of the child: an act a line, an answer a line, until it is killed."""
    from chatdesk.kernel import failpoints

    os.environ["CHATDESK_FAILPOINTS"] = point
    failpoints.armed.cache_clear()
    floor = product.Floor(known)
    with os.fdopen(takes) as lines:
        for line in lines:
            act = json.loads(line)
            floor.submit(act).add_done_callback(answering(act["number"], gives))
    time.sleep(PATIENCE_S)


def answering(number: int, gives: int) -> Callable[[Future[Any]], None]:
    """As a socket does it: past the two points, one write for an answer."""

    def answer(done: Future[Any]) -> None:
        from chatdesk.kernel import failpoints

        failpoints.hit("before_ack")
        os.write(gives, (json.dumps([number, product.answered(done)]) + "\n").encode())
        failpoints.hit("after_ack")

    return answer


class Kills:
    """Writers, one after the other, each killed."""

    def __init__(self, stack: Stack, rng: random.Random) -> None:
        self.stack, self.rng, self.found = stack, rng, cheap.Found()
        product.deaf()

    def run(self, faults: int) -> cheap.Found:
        world = 0
        while sum(self.found.kinds.values()) < faults and not self.found.violations:
            world += 1
            self.world(world, min(WORLD, faults - sum(self.found.kinds.values())))
            cheap.say(self.found)
        return self.found

    def world(self, number: int, lives: int) -> None:
        from django.db import connections

        record, since = Record(), rows.first_new(self.stack)
        known = product.people(number)
        connections.close_all()  # nothing of the parent's may be shared
        talkers = Talkers(self.rng, record, known)
        for talkers.life in range(1, lives + 1):
            self.life(talkers, known)
            self.found.violations += invariants.so_far(record, rows.stored(self.stack, since))
            if self.found.violations:
                return
        self.calm(talkers, known)
        stored = rows.stored(self.stack, since)
        stored.sound = self.stack.sound()
        self.found.violations += invariants.check(record, stored, [])
        self.found.add(record, stored)

    def life(self, talkers: Talkers, known: dict[str, list[int]]) -> None:
        point = self.rng.choice((*POINTS, ""))
        writer = fork(known, f"{point}:0.3" if point else "")
        end = time.monotonic() + (PATIENCE_S if point else self.rng.uniform(0.005, LONGEST_S))
        while self.talk(writer, talkers, end):
            pass
        os.kill(writer.pid, signal.SIGKILL)
        self.hear(writer, talkers, time.monotonic() + PATIENCE_S)
        writer.bury()
        self.found.kinds[f"writer {point}" if point else "writer any moment"] += 1

    def talk(self, writer: Writer, talkers: Talkers, end: float) -> bool:
        """Some acts and their answers; False when it is dead or the time is over."""
        acts = talkers.acts(3)
        try:
            os.write(writer.to, "".join(json.dumps(act) + "\n" for act in acts).encode())
        except BrokenPipeError:
            return self.hear(writer, talkers, end)
        return self.hear(writer, talkers, end, len(acts))

    def hear(self, writer: Writer, talkers: Talkers, end: float, wanted: int = 10_000) -> bool:
        """Take in answers; False when no more can come before `end`."""
        kept = b""
        while wanted:
            ready, _, _ = select.select([writer.answers], [], [], max(0.0, end - time.monotonic()))
            if not ready or not (more := os.read(writer.answers, 65536)):
                return False
            *lines, kept = (kept + more).split(b"\n")
            for line in lines:
                number, answer = json.loads(line)
                wanted -= 1
                if act := talkers.open.get(number):
                    talkers.told(act, answer)
        return True

    def calm(self, talkers: Talkers, known: dict[str, list[int]]) -> None:
        """One that lives until everything is answered."""
        writer = fork(known, "")
        end = time.monotonic() + PATIENCE_S
        for _ in range(2):
            self.talk(writer, talkers, end)
        writer.kill()


def run(stack: Stack, folder: Path, rng: random.Random, faults: int) -> cheap.Found:
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    import conversations.serving
    import conversations.visiting  # noqa: F401 - once, before there are children

    return Kills(stack, rng).run(faults)


if __name__ == "__main__":
    sys.exit(cheap.main("kills", run))
