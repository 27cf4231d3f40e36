"""Logs: one line an event, an id on each, no secrets, no forged lines."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from chatdesk import logs
from chatdesk.kernel.ids import request_id

log = logging.getLogger("chatdesk.test")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """The loggers as the test runner had them."""
    root, ours, django = (logging.getLogger(name) for name in ("", "chatdesk", "django.request"))
    before = root.handlers[:], root.level, ours.level, django.filters[:]
    yield
    root.handlers[:], django.filters[:] = before[0], before[3]
    root.setLevel(before[1])
    ours.setLevel(before[2])


@pytest.fixture
def out() -> io.StringIO:
    out = io.StringIO()
    logs.configure("debug", out)
    return out


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_event_is_one_line_of_json(out):
    log.warning("tea is %s", "cold", extra={"cups": 3})

    (line,) = lines(out)
    assert (line["event"], line["cups"], line["level"], line["logger"]) == (
        "tea is cold", 3, "warning", "chatdesk.test"
    )  # fmt: skip
    assert line["at"].endswith("Z")


def test_the_id_of_what_is_being_done_stands_on_every_line(out):
    token = request_id.set("c0ffee-0001")
    log.info("said")
    request_id.reset(token)

    assert lines(out)[0]["request"] == "c0ffee-0001"


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "Set-Cookie",
        "token",
        "password",
        "new_password",
        "api_key",
        "identity_secret",
        "sessionid",
    ],
)
def test_what_has_the_name_of_a_secret_is_hidden(out, name):
    log.info("asked", extra={name: "hunter2", "inside": {name: "hunter2", "list": [{name: "hunter2"}]}})

    assert "hunter2" not in out.getvalue()
    assert lines(out)[0][name] == logs.HIDDEN


@pytest.mark.parametrize("text", [
    "Authorization: Bearer hunter2hunter2", "GET /?token=hunter2hunter2&a=b", "cd_hunter2hunter2hunter2",
    '{"password": "hunter2hunter2"}', "Cookie: sessionid=hunter2hunter2",
])  # fmt: skip
def test_what_looks_like_a_secret_is_hidden_in_texts_and_in_tracebacks(out, text):
    log.info("heard %s", text)
    try:
        raise ValueError(text)
    except ValueError:
        log.exception("failed", extra={"said": text, "object": ValueError(text)})

    assert len(lines(out)) == 2
    assert "hunter2" not in out.getvalue()
    assert "ValueError" in out.getvalue()


@given(st.text())
def test_nobody_forges_a_line(text):
    out = io.StringIO()
    logs.configure("debug", out)

    log.warning("met %s", text, extra={"who": text})

    assert len(out.getvalue().splitlines()) == 1
    json.loads(out.getvalue())


def test_nobody_forges_a_line_in_a_terminal_nor_moves_its_cursor():
    out = Terminal()
    logs.configure("info", out)

    log.warning("met %s", "Bob\n2026 [error] all is lost\x1b[2J", extra={"who": "Eve\r\nroot\u2028"})

    assert len(out.getvalue().splitlines()) == 1
    assert "\x1b[2J" not in out.getvalue()


def test_a_terminal_shows_tracebacks_without_what_variables_held():
    out = Terminal()
    logs.configure("info", out)
    words = "my card number is 4111"
    try:
        raise ValueError(len(words))
    except ValueError:
        log.exception("failed")

    assert "4111" not in out.getvalue()
    assert "ValueError" in out.getvalue()


def test_other_packages_are_heard_only_when_something_is_wrong(out):
    logging.getLogger("daphne.http").info("chatter")
    logging.getLogger("daphne.http").warning("trouble")

    assert [line["event"] for line in lines(out)] == ["trouble"]


@pytest.mark.django_db
def test_a_request_leaves_one_line_with_its_id_and_without_what_was_filled_in(out):
    answer = Client(REMOTE_ADDR="203.0.113.77").get(
        "/api/v1/conversations/4711?token=hunter2",
        headers={"X-Request-ID": "shop-000001", "Authorization": "Bearer hunter2"},
    )

    assert answer.headers["X-Request-ID"] == "shop-000001"
    (line,) = [line for line in lines(out) if line["logger"] == "chatdesk.http"]
    assert (line["request"], line["method"], line["status"], line["address"]) == (
        "shop-000001", "GET", 401, "203.0.113.0"
    )  # fmt: skip
    assert line["route"].startswith("/api/v1/conversations/")
    assert not {"hunter2", "4711"} & set(out.getvalue().replace("/", " ").split())
    assert "hunter2" not in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["short", "x" * 65, "with space", "line\nbreak", "<b>bold</b>"])
def test_an_id_that_is_no_id_is_replaced(out, given):
    answer = Client().get("/version", headers={"X-Request-ID": given})

    assert answer.headers["X-Request-ID"] != given
    assert len(answer.headers["X-Request-ID"]) >= 8


@pytest.mark.django_db
def test_who_is_signed_in_stands_on_the_line(out, mei):
    client = Client()
    client.force_login(mei)
    client.get("/api/v1/me")

    assert [line["user"] for line in lines(out) if line["logger"] == "chatdesk.http"] == [mei.pk]


@pytest.mark.django_db
def test_health_and_files_are_quiet():
    out = io.StringIO()
    logs.configure("info", out)

    for path in ("/healthz", "/version", "/static/accounts/mark.svg"):
        with closing(Client().get(path)) as answer:
            assert answer.status_code == 200

    assert out.getvalue() == ""


@pytest.mark.django_db
def test_an_address_that_nobody_knows_is_not_repeated(out):
    Client().get("/nowhere/hunter2hunter2/")

    assert "hunter2" not in out.getvalue()
    assert [line["status"] for line in lines(out)] == [404]
