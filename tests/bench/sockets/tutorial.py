"""The chat of the Channels tutorial with one ORM insert: daphne, the core Redis layer, a kept database connection.

python -m tests.bench.sockets.tutorial PORT REDIS_URL postgresql://…|FILE
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings


def database(where: str) -> dict[str, Any]:
    if not where.startswith("postgres"):
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": where, "CONN_MAX_AGE": None}
    parts = urlsplit(where)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username,
        "HOST": parts.hostname,
        "PORT": parts.port,
        "CONN_MAX_AGE": None,
    }


def configure(redis: str, where: str) -> None:
    layer = {"hosts": [redis], "capacity": 10_000}  # with the default of 100 it drops what comes at once
    settings.configure(
        DATABASES={"default": database(where)},
        INSTALLED_APPS=["channels"],
        USE_TZ=True,
        SECRET_KEY="a bench",
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["*"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        CHANNEL_LAYERS={"default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": layer}},
    )
    django.setup()


urlpatterns: list[Any] = []


def messages() -> Any:
    """The model, with its table."""
    from django.db import connection, models

    class Message(models.Model):
        room = models.CharField(max_length=50)
        text = models.TextField()
        at = models.DateTimeField(auto_now_add=True)

        class Meta:
            app_label = "chat"
            db_table = "message"

        def __str__(self) -> str:
            return self.text

    with connection.schema_editor() as editor:
        editor.create_model(Message)
    connection.close()
    return Message


def application() -> Any:
    """What the tutorial builds, with the message as a row."""
    from channels.db import database_sync_to_async
    from channels.generic.websocket import AsyncWebsocketConsumer
    from channels.routing import ProtocolTypeRouter, URLRouter
    from django.core.asgi import get_asgi_application
    from django.http import HttpRequest, HttpResponse
    from django.urls import path, re_path

    rows = messages()

    class ChatConsumer(AsyncWebsocketConsumer):
        async def connect(self) -> None:
            self.room = self.scope["url_route"]["kwargs"]["room"]
            await self.channel_layer.group_add(f"chat_{self.room}", self.channel_name)
            await self.accept()

        async def disconnect(self, code: int) -> None:
            await self.channel_layer.group_discard(f"chat_{self.room}", self.channel_name)

        async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
            text = json.loads(text_data or "{}")["text"]
            await self.save(text)
            await self.channel_layer.group_send(f"chat_{self.room}", {"type": "chat.message", "text": text})

        @database_sync_to_async
        def save(self, text: str) -> None:
            rows.objects.create(room=self.room, text=text)

        async def chat_message(self, event: dict[str, Any]) -> None:
            await self.send(text_data=json.dumps({"text": event["text"]}))

    def slow(_: HttpRequest) -> HttpResponse:
        time.sleep(0.3)
        return HttpResponse("done")

    urlpatterns.append(path("slow", slow))
    consumer: Any = ChatConsumer.as_asgi()
    routes: list[Any] = [re_path(r"ws/(?P<room>[\w-]+)$", consumer)]
    sockets = URLRouter(routes)
    return ProtocolTypeRouter({"http": get_asgi_application(), "websocket": sockets})


def main() -> None:
    port, redis, where = sys.argv[1:]
    configure(redis, where)
    from daphne.server import Server

    endpoint = f"tcp:{port}:interface=127.0.0.1"
    Server(application(), endpoints=[endpoint], verbosity=0).run()


if __name__ == "__main__":
    main()
