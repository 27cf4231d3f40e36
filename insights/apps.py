"""The app's place in Django, and what it feeds to sockets."""

from __future__ import annotations

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "insights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from conversations import hub
        from insights import board

        hub.feed("board", board.both)
