"""The restore drill on the wire: who has seen more than the backup holds starts afresh, and goes on talking."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.independent.people import Place, Visitor
from tests.independent.product import ROOT, Product, started
from tests.independent.words import EN

pytestmark = pytest.mark.timeout(180)


def chatdesk(product: Product, *words: str) -> str:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("CHATDESK_", "DJANGO_"))}
    command = [sys.executable, "-m", "chatdesk", *words, "--data", str(product.data)]
    done = subprocess.run(
        command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_a_client_with_a_newer_cursor_starts_afresh_and_goes_on(tmp_path: Path) -> None:
    with started(tmp_path) as product:
        visitor = Visitor(Place.told(product.demo), "en")
        await visitor.come()
        for _ in range(3):  # the bot answers, so the talk stays open
            said = await visitor.say(EN.known)
            await visitor.reaction(said)
        kept = int(said["seq"])

        chatdesk(product, "backup", str(tmp_path / "drill.zip"))  # while it runs

        later = [int((await visitor.say(f"lost {n}"))["seq"]) for n in range(4)]
        await visitor.sees(lambda entry: entry["seq"] == later[-1], "its own words")
        old_epoch = visitor.epoch
        visitor.remember()
        assert product.stop() == 0
        assert "whole" in chatdesk(product, "restore", str(tmp_path / "drill.zip"), "--verify")
        chatdesk(product, "restore", str(tmp_path / "drill.zip"))
        product.start()

        await visitor.come()
        reset = await visitor.link.heard(lambda frame: frame["type"] == "reset", "reset")
        head = reset["head"]
        assert visitor.epoch != old_epoch
        assert (reset["conversation"], reset["reason"]) == (visitor.conversation, "epoch")
        assert kept <= head < later[-1]
        status, page = await visitor.rest(f"conversations/{visitor.conversation}/entries?limit=200")
        assert status == 200
        assert [entry["seq"] for entry in page["items"]] == list(range(1, head + 1))
        shown = [frame for frame in visitor.link.frames if frame["type"] == "entry"]
        assert [entry["seq"] for entry in shown if entry["seq"] > head] == []
        assert "lost" not in str(page) + str(shown)

        visitor.link.after[visitor.conversation] = head
        again = await visitor.say("here I am again")
        assert again["seq"] == head + 1
        await visitor.sees(lambda entry: entry["seq"] == head + 1, "its new words")
        await visitor.link.leave()

        await visitor.come(after={visitor.conversation: head + 1})  # of the new epoch: nothing to reset
        assert not [frame for frame in visitor.link.frames if frame["type"] == "reset"]
        assert "whole" in chatdesk(product, "audit", "verify")
        await visitor.link.leave()
