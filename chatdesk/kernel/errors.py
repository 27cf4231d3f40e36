"""Refusals: a stable code for programs, a sentence for people, a status for HTTP. Everything else is a bug and stays loud."""

from __future__ import annotations


class DeskError(Exception):
    """Something that we refuse, with what to do about it. Nothing has changed when it is raised."""

    code = "invalid"
    http_status = 400
    retryable = False

    def __init__(self, message: str, *, retry_after_ms: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after_ms = retry_after_ms


class Invalid(DeskError):
    """The frame is well formed, but what it asks for does not exist or makes no sense."""


class TooLarge(DeskError):
    """A text, list or frame is above its limit."""

    code, http_status = "too_large", 413


class NotAllowed(DeskError):
    """Whoever asks may not do this."""

    code, http_status = "not_allowed", 403


class NotFound(DeskError):
    """There is no such thing, or not for whoever asks."""

    code, http_status = "not_found", 404


class Stale(DeskError):
    """Someone else changed the same thing first; reload and try again."""

    code, http_status = "stale", 409


class Fenced(DeskError):
    """The assignment that this was written under is over."""

    code, http_status = "fenced", 409


class ClientIdConflict(DeskError):
    """The same `client_id` was used for another text."""

    code, http_status = "client_id_conflict", 409


class Rate(DeskError):
    """Too many in a short time; wait `retry_after_ms`."""

    code, http_status, retryable = "rate", 429, True


class Closed(DeskError):
    """The conversation is resolved."""

    code, http_status = "closed", 409


class Busy(DeskError):
    """No free unit, or too much waits already; try again later."""

    code, http_status, retryable = "busy", 503, True


class Unavailable(DeskError):
    """The database or a part behind it does not answer right now; nothing was lost."""

    code, http_status, retryable = "unavailable", 503, True
