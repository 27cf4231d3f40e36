"""Anchors of the audit chain: now and then its head is written to a file outside the database, a line each.

Copy the file to another machine and not even someone with the server's disk can cut the trail unseen.
"""

from __future__ import annotations

import fcntl
import logging
import os
from pathlib import Path

from django.conf import settings

from accounts.chain import Head
from chatdesk.kernel.clock import now, stamp

NAME = "audit.anchor"
log = logging.getLogger("chatdesk.audit")


class Unreadable(Exception):
    """A line of the file is no anchor; the message has its number in the file."""


def path() -> Path:
    return Path(settings.DATA) / NAME


def write(head: Head) -> None:
    """Append `head`, on disk when this returns. A full disk is logged: the line that it stands for is written already."""
    line = f"{stamp(now())} {head.count} {head.hash} {head.seal}\n"
    try:
        with os.fdopen(os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        log.exception("the audit trail could not be anchored", extra={"count": head.count})


def read() -> list[Head]:
    """Every anchor, oldest first; raises Unreadable."""
    try:
        lines = path().read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return [_parsed(number, line) for number, line in enumerate(lines, 1)]


def _parsed(number: int, line: str) -> Head:
    try:
        _, count, last, seal = line.split(" ")
        return Head(int(count), last, seal)
    except ValueError:
        raise Unreadable(str(number)) from None
