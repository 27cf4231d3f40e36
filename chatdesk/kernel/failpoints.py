"""Labelled points at which a test may kill this process, to prove that nothing is lost there."""

from __future__ import annotations

import logging
import os
import random
import signal
from collections.abc import Mapping
from functools import lru_cache

from chatdesk import env
from chatdesk.env import BadSetting

POINTS = frozenset({
    "before_commit", "after_commit", "before_ack", "after_ack", "before_publish",
    "router_before_commit", "router_after_commit", "outbox_before_mark",
})  # fmt: skip
log = logging.getLogger("chatdesk.failpoints")


def parse(text: str) -> Mapping[str, float]:
    """`name:probability,…` as a table; raises BadSetting for an unknown name or a probability outside 0 to 1."""
    table: dict[str, float] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, raw = part.partition(":")
        if name not in POINTS:
            raise BadSetting(
                f"CHATDESK_FAILPOINTS: {name!r} is no failpoint; known are {', '.join(sorted(POINTS))}"
            )
        table[name] = _probability(name, raw)
    return table


@lru_cache(maxsize=1)
def armed() -> Mapping[str, float]:
    """What the environment asks for; read once. Raises BadSetting.

    Without CHATDESK_TESTING nothing is armed and a warning says so; with a public URL it is refused.
    """
    table = parse(env.text("CHATDESK_FAILPOINTS"))
    if not table:
        return {}
    if not env.flag("CHATDESK_TESTING", default=False):
        log.warning("CHATDESK_FAILPOINTS is ignored: it needs CHATDESK_TESTING=1")
        return {}
    if env.text("CHATDESK_PUBLIC_URL"):
        raise BadSetting(
            "CHATDESK_FAILPOINTS is refused where CHATDESK_PUBLIC_URL is set: it would kill a public server"
        )
    return table


def hit(name: str) -> None:
    """Pass the point `name`: kills this process (SIGKILL, no clean-up) with the probability armed for it, else nothing."""
    chance = armed().get(name, 0.0)
    if chance and random.random() < chance:  # noqa: S311
        os.kill(os.getpid(), signal.SIGKILL)


def _probability(name: str, raw: str) -> float:
    try:
        chance = float(raw)
    except ValueError:
        chance = -1.0
    if not 0 <= chance <= 1:
        raise BadSetting(
            f"CHATDESK_FAILPOINTS: {name}:{raw}: write a probability from 0 to 1, as in {name}:0.01"
        )
    return chance
