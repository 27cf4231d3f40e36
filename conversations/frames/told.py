"""What the server tells: to both, to visitors, to the desk."""

from __future__ import annotations

from typing import Any, Literal

from conversations.frames.parts import (
    AgentView,
    At,
    Author,
    Card,
    Code,
    Followed,
    Head,
    Id,
    Sentence,
    SiteView,
    Told,
    VisitorView,
    Wait,
)

Kind = Literal[
    "message", "choices", "slot", "joined", "left", "queued", "transferred", "resolved", "reopened",
    "ticket", "rating_request", "rated", "amended", "erased", "notice",
]  # fmt: skip


# --- both ------------------------------------------------------------------------------------------------------------
class Ok(Told, frozen=True):
    """The one good answer to a frame with a `ref`; which fields it has depends on the frame."""

    ref: int
    conversation: Id | None = None
    seq: int | None = None
    n: int | None = None
    id: Id | None = None
    at: At | None = None
    dup: bool = False
    epoch: str | None = None


class Opened(Told, frozen=True, tag="ok", omit_defaults=False):
    """The `ok` of `open`: head and the current assignment's epoch, null when nobody is assigned."""

    ref: int
    conversation: Id
    head: Head
    epoch: str | None


class Refused(Told, frozen=True, omit_defaults=True):
    """The one bad answer. `ref` is null for one-way frames and for what can't be decoded."""

    ref: int | None
    code: Code
    message: str
    retryable: bool
    retry_after_ms: int | None = None


class Entry(Told, frozen=True):
    conversation: Id
    seq: int
    id: Id
    client_id: str | None
    kind: Kind
    author: Author
    at: At
    text: str | None = None
    data: dict[str, Any] | None = None


class Typing(Told, frozen=True):
    conversation: Id
    role: str
    name: str
    on: bool
    preview: str | None = None


class Seen(Told, frozen=True):
    conversation: Id
    role: str
    seq: int


class ByeNow(Told, frozen=True, tag="bye"):
    reason: str
    retry_ms: int


# --- visitor ---------------------------------------------------------------------------------------------------------
class Welcome(Told, frozen=True):
    ref: int
    token: str | None
    visitor: VisitorView
    site: SiteView
    conversation: Followed | None
    epoch: str
    heartbeat_s: int


class Ready(Told, frozen=True):
    """Everything up to `heads` was sent."""

    heads: dict[str, int]


class Pong(Told, frozen=True):
    heads: dict[str, int]


class Reset(Told, frozen=True):
    conversation: Id
    head: int
    reason: str


class Queue(Told, frozen=True):
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
    ref: int
    agent: AgentView
    state: str
    capacity: int
    load: int
    conversations: list[Card]
    epoch: str
    heartbeat_s: int


class DeskReady(Told, frozen=True):
    heads: dict[str, Head]


class DeskPong(Told, frozen=True):
    heads: dict[str, Head]


class DeskReset(Told, frozen=True):
    conversation: Id
    head: Head
    reason: str


class Agent(Told, frozen=True):
    id: Id
    state: str
    load: int
    capacity: int
    name: str | None = None


class Offer(Told, frozen=True):
    offer: Id
    conversation: Id
    card: Card
    expires_at: At
    why: Sentence


class Withdrawn(Told, frozen=True):
    offer: Id
    reason: str
    conversation: Id | None = None


class Assigned(Told, frozen=True):
    conversation: Id
    card: Card
    epoch: str
    why: Sentence


class Released(Told, frozen=True):
    conversation: Id
    reason: str


class CardChanged(Told, frozen=True, tag="card"):
    card: Card


class Gone(Told, frozen=True):
    conversation: Id


class Note(Told, frozen=True):
    conversation: Id
    n: int
    id: Id
    client_id: str
    author: Author
    text: str
    at: At
