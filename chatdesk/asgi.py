"""Where a request enters: HTTP goes to Django, the two sockets to their consumers, anything else is closed."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatdesk.settings")

from django.core.asgi import get_asgi_application

http = get_asgi_application()  # sets Django up, so what needs its models comes after

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, WebSocketScope
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from chatdesk.forwarded import Forwarded
from conversations.consumers import DeskConsumer, VisitorConsumer

SOCKETS: dict[str, Any] = {"/ws/visitor": VisitorConsumer, "/ws/desk": AuthMiddlewareStack(DeskConsumer)}


async def sockets(scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """The socket of that path; no such path is refused in the hand-shake."""
    if (consumer := SOCKETS.get(scope["path"])) is not None:
        await consumer(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.close", "code": 4500, "reason": "there is no socket here"})


application = Forwarded(ProtocolTypeRouter({"http": http, "websocket": sockets}), settings.TRUSTED_PROXIES)
