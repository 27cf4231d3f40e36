"""What the desk is told beside lines and cards: what became of a transfer, colleagues, pages, suggestions."""

from __future__ import annotations

from conversations.frames.parts import At, Colleague, Draft, Id, Seq, Told


class Handed(Told, frozen=True):
    """To the agent who transferred: what became of it. Anything but `accepted` leaves the conversation with the sender.

    First `offered`, with the time until which the colleague is asked; then accepted, declined (with their own words
    in `reason`), expired, lost (they went away), or withdrawn.
    """

    conversation: Id
    to: Colleague
    outcome: str
    expires_at: At | None = None
    reason: str | None = None


class Viewing(Told, frozen=True):
    """Which colleagues have this conversation open besides yourself; told whenever that changes."""

    conversation: Id
    agents: list[Colleague]


class PageShown(Told, frozen=True, tag="page"):
    """The page that the visitor looks at now; an empty `url` when the visitor has left."""

    conversation: Id
    url: str
    title: str = ""


class Mentioned(Told, frozen=True):
    """A colleague named you in note `n` of this conversation."""

    conversation: Id
    n: Seq
    by: Colleague


class Suggestions(Told, frozen=True, tag="ok", omit_defaults=False):
    """The `ok` of `suggest`: what may answer line `seq`, the likeliest first; empty where nothing comes close."""

    ref: int
    conversation: Id
    seq: Seq
    suggestions: list[Draft]
