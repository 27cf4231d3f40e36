"""What a visitor's socket may send."""

from __future__ import annotations

from conversations.frames.parts import (
    ClientId,
    Database,
    Device,
    Id,
    Locale,
    Page,
    Ref,
    Sent,
    Seq,
    SignedId,
    Token,
)


class Hello(Sent, frozen=True):
    """The first frame: which site, who it is as far as known, and what was already received."""

    ref: Ref
    protocol: int
    site: str
    device: Device
    token: Token | None = None
    identity: str | SignedId | None = None
    locale: Locale | None = None
    page: Page | None = None
    epoch: Database | None = None
    after: dict[str, Seq] | None = None


class Say(Sent, frozen=True):
    """Say something. Sent again with the same `client_id` until it is acknowledged."""

    ref: Ref
    client_id: ClientId
    text: str
    attachments: list[Id] | None = None
    reply_to: Seq | None = None
    topic: str | None = None
    conversation: Id | None = None


class Choose(Sent, frozen=True):
    """Pick one of the bot's `choices` of line `seq`; it becomes the visitor's message."""

    ref: Ref
    client_id: ClientId
    seq: Seq
    choice: str
    conversation: Id | None = None


class AskHuman(Sent, frozen=True):
    """A person, please. Opens a conversation where none is open."""

    ref: Ref
    topic: str | None = None
    conversation: Id | None = None


class Prefer(Sent, frozen=True):
    """What to do instead of waiting: `option` is wait, message, callback or bot."""

    ref: Ref
    option: str
    text: str | None = None
    phone: str | None = None
    email: str | None = None
    conversation: Id | None = None


class Leave(Sent, frozen=True):
    """The visitor ends the conversation."""

    ref: Ref
    conversation: Id | None = None


class Rate(Sent, frozen=True):
    """A `score` from 1 to 5, until 24 hours after it ended; again replaces."""

    ref: Ref
    score: int
    comment: str | None = None
    reasons: list[str] | None = None
    conversation: Id | None = None


class Solved(Sent, frozen=True):
    """Whether the bot's answer of line `seq` helped; again replaces. After a no the bot offers what else it may be."""

    ref: Ref
    seq: Seq
    solved: bool
    conversation: Id | None = None


class Replay(Sent, frozen=True):
    """Send everything after line `after` once more; then `ok`."""

    ref: Ref
    conversation: Id
    after: Seq


class PageChanged(Sent, frozen=True, tag="page"):
    """The page that the visitor looks at."""

    url: str
    title: str = ""


class SetTyping(Sent, frozen=True, tag="typing"):
    """The visitor began or stopped writing; the desk may see the draft."""

    on: bool
    preview: str | None = None


class Read(Sent, frozen=True):
    """The visitor has seen everything up to `seq`."""

    seq: Seq
    conversation: Id | None = None


class Got(Sent, frozen=True):
    """Everything up to `seq` has arrived; makes room for more."""

    conversation: Id
    seq: Seq


class Bye(Sent, frozen=True):
    """Gone on purpose: presence ends at once."""


class Ping(Sent, frozen=True):
    """Still here; every `heartbeat_s`. Answered by `pong`."""
