"""Figures: for this machine, or for whoever has the token."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from chatdesk.kernel.release import VERSION
from chatdesk.starting.folder import metrics_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return metrics_token(tmp_path)


def scrape(address: str, shown: str = "") -> int:
    headers = {"X-Forwarded-For": "203.0.113.9"} | ({"Authorization": shown} if shown else {})
    return int(Client(REMOTE_ADDR=address).get("/metrics", headers=headers).status_code)


def test_the_token_opens_them_from_anywhere(token):
    assert scrape("203.0.113.9", f"Bearer {token}") == 200


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic {token}", "{token}", "Bearer {token}x"]
)
def test_nothing_else_does(token, shown):
    assert scrape("203.0.113.9", shown.format(token=token)) == 403


@pytest.mark.parametrize("content", [None, "", "\n"])
def test_without_a_token_nobody_has_it(tmp_path, monkeypatch, content):
    monkeypatch.setattr(settings, "DATA", tmp_path)
    if content is not None:
        (tmp_path / "metrics.token").write_text(content)

    assert scrape("203.0.113.9", "Bearer ") == 403


def test_what_a_proxy_passes_on_is_not_of_this_machine():
    assert scrape("127.0.0.1") == 403


def test_they_tell_of_requests_commits_sockets_and_conversations():
    client = Client()
    client.get("/version")
    text = client.get("/metrics").content.decode()

    assert 'chatdesk_http_seconds_count{route="health",status="2xx"}' in text
    for name in (
        "commit_seconds_count",
        "journal_waiting",
        "sockets",
        "entries",
        'conversations{state="queued"}',
    ):
        assert f"chatdesk_{name}" in text
    assert "_created" not in text


def test_a_release_tells_its_commit(monkeypatch):
    assert Client().get("/version").json() == {"version": VERSION}

    monkeypatch.setattr("chatdesk.health.COMMIT", "c0ffee")
    assert Client().get("/version").json() == {"version": VERSION, "commit": "c0ffee"}
