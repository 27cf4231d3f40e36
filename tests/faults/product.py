"""The product without its sockets: people in an empty database, and an act of one of them as the journal's operation."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.faults.evidence import Frame

if TYPE_CHECKING:
    from accounts.models import User
    from conversations.journal import Tx
    from customers.models import Customer

VISITORS, AGENTS = 4, 3


def begin(folder: Path) -> None:
    """Make Django ready with its rows in `folder`, or where CHATDESK_DATABASE_URL says, and the tables there."""
    os.environ |= {"CHATDESK_DATA": str(folder), "CHATDESK_TESTING": "1", "CHATDESK_SECRET_KEY": "for faults"}
    os.environ["DJANGO_SETTINGS_MODULE"] = "chatdesk.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in here


def deaf() -> None:
    """Nobody listens to facts: what a bot's turn or a ticket adds would come on another thread, after the crash."""
    from chatdesk.kernel import bus

    bus._listeners.clear()


def people(world: int) -> dict[str, list[int]]:
    """New visitors, and new agents who can take anything, the first of them a supervisor."""
    from accounts.models import Role, Site
    from tests import factories

    site = Site.objects.filter(key="faults").first() or factories.site("faults")
    staff = [
        factories.user(f"w{world}-{number}-{os.getpid()}", role=Role.AGENT if number else Role.SUPERVISOR)
        for number in range(AGENTS)
    ]
    for number, one in enumerate(staff):
        factories.seat(one, skills={"en": 5, "zh": 5, "billing": 5}, capacity=1 + number % 2)
    visitors = [factories.customer(site, locale="en").pk for _ in range(VISITORS)]
    return {"visitors": visitors, "agents": [one.pk for one in staff]}


class Floor:
    """One life of the product: it knows people from the rows, and nothing from the life before."""

    def __init__(self, known: dict[str, list[int]]) -> None:
        from accounts.models import User
        from customers.models import Customer

        self.staff: dict[int, User] = User.objects.in_bulk(known["agents"])
        self.visitors: dict[int, Customer] = Customer.objects.select_related("site").in_bulk(
            known["visitors"]
        )

    def submit(self, act: Frame) -> Future[Any]:
        """Let the journal write it; a line as the sockets have it written, together with those of others."""
        from conversations.journal import journal

        talk = int(act["conversation"]) if act.get("conversation") else None
        by = f"{'v' if act['act'] in ('say', 'ask') else 'a'}{act['who']}"
        if act["act"] not in ("say", "answer", "late"):
            return journal.submit(self.operation(act), conversation=talk, by=by)
        done: Future[Any] = Future()
        journal.say(self.line(act, by, talk, done))
        return done

    def line(self, act: Frame, by: str, talk: int | None, done: Future[Any]) -> Any:
        from conversations.lines import Line

        agent = self.staff.get(act["who"]) if by[0] == "a" else None
        return Line(
            by=by,
            person=act["who"],
            client_id=act["client_id"],
            text=act["text"],
            ref=act["number"],
            operation=self.operation(act),
            then=lambda _, result: settle(done, result),
            conversation=talk,
            site=0 if agent else self.visitors[act["who"]].site_id,
            epoch=act.get("epoch"),
            name=agent.name if agent else "",
            loop=AtOnce(),  # type: ignore[arg-type]
        )

    def operation(self, act: Frame) -> Callable[[Tx], Any]:
        from conversations import serving, visiting
        from conversations.frames import desk, visitor

        wire = {key: value for key, value in act.items() if key not in ("number", "act", "who")}
        makes: dict[str, tuple[Any, Any]] = {
            "say": (visiting.say, visitor.Say),
            "ask": (visiting.ask_human, visitor.AskHuman),
            "take": (serving.take, desk.Take),
            "takeover": (serving.take, desk.Takeover),
            "answer": (serving.say, desk.DeskSay),
            "late": (serving.say, desk.DeskSay),
            "note": (serving.note, desk.WriteNote),
            "resolve": (serving.resolve, desk.Resolve),
        }
        does, kind = makes[act["act"]]
        frame = kind(
            ref=act["number"], **wire, **({"outcome": "resolved"} if act["act"] == "resolve" else {})
        )
        if act["act"] in ("say", "ask"):
            who = self.visitors[act["who"]]
            return lambda tx: does(tx, who.site, who, frame)
        return lambda tx: does(tx, self.staff[act["who"]], frame)


def settle(done: Future[Any], result: Any) -> None:
    if isinstance(result, BaseException):
        done.set_exception(result)
    else:
        done.set_result(result)


class AtOnce:
    """In the place of a loop: what is to be called there is called now, on the thread that asks."""

    def is_closed(self) -> bool:
        return False

    def call_soon_threadsafe(self, call: Any, *args: Any) -> None:
        call(*args)


def answered(done: Future[Any]) -> Frame:
    """What the sender is told, as the wire has it."""
    import msgspec

    from chatdesk.kernel.errors import DeskError
    from conversations.frames.told import Ok

    error = done.exception()
    if error is None:
        result: Any = done.result()
        ok: Frame = msgspec.to_builtins(result) if isinstance(result, Ok) else {}
        return {"type": "ok", **ok}
    if not isinstance(error, DeskError):
        raise error
    return {"type": "refused", "code": error.code, "message": str(error), "retryable": error.retryable}
