"""Bringing this process's sockets in line with the rows, where the news of other processes may have been missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q

from chatdesk.kernel import clock
from conversations import floor, hub, moves, places, reads, selectors
from conversations.desk_socket import DeskSocket
from conversations.frames import told
from conversations.frames.parts import Card
from conversations.hub import Effects
from conversations.hub import hub as here
from conversations.lifecycle import HELD, OPEN, State
from conversations.models import Conversation
from conversations.sockets import sockets
from conversations.visitor_socket import VisitorSocket

LATELY = timedelta(minutes=5)  # a longer silence between the processes is healed by coming in anew
Known = tuple[frozenset[int], dict[int, str]]  # what an agent's socket holds, and is asked for


async def poll() -> None:
    """One look at the rows for all sockets: heads, whose conversation it is, cards, agents."""
    desks = [one for one in tuple(sockets) if isinstance(one, DeskSocket) and one.person]
    visitors = [one for one in tuple(sockets) if isinstance(one, VisitorSocket) and one.person]
    before = {desk: known(desk) for desk in desks}
    if visitors:
        await turn(visitors)
    listeners: list[DeskSocket | VisitorSocket] = [*desks, *visitors]
    heads = await reads.read(selectors.heads, sorted({pk for one in listeners for pk in one.streams}))
    for one in listeners:
        one.wake(heads)
    if desks:
        rows, cards, agents = await reads.read(look)
        for desk in desks:
            if known(desk) == before[desk]:  # else news came in between, and these rows may be older
                align(desk, rows)
        here.hear(Effects(cards=cards, tells=[(hub.DESK, frame) for frame in agents]))


async def turn(visitors: Iterable[VisitorSocket]) -> None:
    """A conversation that the visitor has begun elsewhere is followed here too."""
    of = {one.customer.pk for one in visitors}
    rows = Conversation.objects.filter(customer_id__in=of, state__in=list(OPEN))
    found = await reads.read(lambda: list(rows.values_list("pk", "customer_id", "site_id")))
    for one in visitors:
        for pk, customer, site in found:
            if (customer, site) == (one.customer.pk, one.site.pk):
                one.turn_to(pk)


def look() -> tuple[list[Conversation], list[Card], list[told.Agent]]:
    """Every conversation that is open or was until a moment ago, its card, and every agent's state and load."""
    now = clock.now()
    ended = Q(state=State.RESOLVED, since__gt=now - LATELY)
    concerned = Conversation.objects.filter(Q(state__in=list(OPEN)) | ended)
    rows = list(concerned.select_related(*selectors.whole()))
    agents = places.agent_frames(floor.look(now))
    return rows, [selectors.card(row, now) for row in rows], list(agents.values())


def known(desk: DeskSocket) -> Known:
    return frozenset(desk.held), dict(desk.offers)


def align(desk: DeskSocket, rows: list[Conversation]) -> None:
    """Tell this socket what it should have been told: what is theirs now, what they are asked for, and what is no more."""
    me, now = desk.user.pk, clock.now()
    held = {row.pk: row for row in rows if row.assignee_id == me and row.state in HELD}
    asked = {row.pk: row for row in rows if row.offered_to_id == me and row.offer}
    for pk, offer in tuple(desk.offers.items()):
        if pk not in asked or asked[pk].offer != offer:
            reason = "accepted_elsewhere" if pk in held else "taken"
            desk.on_frame(told.Withdrawn(offer=offer, reason=reason, conversation=str(pk)))
    for pk in desk.held - held.keys():
        desk.on_frame(told.Released(conversation=str(pk), reason="taken"))
    for pk in held.keys() - desk.held:
        desk.on_frame(moves.assigned_frame(held[pk], now, held[pk].offer_why))
    for pk in asked.keys() - desk.offers.keys():
        desk.on_frame(selectors.offer_frame(asked[pk], now))
