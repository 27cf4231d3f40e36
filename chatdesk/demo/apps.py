"""The app's place in Django: it has templates and static files, no tables."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "chatdesk.demo"
    label = "demo"
