"""The built front end as it is served, and the headers that every answer carries."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import AuditEntry, User
from chatdesk.kernel import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def dist(tmp_path: Path, settings: Settings) -> Path:
    settings.FRONTEND = tmp_path / "dist"
    (settings.FRONTEND / "assets").mkdir(parents=True)
    (settings.FRONTEND / "w.js").write_text("load()")
    (settings.FRONTEND / "desk.html").write_text("<!doctype html><title>desk</title>")
    (settings.FRONTEND / "board.html").write_text("<!doctype html><title>board</title>")
    (settings.FRONTEND / "routing.html").write_text("<!doctype html><title>routing</title>")
    (settings.FRONTEND / "assets" / "widget-abc123.js").write_text("export const mount = 1;" * 50)
    (tmp_path / "secret.txt").write_text("secret")
    return tmp_path / "dist"


def test_the_loader_is_asked_about_each_time(client: Client, dist: Path) -> None:
    answer = client.get("/w.js")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
    assert client.get("/w.js", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_a_new_build_is_served_at_once(client: Client, dist: Path) -> None:
    client.get("/w.js")
    (dist / "w.js").write_text("load(2)")

    assert client.get("/w.js").content == b"load(2)"


def test_hashed_files_are_kept_for_ever_by_foreign_pages_too(client: Client, dist: Path) -> None:
    answer = client.get("/assets/widget-abc123.js", headers={"Origin": "https://shop.example"})

    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert not answer.has_header("Access-Control-Allow-Credentials")


def test_text_goes_compressed_where_it_is_understood(client: Client, dist: Path) -> None:
    answer = client.get("/assets/widget-abc123.js", headers={"Accept-Encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == client.get("/assets/widget-abc123.js").content


@pytest.mark.parametrize(
    "path",
    [
        "/assets/nothing.js",
        "/assets/../../secret.txt",
        "/assets/%2e%2e/w.js",
        "/assets/..",
        "/assets/x%00.js",
    ],
)
def test_nothing_else_can_be_read(client: Client, dist: Path, path: str) -> None:
    assert client.get(path).status_code == 404


def test_no_name_leads_out_of_the_build(dist: Path) -> None:
    (dist / "assets" / "link.js").symlink_to(dist.parent / "secret.txt")

    assert pages.read("../secret.txt") is None
    assert pages.read("assets/link.js") is None


@pytest.mark.parametrize(
    ("role", "status"), [("agent", 403), ("supervisor", 200), ("admin", 200), ("auditor", 200)]
)
def test_the_board_is_for_who_may_see_it(
    client: Client, mei: User, dist: Path, role: str, status: int
) -> None:
    mei.role = role
    mei.save()
    client.force_login(mei)

    assert client.get("/board/").status_code == status


def test_who_may_not_see_the_board_reads_why_and_leaves_a_line(client: Client, mei: User, dist: Path) -> None:
    client.force_login(mei)

    page = client.get("/board/?lang=zh").content.decode()

    assert "无权访问" in page
    assert AuditEntry.objects.values_list("actor", "subject").get(verb="denied") == (mei.pk, "/board/")


def test_the_board_asks_first_who_is_there(client: Client, dist: Path) -> None:
    assert client.get("/board/")["Location"] == "/sign-in/?next=/board/"


@pytest.mark.parametrize("path", ["/w.js", "/desk/"])
def test_a_missing_build_is_said(
    client: Client, mei: User, settings: Settings, tmp_path: Path, path: str
) -> None:
    settings.FRONTEND = tmp_path / "nothing"
    client.force_login(mei)

    answer = client.get(path)

    assert answer.status_code == 503
    assert "Run scripts/build" in answer.content.decode()


def test_the_desk_is_for_those_who_signed_in(client: Client, mei: User, dist: Path) -> None:
    assert client.get("/desk/?c=7")["Location"] == "/sign-in/?next=/desk/%3Fc%3D7"

    client.force_login(mei)
    answer = client.get("/desk/?c=7")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert "csrftoken" in answer.cookies


@pytest.mark.parametrize(
    "path",
    ["/sign-in/", "/desk/", "/w.js", "/nothing", "/static/accounts/sign-in.css", "/static/nothing.css"],
)
def test_every_answer_shuts_the_doors(client: Client, dist: Path, path: str) -> None:
    answer = client.get(path)

    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Request-ID"]
    answer.close()


def test_a_given_request_id_comes_back(client: Client) -> None:
    assert client.get("/sign-in/", headers={"X-Request-ID": "abcdef-123"})["X-Request-ID"] == "abcdef-123"


def test_a_request_id_that_could_break_a_log_is_replaced(client: Client) -> None:
    assert client.get("/sign-in/", headers={"X-Request-ID": "a b\x1b[31m"})["X-Request-ID"] != "a b\x1b[31m"


@pytest.mark.parametrize(
    ("role", "status"), [("agent", 403), ("supervisor", 200), ("admin", 200), ("auditor", 200)]
)
def test_the_routing_page_is_for_who_may_see_the_board(
    client: Client, mei: User, dist: Path, role: str, status: int
) -> None:
    mei.role = role
    mei.save()
    client.force_login(mei)

    assert client.get("/board/routing/").status_code == status
