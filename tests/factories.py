"""The plainest valid thing of each kind; a test spells out only what matters to it."""

from __future__ import annotations

import itertools
from typing import Any

from accounts.models import Role, Site, Team, User
from chatdesk.kernel.clock import now
from chatdesk.kernel.ids import secret
from conversations.lifecycle import WAITING, State
from conversations.models import Conversation, Entry
from customers.models import Customer
from customers.services import new_visitor
from kb.models import Article, Category, Wording
from routing.models import Seat, Skill
from tickets.models import Ticket

PASSWORD = "a quiet pot of oolong"
ORIGIN = "https://shop.example"
_next = itertools.count(1)


def site(key: str = "demo", **fields: Any) -> Site:
    defaults: dict[str, Any] = {"name": "Tea", "origins": [ORIGIN], "identity_secret": secret("id_")}
    return Site.objects.create(key=key, **defaults | fields)


def team(key: str = "front", **fields: Any) -> Team:
    return Team.objects.create(key=key, **{"name": key.title()} | fields)


def user(name: str = "", *, role: str = Role.AGENT, password: str = PASSWORD, **fields: Any) -> User:
    name = name or f"person{next(_next)}"
    defaults: dict[str, Any] = {"name": name.title(), "role": role}
    one = User(email=f"{name}@tea.example", **defaults | fields)
    one.set_password(password)
    one.save()
    return one


def seat(agent: User | None = None, **fields: Any) -> Seat:
    """An agent's place, online, with every language at 5 unless told otherwise."""
    agent = agent or user()
    defaults: dict[str, Any] = {"skills": {"zh": 5, "en": 5}, "state": Seat.State.ONLINE, "team": agent.team}
    return Seat.objects.create(user=agent, **defaults | fields)


def skill(key: str = "billing", **fields: Any) -> Skill:
    return Skill.objects.create(
        key=key, **{"name": {"en": key, "zh": key}, "kind": Skill.Kind.TOPIC} | fields
    )


def customer(at: Site | None = None, **fields: Any) -> Customer:
    return Customer.objects.create(site=at or site(), **fields)


def visitor(at: Site | None = None, *, locale: str = "en") -> tuple[Customer, str]:
    """An anonymous visitor and the token that names them."""
    return new_visitor(at or site(), locale, now())


def conversation(of: Customer | None = None, *, state: State = State.BOT, **fields: Any) -> Conversation:
    of = of or customer()
    moment = now()
    defaults: dict[str, Any] = {"created_at": moment, "since": moment, "locale": of.locale}
    if state in WAITING:
        defaults["arrived_at"] = moment
    if state is State.RESOLVED:
        defaults |= {"resolved_at": moment, "outcome": "resolved", "rounds": 1}
    return Conversation.objects.create(site=of.site, customer=of, state=state, **defaults | fields)


def entry(
    of: Conversation, text: str = "hello", *, role: str = "visitor", kind: str = "message", **fields: Any
) -> Entry:
    """A line at the end of the timeline, put there without the journal."""
    of.last_seq += 1
    of.save(update_fields=["last_seq"])
    return Entry.objects.create(
        conversation=of, seq=of.last_seq, kind=kind, role=role, text=text, **{"at": now()} | fields
    )


def category(key: str = "shipping", **fields: Any) -> Category:
    return Category.objects.get_or_create(key=key, defaults={"name": {"en": key, "zh": key}} | fields)[0]


def article(
    key: str = "", *, question: str = "Where is my tea?", answer: str = "On its way.", **fields: Any
) -> Article:
    made = Article.objects.create(key=key or f"article-{next(_next)}", **{"category": category()} | fields)
    Wording.objects.create(article=made, lang="en", question=question, answer=answer)
    return made


def ticket(of: Customer | None = None, **fields: Any) -> Ticket:
    """A ticket on a conversation that was resolved without an answer, its entry not yet written."""
    talk = fields.pop("conversation", None) or conversation(of, state=State.RESOLVED, outcome="ticket")
    moment = now()
    defaults: dict[str, Any] = {
        "title": "My pot arrived broken",
        "reason": "no_agent",
        "conversation_round": talk.rounds,
    }
    times = {"created_at": moment, "updated_at": moment}
    return Ticket.objects.create(customer=talk.customer, conversation=talk, **defaults | times | fields)
