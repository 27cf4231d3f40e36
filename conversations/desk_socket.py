"""The desk's socket: who signs in, which cards are theirs to see, and a table from frames to what an agent may do."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings

from accounts import services as accounts
from accounts import sessions
from accounts.models import User
from accounts.permissions import Verb, may
from accounts.sessions import Pass
from chatdesk.kernel import limits, origin
from chatdesk.kernel.errors import Busy, DeskError, Invalid, NotAllowed
from conversations import (
    access,
    denied,
    hub,
    presence,
    reads,
    serving,
)
from conversations.cards import Cards
from conversations.desk_arrive import Arriving
from conversations.desk_speech import Speaking
from conversations.frames import beside, board, desk, told
from conversations.frames.parts import Card
from conversations.hub import hub as here
from conversations.journal import journal
from conversations.protocol import DESK_FRAME_BYTES, VERSION, DeskSent, decode_desk
from conversations.rates import Rates
from conversations.sockets import BROKEN, ORIGIN, REVOKED, Farewell, header
from conversations.visitor_socket import number
from routing.models import Seat

BY_ITSELF = (desk.DeskGot, desk.DeskRead, desk.DeskReplay)  # what an open page sends while nobody is there


class DeskSocket(Arriving, Speaking):
    frame_bytes, most = DESK_FRAME_BYTES, 10
    unread_bytes = 512 * 1024  # entries, cards and a board
    rates = Rates(per_s=limits.current().agent_per_s, burst=limits.current().agent_burst)
    user: User
    seat: Seat | None = None  # known from welcome on

    def opened(self) -> None:
        self.prepare()
        self.cards = Cards(lambda card: self.push(told.CardChanged(card=card)))
        self.shown: Pass | None = None  # what this socket came in by
        self.used = False  # by a person, since the last ping
        self.accepted: set[str] = set()  # offers that this very socket said yes to
        came_from = header(self.scope, b"origin")
        if came_from is not None and not self.own_origin(came_from):
            error = NotAllowed("the desk takes connections from its own address only")
            self.refuse(error, None)
            self.spawn(self.close(ORIGIN))

    def own_origin(self, came_from: str | None) -> bool:
        host, scheme = header(self.scope, b"host"), self.scope.get("scheme", "ws")
        return origin.desk_origin_ok(came_from, host, scheme, settings.PUBLIC_URL)

    def decode(self, text: str) -> DeskSent:
        return decode_desk(text)

    # --- hello -------------------------------------------------------------------------------------------------------
    async def greet(self, frame: desk.DeskHello) -> None:
        if frame.protocol != VERSION:
            raise Farewell(Invalid(f"we speak protocol {VERSION}; reload the page"), BROKEN)
        if frame.api_key is None and not self.own_origin(header(self.scope, b"origin")):
            error = NotAllowed("a session needs an Origin header; programs use an api_key")
            raise Farewell(error, ORIGIN)
        user = await reads.read(self.signed_in, frame.api_key)
        if user is None:
            error = NotAllowed("sign in first, or give a valid api_key")
            raise Farewell(error, REVOKED)
        self.user, self.person = user, f"a{user.pk}"
        await self.begin(frame)

    def signed_in(self, api_key: str | None) -> User | None:
        """The member of staff behind the key or the session; None for nobody, or nobody any more."""
        if api_key is not None:
            key = accounts.key_shown(api_key) if len(api_key) < 200 else None
            if key is not None and not key.allows("desk"):
                raise Farewell(NotAllowed("this key may not open the desk; use one that may"), REVOKED)
            self.shown = Pass(key.user_id, key=key.pk) if key else None
            return key.user if key else None
        session = getattr(self.scope.get("session"), "session_key", None) or ""
        pk = getattr(self.scope.get("user"), "pk", None)
        self.shown = Pass(pk, session=session) if pk else None
        return sessions.still_good(self.shown) if self.shown else None

    # --- frames ------------------------------------------------------------------------------------------------------
    async def handle(self, frame: DeskSent) -> None:
        try:
            await self.take(frame)
        except NotAllowed:
            denied.note(self.user, frame)
            raise

    async def take(self, frame: DeskSent) -> None:
        if isinstance(frame, desk.Accept):
            self.accepted.add(frame.offer)
        self.admit(frame)
        self.used |= not isinstance(frame, BY_ITSELF)
        if isinstance(frame, desk.DeskSay) and self.plain(frame):
            self.say(frame)
        elif act := self.act_for(frame):
            self.write(act, frame)
        elif isinstance(frame, board.DeskBoard | board.Watch):
            await self.supervise(frame)
        elif isinstance(frame, desk.Suggest | desk.Suggested):
            self.help(frame)
        elif isinstance(frame, desk.Open):
            await self.open(frame)
        elif isinstance(frame, desk.DeskReplay):
            await self.replay(frame)
        else:
            self.note(frame)

    def note(self, frame: DeskSent) -> None:
        """The one-way frames that tell where the agent is."""
        match frame:
            case desk.Shut():
                self.shut(frame.conversation)
            case desk.DeskGot():
                self.got(frame)
            case desk.DeskRead():
                user = self.user
                with suppress(Busy):  # `read` is never refused; the next one says as much
                    journal.submit(lambda tx: serving.read(tx, user, frame))
            case desk.DeskTyping():
                self.typing(frame)
            case _:
                raise Invalid("say hello once, then go on")

    async def pong(self) -> None:
        if not await reads.read(self.still_good):
            return await self.revoke()
        presence.beat(self.id, user=self.user.pk)
        self.push(told.DeskPong(heads=await self.heads()))
        return None

    def still_good(self) -> bool:
        """Whether what the socket came in by is still good; takes over what has changed of the person."""
        used, self.used = self.used, False
        user = sessions.still_good(self.shown, used=used) if self.shown else None
        if user is None:
            return False
        self.user = user
        return True

    async def revoke(self) -> None:
        """The right to be here has ended: the lease goes at once."""
        self.said_bye = True
        await self.close(REVOKED)

    # --- news --------------------------------------------------------------------------------------------------------
    def on_card(self, card: Card) -> None:
        """Show the card where it is the viewer's to see; where it no longer is, stop following and say `gone` once."""
        opened = self.follows(card.id)
        if access.lists(self.user, self.seat, card) or (opened and self.still_visible(card)):
            self.cards.show(card)
            return
        self.unfollow(number(card.id))
        if self.cards.drop(card.id):
            self.push(told.Gone(conversation=card.id))

    def still_visible(self, card: Card) -> bool:
        """An opened conversation stays in view until a colleague has it who hadn't it when it was opened."""
        return (
            card.assignee is None
            or card.assignee.id == str(self.user.pk)
            or card.assignee.id == str(self.by_hand.get(number(card.id)))
            or may(self.user.role, Verb.SEE_ALL)
        )

    def on_frame(self, frame: Any) -> None:
        if isinstance(frame, beside.Viewing):
            return self.tell_viewers(number(frame.conversation), frame.agents)
        if isinstance(frame, told.Offer | told.Assigned):
            self.start_following(frame.conversation, frame.card.head)
        elif isinstance(frame, told.Withdrawn | told.Released) and frame.conversation:
            self.leave_off(frame)
        self.keeps(frame)
        if isinstance(frame, told.Agent) and self.seat is not None and frame.id == str(self.user.pk):
            self.seat.state = frame.state
        if self.hears(frame):
            self.push(frame)
        return None

    def keeps(self, frame: Any) -> None:
        """Keep which conversations are this agent's, and which they are asked for."""
        match frame:
            case told.Offer():
                self.offers[number(frame.conversation)] = frame.offer
            case told.Withdrawn():
                self.offers = {pk: offer for pk, offer in self.offers.items() if offer != frame.offer}
            case told.Assigned():
                self.held.add(number(frame.conversation))
            case told.Released():
                self.held.discard(number(frame.conversation))

    def leave_off(self, frame: told.Withdrawn | told.Released) -> None:
        """Offered or assigned no more, unless it was withdrawn because this agent has it now."""
        if isinstance(frame, told.Withdrawn) and frame.reason == "accepted_elsewhere":
            return
        self.let_go(frame.conversation or "")

    def hears(self, frame: Any) -> bool:
        """Not an echo of what this side did itself, and not more of colleagues than the role may see."""
        match frame:
            case hub.Looked():
                return False
            case told.Seen() | told.Typing():
                return frame.role != "agent"
            case told.Withdrawn():
                return not (frame.reason == "accepted_elsewhere" and frame.offer in self.accepted)
            case told.Agent():
                return frame.id == str(self.user.pk) or may(self.user.role, Verb.ANSWER)
            case _:
                return True

    def left(self, *, clean: bool) -> None:
        self.stop_following()
        self.cards.close()
        if not self.person:
            return
        self.stop_supervising()
        for topic in (hub.agent(self.user.pk), hub.DESK):
            here.leave(topic, self)
        try:
            presence.left(self.id, user=self.user.pk, clean=clean, bye=self.said_bye)
        except DeskError:  # the journal is full; the lease runs out by itself
            return
