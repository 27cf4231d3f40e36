"""What a visitor's socket may send."""

from __future__ import annotations

from conversations.frames.parts import ClientId, Id, Page, Ref, Sent, Seq, SignedId


class Hello(Sent, frozen=True):
    ref: Ref
    protocol: int
    site: str
    device: str
    token: str | None = None
    identity: str | SignedId | None = None
    locale: str | None = None
    page: Page | None = None
    epoch: str | None = None
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
    ref: Ref
    client_id: ClientId
    seq: Seq
    choice: str
    conversation: Id | None = None


class AskHuman(Sent, frozen=True):
    ref: Ref
    topic: str | None = None
    conversation: Id | None = None


class Prefer(Sent, frozen=True):
    ref: Ref
    option: str
    text: str | None = None
    phone: str | None = None
    email: str | None = None
    conversation: Id | None = None


class Leave(Sent, frozen=True):
    ref: Ref
    conversation: Id | None = None


class Rate(Sent, frozen=True):
    ref: Ref
    score: int
    comment: str | None = None
    reasons: list[str] | None = None
    conversation: Id | None = None


class Replay(Sent, frozen=True):
    ref: Ref
    conversation: Id
    after: Seq


class PageChanged(Sent, frozen=True, tag="page"):
    url: str
    title: str = ""


class SetTyping(Sent, frozen=True, tag="typing"):
    on: bool
    preview: str | None = None


class Read(Sent, frozen=True):
    seq: Seq
    conversation: Id | None = None


class Got(Sent, frozen=True):
    conversation: Id
    seq: Seq


class Bye(Sent, frozen=True):
    pass


class Ping(Sent, frozen=True):
    pass
