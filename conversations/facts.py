"""What has happened, told upwards after commit. A listener reads what it needs afresh."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MessagePosted:
    """`state` is the conversation's when it was written."""

    conversation: int
    entry: int
    role: str
    state: str


@dataclass(frozen=True, slots=True)
class Resolved:
    conversation: int
    outcome: str


@dataclass(frozen=True, slots=True)
class LeftUnresolved:
    """Nobody could help here and now: a ticket has to carry it on. `reason` is a tickets' reason."""

    conversation: int
    reason: str
    contact: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoutingChanged:
    """Something that the router has to look at: a conversation waits, a unit is free, an agent came or went.

    Heard on the writer's own thread, at most once a commit: listen with a nudge, never with work.
    """


@dataclass(frozen=True, slots=True)
class Greeted:
    """A widget said hello with this site's key, from a page of this origin; `allowed` says whether it was let in.

    Nothing was written. Heard on a thread of reads: what is slow belongs elsewhere.
    """

    site: int
    origin: str | None
    allowed: bool
