"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_used
        from django.contrib.auth.signals import user_logged_in

        from accounts import forgotten, listeners
        from chatdesk.kernel import outbox

        outbox.delivers(forgotten.KIND, forgotten.send)
        user_logged_in.connect(listeners.signed_in)
        authenticator_used.connect(listeners.code_used)
