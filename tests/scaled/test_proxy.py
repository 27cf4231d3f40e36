"""Behind nginx, with the configuration that we ship: sockets get through, and one web process less is seen by nobody."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.scaled.configured import nginx_site
from tests.scaled.fleet import Fleet, Web, until
from tests.scaled.talker import Talker, nothing_is_lost
from tests.servers import free_port, until_listens

pytestmark = [
    pytest.mark.timeout(280),
    pytest.mark.long,
    pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed here"),
]
PATIENT = "unreachable_s=900,ticket_after_s=900,gone_s=900,options_after_s=900"
TALKERS = 4


@pytest.fixture(scope="module")
def webs(fleet: Fleet) -> list[Web]:
    fleet.environment |= {"CHATDESK_SET": PATIENT, "CHATDESK_TRUSTED_PROXIES": "127.0.0.1"}
    both = [fleet.web(), fleet.web()]
    fleet.runs("router")
    for one in both:
        until(one.ready, one, "readiness")
    return both


@pytest.fixture(scope="module")
def front(webs: list[Web], tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of nginx."""
    folder: Path = tmp_path_factory.mktemp("nginx")
    config = nginx_site(folder, port := free_port(), [web.port for web in webs], encrypted=False)
    process = subprocess.Popen(["nginx", "-c", str(config)], stderr=subprocess.DEVNULL)
    until_listens(port, process)
    yield port
    process.terminate()
    process.wait(timeout=10)


def asked(port: int, method: str, path: str, body: bytes = b"") -> int:
    line = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request(method, path, body)
        return line.getresponse().status
    finally:
        line.close()


async def test_a_web_process_that_dies_is_seen_by_nobody_who_asks_and_is_come_back_from(
    front: int, webs: list[Web], fleet: Fleet
):
    talkers, stop = [Talker([front]) for _ in range(TALKERS)], asyncio.Event()
    running = asyncio.gather(*(one.run(stop) for one in talkers))
    await asyncio.sleep(2)
    await asyncio.to_thread(webs[0].kill)
    answers = [await asyncio.to_thread(asked, front, "GET", "/version") for _ in range(40)]
    webs[0] = await asyncio.to_thread(fleet.web, webs[0].port)
    await asyncio.to_thread(until, webs[0].ready, webs[0], "readiness")
    stop.set()
    await asyncio.wait_for(running, 40)
    await nothing_is_lost(talkers, fleet.database)
    for one in talkers:
        await one.ends()

    assert set(answers) == {200}
    assert any(one.closed for one in talkers), "somebody was at the one that died"


def test_what_is_too_large_for_an_upload_ends_at_the_proxy(front: int):
    assert asked(front, "POST", "/api/v1/visitor/files", bytes(13 * 2**20)) == 413
