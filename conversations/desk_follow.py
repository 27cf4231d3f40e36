"""Which conversations a desk's socket follows, and how it catches up: two streams each, the timeline and the notes."""

from __future__ import annotations

from accounts.models import User
from chatdesk.kernel.errors import NotFound
from conversations import access, hub, reads, selectors
from conversations.frames import beside, board, desk, told
from conversations.frames.parts import Colleague, Head
from conversations.hub import hub as here
from conversations.models import Conversation
from conversations.pace import Pace
from conversations.sockets import SLOW, Socket
from conversations.stream import Stream, Window
from conversations.viewing import viewers
from conversations.visitor_signs import ask_elsewhere, page_frame
from conversations.visitor_socket import BEHIND, number

NOTHING: Head = (0, 0)


class Following(Socket):
    """A socket of the desk, as far as it follows."""

    user: User

    def prepare(self) -> None:
        self.window = Window(lambda: self.spawn(self.close(SLOW)), stuck_s=self.stuck_s)
        self.streams: dict[int, tuple[Stream, Stream]] = {}
        self.pace = Pace()
        self.types: set[int] = set()  # where the visitor was last told that this agent writes
        self.mine: set[int] = set()  # assigned or offered to this agent
        self.by_hand: dict[int, int | None] = {}  # what this socket has opened, and who had it then
        self.held: set[int] = set()  # assigned to this agent
        self.offers: dict[int, str] = {}  # this agent is asked for these
        self.looked_at: dict[int, list[Colleague]] = {}  # by which colleagues, as last told

    @property
    def colleague(self) -> Colleague:
        """The agent, as colleagues see them."""
        return Colleague(id=str(self.user.pk), name=self.user.name)

    def follows(self, conversation: str) -> bool:
        return number(conversation) in self.streams

    def follow(self, pk: int, after: Head) -> tuple[Stream, Stream]:
        """Follow from `after` on; a conversation that is followed already goes on as it was."""
        if pk not in self.streams:
            here.join(hub.talk(pk), self)  # type: ignore[arg-type]
            here.join(hub.notes(pk), self)  # type: ignore[arg-type]
            entries = Stream(
                sent=after[0],
                window=self.window,
                push=self.push_text,
                pull=lambda seq: reads.entries(pk, seq),
            )
            notes = Stream(
                sent=after[1], window=self.window, push=self.push_text, pull=lambda n: reads.notes(pk, n)
            )
            self.streams[pk] = (entries, notes)
        return self.streams[pk]

    def start_following(self, conversation: str, head: Head) -> None:
        """Mine now: follow it from `head` on; what was written since `head` was read is fetched."""
        self.mine.add(number(conversation))
        self.follow(number(conversation), head)
        self.spawn(self.fetch(number(conversation)))

    async def fetch(self, pk: int) -> None:
        seq, n = (await reads.read(selectors.heads, [pk])).get(pk, NOTHING)
        if pair := self.streams.get(pk):
            pair[0].wake(seq)
            pair[1].wake(n)

    async def resume(self, pk: int, named: Head | None, head: Head, *, stale: bool) -> None:
        """After hello: from what was named, from the head where nothing was, or a reset where it can't be caught up."""
        reason = why_reset(named, head, stale=stale) if named is not None else None
        entries, notes = self.follow(pk, named or head)
        if reason:
            self.start_afresh(pk, head, reason)
        elif named is not None:
            entries.rewind(named[0])
            notes.rewind(named[1])
        await entries.reached(head[0])
        await notes.reached(head[1])

    def start_afresh(self, pk: int, head: Head, reason: str) -> None:
        self.push(told.DeskReset(conversation=str(pk), head=head, reason=reason))
        for stream, number_ in zip(self.streams[pk], head, strict=True):
            stream.restart(number_)

    async def open(self, frame: desk.Open | board.Watch) -> None:
        """Send the conversation from `after` (else from its beginning), then its head, and follow it from there."""
        row = await reads.read(access.find, self.user, frame.conversation)
        after = frame.after or NOTHING
        self.by_hand[row.pk] = row.assignee_id
        entries, notes = self.follow(row.pk, after)
        entries.rewind(after[0])
        notes.rewind(after[1])
        viewers.begin(row.pk, self)
        self.spawn(self.opened_up(row, after, frame))

    async def opened_up(self, row: Conversation, after: Head, frame: desk.Open | board.Watch) -> None:
        entries, notes = self.follow(row.pk, after)
        head = (await reads.read(selectors.heads, [row.pk])).get(row.pk, NOTHING)
        if reason := why_reset(after, head, stale=False):
            self.start_afresh(row.pk, head, reason)
        await entries.reached(head[0])
        await notes.reached(head[1])
        epoch = str(row.epoch) if row.assignee_id else None
        self.push(told.Opened(ref=frame.ref, conversation=frame.conversation, head=head, epoch=epoch))
        await self.tell_seen([row.pk])
        self.tell_viewers(row.pk, viewers.of(row.pk))
        page = page_frame(row.pk, row.customer_id)
        if page.url:
            self.push(page)
        else:
            ask_elsewhere(row.pk)

    async def tell_seen(self, conversations: list[int]) -> None:
        """How far each visitor has read: marks are told when they move, and again to who comes in later."""
        for pk, (visitor, _) in (await reads.read(selectors.seen, conversations)).items():
            if visitor:
                self.push(told.Seen(conversation=str(pk), role="visitor", seq=visitor))

    def tell_viewers(self, pk: int, everybody: list[Colleague]) -> None:
        """The colleagues who have it open, if that is news here."""
        others = [one for one in everybody if one.id != str(self.user.pk)]
        if pk in self.streams and others != self.looked_at.get(pk, []):
            self.looked_at[pk] = others
            self.push(beside.Viewing(conversation=str(pk), agents=others))

    async def replay(self, frame: desk.DeskReplay) -> None:
        pk = number(frame.conversation)
        if pk not in self.streams:
            raise NotFound("open the conversation first")
        head = (await reads.read(selectors.heads, [pk])).get(pk, NOTHING)
        entries, notes = self.streams[pk]
        entries.rewind(frame.after[0])
        notes.rewind(frame.after[1])

        async def finish() -> None:
            await entries.reached(head[0])
            await notes.reached(head[1])
            self.push(told.Ok(ref=frame.ref, conversation=frame.conversation))

        self.spawn(finish())

    def shut(self, conversation: str) -> None:
        """The client has closed it; what is assigned or offered to the agent is followed all the same."""
        self.by_hand.pop(number(conversation), None)
        viewers.end(number(conversation), self)
        if number(conversation) not in self.mine:
            self.unfollow(number(conversation))

    def let_go(self, conversation: str) -> None:
        """Not the agent's any more; what the client has opened is followed all the same."""
        self.mine.discard(number(conversation))
        if number(conversation) not in self.by_hand:
            self.unfollow(number(conversation))

    def unfollow(self, pk: int) -> None:
        """Hear no more of it; nothing changes where it isn't followed."""
        if pk not in self.streams:
            return
        self.mine.discard(pk)
        self.by_hand.pop(pk, None)
        self.looked_at.pop(pk, None)
        viewers.end(pk, self)
        for stream in self.streams.pop(pk):
            stream.close()
        here.leave(hub.talk(pk), self)  # type: ignore[arg-type]
        here.leave(hub.notes(pk), self)  # type: ignore[arg-type]

    def got(self, frame: desk.DeskGot) -> None:
        if pair := self.streams.get(number(frame.conversation)):
            pair[0].got(frame.seq)
            if frame.n is not None:
                pair[1].got(frame.n)

    def typing(self, frame: desk.DeskTyping) -> None:
        """Only whoever has the conversation is shown to the visitor as typing, without a word of the draft."""
        pk = number(frame.conversation)
        if pk in self.held:
            self.types = {pk} if frame.on else set()
            self.pace.tell(f"typing {pk}", lambda: self.tell_typing(pk, on=frame.on))

    def tell_typing(self, pk: int, *, on: bool) -> None:
        here.tell([hub.talk(pk)], told.Typing(conversation=str(pk), role="agent", name=self.user.name, on=on))

    async def heads(self) -> dict[str, Head]:
        """The committed heads of what is followed; what is behind starts to catch up."""
        found = await reads.read(selectors.heads, list(self.streams))
        self.wake(found)
        return {str(pk): head for pk, head in found.items()}

    def wake(self, heads: dict[int, Head]) -> None:
        """Pull what is missing up to these heads."""
        for pk in self.streams.keys() & heads.keys():
            for stream, head in zip(self.streams[pk], heads[pk], strict=True):
                stream.wake(head)

    def on_entry(self, conversation: int, seq: int, text: str) -> None:
        if pair := self.streams.get(conversation):
            pair[0].hint(seq, text)

    def on_note(self, conversation: int, n: int, text: str) -> None:
        if pair := self.streams.get(conversation):
            pair[1].hint(n, text)

    def stop_following(self) -> None:
        self.pace.close()
        for pk in self.types:
            self.tell_typing(pk, on=False)
        for pk in list(self.streams):
            self.unfollow(pk)
        self.window.calm()


def why_reset(after: Head, head: Head, *, stale: bool) -> str | None:
    """Why the client has to start afresh, or None."""
    if stale:
        return "epoch"
    if after[0] > head[0] or after[1] > head[1]:
        return "ahead"
    return "behind" if head[0] - after[0] > BEHIND else None
