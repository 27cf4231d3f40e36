"""The page that says what goes over the socket is the one that the code prints, and leaves nothing unexplained."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from django.conf import settings

from conversations import protocol, reference

PRINTED = Path(settings.HOME) / "docs" / "reference" / "protocol.md"
UNIONS = [protocol.VisitorSent, protocol.VisitorTold, protocol.DeskSent, protocol.DeskTold]


def test_the_page_is_fresh():
    assert PRINTED.read_text(encoding="utf-8") == reference.page(), (
        "print it anew: python -m conversations.reference > docs/reference/protocol.md"
    )


@pytest.mark.parametrize("frame", sorted({frame for union in UNIONS for frame in get_args(union)}, key=str))
def test_a_frame_says_what_it_means(frame: type):
    assert frame.__doc__
    assert not frame.__doc__.startswith(f"{frame.__name__}(")


def test_every_frame_stands_on_the_page():
    tags = {str(frame.__struct_config__.tag) for union in UNIONS for frame in get_args(union)}
    shown = set(re.findall(r"^### (\w+)$", reference.page(), re.MULTILINE))

    assert tags <= shown
