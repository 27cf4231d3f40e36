"""The app's place in Django."""

from __future__ import annotations

from django.apps import AppConfig


class BotConfig(AppConfig):
    name = "bot"
    default_auto_field = "django.db.models.BigAutoField"
