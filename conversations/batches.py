"""What one process tells the others of one tick, and its form between them. All of it is a hint: the rows are the truth."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct, field

from accounts.facts import Disabled, Revoked, RoleChanged, SignedOut
from conversations.facts import RoutingChanged
from conversations.frames import beside, told
from conversations.frames.parts import Card, Colleague
from conversations.hub import Looked, Turn
from kb.facts import BaseChanged

Carried = (
    told.Typing
    | told.Seen
    | told.Queue
    | told.Desk
    | told.Agent
    | told.Offer
    | told.Withdrawn
    | told.Assigned
    | told.Released
    | beside.Handed
    | beside.PageShown
    | beside.Mentioned
    | Turn
    | Looked
)
FACTS: dict[str, type[Any]] = {
    fact.__name__: fact for fact in (RoutingChanged, SignedOut, Revoked, Disabled, RoleChanged, BaseChanged)
}


class Batch(Struct):
    """One tick of `sender`; `no` counts its batches from 1, so that a missing one is noticed.

    `views` is who has which conversation open there, where it is told.
    """

    sender: str
    no: int
    entries: list[tuple[int, int, str]] = field(default_factory=list)
    notes: list[tuple[int, int, str]] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    tells: list[tuple[str, Carried]] = field(default_factory=list)
    facts: list[tuple[str, Any]] = field(default_factory=list)
    views: dict[int, list[Colleague]] | None = None


_decoder = msgspec.msgpack.Decoder(Batch)


def pack(batch: Batch) -> bytes:
    return msgspec.msgpack.encode(batch)


def unpack(packed: bytes) -> Batch:
    """Raises msgspec.DecodeError for what another release may have sent."""
    return _decoder.decode(packed)


def carried(fact: object) -> tuple[str, Any]:
    return type(fact).__name__, msgspec.to_builtins(fact)


def fact_of(name: str, fields: Any) -> object:
    """The fact again; raises KeyError or msgspec.ValidationError for one that isn't known here."""
    return msgspec.convert(fields, FACTS[name])
