"""The wire as a page to read: `python -m conversations.reference > docs/reference/protocol.md`, printed from `protocol.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any, get_args

import msgspec
from msgspec import inspect

from conversations import protocol
from conversations.frames import parts, told
from conversations.typescript import reached, type_name

CHAPTERS = (
    ("A visitor's socket sends", "to `/ws/visitor`", protocol.VisitorSent),
    ("A visitor's socket hears", "", protocol.VisitorTold),
    ("A desk's socket sends", "to `/ws/desk`, signed in or with an API key in `hello`", protocol.DeskSent),
    ("A desk's socket hears", "", protocol.DeskTold),
)
