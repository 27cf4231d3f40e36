"""What has happened to staff, told upwards."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignedOut:
    """The session is over: sockets that came in by it have to go."""

    user: int
    session: str
