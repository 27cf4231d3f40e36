"""The parts of a start: ports, the lock, the backup, private files."""

from __future__ import annotations

import socket
import sqlite3
import stat
from contextlib import closing

import pytest

from chatdesk.starting import database, ports
from chatdesk.starting.folder import CantStart, open_folder, secret_key, write_private
from chatdesk.starting.lock import Lock


def test_without_a_wish_the_next_free_port_is_taken():
    with (
        closing(ports.listen("127.0.0.1", None)) as first,
        closing(ports.listen("127.0.0.1", None)) as second,
    ):
        numbers = [listening.getsockname()[1] for listening in (first, second)]

    assert numbers[0] < numbers[1]
    assert all(number in ports.USUAL for number in numbers)


def test_time_wait_does_not_count_as_taken():
    with closing(ports.listen("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        client = socket.create_connection(("127.0.0.1", port))
        served, _ = listening.accept()
        served.close()  # the server closes first, so its end lingers in TIME_WAIT
        client.close()

    with closing(ports.listen("127.0.0.1", port)) as again:
        assert again.getsockname()[1] == port


def test_an_address_that_is_not_ours_is_refused():
    with pytest.raises(CantStart, match=r"can.t listen on 192\.0\.2\.1:0"):
        ports.listen("192.0.2.1", 0)


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")])  # noqa: S104
def test_the_url_is_one_that_a_browser_can_open(host, shown):
    with closing(ports.listen(host, 0)) as listening:
        assert ports.url_of(listening) == f"http://{shown}:{listening.getsockname()[1]}"


def test_the_lock_has_one_owner_and_says_where_it_listens(tmp_path):
    owner, other = Lock(tmp_path), Lock(tmp_path)
    assert owner.take()
    owner.announce("http://127.0.0.1:8000")

    assert not other.take()
    assert other.url() == "http://127.0.0.1:8000"

    owner.release()
    assert other.take()
    other.release()


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    key = secret_key(tmp_path)

    assert secret_key(tmp_path) == key
    assert len(key) >= 64
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_an_empty_secret_key_is_refused_rather_than_replaced(tmp_path):
    (tmp_path / "secret.key").touch()

    with pytest.raises(CantStart, match=r"secret\.key is empty"):
        secret_key(tmp_path)


def test_a_private_file_is_replaced_whole(tmp_path):
    write_private(tmp_path / "demo.json", "old")
    write_private(tmp_path / "demo.json", "new")

    assert [path.name for path in tmp_path.iterdir()] == ["demo.json"]
    assert (tmp_path / "demo.json").read_text() == "new"


def test_a_folder_is_made_with_its_parents_and_private(tmp_path):
    made = open_folder(tmp_path / "a" / "b")

    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_a_database_that_another_program_holds_is_named(tmp_path, monkeypatch):
    path = tmp_path / "live.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as link:
        link.execute("CREATE TABLE tea (name TEXT)")
        link.execute("BEGIN EXCLUSIVE")
        connect = sqlite3.connect
        monkeypatch.setattr(
            sqlite3, "connect", lambda *args, **kwargs: connect(*args, **kwargs | {"timeout": 0.01})
        )

        with pytest.raises(CantStart, match="is locked by another program"):
            database.check(path)
