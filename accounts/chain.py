"""The audit chain: each line is sealed together with the seal of the line before it. Pure: lines in, first broken place out.

The number of a line isn't sealed, its place is: by the seal before it, and by counting.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

_written = json.JSONEncoder(
    sort_keys=True, separators=(",", ":")
).encode  # one way to write it, whatever the database
START = ""  # what the first line has before it
Detail = Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trail as it is sealed."""

    n: int
    at: datetime
    actor: int | None
    role: str
    verb: str
    subject: str
    outcome: str
    detail: Detail
    address: str
    prev: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """How many lines there are and the seal of the last, themselves sealed."""

    count: int
    hash: str
    seal: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place that doesn't fit: `what` is changed, missing, inserted, reordered, cut, head or anchor; or key, where none
    of the lines was sealed under this one.
    """

    line: int
    what: str


def seal(key: bytes, line: Line) -> str:
    """HMAC-SHA-256 over everything a line says and the seal before it, hex."""
    said = [
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.actor,
        line.role,
        line.verb,
        line.subject,
        line.outcome,
        line.detail,
        line.address,
        line.prev,
    ]
    return _mac(key, "line", said)


def seal_head(key: bytes, count: int, last: str) -> Head:
    """What to keep outside the lines, so that cutting the last ones is found."""
    return Head(count, last, _mac(key, "head", [count, last]))


def check(
    key: bytes, lines: Iterable[Line], head: Head | None, anchors: Sequence[Head] = (), strangers: int = 0
) -> Break | None:
    """The first broken place of `lines` (oldest first), or None where all is whole. Keeps no more than one line.

    The first `strangers` lines were sealed under another key: of them only order and number can be checked.
    """
    marks = {anchor.count: anchor.hash for anchor in anchors}
    ours = [anchor for anchor in anchors if anchor.count > strangers]
    if any(anchor != seal_head(key, anchor.count, anchor.hash) for anchor in ours):
        return Break(_first_bad(key, ours), "anchor")
    left, prior, count = iter(lines), START, 0
    for line in left:
        if line.n != count + 1 or line.prev != prior or not (count < strangers or authentic(key, line)):
            return Break(count + 1, _what_happened(key, line, prior, left))
        count, prior = count + 1, line.hash
        if marks.get(count, prior) != prior:
            return Break(count, "changed")
    return _end(key, head, count, prior, max(marks, default=0))


def _end(key: bytes, head: Head | None, count: int, last: str, anchored: int) -> Break | None:
    """Whether the last line is the last that was written."""
    if head is None:
        return Break(count + 1, "cut") if count or anchored else None
    if head != seal_head(key, head.count, head.hash):
        return Break(count, "head")
    if count < max(head.count, anchored):
        return Break(count + 1, "cut")
    if count > head.count:
        return Break(head.count + 1, "inserted")
    return None if head.hash == last else Break(count, "head")


def _first_bad(key: bytes, anchors: Sequence[Head]) -> int:
    return next(one.count for one in anchors if one != seal_head(key, one.count, one.hash))


def _what_happened(key: bytes, line: Line, prior: str, left: Iterator[Line]) -> str:
    """What was done at a line that doesn't fit, told from what comes after it."""
    following = next(left, None)
    if not authentic(key, line):
        return "inserted" if following and following.prev == prior else "changed"
    if line.prev == prior:
        return "changed"  # only its number
    if following and any(one.hash == line.prev for one in chain([following], left)):
        return "reordered"
    return "inserted" if following and following.prev == prior else "missing"


def authentic(key: bytes, line: Line) -> bool:
    """Whether `line` was sealed under `key` as it stands."""
    return seal(key, line) == line.hash  # whoever can time this can read it


def _mac(key: bytes, kind: str, said: Sequence[object]) -> str:
    return hmac.digest(key, _written([kind, *said]).encode(), "sha256").hex()
