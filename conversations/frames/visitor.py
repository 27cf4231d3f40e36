"""What a visitor's socket may send."""

from __future__ import annotations

from conversations.frames.parts import ClientId, Id, Page, Ref, Sent, Seq, SignedId


class Hello(Sent):
    ref: Ref
    protocol: int
    site: str
    device: str
    token: str | None = None
    identity: str | SignedId | None = None
    locale: str | None = None
    page: Page | None = None
    epoch: str | None = None
    after: dict[str, int] | None = None


class Say(Sent):
    """Say something. Sent again with the same `client_id` until it is acknowledged."""

    ref: Ref
    client_id: ClientId
    text: str
    attachments: list[Id] | None = None
    reply_to: Seq | None = None
    topic: str | None = None
    conversation: Id | None = None


class Choose(Sent):
    ref: Ref
    client_id: ClientId
    seq: Seq
    choice: str
    conversation: Id | None = None


class AskHuman(Sent):
    ref: Ref
    topic: str | None = None
    conversation: Id | None = None


class Prefer(Sent):
    ref: Ref
    option: str
    text: str | None = None
    phone: str | None = None
    email: str | None = None
    conversation: Id | None = None


class Leave(Sent):
    ref: Ref
    conversation: Id | None = None


class Rate(Sent):
    ref: Ref
    score: int
    comment: str | None = None
    reasons: list[str] | None = None
    conversation: Id | None = None


class Replay(Sent):
    ref: Ref
    conversation: Id
    after: Seq


class PageChanged(Sent, tag="page"):
    url: str
    title: str = ""


class SetTyping(Sent, tag="typing"):
    on: bool
    preview: str | None = None


class Read(Sent):
    seq: Seq
    conversation: Id | None = None


class Got(Sent):
    conversation: Id
    seq: Seq


class Bye(Sent):
    pass


class Ping(Sent):
    pass
