"""The kernel's place in Django: it keeps the outbox."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "chatdesk.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from chatdesk.kernel import jobs, outbox

        jobs.sweep(outbox.tidy)
