"""The `chatdesk` command. Imports only what reads the arguments; each command brings the rest."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from chatdesk import operating, owed, practising, processes
from chatdesk import up as starting
from chatdesk.env import BadSetting
from chatdesk.kernel.errors import DeskError
from chatdesk.kernel.release import VERSION
from chatdesk.operating import Data
from chatdesk.starting.folder import CantStart

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="A self-hosted customer-service chat: a widget, a bot, a desk.",
)
bot_app = typer.Typer(no_args_is_help=True, help="The bot.")
app.add_typer(bot_app, name="bot")
audit_app = typer.Typer(no_args_is_help=True, help="The audit trail.")
app.add_typer(audit_app, name="audit")
app.add_typer(owed.app, name="outbox")
app.command()(operating.backup)
app.command()(operating.restore)
app.command()(operating.doctor)
app.command()(operating.migrate_to)
app.command()(practising.simulate)
for command in (processes.web, processes.router, processes.worker, processes.beat):
    app.command()(command)
OWNER_LINK, RESET_LINK = "owner-link", "reset-link"  # instead of an address


@app.command()
def up(
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Default: the next free of 8000–8010.")
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = starting.HOST,
    data: Data = None,
    demo: Annotated[bool, typer.Option("--demo", help="Fill an invented tea shop.")] = False,
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a time or limit.")
    ] = None,
) -> None:
    """Start everything in one process."""
    options = starting.Options(port=port, host=host, data=data, demo=demo, changes=tuple(changes or ()))
    raise typer.Exit(starting.run(options))


@app.command()
def version() -> None:
    """Print the version."""
    starting.say(VERSION)


@app.command()
def user(
    email: Annotated[
        str,
        typer.Argument(help="The mail address to sign in with; or owner-link, reset-link: a one-time link."),
    ],
    whose: Annotated[
        str, typer.Argument(metavar="[EMAIL]", help="Who chooses a new password by reset-link.")
    ] = "",
    name: Annotated[str, typer.Option(help="As colleagues and visitors see it.")] = "",
    role: Annotated[str, typer.Option(help="agent, supervisor, admin or auditor")] = "agent",
    key: Annotated[str, typer.Option(metavar="NAME", help="Also make an API key of this name.")] = "",
    scopes: Annotated[
        list[str] | None,
        typer.Option("--scope", help="What the key may: read, write, desk; default: all three."),
    ] = None,
    data: Data = None,
) -> None:
    """Make a member of staff; asks for the password, or reads it from standard input."""
    folder = starting.use_existing(data)
    if email == OWNER_LINK:
        starting.say(starting.owner_link(starting.where(folder)))
        return
    from accounts import resetting, services
    from accounts.models import ApiKey

    if email == RESET_LINK:
        starting.say(resetting.link(whose, starting.where(folder)))
        return
    made = services.create_staff(email, name or email.partition("@")[0], password=_password(), role=role)
    starting.say(f"{made.email} may sign in as {made.role}")
    if key:
        starting.say(
            f"API key {key}, shown this once: {services.issue_key(made, key, scopes=scopes or ApiKey.SCOPES)}"
        )


@bot_app.command("eval")
def bot_eval() -> None:
    """Ask the demo base its held-out questions and print how often each band was right."""
    from bot import fit, policy

    fit.say(fit.report(fit.judge_demo(), policy.DEFAULT_BANDS))


@audit_app.command("verify")
def audit_verify(data: Data = None) -> None:
    """Check that no line of the audit trail was changed, inserted, moved or taken away; exits 1 where one was."""
    starting.use_existing(data)
    from django.db import DatabaseError

    from accounts import audit

    try:
        broken = audit.verify()
        told = audit.sentence(broken)
    except DatabaseError as error:
        why = " ".join(str(error).split())
        raise CantStart(
            f"there is no audit trail to read ({why}): start chatdesk once, or restore a backup"
        ) from None
    starting.say(told)
    raise typer.Exit(1 if broken else 0)


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")


def main() -> None:
    """Run the command line; what can't start says one sentence and exits 2."""
    try:
        app()
    except (BadSetting, CantStart, DeskError) as refusal:
        sys.stderr.write(f"chatdesk: {refusal}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
