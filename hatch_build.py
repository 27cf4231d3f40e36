"""Packing: a release brings the built front end along and remembers its commit, so that running it needs no Node."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = 20  # the oldest that builds
WHERE = {"wheel": "chatdesk/frontend", "sdist": "frontend/dist"}  # the built files inside the package
ADVICE = f"put Node {NODE} or newer on PATH, or run scripts/build first, then install again"


class FrontEnd(BuildHookInterface[Any]):
    """Called by hatchling before it packs; an editable installation reads the clone and needs nothing."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        frontend = Path(self.root) / "frontend"
        if stale(frontend) and (refusal := build(frontend)):
            self.app.abort(f"chatdesk: {refusal}")
        packed = build_data["force_include"]
        packed[str(frontend / "dist")] = WHERE[self.target_name]
        self.noted = Path(tempfile.mkdtemp()) / "commit.txt"
        self.noted.write_text(commit(Path(self.root)))
        packed[str(self.noted)] = "chatdesk/commit.txt"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            shutil.rmtree(self.noted.parent)


def stale(frontend: Path) -> bool:
    """Whether `dist` is missing, or older than what it is built from."""
    built = frontend / "dist" / "w.js"
    if not built.exists():
        return True
    sources = [frontend / "build.mjs", *(frontend / "src").rglob("*"), *(frontend / "locales").rglob("*")]
    return any(path.stat().st_mtime > built.stat().st_mtime for path in sources if path.is_file())


def build(frontend: Path) -> str:
    """Build `dist`; "" when it is there, else one sentence on what is in the way. An old one beats none."""
    there = (frontend / "dist" / "w.js").exists()
    npm = shutil.which("npm")
    if npm is None or not node_is_new():
        return "" if there else f"the front end is not built and Node is not here: {ADVICE}"
    steps = [["run", "--silent", "build"]]
    if not (frontend / "node_modules").exists():
        steps.insert(0, ["ci", "--no-audit", "--no-fund"])
    for step in steps:
        done = subprocess.run([npm, *step], cwd=frontend, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines() or ["no output"]
            return f"the front end could not be built, npm {step[0]} says: {said[-1]}"
    return ""


def node_is_new() -> bool:
    node = shutil.which("node")
    if node is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    major = said.strip().removeprefix("v").partition(".")[0]
    return major.isdecimal() and int(major) >= NODE


def commit(root: Path) -> str:
    """The commit that is packed; "" outside a clone, or what an unpacked source release remembers."""
    remembered = root / "chatdesk" / "commit.txt"
    if remembered.exists():
        return remembered.read_text()
    git = shutil.which("git")
    if git is None or not (root / ".git").exists():
        return ""
    asked = [git, "-C", str(root), "rev-parse", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
