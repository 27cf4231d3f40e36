"""The wire as a page to read: `python -m conversations.reference > docs/reference/protocol.md`, printed from `protocol.py`."""

from __future__ import annotations

import sys
from typing import Any, get_args

from msgspec import inspect

from conversations import protocol
from conversations.frames import parts, told
from conversations.lifecycle import State
from conversations.typescript import reached, type_name

CHAPTERS = (
    (
        "What a visitor's socket sends",
        "To `/ws/visitor`, from a page whose origin is on the site's list.",
        protocol.VisitorSent,
    ),
    ("What a visitor's socket is told", "", protocol.VisitorTold),
    (
        "What a desk's socket sends",
        "To `/ws/desk`, signed in or with an API key in `hello`.",
        protocol.DeskSent,
    ),
    ("What a desk's socket is told", "", protocol.DeskTold),
)
HEAD = f"""# The socket protocol, version {protocol.VERSION}

<!-- Printed by `python -m conversations.reference`. Do not edit. -->

Text frames, each one JSON object told apart by its `type`. A frame with a `ref` gets exactly one answer, `ok` or
`refused`; whatever has a `client_id` may be sent again until it is answered and is written once. Entries of a conversation
are numbered by `seq` from 1 without gaps, notes by `n`; whoever sees a gap asks by `replay`. A field with `?` may
be left out. Send no field that isn't listed; ignore fields and types that you are told and don't know.

| limit | visitor | desk |
| --- | --- | --- |
| bytes of a frame | {protocol.VISITOR_FRAME_BYTES:,} | {protocol.DESK_FRAME_BYTES:,} |
| characters of a text | {protocol.VISITOR_TEXT:,} | {protocol.DESK_TEXT:,} |
| levels of JSON | {protocol.DEPTH} | {protocol.DEPTH} |
"""
POLL = """## Where sockets are blocked

`POST /api/v1/visitor/poll` with `{frames, after, epoch?}`, from a page of the site, is answered by `{frames, closed}`:
what a visitor's socket would be told. The first poll begins with a `hello`; later ones name the visitor by
`Authorization: Bearer` and the token. `after` has the last complete `seq` of each conversation and stands for `got`; what
it doesn't name comes (again), so a lost answer costs nothing. A poll is answered as soon as all that it asked is, or, with
nothing asked, when there is news, at the latest after 20 s. `closed` is the code that a socket would have been closed
with, or null.
"""


def page() -> str:
    """The whole page, in Markdown."""
    chapters = [chapter(title, lead, union) for title, lead, union in CHAPTERS]
    return "\n".join([HEAD, *chapters, POLL, shared(), words()])


def chapter(title: str, lead: str, union: Any) -> str:
    """One side's frames, in the order of the union."""
    lines = [f"## {title}\n", *([f"{lead}\n"] if lead else [])]
    frames = [
        info for info in map(inspect.type_info, get_args(union)) if isinstance(info, inspect.StructType)
    ]
    return "\n".join([*lines, *(section(frame, str(frame.tag)) for frame in frames)])


def shared() -> str:
    """What the frames are made of."""
    structs = [struct for struct in reached(union for _, _, union in CHAPTERS) if not struct.tag_field]
    return "\n".join(["## Parts\n", *(section(struct, struct.cls.__name__) for struct in structs)])


def words() -> str:
    """The closed sets of words."""
    sets = {
        "State": [state.value for state in State],
        "Kind": get_args(told.Kind),
        "Code": get_args(parts.Code),
    }
    rows = [f"| {name} | {' '.join(f'`{word}`' for word in of)} |" for name, of in sets.items()]
    return "\n".join(["## Words\n", "| name | one of |", "| --- | --- |", *rows, ""])


def section(struct: inspect.StructType, name: str) -> str:
    """A frame or part: its meaning, then its fields."""
    meaning = " ".join((struct.cls.__doc__ or "").split())
    fields = [line(field) for field in struct.fields]
    return "\n".join([f"### {name}\n", f"{meaning}\n", *fields, *([""] if fields else [])])


def line(field: inspect.Field) -> str:
    named = f"* `{field.encode_name}{'' if field.required else '?'}`: `{type_name(field.type)}`"
    meaning = described(field.type)
    return f"{named}. {meaning}" if meaning else named


def described(kind: inspect.Type) -> str:
    """What is said where the type is defined, also inside a union or a container; else nothing."""
    match kind:
        case inspect.Metadata():
            return str((kind.extra_json_schema or {}).get("description", ""))
        case inspect.UnionType():
            return next(filter(None, map(described, kind.types)), "")
        case inspect.DictType():
            return described(kind.value_type)
        case _:
            return ""


if __name__ == "__main__":
    sys.stdout.write(page())
