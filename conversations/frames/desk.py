"""What a desk's socket may send, besides the frames that it shares with visitors."""

from __future__ import annotations

from conversations.frames.parts import ClientId, Head, Id, Ref, Sent, Seq


class DeskHello(Sent, frozen=True):
    ref: Ref
    protocol: int
    device: str
    api_key: str | None = None
    epoch: str | None = None
    after: dict[str, Head] | None = None


class DeskSay(Sent, frozen=True):
    """Say something to the visitor, under the assignment's `epoch`."""

    ref: Ref
    client_id: ClientId
    conversation: Id
    epoch: str | None
    text: str
    attachments: list[Id] | None = None
    reply_to: Seq | None = None


class SetState(Sent, frozen=True, tag="state"):
    ref: Ref
    state: str
    reason: str | None = None


class Accept(Sent, frozen=True):
    ref: Ref
    offer: Id


class Decline(Sent, frozen=True):
    ref: Ref
    offer: Id
    reason: str | None = None


class Open(Sent, frozen=True):
    ref: Ref
    conversation: Id
    after: Head | None = None


class Shut(Sent, frozen=True):
    conversation: Id


class WriteNote(Sent, frozen=True, tag="note"):
    """A line for colleagues; visitors never see it."""

    ref: Ref
    client_id: ClientId
    conversation: Id
    text: str
    mentions: list[Id] | None = None


class Take(Sent, frozen=True):
    ref: Ref
    conversation: Id


class Resolve(Sent, frozen=True):
    """`epoch` is null where nobody is assigned yet."""

    ref: Ref
    conversation: Id
    epoch: str | None
    outcome: str
    summary: str | None = None


class Reopen(Sent, frozen=True):
    ref: Ref
    conversation: Id


class Takeover(Sent, frozen=True):
    ref: Ref
    conversation: Id


class DeskTyping(Sent, frozen=True):
    conversation: Id
    on: bool
    preview: str | None = None


class DeskRead(Sent, frozen=True):
    conversation: Id
    seq: Seq


class DeskGot(Sent, frozen=True):
    conversation: Id
    seq: Seq
    n: Seq | None = None


class DeskReplay(Sent, frozen=True):
    ref: Ref
    conversation: Id
    after: Head
