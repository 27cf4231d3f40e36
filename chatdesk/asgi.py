"""Where a request enters: HTTP goes to Django, the two sockets and the poll to their consumers, anything else is closed."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatdesk.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()  # sets Django up, so what needs its models comes after

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, HTTPScope, WebSocketScope
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from chatdesk.forwarded import Forwarded
from conversations import visitor_poll
from conversations.consumers import DeskConsumer, VisitorConsumer

SOCKETS: dict[str, Any] = {"/ws/visitor": VisitorConsumer, "/ws/desk": AuthMiddlewareStack(DeskConsumer)}


async def sockets(scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """The socket of that path; no such path is refused in the hand-shake."""
    if (consumer := SOCKETS.get(scope["path"])) is not None:
        await consumer(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.close", "code": 4500, "reason": "there is no socket here"})


async def requests(scope: HTTPScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Django's, but for a poll: it waits for up to 20 s, and Django would hold a thread for that long."""
    polls = scope["path"] == visitor_poll.PATH and scope["method"] == "POST"
    handler: Any = visitor_poll.PollConsumer if polls else http
    await handler(scope, receive, send)


application = Forwarded(
    ProtocolTypeRouter({"http": requests, "websocket": sockets}), settings.TRUSTED_PROXIES
)
