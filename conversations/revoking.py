"""The right to be at the desk may end while a socket is open: what closes then."""

from __future__ import annotations

from collections.abc import Callable

from accounts.facts import Disabled, Revoked, RoleChanged, SignedOut
from accounts.sessions import Pass
from chatdesk.kernel import bus
from conversations.desk_socket import DeskSocket
from conversations.hub import hub
from conversations.sockets import DRAINING, sockets

Ends = Callable[[Pass], bool]


def listen() -> None:
    bus.on(SignedOut, signed_out)
    bus.on(Revoked, revoked)
    bus.on(Disabled, disabled)
    bus.on(RoleChanged, role_changed)


def signed_out(fact: SignedOut) -> None:
    _close(lambda shown: bool(fact.session) and shown.session == fact.session)


def revoked(fact: Revoked) -> None:
    _close(lambda shown: shown.session in fact.sessions or shown.key in fact.keys)


def disabled(fact: Disabled) -> None:
    _close(lambda shown: shown.user == fact.user)


def role_changed(fact: RoleChanged) -> None:
    _close(lambda shown: shown.user == fact.user, comes_again=True)


def _close(ends: Ends, *, comes_again: bool = False) -> None:
    """Close the sockets whose right `ends`; those of a new role come again at once, as who they are now. From any thread."""

    def close_all() -> None:
        for socket in tuple(sockets):
            if isinstance(socket, DeskSocket) and socket.shown is not None and ends(socket.shown):
                socket.spawn(socket.close(DRAINING) if comes_again else socket.revoke())

    if hub.loop is not None and not hub.loop.is_closed():
        hub.loop.call_soon_threadsafe(close_all)
