"""Agents who can serve the same requirements, and how much of their time each requirement that waits may hope for."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from routing.signature import Signature


class Crew:
    """Those who can serve exactly these requirements (of those not kept for one agent)."""

    __slots__ = ("kinds", "members", "signatures", "throughput")

    def __init__(self, signatures: tuple[Signature, ...]) -> None:
        self.signatures = signatures
        self.members = 0
        self.throughput = 0  # of those who are there, in thousandths of one chat's speed
        self.kinds = sum(signature.waiting > 0 for signature in signatures)  # how many have somebody waiting

    def share(self) -> float:
        """What each requirement that waits may hope for, in chats served at once."""
        return self.throughput / 1000.0 / max(self.kinds, 1)

    def changed(self) -> None:
        """Let go of what was worked out from it."""
        for signature in self.signatures:
            signature.cover = None


class Crews:
    """All crews, by what they can serve."""

    def __init__(self) -> None:
        self._known: dict[tuple[Signature, ...], Crew] = {}

    def join(self, signatures: tuple[Signature, ...], throughput: int) -> Crew:
        """Count an agent in; they belong to the crew that comes back."""
        crew = self._known.get(signatures)
        if crew is None:
            crew = self._known[signatures] = Crew(signatures)
            for signature in signatures:
                signature.crews[crew] = None
        crew.members += 1
        self.staff(crew, throughput)
        return crew

    def leave(self, crew: Crew, throughput: int) -> None:
        """Count an agent out."""
        crew.members -= 1
        self.staff(crew, -throughput)
        if not crew.members:
            del self._known[crew.signatures]
            for signature in crew.signatures:
                del signature.crews[crew]

    def staff(self, crew: Crew, throughput: int) -> None:
        """Change how much is being done."""
        if throughput:
            crew.throughput += throughput
            crew.changed()

    def flip(self, signature: Signature, by: int) -> None:
        """Somebody began to wait for a requirement (1), or nobody does any more (-1)."""
        for crew in signature.crews:
            crew.kinds += by
            crew.changed()


def cover(signature: Signature) -> float:
    """How many chats of this requirement may hope to be served at once while others wait too.

    The sum is exact, so it doesn't depend on the order in which crews came to be.
    """
    if signature.cover is None:
        signature.cover = fsum(crew.share() for crew in signature.crews if crew.throughput)
    return signature.cover


def served(signature: Signature) -> float:
    """How many chats all who can serve it and are there have at once."""
    return fsum(crew.throughput for crew in signature.crews) / 1000.0


def blocked(signature: Signature, others: Iterable[Signature]) -> float:
    """Which part of those who can serve it may be kept busy by somebody who could not turn to all of them, from 0 to 1.

    Where that is so, a wait is either the one or the other: short by the crew that is left alone, or long by both.
    """
    mine = {crew for crew in signature.crews if crew.throughput}
    whole = fsum(crew.throughput for crew in mine)
    kept: set[Crew] = set()
    for other in others:
        common = mine & other.crews.keys()
        if len(common) < len(mine):
            kept |= common
    return fsum(crew.throughput for crew in kept) / whole if whole else 0.0


def rivalry(signature: Signature, other: Signature) -> float:
    """Which part of those who will serve the other requirement could have served this one instead, from 0 to 1."""
    whole = fsum(crew.throughput for crew in other.crews)
    common = fsum(crew.throughput for crew in other.crews if crew in signature.crews)
    return common / whole if whole else 0.0
