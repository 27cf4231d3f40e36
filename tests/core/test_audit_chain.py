"""The chain by itself: a thousand ways to tamper with it, each found."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.chain import START, Break, Head, Line, check, seal, seal_head

KEY = b"k" * 32
START_AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
Trail = tuple[list[Line], Head | None, list[Head]]


def trail(length: int = 30, key: bytes = KEY, salt: int = 0) -> Trail:
    """Lines that differ, a head, and an anchor at each tenth line."""
    lines: list[Line] = []
    anchors = []
    for n in range(1, length + 1):
        line = Line(
            n=n,
            at=START_AT + timedelta(seconds=n),
            actor=n % 4 or None,
            role="admin",
            verb=f"verb{n % 5}",
            subject=f"s{n + salt}",
            outcome="ok",
            detail={"n": n, "yes": True, "word": "x"},
            address="203.0.113.0",
            prev=lines[-1].hash if lines else START,
        )
        lines.append(replace(line, hash=seal(key, line)))
        if n % 10 == 0:
            anchors.append(seal_head(key, n, lines[-1].hash))
    return lines, seal_head(key, length, lines[-1].hash), anchors


def change_a_field(t: Trail, r: random.Random) -> Trail:
    lines, head, anchors = t
    at = r.randrange(len(lines))
    name = r.choice([field.name for field in fields(Line)])
    old = getattr(lines[at], name)
    new: Any = r.choice([old[:-1] + "~", old + " ", ""]) if isinstance(old, str) and old else "0" * 64
    if name in {"n", "actor"}:
        new = (old or 0) + r.randrange(1, 9)
    elif name == "at":
        new = old + timedelta(microseconds=r.randrange(1, 10**9))
    elif name == "detail":
        new = r.choice([{}, old | {"n": old["n"] + 1}, old | {"more": 1}, old | {"yes": 1}])
    lines[at] = replace(lines[at], **{name: new})
    return lines, head, anchors


def rewrite_a_line_with_another_key(t: Trail, r: random.Random) -> Trail:
    lines, head, anchors = t
    at = r.randrange(len(lines))
    forged = replace(lines[at], verb="nothing")
    lines[at] = replace(forged, hash=seal(b"guess", forged))
    return lines, head, anchors


def renumbered(lines: list[Line]) -> list[Line]:
    return [replace(line, n=n) for n, line in enumerate(lines, 1)]


def delete(t: Trail, r: random.Random) -> Trail:
    lines, head, anchors = t
    at = r.randrange(len(lines) - 1)
    del lines[at : at + r.choice([1, 1, 3])]
    return r.choice([lines, renumbered(lines)]), head, anchors


def insert(t: Trail, r: random.Random) -> Trail:
    lines, head, anchors = t
    at = r.randrange(len(lines))
    copied = r.choice(lines)
    lines.insert(at, r.choice([copied, replace(copied, prev=lines[at].prev, verb="forged")]))
    return renumbered(lines), head, anchors


def swap(t: Trail, r: random.Random) -> Trail:
    lines, head, anchors = t
    one, other = r.sample(range(len(lines)), 2)
    lines[one], lines[other] = lines[other], lines[one]
    return r.choice([lines, renumbered(lines)]), head, anchors


def cut(t: Trail, r: random.Random) -> Trail:
    lines, head, anchors = t
    del lines[-r.randrange(1, len(lines)) :]
    return lines, head, anchors


def cut_and_put_the_head_back(t: Trail, r: random.Random) -> Trail:
    """The head of that earlier day is a good one; an anchor past it gives it away."""
    lines, _, anchors = t
    keep = r.randrange(1, anchors[-1].count)
    return lines[:keep], seal_head(KEY, keep, lines[keep - 1].hash), anchors


def put_in_another_past(t: Trail, r: random.Random) -> Trail:
    """A whole and well-sealed trail, but not the one that was anchored."""
    lines, head, _ = trail(len(t[0]), salt=1)
    return lines, head, t[2]


def change_an_anchor(t: Trail, r: random.Random) -> Trail:
    lines, head, anchors = t
    at = r.randrange(len(anchors))
    name = r.choice(["count", "hash", "seal"])
    changes: dict[str, Any] = {name: 99 if name == "count" else "0" * 64}
    anchors[at] = replace(anchors[at], **changes)
    return lines, head, anchors


def change_the_head(t: Trail, r: random.Random) -> Trail:
    lines, head, anchors = t
    assert head is not None
    changes: list[dict[str, Any]] = [
        {"count": 0},
        {"count": head.count + 1},
        {"hash": lines[0].hash},
        {"seal": ""},
    ]
    return lines, r.choice([None, *(replace(head, **change) for change in changes)]), anchors


def change_the_head_and_cut(t: Trail, r: random.Random) -> Trail:
    lines, head, _ = t
    keep = r.randrange(1, len(lines))
    return lines[:keep], Head(keep, lines[keep - 1].hash, head.seal if head else ""), []


WAYS: list[Callable[[Trail, random.Random], Trail]] = [
    change_a_field, change_a_field, rewrite_a_line_with_another_key, delete, insert, swap, cut,
    cut_and_put_the_head_back, put_in_another_past, change_an_anchor, change_the_head, change_the_head_and_cut,
]  # fmt: skip


def test_a_thousand_tamperings_are_found() -> None:
    unseen = []
    for number in range(1000):
        r = random.Random(number)
        way = WAYS[number % len(WAYS)]
        lines, head, anchors = way(trail(r.randrange(11, 40)), r)
        if check(KEY, lines, head, anchors) is None:
            unseen.append((number, way.__name__))

    assert unseen == []


def test_what_is_whole_raises_no_alarm() -> None:
    assert [length for length in range(1, 60) if check(KEY, *trail(length)) is not None] == []
    assert check(KEY, [], None) is None


@pytest.mark.parametrize(("tamper", "found"), [
    (lambda lines: [*lines[:4], replace(lines[4], verb="x"), *lines[5:]], Break(5, "changed")),
    (lambda lines: [*lines[:4], replace(lines[4], n=50), *lines[5:]], Break(5, "changed")),
    (lambda lines: [*lines[:4], *lines[5:]], Break(5, "missing")),
    (lambda lines: renumbered([*lines[:4], *lines[6:]]), Break(5, "missing")),
    (lambda lines: renumbered([*lines[:4], lines[1], *lines[4:]]), Break(5, "inserted")),
    (lambda lines: renumbered([*lines[:4], replace(lines[4], verb="x"), *lines[4:]]), Break(5, "inserted")),
    (lambda lines: renumbered([*lines[:4], lines[5], lines[4], *lines[6:]]), Break(5, "reordered")),
    (lambda lines: renumbered([*lines[:4], lines[20], *lines[5:20], lines[4], *lines[21:]]), Break(5, "reordered")),
    (lambda lines: lines[:25], Break(26, "cut")),
    (lambda lines: [], Break(1, "cut")),
])  # fmt: skip
def test_the_first_broken_place_is_named(tamper: Callable[[list[Line]], list[Line]], found: Break) -> None:
    lines, head, _ = trail()

    assert check(KEY, tamper(lines), head) == found


def test_another_key_opens_nothing() -> None:
    assert check(b"other", *trail()[:2]) == Break(1, "changed")
