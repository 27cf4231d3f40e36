"""What the frames are made of: limits, field types, the two bases, and the parts that frames share."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from conversations.lifecycle import State

VERSION = 1
VISITOR_FRAME_BYTES, DESK_FRAME_BYTES, ANY_FRAME_BYTES = 16 * 1024, 64 * 1024, 256 * 1024
VISITOR_TEXT, DESK_TEXT = 4_000, 10_000  # characters after NFC
DEPTH = 8

Code = Literal[
    "malformed", "too_large", "invalid", "not_allowed", "not_found", "stale",
    "fenced", "client_id_conflict", "rate", "closed", "busy", "unavailable",
]  # fmt: skip
Ref = Annotated[int, Meta(ge=0, description="Chosen by the client; echoed in the one answer to this frame.")]
ClientId = Annotated[
    str, Meta(pattern=r"^[A-Za-z0-9_-]{8,64}$", description="Made by the sender; the same for every repeat.")
]
Id = Annotated[str, Meta(description="An id; take it as it is.")]
Seq = Annotated[int, Meta(ge=0, description="Place in the timeline, from 1 without gaps.")]
At = Annotated[str, Meta(description="RFC 3339, UTC, milliseconds.")]
Head = Annotated[tuple[Seq, Seq], Meta(description="[seq, n]: last timeline entry, last note.")]
Device = Annotated[str, Meta(description="Names this browser or program; made once, then kept.")]
Database = Annotated[str, Meta(description="Names this database; when it is another one, start afresh.")]
Token = Annotated[
    str, Meta(description="Names the visitor on this site; keep it and show it at the next `hello`.")
]
Locale = Annotated[str, Meta(description="Such as zh-CN or en.")]
Hold = Annotated[
    str, Meta(description="Names the present assignment; under an older one nothing is written.")
]
Sentence = Annotated[dict[str, str], Meta(description="The same true sentence by locale: zh, en.")]


def snake(name: str) -> str:
    """`AskHuman` → `ask_human`; a leading `Desk` tells two shapes of one `type` apart in Python only."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.removeprefix("Desk") or name).lower()


class Sent(Struct, frozen=True, forbid_unknown_fields=True, tag_field="type", tag=snake):
    """Base of what clients send: closed to unknown fields."""


class Told(Struct, frozen=True, omit_defaults=True, tag_field="type", tag=snake):
    """Base of what the server sends: a field at its default is left out."""


class Page(Struct, frozen=True, forbid_unknown_fields=True):
    """A page of the site."""

    url: str
    title: str = ""
    referrer: str = ""


class SignedId(Struct, frozen=True, forbid_unknown_fields=True):
    """An identity vouched for by HMAC-SHA256 (hex) of `id` under the site's identity secret."""

    id: str
    hash: str | None = None
    name: str | None = None
    email: str | None = None
    phone: str | None = None


class Author(Struct, frozen=True, omit_defaults=True):
    """Who a line is from."""

    role: Literal["visitor", "agent", "bot", "system"]
    id: str | None = None
    name: str | None = None
    avatar: str | None = None


class Topic(Struct, frozen=True):
    """What a visitor may choose to talk about."""

    key: str
    name: str


class Suggestion(Struct, frozen=True):
    """A question that is often asked."""

    id: str
    text: str


class SiteView(Struct, frozen=True, omit_defaults=True):
    """What the widget shows of the site."""

    name: str
    locale: str
    open: bool
    theme: dict[str, Any]
    topics: list[Topic]
    greeting: str = ""
    suggestions: list[Suggestion] = []


class Followed(Struct, frozen=True):
    """The conversation that this socket follows."""

    id: Id
    state: State
    head: int


class VisitorView(Struct, frozen=True):
    """The visitor, as they are called at the desk."""

    id: Id
    name: str


class AgentView(Struct, frozen=True):
    """A member of staff and what they may do."""

    id: Id
    name: str
    role: str
    permissions: list[str]


class Colleague(Struct, frozen=True):
    """A member of staff, by name."""

    id: Id
    name: str


class Target(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a conversation is to go: exactly one of an agent's id, a team's key, or skills with the least level of each."""

    agent: Id | None = None
    team: str | None = None
    skills: dict[str, int] | None = None


class Draft(Struct, frozen=True):
    """What an article says to the visitor's question, ready to be sent or changed; `confidence` that it is right, 0 to 1."""

    article: str
    question: str
    text: str
    confidence: float
    why: Sentence


class Wait(Struct, frozen=True):
    """How long it will take, as a range in seconds."""

    low_s: int
    high_s: int


class CardCustomer(Struct, frozen=True):
    """Who writes, and whether the site's signature vouches for it."""

    id: Id
    name: str
    verified: bool


class LastLine(Struct, frozen=True):
    """The latest message, shortened."""

    text: str
    role: str
    at: At


class Card(Struct, frozen=True):
    """What a list shows of one conversation."""

    id: Id
    state: State
    customer: CardCustomer
    site: str
    channel: str
    head: Head
    unread: int
    assignee: AgentView | None
    team: str | None
    needs: dict[str, int]
    promise_s: float
    waited_s: float
    since: At
    last: LastLine | None
    labels: list[str]
    priority: str
    locale: str = "en"
    reason: str = ""
    offered_to: AgentView | None = None
    parked_until: At | None = None
