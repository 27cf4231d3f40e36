"""The command `chatdesk outbox`: what is owed to the world, and once more what was given up on."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from chatdesk import up as starting
from chatdesk.operating import Data

app = typer.Typer(no_args_is_help=True, help="Side effects that are owed: letters.")
SHOWN = 100


@app.command("list")
def show(data: Data = None) -> None:
    """What waits or was given up on, the oldest first: id, kind, subject, since when, attempts, why."""
    starting.use_existing(data)
    from chatdesk.kernel import outbox
    from chatdesk.kernel.clock import stamp
    from chatdesk.kernel.models import OutboxRow

    for row in OutboxRow.objects.filter(done_at=None).order_by("created_at")[:SHOWN]:
        told = f"{row.error}: {row.says}" if row.error else ""
        parts = [
            str(row.pk),
            row.kind,
            row.state,
            row.subject or "-",
            stamp(row.created_at),
            str(row.attempts),
            told,
        ]
        starting.say("  ".join(parts).rstrip())
    standing = outbox.standing()
    starting.say(f"{sum(standing.waiting.values())} wait, {standing.given_up} were given up on")


@app.command()
def retry(
    ids: Annotated[list[UUID] | None, typer.Argument(metavar="[ID]…", help="Default: all.")] = None,
    data: Data = None,
) -> None:
    """Try again what was given up on. The server does it, at once or within 30 s."""
    starting.use_existing(data)
    from chatdesk.kernel import outbox

    starting.say(f"{outbox.retry(ids or None)} will be tried again")
