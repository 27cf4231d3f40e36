"""What has happened to staff, told upwards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignedOut:
    """The session is over: sockets that came in by it have to go."""

    user: int
    session: str


@dataclass(frozen=True, slots=True)
class Revoked:
    """These sessions or keys were ended by somebody, or by a new password: what came in by them has to go."""

    user: int
    sessions: frozenset[str] = frozenset()
    keys: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Disabled:
    """The person may no longer be here, by whatever way."""

    user: int


@dataclass(frozen=True, slots=True)
class RoleChanged:
    """The person may do other things from now on: what is open has to come anew."""

    user: int
