"""The app's place in Django, and what it listens to."""

from __future__ import annotations

from django.apps import AppConfig

from chatdesk.kernel import bus, jobs


class TicketsConfig(AppConfig):
    name = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chatdesk.kernel import outbox
        from conversations.facts import LeftUnresolved
        from tickets import letters, listeners, services

        bus.on(LeftUnresolved, listeners.open_ticket)
        jobs.sweep(services.sweep)
        outbox.delivers(letters.KIND, letters.send)
