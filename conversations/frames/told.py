"""What the server tells: to both, to visitors, to the desk."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from conversations.frames.parts import (
    AgentView,
    At,
    Author,
    Card,
    Code,
    Colleague,
    Database,
    Followed,
    Head,
    Hold,
    Id,
    Sentence,
    Seq,
    SiteView,
    Token,
    Told,
    VisitorView,
    Wait,
)

Kind = Literal[
    "message", "choices", "slot", "joined", "left", "queued", "transferred", "resolved", "reopened",
    "ticket", "rating_request", "rated", "amended", "erased", "notice",
]  # fmt: skip


# --- both ------------------------------------------------------------------------------------------------------------
class Unserved(Struct, frozen=True, omit_defaults=True):
    """Where it was handed to, nobody has these needs (level by skill); `until` is when others may take it, if ever."""

    missing: dict[str, int]
    until: At | None = None


class Ok(Told, frozen=True):
    """The one good answer to a frame with a `ref`; which fields it has depends on the frame.

    `unserved` comes with a transfer that was accepted although nobody of that team can serve it yet.
    """

    ref: int
    conversation: Id | None = None
    seq: Seq | None = None
    n: int | None = None
    id: Id | None = None
    at: At | None = None
    dup: bool = False
    epoch: Hold | None = None
    unserved: Unserved | None = None


class Opened(Told, frozen=True, tag="ok", omit_defaults=False):
    """The `ok` of `open`: head and the current assignment's epoch, null when nobody is assigned."""

    ref: int
    conversation: Id
    head: Head
    epoch: Hold | None


class Refused(Told, frozen=True, omit_defaults=True):
    """The one bad answer. `ref` is null for one-way frames and for what can't be decoded."""

    ref: int | None
    code: Code
    message: str
    retryable: bool
    retry_after_ms: int | None = None


class Entry(Told, frozen=True):
    """One line of the timeline: whatever the visitor may see. `kind` says what stands in `data`."""

    conversation: Id
    seq: Seq
    id: Id
    client_id: str | None
    kind: Kind
    author: Author
    at: At
    text: str | None = None
    data: dict[str, Any] | None = None


class Typing(Told, frozen=True):
    """Somebody began or stopped writing."""

    conversation: Id
    role: str
    name: str
    on: bool
    preview: str | None = None


class Seen(Told, frozen=True):
    """The other side has seen everything up to `seq`."""

    conversation: Id
    role: str
    seq: Seq


class ByeNow(Told, frozen=True, tag="bye"):
    """The server closes this socket; come again after `retry_ms`."""

    reason: str
    retry_ms: int


# --- visitor ---------------------------------------------------------------------------------------------------------
class Welcome(Told, frozen=True):
    """The answer to `hello`. `token` is there when it is new: keep it and send it next time."""

    ref: int
    token: Token | None
    visitor: VisitorView
    site: SiteView
    conversation: Followed | None
    epoch: Database
    heartbeat_s: int


class Ready(Told, frozen=True):
    """Everything up to `heads` was sent."""

    heads: dict[str, Seq]


class Pong(Told, frozen=True):
    """The answer to `ping`: a head beyond what you have means that something got lost; ask by `replay`."""

    heads: dict[str, Seq]


class Reset(Told, frozen=True):
    """Too much was missed, or it belongs to another database: forget what you have and go on from `head`."""

    conversation: Id
    head: int
    reason: str


class Queue(Told, frozen=True):
    """The visitor's place in line, an honest estimate or none, and what may be done instead."""

    conversation: Id
    position: int
    wait: Wait | None
    options: list[str]


class Desk(Told, frozen=True, tag="desk"):
    """Whether the site's desk is open, and how many agents are online."""

    open: bool
    agents: int


# --- desk ------------------------------------------------------------------------------------------------------------
class DeskWelcome(Told, frozen=True):
    """The answer to `hello`: who you are, your state, and the conversations to begin with.

    `breaks` are the firm's own reasons of a break, to choose from; without any, rest, meal and training.
    """

    ref: int
    agent: AgentView
    state: str
    capacity: int
    load: int
    conversations: list[Card]
    epoch: Database
    heartbeat_s: int
    breaks: list[str] = []


class DeskReady(Told, frozen=True):
    """Everything up to `heads` was sent."""

    heads: dict[str, Head]


class DeskPong(Told, frozen=True):
    """The answer to `ping`, with lines and notes."""

    heads: dict[str, Head]


class DeskReset(Told, frozen=True):
    """As for visitors, with lines and notes."""

    conversation: Id
    head: Head
    reason: str


class Agent(Told, frozen=True):
    """A colleague's state and load, or one's own."""

    id: Id
    state: str
    load: int
    capacity: int
    name: str | None = None


class Offer(Told, frozen=True):
    """Will you take this conversation? Until `expires_at`; `why` says why you are asked.

    From a colleague who transfers it, `by` and `text` say who and what they add; the sender has it until you accept.
    """

    offer: Id
    conversation: Id
    card: Card
    expires_at: At
    why: Sentence
    by: Colleague | None = None
    text: str | None = None


class Withdrawn(Told, frozen=True):
    """An offer is over, and why."""

    offer: Id
    reason: str
    conversation: Id | None = None


class Assigned(Told, frozen=True):
    """It is yours: write under this `epoch`."""

    conversation: Id
    card: Card
    epoch: Hold
    why: Sentence


class Released(Told, frozen=True):
    """It is not yours any more."""

    conversation: Id
    reason: str


class CardChanged(Told, frozen=True, tag="card"):
    """What the list shows of a conversation has changed."""

    card: Card


class Gone(Told, frozen=True):
    """A conversation left your view."""

    conversation: Id


class Note(Told, frozen=True):
    """A line for colleagues, with a number of its own; never sent to a visitor."""

    conversation: Id
    n: int
    id: Id
    client_id: str
    author: Author
    text: str
    at: At
