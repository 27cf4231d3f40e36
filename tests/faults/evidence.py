"""What is kept of a run: every frame with its time, every fault, and what is wrong by which invariant."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

Frame = dict[str, Any]


class Line(NamedTuple):
    """One frame, or one event of a connection, as a client saw it."""

    at: float  # seconds since the run began
    conn: int
    way: str  # out | in | net
    frame: Frame


class Fault(NamedTuple):
    """What was done to whom."""

    number: int
    at: float
    kind: str
    target: str


class Violation(NamedTuple):
    """An invariant that didn't hold."""

    invariant: str
    what: str
    at: float | None = None
    who: str = ""


@dataclass
class Said:
    """Something that a client wants to be stored once, and what became of it."""

    who: str
    client_id: str
    text: str
    epoch: str | None = None  # of the assignment, for agents
    note: bool = False
    sent: list[tuple[float, int]] = field(default_factory=list)  # time, connection
    oks: list[tuple[float, int, Frame]] = field(default_factory=list)
    refused: Frame | None = None


@dataclass
class Record:
    """The evidence of one run."""

    began: float = field(default_factory=time.monotonic)
    lines: dict[str, deque[Line]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    broken: list[Violation] = field(default_factory=list)
    said: dict[str, Said] = field(default_factory=dict)  # by client_id
    reordered: set[tuple[str, int]] = field(default_factory=set)  # connections whose frames were reordered
    down: list[tuple[float, float]] = field(default_factory=list)  # the server was killed, was ready again
    sizes: dict[int, list[int]] = field(default_factory=dict)  # bytes of memory, by the server's pid

    def now(self) -> float:
        return time.monotonic() - self.began

    def note(self, who: str, conn: int, way: str, frame: Frame) -> None:
        """Keep a frame; of each client the last 20,000."""
        self.lines.setdefault(who, deque(maxlen=20_000)).append(Line(self.now(), conn, way, frame))

    def fault(self, kind: str, target: str) -> None:
        self.faults.append(Fault(len(self.faults) + 1, self.now(), kind, target))

    def wrong(self, invariant: str, what: str, who: str = "") -> None:
        """Something that is wrong already while the clients talk."""
        self.broken.append(Violation(invariant, what, self.now(), who))

    def heard(self, who: str, type: str, since: float) -> bool:
        """Whether the server told `who` that since then."""
        lines = self.lines.get(who, ())
        return any(line.at >= since and line.way == "in" and line.frame["type"] == type for line in lines)

    def frozen(self) -> Record:
        """What was said, as it stands at this moment, for a comparison while it goes on."""
        said = {
            key: replace(one, sent=list(one.sent), oks=list(one.oks)) for key, one in list(self.said.items())
        }
        return Record(self.began, said=said, reordered=set(self.reordered))

    def around(self, at: float, who: str, most: int = 12) -> list[str]:
        """The frames of `who` (of everybody without) around that time, and the faults before it."""
        lines = [
            (line.at, f"{line.at:9.3f}  {name:<10} #{line.conn:<4} {line.way:<4} {str(line.frame)[:220]}")
            for name, kept in self.lines.items()
            if name == who or not who
            for line in kept
            if abs(line.at - at) < 5
        ]
        near = sorted(sorted(lines, key=lambda line: abs(line[0] - at))[:most])
        before = [fault for fault in self.faults if fault.at <= at][-4:]
        faults = [f"{f.at:9.3f}  fault {f.number}: {f.kind} {f.target}" for f in before]
        return faults + [text for _, text in near]

    def number_at(self, at: float) -> int:
        """How many faults had been made by then."""
        return sum(1 for fault in self.faults if fault.at <= at)
