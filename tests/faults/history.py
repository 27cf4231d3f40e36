"""Who had a conversation when, worked out from its timeline alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.faults.rows import Stored
from tests.faults.stack import Row


@dataclass
class Holding:
    """The assignments of one conversation."""

    agent: str = ""  # who has it now; empty for nobody
    joined: int = 0  # assignments so far, which is the epoch
    wrong: list[str] = field(default_factory=list)
    steps: list[tuple[int, str, int]] = field(default_factory=list)  # from which seq on: agent, epoch

    def at(self, seq: int) -> tuple[str, int]:
        """Agent and epoch as they were when `seq` was written."""
        found = [(agent, epoch) for since, agent, epoch in self.steps if since <= seq]
        return found[-1] if found else ("", 0)

    def move(self, row: Row) -> None:
        if row["kind"] == "joined":
            if self.agent:
                self.wrong.append(f"{row['conversation_id']}#{row['seq']}: joined while {self.agent} has it")
            self.agent, self.joined = row["data"]["agent"]["id"], self.joined + 1
        elif row["kind"] in ("left", "queued", "resolved", "transferred"):
            self.agent = ""
        self.steps.append((row["seq"], self.agent, self.joined))


def holdings(rows: Stored) -> dict[str, Holding]:
    """Of every conversation."""
    found: dict[str, Holding] = {}
    for conversation in rows.talks:
        holding = found[conversation] = Holding()
        for row in rows.of(conversation):
            holding.move(row)
    return found
