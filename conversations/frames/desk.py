"""What a desk's socket may send, besides the frames that it shares with visitors."""

from __future__ import annotations

from conversations.frames.parts import At, ClientId, Database, Device, Head, Hold, Id, Ref, Sent, Seq, Target


class DeskHello(Sent, frozen=True):
    """The first frame: the session's cookie or `api_key` says who it is."""

    ref: Ref
    protocol: int
    device: Device
    api_key: str | None = None
    epoch: Database | None = None
    after: dict[str, Head] | None = None


class DeskSay(Sent, frozen=True):
    """Say something to the visitor, under the assignment's `epoch`."""

    ref: Ref
    client_id: ClientId
    conversation: Id
    epoch: Hold | int | None
    text: str
    attachments: list[Id] | None = None
    reply_to: Seq | None = None


class SetState(Sent, frozen=True, tag="state"):
    """The agent's own state: online, busy, break or offline."""

    ref: Ref
    state: str
    reason: str | None = None


class Accept(Sent, frozen=True):
    """Yes to an offer."""

    ref: Ref
    offer: Id


class Decline(Sent, frozen=True):
    """No to an offer; it goes to somebody else, and the visitor keeps the place."""

    ref: Ref
    offer: Id
    reason: str | None = None


class Open(Sent, frozen=True):
    """Follow a conversation, from `after` on or from its beginning."""

    ref: Ref
    conversation: Id
    after: Head | None = None


class Shut(Sent, frozen=True):
    """Follow it no longer, unless it is one's own."""

    conversation: Id


class WriteNote(Sent, frozen=True, tag="note"):
    """A line for colleagues; visitors never see it."""

    ref: Ref
    client_id: ClientId
    conversation: Id
    text: str
    mentions: list[Id] | None = None


class Take(Sent, frozen=True):
    """Take a conversation without having been asked."""

    ref: Ref
    conversation: Id


class Transfer(Sent, frozen=True):
    """Hand it on: to a colleague, who is asked first, or into the queue for a team or for skills. `text` is for whoever comes."""

    ref: Ref
    conversation: Id
    epoch: Hold | int | None
    to: Target
    text: str | None = None


class Park(Sent, frozen=True):
    """Put it aside, without a unit: until the visitor writes again or `until` is up."""

    ref: Ref
    conversation: Id
    epoch: Hold | int | None
    until: At | None = None


class Suggest(Sent, frozen=True):
    """What might answer the visitor's latest words? Shows and changes nothing."""

    ref: Ref
    conversation: Id


class Suggested(Sent, frozen=True):
    """What became of a suggestion: `act` is inserted, edited or ignored.

    `seq` is the line that it was for, the latest of the visitor's where left out.
    """

    ref: Ref
    conversation: Id
    article: str
    act: str
    seq: Seq | None = None


class Resolve(Sent, frozen=True):
    """End it: `outcome` is resolved or ticket; `epoch` is null where nobody is assigned yet."""

    ref: Ref
    conversation: Id
    epoch: Hold | int | None
    outcome: str
    summary: str | None = None


class Reopen(Sent, frozen=True):
    """Open an ended conversation again, for its last agent if possible."""

    ref: Ref
    conversation: Id


class Takeover(Sent, frozen=True):
    """A supervisor takes a conversation that a colleague has."""

    ref: Ref
    conversation: Id


class DeskTyping(Sent, frozen=True):
    """The agent began or stopped writing."""

    conversation: Id
    on: bool
    preview: str | None = None


class DeskRead(Sent, frozen=True):
    """The agent has seen everything up to `seq`."""

    conversation: Id
    seq: Seq


class DeskGot(Sent, frozen=True):
    """Everything up to line `seq` and note `n` has arrived; makes room for more."""

    conversation: Id
    seq: Seq
    n: Seq | None = None


class DeskReplay(Sent, frozen=True):
    """Send everything after line and note `after` once more; then `ok`."""

    ref: Ref
    conversation: Id
    after: Head
