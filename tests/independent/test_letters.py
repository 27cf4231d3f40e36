"""A letter through the whole product: one id from the request to the outbox, and none lost or new where the process is killed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.independent.product import ROOT, Product, started
from tests.independent.test_one_id import until, where
from tests.independent.test_signed_out import Browser
from tests.platform.sink import listening

pytestmark = pytest.mark.timeout(150)
ADA = {"email": "ada@tea.example", "password": "a quiet pot of oolong"}
NAME, WITHIN_S = "asked-by-ada-1", 20.0


def administrator(product: Product) -> Browser:
    """Ada, made on the command line and signed in."""
    words = [
        sys.executable,
        "-m",
        "chatdesk",
        "user",
        ADA["email"],
        "--role",
        "admin",
        "--data",
        str(product.data),
    ]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CHATDESK_")}
    subprocess.run(
        words, input=f"{ADA['password']}\n", text=True, cwd=ROOT, env=clean, check=True, timeout=60
    )
    return Browser(f"http://127.0.0.1:{product.port}", ADA)


def invite(browser: Browser) -> None:
    browser.line.addheaders = [("X-Request-ID", NAME)]
    browser.post("/settings/people/", email="bo@tea.example", name="Bo", role="agent")


def rows(product: Product, statement: str) -> list[Any]:
    with closing(sqlite3.connect(product.data / "chatdesk.sqlite3", timeout=10)) as link, link:
        return link.execute(statement).fetchall()


def test_one_id_leads_from_the_request_to_the_letter(tmp_path: Path) -> None:
    with listening() as sink, started(tmp_path, demo=False, env=sink.settings) as product:
        invite(administrator(product))
        until(lambda: sink.letters)
        until(lambda: "chatdesk.outbox" in where(product, NAME))

        assert where(product, NAME) == {"chatdesk.http", "chatdesk.outbox"}
        ((request, payload),) = rows(product, "SELECT request_id, payload FROM kernel_outboxrow")
        assert (request, payload) == (NAME, "")
        assert "bo@tea" not in product.log.read_text()


def test_killed_between_letter_and_mark_the_next_start_sends_the_same_again(tmp_path: Path) -> None:
    with listening() as sink:
        deadly = sink.settings | {"CHATDESK_TESTING": "1", "CHATDESK_FAILPOINTS": "outbox_before_mark:1"}
        product = Product(tmp_path, demo=False, env=deadly)
        try:
            product.start()
            with suppress(OSError):  # it may die before it answers
                invite(administrator(product))
            assert product.process.wait(timeout=WITHIN_S) < 0
            rows(product, "UPDATE kernel_outboxrow SET lease_until = created_at")  # three minutes go by
            product.env = sink.settings
            product.start()
            until(lambda: len(sink.letters) == 2)
            until(lambda: rows(product, "SELECT 1 FROM kernel_outboxrow WHERE done_at IS NOT NULL"))
            assert product.stop() == 0
        finally:
            product.end()

    assert len(set(sink.ids)) == 1
