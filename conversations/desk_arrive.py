"""How a desk's socket comes in: who it is for, what is theirs to see, and what they missed."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import Policy
from chatdesk.kernel import clock
from conversations import access, dispatch, greeting, holds, hub, presence, reads, selectors
from conversations.cards import Cards
from conversations.desk_help import Helping
from conversations.frames import desk, told
from conversations.hub import hub as here
from conversations.lifecycle import HELD, OPEN
from conversations.models import Conversation
from routing.models import Seat

HEARTBEAT_S, CARDS = 15, 50


class Arriving(Helping):
    """A socket of the desk, from hello to ready."""

    cards: Cards
    seat: Seat | None = None  # known from welcome on

    async def begin(self, frame: desk.DeskHello) -> None:
        await self.replace_oldest()
        for topic in (hub.agent(self.user.pk), hub.DESK):
            here.join(topic, self)  # type: ignore[arg-type]
        presence.beat(self.id, user=self.user.pk)
        self.seat, rows, epoch, load, breaks = await reads.read(self.look)
        now = clock.now()
        cards = [selectors.card(row, now) for row in rows]
        self.cards.listed([card.id for card in cards])
        welcome = told.DeskWelcome(
            ref=frame.ref,
            agent=selectors.agent_view(self.user),
            state=self.seat.state if self.seat else "offline",
            capacity=self.seat.capacity if self.seat else 0,
            load=load,
            conversations=cards,
            epoch=epoch,
            heartbeat_s=HEARTBEAT_S,
            breaks=breaks,
        )
        self.push(welcome)
        self.spawn(self.catch_up(rows, frame, epoch))

    def look(self) -> tuple[Seat | None, list[Conversation], str, int, list[str]]:
        """The seat, what belongs in the lists (own first, then by wait), the database's epoch, the load, reasons of a break."""
        seat = Seat.objects.filter(user=self.user).first()
        rows = access.visible(self.user).filter(state__in=list(OPEN)).select_related(*selectors.whole())
        now = clock.now()
        listed = [
            row
            for row in rows.order_by("arrived_at", "pk")
            if access.lists(self.user, seat, selectors.card(row, now))
        ]
        own = [row for row in listed if row.state in HELD or row.offered_to_id == self.user.pk]
        rest = [row for row in listed if row not in own][:CARDS]
        return seat, own + rest, greeting.epoch(), holds.load(self.user), Policy.current().breaks

    async def catch_up(self, rows: list[Conversation], frame: desk.DeskHello, epoch: str) -> None:
        """Follow what is mine or offered to me, send what was missed, then `ready`, outstanding offers, marks and colleagues."""
        me = self.user.pk
        mine = [row for row in rows if row.assignee_id == me or row.offered_to_id == me]
        named = frame.after or {} if frame.epoch is not None else {}
        self.held |= {row.pk for row in mine if row.assignee_id == me}
        for row in mine:
            self.mine.add(row.pk)
            self.follow(row.pk, named.get(str(row.pk)) or (row.last_seq, row.last_n))
        heads = await reads.read(selectors.heads, [row.pk for row in mine])
        for pk, head in heads.items():
            await self.resume(pk, named.get(str(pk)), head, stale=bool(named) and frame.epoch != epoch)
        self.push(told.DeskReady(heads={str(pk): head for pk, head in heads.items()}))
        for row in await reads.read(self.pending):
            theirs = row.offered_to_id == me
            self.offers |= {row.pk: row.offer} if theirs else {}
            self.push(
                selectors.offer_frame(row, clock.now()) if theirs else selectors.handed_frame(row, "offered")
            )
        await self.tell_seen([row.pk for row in mine])
        for colleague in await dispatch.agents():
            self.push(colleague)

    def pending(self) -> list[Conversation]:
        """Offers to this agent, and those that they transfer themselves."""
        mine = Conversation.objects.filter(Q(offered_to=self.user) | Q(assignee=self.user)).exclude(offer="")
        return list(mine.select_related(*selectors.whole()))
