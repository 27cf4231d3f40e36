"""The two sockets as ASGI applications."""

from __future__ import annotations

from conversations.desk_socket import DeskSocket
from conversations.sockets import Receive, Scope, Send
from conversations.visitor_socket import VisitorSocket


async def VisitorConsumer(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: N802 - named as Channels names them
    """`/ws/visitor`."""
    await VisitorSocket(scope, receive, send).run()


async def DeskConsumer(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: N802
    """`/ws/desk`; `scope["user"]` is the session's, where there is one."""
    await DeskSocket(scope, receive, send).run()
