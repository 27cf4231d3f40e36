"""The supervisor's board on the wire: what is asked for, and the figures of this moment with what they are made of.

Each figure's exact definition stands in `insights.figures` and `insights.metrics`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from conversations.frames.parts import At, Colleague, Head, Id, Ref, Sent, Sentence, Told
from conversations.lifecycle import State

Needs = Annotated[dict[str, int], Meta(description="Skill key to the level that is asked for.")]
Site = Annotated[str, Meta(description="A site's key; without it, all sites.")]
Team = Annotated[str, Meta(description="A team's key; without it, all teams.")]
NeedCode = Literal[
    "unserved_need", "unserved_team", "not_responding", "over_promise", "unanswered", "routing_check"
]


class DeskBoard(Sent, frozen=True):
    """Show the board from now on, of one site or team if named, or no more; needs the right to see it."""

    ref: Ref
    on: bool
    site: Site | None = None
    team: Team | None = None


class Watch(Sent, frozen=True):
    """Look on while others talk; answered as `open`, on record, and never seen by the visitor. `shut` ends it."""

    ref: Ref
    conversation: Id
    after: Head | None = None


class BoardOldest(Struct, frozen=True):
    """Who has waited longest; `name` is empty where unknown, `customer` too where it isn't the viewer's to see."""

    conversation: Id
    customer: str
    name: str
    needs: Needs
    promise_s: float


class BoardQueue(Struct, frozen=True):
    """Those who wait for the same skills: `key` joins them by `+`, as in `zh+billing`; free units of who can serve them."""

    key: str
    waiting: int
    oldest_wait_s: float
    free: int


class BoardPerson(Struct, frozen=True):
    """One seat: the state as colleagues see it and since when, units in use, level by skill; `reason` of a break."""

    id: Id
    name: str
    state: str
    since: At
    load: int
    capacity: int
    skills: dict[str, int]
    team: str | None
    reason: str = ""


class BoardSkill(Struct, frozen=True):
    """One skill: free units of those online who have it, and how many waiting visitors need it."""

    key: str
    name: Sentence
    kind: str
    free: int
    waiting: int


class BoardToday(Struct, frozen=True):
    """Counts since local midnight. Null where there is nothing yet to take a middle or mean of."""

    conversations: int
    bot_resolved: int
    handled: int
    tickets: int
    abandoned: int
    answered: int
    within_promise: int
    first_response_p50_s: float | None
    csat: float | None
    ratings: int


class BoardArrivals(Struct, frozen=True):
    """Conversations begun in each step since `start` (local midnight), up to and with the present one."""

    start: At
    step_s: int
    counts: list[int]


class BoardRow(Struct, frozen=True):
    """One open conversation; `agent` has it or is asked, `waited_s` counts while it waits, `began` is its first moment.

    `bot_confidence` is that of the bot's latest turn if that was an answer."""

    id: Id
    state: State
    customer: str
    name: str
    verified: bool
    needs: Needs
    agent: Colleague | None
    bot_confidence: float | None
    first_response_s: float | None
    began: At
    since: At
    waited_s: float
    promise_s: float
    channel: str


class BoardNeed(Struct, frozen=True, omit_defaults=True):
    """Something that wants a supervisor; `figures` say how much.

    unserved_need {key, waiting, able}: nobody has a free unit; unserved_team {key, team, waiting}: it is for the team of
    that name, in which nobody has these skills; not_responding {for_s, missed}; over_promise {waited_s, promise_s};
    unanswered {silent_s}; routing_check {violations, rule}: the rows break a rule of routing.
    """

    code: NeedCode
    figures: dict[str, float | str]
    conversation: Id | None = None
    agent: Colleague | None = None


class Board(Told, frozen=True):
    """The figures of this moment under the filter asked for; at most every 500 ms, within 1 s of a change."""

    at: At
    site: str | None
    team: str | None
    waiting: int
    offered: int
    oldest_wait_s: float
    oldest: BoardOldest | None
    bot: int
    live: int
    parked: int
    agents: dict[str, int]
    free: int
    queues: list[BoardQueue]
    skills: list[BoardSkill]
    people: list[BoardPerson]
    today: BoardToday
    arrivals: BoardArrivals
    rows: list[BoardRow]
    needs_you: list[BoardNeed]
