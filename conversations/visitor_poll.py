"""`visitor/poll`: the widget's wire where sockets are blocked. One POST is a visitor's socket for as long as it waits.

The frames, refusals and cursors are those of `/ws/visitor`. `after` is to a poll what `got` is to a socket: what it
names was received. An answer that gets lost costs nothing: the next poll names the same cursors, `client_id`s repeat.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import OrderedDict
from datetime import datetime
from typing import Any

import msgspec
from django.http import HttpResponse
from msgspec import Struct

from chatdesk.kernel import clock, ids
from chatdesk.kernel.errors import DeskError, Invalid, NotAllowed, Rate, TooLarge
from chatdesk.kernel.http import HEADERS, problem, refusal
from conversations import greeting, reads
from conversations.arrivals import Followed
from conversations.frames import told, visitor
from conversations.protocol import ANY_FRAME_BYTES, VisitorTold, encode, ref_in
from conversations.rates import Rates
from conversations.sockets import ORIGIN, Receive, Scope, Send, header
from conversations.stream import Window
from conversations.visitor_socket import VisitorSocket
from customers import access
from customers.services import visitor_of_bearer

PATH = "/api/v1/visitor/poll"
LONGEST_S = 20.0  # a client counts a server as gone after 25
LINGER_S = 0.03  # what comes together is answered together
FRAMES = 32  # a poll
rates = Rates(per_s=5, burst=30)  # polls of a visitor; their frames count against the visitor as everywhere
KNOWN = 10_000  # visitors of whom is remembered how their talk stood when they were last told
log = logging.getLogger("chatdesk.http")
_stood: OrderedDict[int, list[str]] = OrderedDict()


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """Frames to take, and the last complete `seq` per conversation.

    Frames may begin with a `hello`; without one the bearer's visitor is who asks, and `after` counts for the `epoch`
    given, or for any where none is.
    """

    frames: tuple[msgspec.Raw, ...] = ()
    after: dict[str, int] = {}
    epoch: str | None = None


class Full(Window):
    """The window of a poll: once it is full there is nothing to wait for, the next poll acknowledges."""

    def __init__(self, full: asyncio.Event) -> None:
        super().__init__(full.set)
        self.full = full

    async def opened(self) -> None:
        self.full.set()
        await super().opened()


class PolledSocket(VisitorSocket):
    """Collects what a socket would send until it is worth an answer: everything asked is answered, or there is news."""

    def __init__(self, scope: Scope, unanswered: set[int], *, said_hello: bool) -> None:
        self.inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        super().__init__(scope, self.inbox.get, nowhere)
        self.unanswered, self.said_hello = unanswered, said_hello
        self.told: list[str] = []
        self.closed: int | None = None
        self.enough = asyncio.Event()
        self.arriving, self.news = True, bool(unanswered)
        self.stands: list[str] = []  # the place in line and what was seen, as told on arrival

    def opened(self) -> None:
        super().opened()
        self.window = Full(self.enough)

    async def catch_up(self, follow: Followed | None, frame: visitor.Hello, epoch: str) -> None:
        await super().catch_up(follow, frame, epoch)
        self.arriving = False
        self.weigh(news=self.said_hello or turned(self.customer.pk, self.stands))

    def push(self, frame: VisitorTold) -> None:  # type: ignore[override]  # this end has no desk
        if isinstance(frame, told.Welcome) and not self.said_hello and frame.token is None:
            return
        if isinstance(frame, told.Ok | told.Refused | told.Welcome) and frame.ref is not None:
            self.unanswered.discard(frame.ref)
        if isinstance(frame, told.Refused) and not self.person:
            self.arriving = False  # nobody came in, so nothing is to be caught up with
        self.told.append(encode(frame))
        if self.arriving and isinstance(frame, told.Queue | told.Seen):
            self.stands.append(self.told[-1])
        self.weigh(news=not self.arriving or isinstance(frame, told.Refused | told.Reset | told.ByeNow))

    def push_text(self, text: str) -> None:
        self.told.append(text)
        self.weigh(news=True)

    def weigh(self, *, news: bool) -> None:
        self.news = self.news or news
        if self.news and not self.unanswered and not self.arriving:
            self.enough.set()

    async def close(self, code: int) -> None:
        self.closed, self.ended = self.closed or code, True
        self.enough.set()
        await asyncio.sleep(0)  # what was begun may begin


def turned(customer: int, stands: list[str]) -> bool:
    """Whether a talk stands otherwise than its visitor was last told here: what changed between two polls is news."""
    before = _stood.pop(customer, [])
    _stood[customer] = stands
    if len(_stood) > KNOWN:
        _stood.popitem(last=False)
    return stands != before


async def nowhere(message: dict[str, Any]) -> None:
    """A poll's socket has no other end: what it tells is collected."""


async def PollConsumer(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: N802 - named as the sockets' are
    """`POST /api/v1/visitor/poll`."""
    began = time.monotonic()
    ids.request_id.set(ids.public())
    try:
        response = await answer(scope, receive)
    except DeskError as error:
        response = refusal(error)
    for name, value in (HEADERS | await reads.read(access.readable, header(scope, b"origin"))).items():
        response.headers[name] = value
    headers = [(name.lower().encode(), value.encode()) for name, value in response.headers.items()]
    await send({"type": "http.response.start", "status": response.status_code, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})
    log.debug("poll", extra={"status": response.status_code, "ms": round((time.monotonic() - began) * 1000)})


async def answer(scope: Scope, receive: Receive) -> HttpResponse:
    """What one poll comes to; raises DeskError."""
    asked = decoded(await body_of(receive))
    texts = [bytes(raw).decode("utf-8", "replace") for raw in asked.frames]
    bearer = (header(scope, b"authorization") or "").removeprefix("Bearer ").strip()
    if wait := rates.wait_ms(bearer or str((scope.get("client") or [""])[0]), time.monotonic()):
        raise Rate("too many polls at once; go on in a moment", retry_after_ms=wait)
    refs = {ref for ref in map(ref_in, texts) if ref is not None}
    said_hello = bool(texts) and tagged(texts[0]) == "hello"
    if not said_hello:
        texts.insert(0, await reads.read(hello_of, bearer, asked, clock.now()))
    polled = PolledSocket(scope, refs, said_hello=said_hello)
    await kept_open(polled, texts, receive)
    if polled.closed == ORIGIN or not (said_hello or polled.person):
        return refused_of(polled.told)
    return HttpResponse(
        f'{{"frames":[{",".join(polled.told)}],"closed":{json.dumps(polled.closed)}}}',
        content_type="application/json",
    )


async def kept_open(polled: PolledSocket, texts: list[str], receive: Receive) -> None:
    """Let the socket live until it has enough to tell, its time is over, or whoever asked has gone."""
    polled.inbox.put_nowait({"type": "websocket.connect"})
    for text in texts:
        polled.inbox.put_nowait({"type": "websocket.receive", "text": text})
    life = asyncio.ensure_future(polled.run())
    waits = [asyncio.ensure_future(polled.enough.wait()), asyncio.ensure_future(hung_up(receive)), life]
    try:
        await asyncio.wait(waits, timeout=LONGEST_S, return_when=asyncio.FIRST_COMPLETED)
        if polled.enough.is_set():
            await asyncio.sleep(LINGER_S)
    finally:
        polled.inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
        for waiting in waits[:2]:
            waiting.cancel()
        await life


async def hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def body_of(receive: Receive) -> bytes:
    """The whole body; raises TooLarge."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > ANY_FRAME_BYTES:
            raise TooLarge(f"a poll has at most {ANY_FRAME_BYTES} bytes; send the frames in several")
    return body


def decoded(body: bytes) -> Asked:
    """What `body` asks; raises Invalid."""
    try:
        asked = msgspec.json.decode(body, type=Asked)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Invalid(f"a poll is {{frames: [frame], after: {{conversation: seq}}}}: {error}") from None
    if len(asked.frames) > FRAMES:
        raise Invalid(f"a poll has at most {FRAMES} frames; send the rest in the next")
    return asked


class Tagged(Struct, frozen=True):
    type: str = ""


def tagged(text: str) -> str:
    """The frame's type, or "" where there is none to be read."""
    try:
        return msgspec.json.decode(text, type=Tagged).type
    except (msgspec.DecodeError, RecursionError):
        return ""


def hello_of(bearer: str, asked: Asked, now: datetime) -> str:
    """The hello that a poll of a known visitor stands for; raises NotAllowed."""
    if not bearer:
        raise NotAllowed("say hello first: a frame in the poll, or the visitor's token in Authorization")
    customer = visitor_of_bearer(bearer, now)
    said = {
        "type": "hello",
        "ref": 0,
        "protocol": 1,
        "site": customer.site.key,
        "device": "poll",
        "token": bearer,
        "locale": customer.locale,
    }
    return json.dumps(said | {"after": asked.after, "epoch": asked.epoch or greeting.epoch()})


def refused_of(frames: list[str]) -> HttpResponse:
    """The first refusal among `frames`, as REST says it."""
    for frame in map(json.loads, frames):
        if frame["type"] == "refused":
            return problem(403, frame["code"], frame["message"])
    return problem(
        503, "unavailable", "something went wrong here; nothing was lost, try again", retry_after_ms=1000
    )
