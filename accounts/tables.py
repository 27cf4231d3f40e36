"""Rows as a CSV file that spreadsheet programs open without running anything in it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

DANGEROUS = tuple("=+-@\t\r＝＋－＠")
BOM = "\ufeff"  # without it some programs read Chinese wrongly


class _Line:
    """What csv writes to: it gives the text back."""

    def write(self, text: str) -> str:
        return text


def lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The file, a line at a time."""
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(head)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: object) -> object:
    """A text that begins like a formula gets an apostrophe, so that it stays a text; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def as_written(cell: str) -> str:
    """What `harmless` was given: its apostrophe goes away again when the file is read back."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell
