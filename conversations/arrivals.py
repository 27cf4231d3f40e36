"""Visitors who come back, many at once: who each is, what they follow, where it stands, in a few reads for all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import Site
from chatdesk.kernel import clock
from chatdesk.kernel.errors import NotAllowed
from conversations import greeting, presence
from conversations.frames import told
from conversations.frames.parts import Suggestion
from conversations.gathering import Gathering
from conversations.lifecycle import OPEN, State
from conversations.models import Conversation
from conversations.selectors import RECENT
from customers import services as customers
from customers.models import Customer

Standing = tuple[int, int]  # the head, and up to where the desk has read


@dataclass(frozen=True, slots=True)
class Asked:
    """Who says hello at which site; the token where it is to be looked up."""

    site: str
    token: str | None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """The conversation that a visitor's socket follows."""

    pk: int
    state: str
    head: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """What was found. `forged` is set for a token that is none of ours; no customer for one that has expired."""

    site: Site | None
    customer: Customer | None
    forged: NotAllowed | None
    follow: Followed | None
    epoch: str
    desk: told.Desk
    suggestions: list[Suggestion]


def look(asked: list[Asked]) -> list[Arrival]:
    """One arrival each, in order."""
    now = clock.now()
    sites = {site.key: site for site in Site.objects.filter(key__in={one.site[:50] for one in asked})}
    known = customers.visitors_of({one.token for one in asked if one.token}, now)
    found = Found(
        follows=followed([one for one in known.values() if isinstance(one, Customer)], now),
        epoch=greeting.epoch(),
        desks=presence.desks(now),
    )
    return [found.arrival(one, sites.get(one.site), known.get(one.token or "")) for one in asked]


@dataclass(frozen=True, slots=True)
class Found:
    """What was read for all."""

    follows: dict[int, Followed]
    epoch: str
    desks: dict[int, told.Desk]
    suggestions: dict[tuple[int, str], list[Suggestion]] = field(default_factory=dict)  # as they are needed

    def arrival(self, asked: Asked, site: Site | None, known: Customer | NotAllowed | None) -> Arrival:
        if isinstance(known, Customer) and site is not None and known.site_id != site.pk:
            known = NotAllowed(customers.FORGED)
        customer = known if isinstance(known, Customer) else None
        return Arrival(
            site=site,
            customer=customer,
            forged=known if isinstance(known, NotAllowed) else None,
            follow=self.follows.get(customer.pk) if customer else None,
            epoch=self.epoch,
            desk=(self.desks.get(site.pk) if site else None) or told.Desk(open=False, agents=0),
            suggestions=self._suggested(site, spoken(asked, site, customer)) if site else [],
        )

    def _suggested(self, site: Site, lang: str) -> list[Suggestion]:
        if (site.pk, lang) not in self.suggestions:
            self.suggestions[site.pk, lang] = greeting.suggestions(site, lang)
        return self.suggestions[site.pk, lang]


def spoken(asked: Asked, site: Site, customer: Customer | None) -> str:
    """The language that the widget shows itself in."""
    locale = asked.locale or (customer.locale if customer else site.locale)
    return "zh" if locale.lower().startswith("zh") else "en"


def followed(people: Iterable[Customer], now: datetime) -> dict[int, Followed]:
    """Each one's open conversation, else the last one resolved within 24 h; by customer."""
    mine = Conversation.objects.filter(customer__in=[one.pk for one in people])
    fields = ("customer_id", "pk", "state", "last_seq")
    recent = mine.filter(state=State.RESOLVED, resolved_at__gt=now - RECENT).order_by("resolved_at")
    rows = [
        *recent.values_list(*fields),
        *mine.filter(state__in=list(OPEN)).order_by("pk").values_list(*fields),
    ]
    return {customer: Followed(pk, state, head) for customer, pk, state, head in rows}


def standing(conversations: list[int]) -> list[Standing]:
    """Of each; (0, 0) where there is none."""
    rows = Conversation.objects.filter(pk__in=conversations).values_list("pk", "last_seq", "desk_read")
    found = {pk: (head, read) for pk, head, read in rows}
    return [found.get(pk, (0, 0)) for pk in conversations]


arriving: Gathering[Asked, Arrival] = Gathering(look)
standings: Gathering[int, Standing] = Gathering(standing)
