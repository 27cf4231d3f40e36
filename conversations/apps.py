"""The app's place in Django, and what it listens to."""

from __future__ import annotations

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.facts import SignedOut
        from chatdesk.kernel import bus, jobs
        from conversations import presence, turn
        from conversations.desk_socket import signed_out
        from conversations.facts import MessagePosted

        bus.on(MessagePosted, turn.on_posted)
        bus.on(SignedOut, signed_out)
        jobs.sweep(turn.sweep)
        jobs.sweep(presence.sweep)
