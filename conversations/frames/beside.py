"""What the desk is told beside lines and cards: what became of a transfer, colleagues, pages, suggestions."""

from __future__ import annotations

from typing import Literal

from conversations.frames.parts import At, Colleague, Draft, Id, Seq, Told


class Handed(Told, frozen=True):
    """To the agent who transferred: what became of it. Anything but `accepted` leaves the conversation with the sender.

    `offered` and who is asked until when; then one of the others, with the colleague's own words in `reason` where
    there are any.
    """

    conversation: Id
    to: Colleague
    outcome: Literal["offered", "accepted", "declined", "expired", "lost", "withdrawn"]
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
