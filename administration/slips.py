"""What a person can mend: which words of the page say so, with their blanks, and beside which field they stand."""

from __future__ import annotations

from administration.wording import words
from chatdesk.kernel.errors import Invalid, NotFound


class Slip(Invalid):
    """A form that can't be taken as it is; `key` names a sentence under `slip` in the pages' words."""

    def __init__(self, key: str, *, field: str = "", **values: str | int) -> None:
        super().__init__(words("en").say(f"slip.{key}", **values))
        self.key, self.field, self.values = key, field, values


class Gone(NotFound):
    """A one-time link that leads nowhere (any more); `key` names title and advice under `gone`."""

    http_status = 410

    def __init__(self, key: str) -> None:
        super().__init__(words("en").say(f"gone.{key}.text"))
        self.key = key
