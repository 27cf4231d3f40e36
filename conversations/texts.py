"""What people write, made fit to keep: one normal form, one limit, nothing a database refuses. Pure."""

from __future__ import annotations

import unicodedata

from chatdesk.kernel.errors import Invalid, TooLarge

PREVIEW = 120  # characters in lists


def clean(text: str, limit: int) -> str:
    """`text` in NFC. Raises Invalid where it is empty or holds what no database keeps, TooLarge above `limit`."""
    text = unicodedata.normalize("NFC", text)
    if len(text) > limit:
        raise TooLarge(f"the text has {len(text)} characters; the most is {limit}: send it in parts")
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise Invalid("the text holds characters that can't be kept; write it again without them")
    if not text.strip():
        raise Invalid("the text is empty; write something")
    return text


def preview(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW else line[: PREVIEW - 1] + "…"
