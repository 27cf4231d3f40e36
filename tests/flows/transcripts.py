"""What each actor of a story received, kept as a file that the front end's tests replay; ids and times made alike.

`RECORD_TRANSCRIPTS=1` writes the files anew; otherwise a story that sounds different fails.
"""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.flows.people import Person
from tests.flows.wire import Frame

FOLDER = Path(__file__).parent.parent / "transcripts"
KEPT = frozenset({
    "welcome", "ready", "ok", "refused", "reset", "entry", "note", "offer", "assigned", "released", "withdrawn",
})  # fmt: skip
TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
SECRET = {
    "token": "token-1",
    "epoch": "database-1",
}  # in `welcome` only: an assignment's epoch is part of the story
SAME: dict[str, Any] = {
    "number": "T-000001",
    "confidence": 0.9,
    "waited_s": 0.0,
    "why": {"zh": "因为", "en": "because"},
}
INSIDE = {
    "author": "a", "agent": "a", "assignee": "a", "by": "a", "offered_to": "a",
    "visitor": "v", "customer": "v", "card": "c", "entry": "e", "note": "n",
}  # fmt: skip


class Alike:
    """Names things by when they are first met, so that two tellings of one story are the same text."""

    def __init__(self) -> None:
        self._names: dict[str, dict[str, str]] = defaultdict(dict)

    def frame(self, frame: Frame) -> Frame:
        told = self._walk(frame, frame["type"])
        if frame["type"] == "welcome":
            told |= {key: value for key, value in SECRET.items() if frame.get(key)}
        return dict(told)

    def _walk(self, value: Any, inside: str) -> Any:
        if isinstance(value, dict):
            inside = "visitor" if value.get("role") == "visitor" else inside
            return {self._key(key, inside): self._field(key, child, inside) for key, child in value.items()}
        if isinstance(value, list):
            return [self._walk(child, inside) for child in value]
        return "2026-01-05T09:00:00.000Z" if isinstance(value, str) and TIME.match(value) else value

    def _key(self, key: str, inside: str) -> str:
        return self._named("c", key) if inside == "heads" else key

    def _field(self, key: str, value: Any, inside: str) -> Any:
        if key in SAME:
            return SAME[key]
        if isinstance(value, str) and (kind := kind_of(key, inside)):
            return self._named(kind, value)
        return self._walk(value, key if isinstance(value, dict | list) else inside)

    def _named(self, kind: str, value: str) -> str:
        names = self._names[kind]
        return names.setdefault(value, f"{kind}{len(names) + 1}")


def kind_of(key: str, inside: str) -> str | None:
    """What sort of thing `key` names there; None where its text stays as it is."""
    if key == "id":
        return "c" if inside in ("card", "conversation") else "e" if inside == "ok" else INSIDE.get(inside)
    return {"conversation": "c", "client_id": "said-", "offer": "offer-"}.get(key)


def view(person: Person, alike: Alike, talk: str, fresh: list[Frame]) -> Frame:
    """What `person` received, and the whole of `talk` as somebody sees it who comes in now."""
    return {
        "frames": [alike.frame(frame) for frame in person.frames if frame["type"] in KEPT],
        "snapshot": {"conversation": alike.frame({"type": "", "conversation": talk})["conversation"],
                     "entries": [alike.frame(frame) for frame in fresh]},
    }  # fmt: skip


def tells(story: str, talk: str, fresh: list[Frame], **people: Person) -> None:
    """Compare with the file of this story, or write it."""
    alike = Alike()
    told = {"story": story, "views": {name: view(p, alike, talk, fresh) for name, p in people.items()}}
    path = FOLDER / f"{story.replace(' ', '-')}.json"
    if os.environ.get("RECORD_TRANSCRIPTS"):
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    known = json.loads(path.read_text(encoding="utf-8"))
    assert told == known, "the story sounds different; look why, then RECORD_TRANSCRIPTS=1"
