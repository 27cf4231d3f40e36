"""Random days at a small firm, made by the real services at times that the history names, and glimpsed from outside."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Role, User
from chatdesk.kernel.errors import DeskError
from conversations import closing, due, moves, offers, services, serving, transfers, visiting, watching
from conversations.frames import desk, visitor
from conversations.frames.parts import Target
from conversations.journal import Tx, attempt
from conversations.lifecycle import Move
from conversations.models import Conversation, Entry
from customers.models import Customer
from routing.models import Calendar, Lease, Seat
from tests import factories

BEGAN = datetime(2026, 3, 10, 12, tzinfo=UTC)
SKILLS = ({"en": 5, "billing": 3}, {"zh": 4, "en": 1}, {"zh": 1, "billing": 1})
_ids = itertools.count(1)


@dataclass
class Glimpse:
    """What anybody could read of a conversation between two steps."""

    at: datetime
    state: str
    arrived_at: datetime | None
    promise_s: float


@dataclass
class History:
    """A firm of two sites, two teams and three agents; `seen` is each conversation as it was after each step."""

    zones: tuple[str, str]
    states: list[str]  # of the agents, at first
    now: datetime = BEGAN
    seen: dict[int, list[Glimpse]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.sites = [factories.site(key) for key in ("tea", "pots")]
        for site, zone in zip(self.sites, self.zones, strict=True):
            Calendar.objects.create(site=site, zone=zone)
        self.teams = [factories.team("care"), factories.team("global")]
        for key, kind in (("en", "language"), ("zh", "language"), ("billing", "topic")):
            factories.skill(key, kind=kind)
        whose = [self.teams[0], self.teams[1], None]
        self.agents = [self.hires(*one) for one in zip(whose, SKILLS, self.states, strict=True)]
        self.visitors = [
            factories.customer(site, locale=locale, name=f"Visitor {locale}")
            for site in self.sites
            for locale in ("en", "zh", "en", "zh", "en")
        ]

    def hires(self, team: Any, skills: dict[str, int], state: str) -> User:
        agent = factories.user(role=Role.SUPERVISOR)
        factories.seat(agent, team=team, skills=skills, state=state, capacity=3)
        Seat.objects.filter(user=agent).update(since=BEGAN)
        Lease.objects.create(connection=f"c{agent.pk}", user=agent, until=BEGAN + timedelta(days=9))
        return agent

    def step(self, deed: str, who: int, agent: int, pick: int, after_s: int) -> None:
        """Time passes, then one thing is tried; what can't be done now changes nothing."""
        self.now += timedelta(seconds=after_s)
        customer, staff = self.visitors[who % len(self.visitors)], self.agents[agent % len(self.agents)]
        row = Conversation.objects.filter(customer=customer).order_by("-pk").first()
        operation = DEEDS[deed](self, customer, row, staff, pick)
        if operation is not None:
            try:
                with transaction.atomic():
                    attempt(operation, Tx({}, self.now))
            except DeskError:
                pass
        self.look()

    def look(self) -> None:
        for pk, state, arrived_at, promise_s in Conversation.objects.values_list(
            "pk", "state", "arrived_at", "promise_s"
        ):
            self.seen[pk].append(Glimpse(self.now, state, arrived_at, promise_s))


Operation = Callable[[Tx], object] | None
Deed = Callable[[History, Customer, Conversation | None, User, int], Operation]
DEEDS: dict[str, Deed] = {}


def deed(act: Deed) -> Deed:
    DEEDS[act.__name__] = act
    return act


def of_row(act: Callable[[Tx, Conversation, User, int], object]) -> Deed:
    """A deed on the customer's latest conversation, where there is one."""

    def made(past: History, who: Customer, row: Conversation | None, staff: User, pick: int) -> Operation:
        return (lambda tx: act(tx, tx.lock(row.pk), staff, pick)) if row is not None else None

    DEEDS[act.__name__] = made
    return made


def by_visitor(act: Callable[..., object], frame: Callable[[int], Any]) -> Deed:
    return lambda past, who, row, staff, pick: lambda tx: act(tx, who.site, who, frame(pick))


def by_agent(act: Callable[..., object], frame: Callable[[Conversation, int], Any]) -> Deed:
    def made(past: History, who: Customer, row: Conversation | None, staff: User, pick: int) -> Operation:
        return (lambda tx: act(tx, staff, frame(row, pick))) if row is not None else None

    return made


def new_id() -> str:
    return f"history-{next(_ids):08d}"


def epoch(row: Conversation) -> str | None:
    return str(row.epoch) if row.assignee_id else None


OPTIONS = ("wait", "message", "callback", "bot")
DEEDS |= {
    "says": by_visitor(visiting.say, lambda pick: visitor.Say(ref=1, client_id=new_id(), text="hello")),
    "asks": by_visitor(visiting.ask_human, lambda pick: visitor.AskHuman(ref=1)),
    "prefers": by_visitor(
        visiting.prefer,
        lambda pick: visitor.Prefer(ref=1, option=OPTIONS[pick % 4], text=f"word {pick}", phone="12345"),
    ),
    "leaves": by_visitor(visiting.leave, lambda pick: visitor.Leave(ref=1)),
    "rates": by_visitor(visiting.rate, lambda pick: visitor.Rate(ref=1, score=pick % 5 + 1)),
    "takes": by_agent(serving.take, lambda row, pick: desk.Take(ref=1, conversation=str(row.pk))),
    "takes_over": by_agent(
        watching.takeover, lambda row, pick: desk.Takeover(ref=1, conversation=str(row.pk))
    ),
    "reopens": by_agent(serving.reopen, lambda row, pick: desk.Reopen(ref=1, conversation=str(row.pk))),
}


@of_row
def is_answered_by_bot(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    """With an article, with choices, or with a shrug."""
    asked = Entry.objects.filter(conversation=row, role="visitor").order_by("-seq").first()
    if row.state != "bot" or asked is None:
        return
    data: dict[str, Any] = ({"article": "a", "confidence": 0.9}, {"choices": []}, {})[pick % 3]
    services.bot_says(tx, row, asked, text="well", kind="choices" if pick % 3 == 1 else "message", data=data)


@of_row
def is_handed_over(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    services.hand_over(tx, row, "keyword")


@of_row
def is_offered(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    moves.offer(tx, row, staff, {})


@of_row
def is_accepted(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    if row.offered_to is not None:
        offers.accept(tx, row.offered_to, desk.Accept(ref=1, offer=row.offer))


@of_row
def is_declined(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    if row.offered_to is not None:
        offers.decline(tx, row.offered_to, desk.Decline(ref=1, offer=row.offer))


@of_row
def is_answered(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    if row.assignee is not None:
        frame = desk.DeskSay(1, new_id(), str(row.pk), epoch(row), "hi")
        serving.say(tx, row.assignee, frame)


@of_row
def is_resolved(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    outcome = ("resolved", "ticket")[pick % 2]
    frame = desk.Resolve(ref=1, conversation=str(row.pk), epoch=epoch(row), outcome=outcome)
    serving.resolve(tx, row.assignee or staff, frame)


@of_row
def is_parked(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    moves.make(tx, row, Move.PARK)


@of_row
def is_lost(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    due.requeue("agent_lost", row.epoch)(tx, row)


@of_row
def is_reminded_of(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    if row.state == "live":
        due.alert(row.epoch)(tx, row)


@of_row
def becomes_a_ticket(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    due.to_ticket("unanswered")(tx, row)


@of_row
def closes(tx: Tx, row: Conversation, staff: User, pick: int) -> None:
    closing.close(tx, row)


@deed
def goes(past: History, who: Customer, row: Conversation | None, staff: User, pick: int) -> Operation:
    """The agent chooses a state, or loses every line."""
    states = list(Seat.State)
    if pick % 7 == 6:
        Lease.objects.filter(user=staff).update(until=past.now)
    else:
        Seat.objects.filter(user=staff).update(state=states[pick % len(states)], since=past.now)
    return None


@deed
def is_handed_on(past: History, who: Customer, row: Conversation | None, staff: User, pick: int) -> Operation:
    """To a colleague, a team or skills."""
    to = (
        Target(agent=str(staff.pk)),
        Target(team=past.teams[pick % 2].key),
        Target(skills={"billing": 1}),
    )[pick % 3]

    def act(tx: Tx) -> None:
        if row is not None and row.assignee is not None:
            frame = desk.Transfer(ref=1, conversation=str(row.pk), epoch=epoch(row), to=to)
            transfers.transfer(tx, row.assignee, frame)

    return act
