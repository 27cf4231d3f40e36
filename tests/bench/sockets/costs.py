"""What server processes cost: CPU from /proc/<pid>/stat, memory from /proc/<pid>/status; children counted in."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def cpu_s(roots: Iterable[int]) -> float:
    """Seconds of CPU that these processes and their children have used, ended children included."""
    return sum(sum(map(int, stat(pid)[11:15])) for pid in tree(roots)) / TICK


def rss_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0


def tree(roots: Iterable[int]) -> set[int]:
    """The processes and all that they started."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := stat(int(folder.name))):
            parents[int(folder.name)] = int(fields[1])
    found, more = set(), set(roots)
    while more:
        found |= more
        more = {pid for pid, parent in parents.items() if parent in more} - found
    return found & parents.keys()


def stat(pid: int) -> list[str]:
    """The fields after the name, from the state on; none where it has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
