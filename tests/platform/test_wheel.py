"""The wheel: whatever the code reads is in it, nothing else is, and it runs where neither Node nor a clone is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.conf import settings

from tests.platform.test_up import PATIENCE_S, answers, free_port

ROOT = Path(settings.HOME)
OURS = [
    config
    for config in apps.get_app_configs()
    if ROOT in Path(config.path).parents and "site-packages" not in config.path
]
READ_BY_NOBODY = {".pyc", ".orig", ".rej", ".swp"}
pytestmark = pytest.mark.timeout(120)


def pack(root: Path, into: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        str(into),
        str(root),
    ]
    return subprocess.run(command, env=os.environ | more, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (ROOT / "frontend" / "dist" / "w.js").exists():
        pytest.skip("the front end is not built: scripts/build")
    into = tmp_path_factory.mktemp("wheel")
    done = pack(ROOT, into)
    assert done.returncode == 0, done.stderr
    return next(into.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with ZipFile(wheel) as packed:
        return set(packed.namelist())


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a fresh clone holds, without history."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    for name in filter(None, listed):
        if (ROOT / name).is_file():
            (tmp_path / "clone" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tmp_path / "clone" / name)
    return tmp_path / "clone"


def test_every_file_of_every_app_is_in_it(names):
    needed = {
        str(path.relative_to(ROOT))
        for config in OURS
        for path in [*Path(config.path).rglob("*"), *(ROOT / "chatdesk").rglob("*")]
        if path.is_file() and path.suffix not in READ_BY_NOBODY
    }

    assert needed - names == set()


def test_the_built_front_end_is_in_it(names):
    dist = ROOT / "frontend" / "dist"
    built = {f"chatdesk/frontend/{path.relative_to(dist)}" for path in dist.rglob("*") if path.is_file()}

    assert built - names == set()
    assert "chatdesk/frontend/w.js" in names


def test_nothing_but_the_product_is_in_it(names):
    rooms = {name.partition("/")[0] for name in names}

    assert rooms == {"chatdesk", *(config.name.partition(".")[0] for config in OURS)} | {
        next(room for room in rooms if room.endswith(".dist-info"))
    }
    assert [name for name in names if "/tests/" in name or "node_modules" in name or ".map" in name] == []


def test_it_knows_the_commit_it_was_made_from(wheel):
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=True)

    with ZipFile(wheel) as packed:
        assert packed.read("chatdesk/commit.txt").decode() == head.stdout.strip()


def test_it_serves_without_node_and_without_a_clone(wheel, tmp_path):
    with ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "site")
    port = free_port()
    running = subprocess.Popen(
        [sys.executable, "-m", "chatdesk", "up", "--port", str(port), "--data", str(tmp_path / "data")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path / "site"), "PATH": "/nowhere", "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert answers(port, running), running.stdout.read() if running.stdout else ""
        for path in ("w.js", "static/accounts/sign-in.css", "sign-in/"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/{path}", timeout=PATIENCE_S) as answer:
                assert answer.status == 200
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/version", timeout=PATIENCE_S) as answer:
            assert len(json.load(answer)["commit"]) == 40
    finally:
        running.kill()
        running.wait()
        assert running.stdout is not None
        running.stdout.close()


def test_without_node_a_clone_says_in_one_sentence_what_to_do(clone, tmp_path):
    done = pack(clone, tmp_path / "out", PATH="/nowhere")

    assert done.returncode != 0
    assert (
        "the front end is not built and Node is not here: put Node 20 or newer on PATH"
        in done.stderr + done.stdout
    )
    assert "Traceback" not in done.stderr + done.stdout


def test_a_fresh_clone_builds_the_front_end_on_the_way(clone, tmp_path):
    if shutil.which("npm") is None or not (ROOT / "frontend" / "node_modules").exists():
        pytest.skip("Node and frontend/node_modules are not here: scripts/setup")
    (clone / "frontend" / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")

    done = pack(clone, tmp_path / "out")

    assert done.returncode == 0, done.stderr
    with ZipFile(next((tmp_path / "out").glob("*.whl"))) as packed:
        assert "chatdesk/frontend/desk.html" in packed.namelist()


def test_an_old_front_end_is_built_anew(clone, tmp_path):
    if shutil.which("npm") is None or not (ROOT / "frontend" / "node_modules").exists():
        pytest.skip("Node and frontend/node_modules are not here: scripts/setup")
    (clone / "frontend" / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    old = clone / "frontend" / "dist" / "w.js"
    old.parent.mkdir()
    old.write_text("old")
    os.utime(old, (0, 0))

    assert pack(clone, tmp_path / "out").returncode == 0
    assert old.read_text() != "old"
