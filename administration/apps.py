"""The app's place in Django, and what it listens to."""

from __future__ import annotations

from django.apps import AppConfig

from chatdesk.kernel import bus


class AdministrationConfig(AppConfig):
    name = "administration"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from administration import installed, letters
        from chatdesk.kernel import outbox
        from conversations.facts import Greeted

        bus.on(Greeted, installed.hear)
        outbox.delivers(letters.INVITATION, letters.send_invitation)
        outbox.delivers(letters.TEST, letters.send_test)
