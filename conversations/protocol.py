"""The wire: every frame, typed once (in `frames/`), who may send or hear it, and how text becomes a frame.

The TypeScript types and the reference page are printed from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from chatdesk.kernel.errors import Invalid
from conversations.frames import beside, board, desk, told, visitor
from conversations.frames.parts import (
    ANY_FRAME_BYTES,
    DEPTH,
    DESK_FRAME_BYTES,
    DESK_TEXT,
    VERSION,
    VISITOR_FRAME_BYTES,
    VISITOR_TEXT,
    Ref,
)

__all__ = [
    "ANY_FRAME_BYTES", "DEPTH", "DESK_FRAME_BYTES", "DESK_TEXT", "VERSION", "VISITOR_FRAME_BYTES", "VISITOR_TEXT",
    "DeskSent", "DeskTold", "Malformed", "VisitorSent", "VisitorTold", "decode_desk", "decode_visitor", "encode", "ref_in",
]  # fmt: skip

VisitorSent = (
    visitor.Hello
    | visitor.Say
    | visitor.Choose
    | visitor.AskHuman
    | visitor.Prefer
    | visitor.Leave
    | visitor.Rate
    | visitor.Solved
    | visitor.Replay
    | visitor.PageChanged
    | visitor.SetTyping
    | visitor.Read
    | visitor.Got
    | visitor.Bye
    | visitor.Ping
)
DeskSent = (
    desk.DeskHello
    | desk.DeskSay
    | desk.SetState
    | desk.Accept
    | desk.Decline
    | desk.Open
    | desk.Shut
    | desk.WriteNote
    | desk.Take
    | desk.Transfer
    | desk.Park
    | desk.Suggest
    | desk.Suggested
    | desk.Resolve
    | desk.Reopen
    | desk.Takeover
    | board.Watch
    | board.DeskBoard
    | desk.DeskTyping
    | desk.DeskRead
    | desk.DeskGot
    | desk.DeskReplay
    | visitor.Bye
    | visitor.Ping
)
VisitorTold = (
    told.Ok
    | told.Refused
    | told.Welcome
    | told.Ready
    | told.Pong
    | told.Reset
    | told.Entry
    | told.Queue
    | told.Typing
    | told.Seen
    | told.Desk
    | told.ByeNow
)
DeskTold = (
    told.Ok
    | told.Opened
    | told.Refused
    | told.DeskWelcome
    | told.DeskReady
    | told.DeskPong
    | told.DeskReset
    | told.Entry
    | told.Note
    | told.Typing
    | told.Seen
    | told.Agent
    | told.Offer
    | told.Withdrawn
    | told.Assigned
    | told.Released
    | told.CardChanged
    | told.Gone
    | board.Board
    | beside.Handed
    | beside.Viewing
    | beside.PageShown
    | beside.Mentioned
    | beside.Suggestions
    | told.ByeNow
)


class Malformed(ValueError):
    """The text is no frame that this socket knows; the message says where it goes wrong."""


class OnlyRef(msgspec.Struct, frozen=True):
    """What is read of a frame before its shape is known."""

    ref: Ref | None = None


_visitor = msgspec.json.Decoder(VisitorSent)
_desk = msgspec.json.Decoder(DeskSent)
_ref = msgspec.json.Decoder(OnlyRef)
_encoder = msgspec.json.Encoder()


def encode(frame: VisitorTold | DeskTold) -> str:
    return _encoder.encode(frame).decode()


def decode_visitor(text: str) -> VisitorSent:
    """The frame in `text`; raises Malformed, or Invalid for a character that no database keeps."""
    _check_depth(text)
    try:
        frame: VisitorSent = _visitor.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise Malformed(f"this is no frame that we know: {error}") from None
    _check_kept(text, frame)
    return frame


def decode_desk(text: str) -> DeskSent:
    """The frame in `text`; raises Malformed, or Invalid for a character that no database keeps."""
    _check_depth(text)
    try:
        frame: DeskSent = _desk.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise Malformed(f"this is no frame that we know: {error}") from None
    _check_kept(text, frame)
    return frame


def ref_in(text: str) -> int | None:
    """The `ref` of a frame that could not be taken, however deep or strange the rest of it, if one can be found."""
    try:
        return _ref.decode(text).ref
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None


def _check_kept(text: str, frame: VisitorSent | DeskSent) -> None:
    """NUL only comes escaped; the values are looked at, for `\\\\u0000` in JSON is a harmless text."""
    if "\\u0000" in text and any("\x00" in said for said in _texts(msgspec.to_builtins(frame))):
        raise Invalid("the frame holds NUL characters, which can't be kept; send it again without them")


def _texts(value: Any) -> Iterator[str]:
    """Every text in a decoded frame, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for pair in value.items():
            yield from _texts(list(pair))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _check_depth(text: str) -> None:
    """Brackets inside strings don't nest; the walk is only taken where there are enough of them to matter."""
    if text.count("{") + text.count("[") <= DEPTH:
        return
    depth, quoted, escaped = 0, False, False
    for char in text:
        if quoted:
            quoted, escaped = escaped or char != '"', char == "\\" and not escaped
        elif char == '"':
            quoted = True
        elif char in "{[":
            depth += 1
            if depth > DEPTH:
                raise Malformed(f"the frame is nested deeper than {DEPTH} levels")
        elif char in "}]":
            depth -= 1
