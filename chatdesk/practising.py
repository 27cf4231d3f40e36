"""The command `chatdesk simulate`; `chatdesk.practice` does it."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from chatdesk.operating import Data
from chatdesk.starting.folder import CantStart

DEMO = Path("demo-data")


def simulate(  # noqa: PLR0913 - the options of a command
    url: Annotated[str, typer.Option(help="The running server; without it, the demo's.")] = "",
    site: Annotated[str, typer.Option(help="The site's key.")] = "demo",
    origin: Annotated[str, typer.Option(help="An address of the site's; default: the server's own.")] = "",
    rate: Annotated[float, typer.Option(min=0.1, max=600, help="Visitors a minute.")] = 6.0,
    minutes: Annotated[float, typer.Option(min=0.05, max=60, help="How long visitors come.")] = 2.0,
    agents: Annotated[
        int, typer.Option(min=0, max=50, help="So many of the demo's agents practise too.")
    ] = 0,
    work: Annotated[float, typer.Option(min=1, max=3600, help="Mean seconds of a talk of theirs.")] = 30.0,
    patience: Annotated[float, typer.Option(min=1, max=3600, help="Mean seconds a visitor waits.")] = 120.0,
    locales: Annotated[str, typer.Option(help="What visitors write in, of zh, en, ja.")] = "zh,en",
    seed: Annotated[int, typer.Option(help="The same seed, the same visitors.")] = 1,
    data: Data = None,
) -> None:
    """Send practice visitors to a running server, over the same protocol as everybody's."""
    from chatdesk.practice.people import Place
    from chatdesk.practice.run import Run, practise

    demo = _demo(data)
    address = (url or str(demo.get("url", ""))).rstrip("/")
    if not address:
        raise CantStart("no running server is known: name it by --url, or the demo's folder by --data")
    keys = [one["api_key"] for one in demo.get("people", []) if one["role"] == "agent"]
    if agents > len(keys):
        raise CantStart(
            f"there are {len(keys)} demo agents to practise with: start chatdesk up --demo, or leave --agents out"
        )
    if unknown := set(locales.split(",")) - {"zh", "en", "ja"}:
        raise CantStart(f"--locales {','.join(sorted(unknown))}: choose of zh, en, ja")
    place = Place(address, site, origin or str(demo.get("origin", address)))
    run = Run(
        place, tuple(keys[:agents]), rate, minutes * 60, work, patience, tuple(locales.split(",")), seed
    )
    raise typer.Exit(asyncio.run(practise(run)))


def _demo(data: Path | None) -> dict[str, Any]:
    """What a demo wrote about itself, if it did."""
    with suppress(OSError, ValueError):
        return dict(json.loads(((data or DEMO) / "demo.json").read_text(encoding="utf-8")))
    return {}
