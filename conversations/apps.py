"""The app's place in Django, and what it listens to."""

from __future__ import annotations

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chatdesk.kernel import bus, jobs
        from conversations import presence, revoking, turn
        from conversations.facts import MessagePosted

        bus.on(MessagePosted, turn.on_posted)
        revoking.listen()
        jobs.sweep(turn.sweep)
        jobs.sweep(presence.sweep)
