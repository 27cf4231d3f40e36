"""Frames as no client should send them: good ones of both sides, spoilt by chance."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from tests.faults.evidence import Frame

VISITOR: tuple[Frame, ...] = (
    {"type": "say", "ref": 1, "client_id": "fuzz-0000", "text": "where is my tea?"},
    {"type": "say", "ref": 1, "client_id": "fuzz-0001", "text": "hello", "reply_to": 1, "topic": "billing"},
    {"type": "say", "ref": 1, "client_id": "fuzz-0002", "text": "again", "attachments": ["1"], "conversation": "1"},
    {"type": "choose", "ref": 2, "client_id": "fuzz-0003", "seq": 2, "choice": "shipping"},
    {"type": "ask_human", "ref": 3, "topic": "billing", "conversation": "1"},
    {"type": "prefer", "ref": 4, "option": "callback", "text": "call", "phone": "+8613800138000", "email": "a@b.example"},
    {"type": "leave", "ref": 5, "conversation": "1"},
    {"type": "rate", "ref": 6, "score": 5, "comment": "fine", "reasons": ["fast"], "conversation": "1"},
    {"type": "replay", "ref": 7, "conversation": "1", "after": 0},
    {"type": "page", "url": "https://shop.example/tea", "title": "Tea"},
    {"type": "typing", "on": True, "preview": "hel"},
    {"type": "read", "seq": 1, "conversation": "1"},
    {"type": "got", "conversation": "1", "seq": 1},
    {"type": "ping"},
)  # fmt: skip
DESK: tuple[Frame, ...] = (
    {"type": "state", "ref": 1, "state": "online", "reason": "tea"},
    {"type": "accept", "ref": 2, "offer": "1"},
    {"type": "decline", "ref": 3, "offer": "1", "reason": "busy"},
    {"type": "open", "ref": 4, "conversation": "1", "after": [0, 0]},
    {"type": "shut", "conversation": "1"},
    {"type": "say", "ref": 5, "client_id": "fuzz-0001", "conversation": "1", "epoch": "1", "text": "hi", "reply_to": 1},
    {"type": "note", "ref": 6, "client_id": "fuzz-0002", "conversation": "1", "text": "n", "mentions": ["1"]},
    {"type": "take", "ref": 7, "conversation": "1"},
    {"type": "transfer", "ref": 8, "conversation": "1", "epoch": "1", "to": {"team": "care"}, "text": "please"},
    {"type": "transfer", "ref": 8, "conversation": "1", "epoch": None, "to": {"skills": {"zh": 2}}},
    {"type": "park", "ref": 9, "conversation": "1", "epoch": "1", "until": "2030-01-01T00:00:00.000Z"},
    {"type": "resolve", "ref": 10, "conversation": "1", "epoch": "1", "outcome": "resolved", "summary": "ok"},
    {"type": "reopen", "ref": 11, "conversation": "1"},
    {"type": "suggest", "ref": 12, "conversation": "1"},
    {"type": "suggested", "ref": 13, "conversation": "1", "article": "shipping", "act": "inserted", "seq": 1},
    {"type": "watch", "ref": 14, "conversation": "1"},
    {"type": "takeover", "ref": 15, "conversation": "1"},
    {"type": "board", "ref": 16, "on": True, "site": "demo", "team": "care"},
    {"type": "typing", "conversation": "1", "on": True, "preview": "h"},
    {"type": "read", "conversation": "1", "seq": 1},
    {"type": "got", "conversation": "1", "seq": 1, "n": 1},
    {"type": "replay", "ref": 17, "conversation": "1", "after": [0, 0]},
    {"type": "viewing", "ref": 18, "conversation": "1"},
    {"type": "ping"},
)  # fmt: skip
WORDS = (
    "", " ", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\u202e", "\ufeff", "😀" * 40, "１２", "一", "é" * 2000,
    "x" * 5000, "x" * 11_000, "' OR 1=1 --", "{{7*7}}", "%s%n", "../../etc/passwd", "<script>alert(1)</script>",
    "null", "-1", "9" * 19, "9" * 400, "1e9", "0x10", "٣", "demo", "online", "care", "2030-13-45T99:99:99Z", "\r\n",
)  # fmt: skip
NUMBERS = (0, -1, 1, 2, 2**31, 2**53 + 1, 2**63 - 1, 2**63, 2**64, 10**400, -(2**63) - 1, 0.5, 1e308, -0.0)
RAW = (
    "1e999",
    "NaN",
    "-Infinity",
    "01",
    "+1",
    "[]",
    "{}",
    '"\\ud800"',
    '"\\u0000"',
    "tru",
    "'x'",
    "/*x*/1",
    "\t",
)
HELLOS: tuple[Frame, ...] = (
    {"type": "hello"}, {"type": "hello", "ref": 1, "protocol": 2, "site": "demo", "device": "x"}, {"type": "welcome"},
    {"type": "__class__"}, {"type": "delete"}, {"type": ["say"]}, {"type": None}, {"ref": 1}, {"type": "bye"},
)  # fmt: skip


def odd(
    rng: random.Random, good: tuple[Frame, ...], talks: list[str], *, shaped: bool = False
) -> str | bytes:
    """One frame: text as it goes on the wire, or bytes for a binary frame. `shaped` has the right fields of the right types."""
    frame: Any = dict(rng.choice(good))
    if "conversation" in frame and talks and rng.random() < 0.7:
        frame["conversation"] = rng.choice(talks)
    if "client_id" in frame and rng.random() < 0.8:
        frame["client_id"] = f"fuzz-{rng.randrange(10**9)}"
    if "epoch" in frame and rng.random() < 0.5:
        frame["epoch"] = rng.choice((None, "1", "2", 1))
    chance = rng.random()
    if chance < 0.5 or shaped:
        return json.dumps(frame if chance < 0.5 else same_types(rng, frame))
    for _ in range(rng.choice((1, 1, 2, 3))):
        frame = rng.choice(CHANGES)(rng, frame)
    if chance > 0.999:
        return json.dumps(frame).encode("utf-8", "surrogatepass")
    text = json.dumps(frame, ensure_ascii=rng.random() < 0.7)
    if chance < 0.6:
        text = rng.choice(SPOILS)(rng, text)
    return text.encode("utf-8", "replace").decode()


def same_types(rng: random.Random, frame: Frame) -> Frame:
    """Some values are others of their type."""
    found = dict(frame)
    for key, kept in frame.items():
        if key == "type" or rng.random() < 0.6:
            continue
        if isinstance(kept, str):
            found[key] = rng.choice(WORDS).encode("utf-8", "replace").decode()
        elif isinstance(kept, int) and not isinstance(kept, bool):
            found[key] = abs(int(rng.choice(NUMBERS[:9])))
    return found


Change = Callable[[random.Random, Frame], Frame]


def other_value(rng: random.Random, frame: Frame) -> Frame:
    return frame | {rng.choice(list(frame)): value(rng)}


def less(rng: random.Random, frame: Frame) -> Frame:
    gone = rng.choice(list(frame))
    return {key: kept for key, kept in frame.items() if key != gone} or {"type": "say"}


def more(rng: random.Random, frame: Frame) -> Frame:
    return frame | {rng.choice((*WORDS[:8], "__proto__", "id", "role", "author", "seq")): value(rng)}


def other_type(rng: random.Random, frame: Frame) -> Frame:
    return frame | {"type": rng.choice((*VISITOR, *DESK, *HELLOS)).get("type", "")}


def longer(rng: random.Random, frame: Frame) -> Frame:
    return frame | {
        "text": rng.choice(("x", "字", "\\", '"')) * rng.choice((3_999, 4_001, 10_001, 17_000, 66_000))
    }


CHANGES: tuple[Change, ...] = (other_value, other_value, other_value, less, more, other_type, longer)


def value(rng: random.Random, depth: int = 0) -> Any:
    """Anything that JSON can hold."""
    kind = rng.randrange(8 if depth < 3 else 5)
    if kind < 2:
        return rng.choice(WORDS)
    if kind < 4:
        return rng.choice(NUMBERS)
    if kind == 4:
        return rng.choice((None, True, False))
    if kind == 5:
        return [value(rng, depth + 1) for _ in range(rng.choice((0, 1, 3, 12)))]
    if kind == 6:
        return {str(rng.choice(WORDS))[:40]: value(rng, depth + 1) for _ in range(rng.choice((0, 1, 3)))}
    return deep(rng.choice((7, 9, 60, 3_000)))


def deep(levels: int) -> Any:
    found: Any = 1
    for _ in range(min(levels, 60)):  # json.dumps itself goes no deeper than this file needs
        found = [found]
    return found


Spoil = Callable[[random.Random, str], str]
SPOILS: tuple[Spoil, ...] = (
    lambda rng, text: text[: rng.randrange(len(text) + 1)],
    lambda rng, text: text[rng.randrange(len(text)) :],
    lambda rng, text: text.replace(":", rng.choice((": :", "=", ":\x00")), 1),
    lambda rng, text: text.replace('"', rng.choice(("'", "\\", "")), rng.choice((1, 2, 9))),
    lambda rng, text: text[:-1] + ',"x":' + rng.choice(RAW) + "}",
    lambda rng, text: text[:-1] + "," + text[1:],  # each key twice
    lambda rng, text: text + text,
    lambda rng, text: f"[{text}]",
    lambda rng, text: rng.choice(("[", '{"a":')) * rng.choice((9, 500, 15_000)) + text,
    lambda rng, text: " " * rng.choice((1, 70_000)) + text,
    lambda rng, text: text.replace("1", rng.choice(RAW), 1),
    lambda rng, text: rng.choice(("", "null", "[]", "0", '""', "\ufeff{}", "{", "}", text.upper())),
)  # fmt: skip
