"""The widget's socket: who it is, what it follows, and a table from frames to what a visitor may do."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from copy import copy
from typing import Any

from accounts.models import Site
from chatdesk.kernel import bus, clock, limits, origin
from chatdesk.kernel.errors import Busy, DeskError, Invalid, NotAllowed, NotFound
from conversations import arrivals, dispatch, greeting, hub, presence, reads, selectors, visiting
from conversations.arrivals import Arrival, Asked, Followed, arriving, standings
from conversations.facts import Greeted
from conversations.frames import parts, told, visitor
from conversations.hub import hub as here
from conversations.journal import journal
from conversations.lifecycle import WAITING, State
from conversations.protocol import VERSION, VISITOR_FRAME_BYTES, VisitorSent, decode_visitor
from conversations.rates import Rates
from conversations.sockets import BROKEN, ORIGIN, SLOW, Farewell, header
from conversations.stream import Stream, Window
from conversations.visitor_speech import WRITES, Speaking, plain
from conversations.visitor_speech import number as number
from customers.models import Customer

HEARTBEAT_S = 15
BEHIND = 1_000  # entries; further back a client starts from a page of history
TRIES = 3


class VisitorSocket(Speaking):
    frame_bytes, most = VISITOR_FRAME_BYTES, 5
    unread_bytes = 96 * 1024  # a full window of entries, and as much of anything else
    rates = Rates(per_s=limits.current().visitor_per_s, burst=limits.current().visitor_burst)
    site: Site
    customer: Customer

    def opened(self) -> None:
        self.window = Window(lambda: self.spawn(self.close(SLOW)), stuck_s=self.stuck_s)
        self.streams: dict[int, Stream] = {}
        self.tries = 0
        self.prepare()

    def decode(self, text: str) -> VisitorSent:
        return decode_visitor(text)

    # --- hello -------------------------------------------------------------------------------------------------------
    async def greet(self, frame: visitor.Hello) -> None:
        if frame.protocol != VERSION:
            raise Farewell(Invalid(f"we speak protocol {VERSION}; reload the page"), BROKEN)
        asked = Asked(frame.site, frame.token if frame.identity is None else None, frame.locale)
        found = await arriving.ask(asked)
        if found.site is None:
            raise Farewell(NotFound("there is no such site; check data-site"), ORIGIN)
        self.check_origin(found.site)
        try:
            met = await self.meet(found, frame)
        except NotAllowed as error:
            self.tries += 1
            if self.tries >= TRIES:
                raise Farewell(error, BROKEN) from None
            raise
        await self.begin(found, met, frame)

    def check_origin(self, site: Site) -> None:
        """Raises Farewell where the page that it came from isn't one of the site's."""
        came_from = header(self.scope, b"origin")
        allowed = origin.allowed(came_from, site.origins)
        if bus.heard(fact := Greeted(site.pk, came_from, allowed)):
            self.spawn(reads.read(bus.announce, fact))
        if not allowed:
            error = NotAllowed(
                "this site doesn't allow the widget on this address; add it to the site's origins"
            )
            raise Farewell(error, ORIGIN)

    async def meet(self, found: Arrival, frame: visitor.Hello) -> greeting.Greeting:
        if found.forged is not None:
            raise found.forged
        if found.customer is not None:
            return greeting.Greeting(copy(found.customer), None)  # another tab may have been given the same
        site = found.site
        assert site is not None  # else it has said farewell
        return await asyncio.wrap_future(journal.submit(lambda tx: greeting.meet(tx, site, frame)))

    async def begin(self, found: Arrival, met: greeting.Greeting, frame: visitor.Hello) -> None:
        site = found.site
        assert site is not None
        self.site, self.customer = site, met.customer
        if frame.locale:
            self.customer.locale = frame.locale[:10]  # of what is begun on this page
        follow = found.follow
        if found.customer is None:  # it was somebody else's, or nobody's, when it was looked up
            rows = await reads.read(arrivals.followed, [met.customer], clock.now())
            follow = rows.get(met.customer.pk)
        self.person = f"v{met.customer.pk}"
        await self.replace_oldest()
        here.join(hub.visitor(met.customer.pk), self)
        here.join(hub.visitors(site.pk), self)
        presence.beat(self.id, customer=met.customer.pk)
        looks = selectors.site_view(
            site, self.customer.locale, open_now=found.desk.open, suggestions=found.suggestions
        )
        welcome = told.Welcome(
            ref=frame.ref,
            token=met.token,
            visitor=parts.VisitorView(id=str(met.customer.pk), name=selectors.shown_name(met.customer)),
            site=looks,
            conversation=followed_view(follow),
            epoch=found.epoch,
            heartbeat_s=HEARTBEAT_S,
        )
        self.push(welcome)
        if frame.page:
            self.turned_page(frame.page.url, frame.page.title)
        self.spawn(self.catch_up(follow, frame, found.epoch))

    async def catch_up(self, follow: Followed | None, frame: visitor.Hello, epoch: str) -> None:
        """Send what was missed, in order, then `ready`: follow first, pull second."""
        if follow is None:
            self.push(told.Ready(heads={}))
            return
        pk = follow.pk
        named = (frame.after or {}).get(str(pk)) if frame.epoch is not None else None
        stream = self.follow(pk, sent=named or 0)
        head, read = await standings.ask(pk)
        if reason := why_reset(named, head, frame.epoch, epoch, bool(frame.after)):
            stream.restart(head)
            self.push(told.Reset(conversation=str(pk), head=head, reason=reason))
        await stream.reached(head)
        self.push(told.Ready(heads={str(pk): head}))
        if read:
            self.push(told.Seen(conversation=str(pk), role="agent", seq=read))
        self.shows_page(pk)
        if follow.state in WAITING and (place := await dispatch.place(pk)):
            self.push(place)

    def follow(self, conversation: int, *, sent: int) -> Stream:
        """Follow it from `sent` + 1; one that is followed already goes on."""
        if conversation not in self.streams:
            here.join(hub.talk(conversation), self)
            self.streams[conversation] = Stream(
                sent=sent,
                window=self.window,
                push=self.push_text,
                pull=lambda after: reads.entries(conversation, after),
            )
        return self.streams[conversation]

    # --- frames ------------------------------------------------------------------------------------------------------
    async def handle(self, frame: VisitorSent) -> None:
        if isinstance(frame, visitor.Say) and plain(frame):
            self.say(frame)
        elif act := WRITES.get(type(frame)):
            self.write(act, frame)
        elif isinstance(frame, visitor.Replay):
            await self.replay(frame)
        else:
            self.note(frame)

    def note(self, frame: VisitorSent) -> None:
        """The one-way frames that tell where the visitor is."""
        match frame:
            case visitor.Read():
                site, customer = self.site, self.customer
                with suppress(Busy):  # `read` is never refused; the next one says as much
                    journal.submit(
                        lambda tx: visiting.read(tx, site, customer, frame.conversation, frame.seq)
                    )
            case visitor.Got():
                if stream := self.streams.get(number(frame.conversation)):
                    stream.got(frame.seq)
            case visitor.SetTyping():
                self.typing(frame)
            case visitor.PageChanged():
                self.turned_page(frame.url, frame.title)
            case _:
                raise Invalid("say hello once, then go on")

    async def replay(self, frame: visitor.Replay) -> None:
        pk = number(frame.conversation)
        stream = self.streams.get(pk)
        if stream is None:
            raise NotFound("you follow no such conversation")
        head = (await reads.read(selectors.heads, [pk])).get(pk, (0, 0))[0]
        stream.rewind(frame.after)
        self.spawn(self.after_reached(stream, head, frame))

    async def after_reached(self, stream: Stream, head: int, frame: visitor.Replay) -> None:
        await stream.reached(head)
        self.push(told.Ok(ref=frame.ref, conversation=frame.conversation))

    async def pong(self) -> None:
        presence.beat(self.id, customer=self.customer.pk)
        heads: dict[int, parts.Head] = {}
        for pk in list(self.streams):
            heads[pk] = ((await standings.ask(pk))[0], 0)
        self.wake(heads)
        self.push(told.Pong(heads={str(pk): seq for pk, (seq, _) in heads.items()}))

    def wake(self, heads: dict[int, parts.Head]) -> None:
        """Pull what is missing up to these heads."""
        for pk in self.streams.keys() & heads.keys():
            self.streams[pk].wake(heads[pk][0])

    # --- news --------------------------------------------------------------------------------------------------------
    def on_entry(self, conversation: int, seq: int, text: str) -> None:
        if stream := self.streams.get(conversation):
            stream.hint(seq, text)

    def on_note(self, conversation: int, n: int, text: str) -> None:
        """Never subscribed: notes are the desk's."""

    def on_card(self, card: parts.Card) -> None:
        """Never subscribed: cards are the desk's."""

    def on_frame(self, frame: Any) -> None:
        if isinstance(frame, hub.Turn):
            self.turn_to(frame.conversation)
        elif isinstance(frame, hub.Looked):
            self.shows_page(frame.conversation)
        elif not (isinstance(frame, told.Seen | told.Typing) and frame.role == "visitor"):
            self.push(frame)

    def turn_to(self, conversation: int) -> None:
        """The visitor wrote into this one, here or in another tab: follow it from its beginning."""
        if conversation not in self.streams:
            self.follow(conversation, sent=0)
            self.shows_page(conversation)
            self.spawn(self.fetch(conversation))

    async def fetch(self, conversation: int) -> None:
        head = (await reads.read(selectors.heads, [conversation])).get(conversation, (0, 0))[0]
        if stream := self.streams.get(conversation):
            stream.wake(head)

    def left(self, *, clean: bool) -> None:
        for stream in self.streams.values():
            stream.close()
        self.window.calm()
        if not self.person:
            return
        self.give_no_more()
        for topic in (
            hub.visitor(self.customer.pk),
            hub.visitors(self.site.pk),
            *map(hub.talk, self.streams),
        ):
            here.leave(topic, self)
        try:
            presence.left(self.id, customer=self.customer.pk, clean=clean, bye=self.said_bye)
        except DeskError:  # the journal is full; the lease runs out by itself
            return


def followed_view(row: Followed | None) -> parts.Followed | None:
    return parts.Followed(id=str(row.pk), state=State(row.state), head=row.head) if row else None


def why_reset(
    named: int | None, head: int, said_epoch: str | None, epoch: str, gave_after: bool
) -> str | None:
    """Why a client has to start afresh, or None."""
    if gave_after and said_epoch is not None and said_epoch != epoch:
        return "epoch"
    if named is not None and named > head:
        return "ahead"
    return "behind" if head - (named or 0) > BEHIND else None
