"""Runs the whole story in zh and en against a running server: `python -m tests.independent.story DIR/demo.json`.

The server wants `--demo --set unreachable_s=3`, and nobody else online. Exit code 1 when a step failed.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from pathlib import Path

from tests.independent import leaving, refused
from tests.independent.client import Link
from tests.independent.floor import Floor
from tests.independent.passing import Passing
from tests.independent.people import Place
from tests.independent.steps import Broken, Steps, same
from tests.independent.talk import Talk
from tests.independent.words import EN, ZH


async def run(place: Place) -> Steps:
    """Everything, in both languages."""
    steps = Steps()
    silent = asyncio.create_task(silence(place))
    for words in (ZH, EN):
        for part in (
            leaving.tell(place, words, steps),
            Talk(place, words, steps).tell(),
            Floor(place, words, steps).tell(),
            Passing(place, words, steps).tell(),
        ):
            with suppress(Broken):
                await part
    await refused.tell(place, steps)
    with suppress(Broken), steps.step("[bad] no hello within 10 s: 4008"):
        same(await silent, 4008, "close code")
    return steps


async def silence(place: Place) -> int | None:
    """The close code of a socket on which nobody says hello."""
    link = await Link.dial(place.visitor_socket, place.origin)
    link.mute()
    return await link.code(within=15)


def main(path: Path) -> int:
    """Read demo.json, run, print the total; the exit code."""
    steps = asyncio.run(run(Place.told(path)))
    sys.stdout.write(steps.total() + "\n")
    return 1 if steps.failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("use: python -m tests.independent.story DIR/demo.json")
    sys.exit(main(Path(sys.argv[1])))
