"""The demo shop's FAQs as they stand in `kb/demo/faqs`, one file a category."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("demo") / "faqs"


@cache
def demo_base() -> Sequence[dict[str, Any]]:
    """Every FAQ as `{id, category, zh, en}`, each language `{question, similar, answer}`; shared, not to be changed."""
    return [
        {"id": faq["id"], "category": path.stem, "zh": faq["zh"], "en": faq["en"]}
        for path in sorted(FOLDER.glob("*.json"))
        for faq in json.loads(path.read_text(encoding="utf-8"))
    ]
