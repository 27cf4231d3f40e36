"""The router: one actor that owns the engine, follows the rows, and alone decides who is asked next.

It is level-triggered: a nudge says that something changed, the rows say what. A lost nudge costs a second.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable

from accounts.models import User
from chatdesk.kernel import bus, clock, failpoints, figures, limits
from chatdesk.kernel.errors import DeskError, Stale
from conversations import due, floor, hub, leading, lessons, moves, places, presence, reads
from conversations.closing import Due
from conversations.facts import RoutingChanged
from conversations.floor import Floor, Mirror
from conversations.frames import told
from conversations.journal import Tx, journal
from conversations.lifecycle import Move, State
from conversations.models import Conversation, Estimate
from conversations.naming import named, without
from conversations.places import Line
from conversations.watchdog import Watchdog
from routing.firm import Firm, firm
from routing.learn import Past
from routing.models import Decision as Record
from routing.roster import takes_more
from routing.spec import Decision

EXPLAIN_S = 1.0
TICK_S = 1.0  # timers are looked at this often
AGAIN_AFTER_S = 0.05  # a decision that came too late is made anew; never in a hot loop
log = logging.getLogger("chatdesk.router")


class Router:
    """Started once per process that leads. Everything it does is guarded by its leader's epoch."""

    def __init__(self) -> None:
        self._lead = leading.Lead(alone=hub.hub.beyond is None)
        self._firm = Firm()
        self._mirror = engine_of(self._firm)
        self._anew = True  # the engine is to be built from rows
        self._line, self._watchdog = Line(), Watchdog()
        self._nudged = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._desks: dict[int, told.Desk] = {}
        self.agents: dict[str, told.Agent] = {}
        self.leads = False

    def nudge(self, _: object = None) -> None:
        """Something changed; look at the rows soon. From any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._nudged.set)

    async def run(self) -> None:
        """Lead until cancelled. A pass that fails is logged and tried again; the rows are still there."""
        bus.on(RoutingChanged, self.nudge)
        try:
            while True:
                self._nudged.clear()
                try:
                    self.leads = await self._lead.hold()
                    if self.leads:
                        await self._pass()
                    else:
                        self._anew = True
                except DeskError as error:
                    log.warning("a pass of the router was refused: %s", error)
                except Exception:
                    log.exception("a pass of the router failed; it reads everything anew")
                    self._anew = True
                await self._pause()
        finally:
            self.leads = False
            self._lead.leave()
            bus.off(RoutingChanged, self.nudge)

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(TICK_S):  # wait_for may swallow the cancellation that ends us
                await self._nudged.wait()
        except TimeoutError:
            return

    async def _build(self) -> None:
        """A new engine, which has learnt from the last weeks."""
        past = await reads.read(lessons.past, clock.now())
        self._mirror, self._anew = engine_of(await reads.read(firm), past), False

    async def _pass(self) -> None:
        """Read the rows, do what is due, bring the engine in line, carry out what it decides, tell who waits."""
        if self._anew:
            await self._build()
        seen = await reads.read(floor.look, clock.now())
        if seen.firm.policies != self._mirror.teams:  # chosen anew
            await self._build()
        todo = await reads.read(lambda: list(due.due(seen)))
        if todo:
            await asyncio.gather(*(self._do(item) for item in todo))
            seen = await reads.read(floor.look, clock.now())
        decisions = self._mirror.follow(seen)
        self._firm = seen.firm
        if decisions:
            results = await asyncio.gather(*(self._apply(decision, seen) for decision in decisions))
            if not all(results):
                self._loop.call_later(AGAIN_AFTER_S, self._nudged.set)
            seen = await reads.read(floor.look, clock.now())
        self._tell(seen)
        self._tell_agents(seen)
        await self._tell_desk()
        await self._watchdog.look(seen)

    async def _do(self, item: Due) -> None:
        def operation(tx: Tx) -> None:
            self._lead.guard()
            item.do(tx)

        try:
            await asyncio.wrap_future(journal.submit(operation, conversation=item.conversation))
        except Stale as error:
            log.info("what was due of conversation %s no longer is: %s", item.conversation, error)
        except Exception:  # one that can't be done must not keep the others waiting
            log.exception("what was due of conversation %s failed", item.conversation)

    async def _apply(self, decision: Decision, seen: Floor) -> bool:
        """Offer or assign, with the decision's record in the same transaction; False where the row moved on."""
        mode = seen.places[decision.agent].mode
        try:
            await asyncio.wrap_future(
                journal.submit(
                    self._carry_out(decision, mode, seen.firm), conversation=int(decision.conversation)
                )
            )
        except DeskError as error:
            log.info("conversation %s was not given to %s: %s", decision.conversation, decision.agent, error)
            self._mirror.forget(decision.conversation)
            figures.DECIDED.labels("too_late").inc()
            return False
        figures.DECIDED.labels("carried_out").inc()
        failpoints.hit("router_after_commit")
        return True

    def _carry_out(self, decision: Decision, mode: str, of: Firm) -> Callable[[Tx], None]:
        def operation(tx: Tx) -> None:
            self._lead.guard()
            carry_out(tx, decision, mode, of)
            failpoints.hit("router_before_commit")

        return operation

    def _tell(self, seen: Floor) -> None:
        """Each waiting visitor's place, when it changed and every 10 s; the first estimate of a wait is kept."""
        for customer, frame in self._line.news(seen, self._mirror.estimate):
            hub.hub.tell([hub.visitor(customer)], frame)
        if first := self._line.foretold():
            journal.submit(lambda tx: keep(first))

    def _tell_agents(self, seen: Floor) -> None:
        """Every agent whose state or load changed, to the desk; all of them at first, for desks that were here before."""
        agents = places.agent_frames(seen)
        for agent, frame in agents.items():
            if self.agents.get(agent) != frame:
                hub.hub.tell([hub.DESK], frame)
        self.agents = agents

    async def _tell_desk(self) -> None:
        """To each site's visitors, when its desk opens or closes."""
        desks = await reads.read(presence.desks, clock.now())
        for site, desk in desks.items():
            if desk != self._desks.get(site):
                hub.hub.tell([hub.visitors(site)], desk)
        self._desks = desks

    def place(self, conversation: int) -> told.Queue | None:
        """What its visitor was told last."""
        return self._line.frame(conversation)

    async def explain(self, conversation: str) -> dict[str, str] | None:
        """Why it still waits, in zh and en; None unless it does. On the loop, where the engine lives."""
        return explain(self._mirror, self._firm, conversation)

    def explained(self, conversation: str) -> dict[str, str] | None:
        """`explain` for other threads; None too where the loop is too busy to say."""
        asked = asyncio.run_coroutine_threadsafe(self.explain(conversation), self._loop)
        try:
            return asked.result(EXPLAIN_S)
        except TimeoutError:
            return None


def carry_out(tx: Tx, decision: Decision, mode: str, of: Firm) -> None:
    """Ask or assign, and keep the record; raises Stale where the row or the agent moved on, Busy where a unit is gone."""
    row = tx.lock(int(decision.conversation))
    if row.state != State.QUEUED:
        raise Stale("it does not wait any more")
    agent = User.objects.get(pk=int(decision.agent))
    if not takes_more(agent, tx.now):
        raise Stale(f"{agent.name} is not online any more")
    left_out = row.demands.get("left_out", [])
    why = without(named(decision.why, of), left_out, of)
    if mode == "push_auto":
        moves.assign(tx, row, agent, Move.ASSIGN, why)
    else:
        moves.offer(tx, row, agent, why)
    Record.objects.create(
        conversation=decision.conversation,
        agent=agent,
        rule=decision.rule,
        record=decision.record() | {"why": why} | ({"left_out": left_out} if left_out else {}),
        at=tx.now,
    )


def keep(foretold: list[Estimate]) -> None:
    """Write down what visitors were told at first; what they were told of the same wait before stands."""
    told_of = [one.conversation_id for one in foretold]
    there = set(Conversation.objects.filter(pk__in=told_of).values_list("pk", flat=True))
    Estimate.objects.bulk_create(
        [one for one in foretold if one.conversation_id in there], ignore_conflicts=True
    )


router: Router | None = None  # this process's, while it runs
_seen: tuple[float, Floor] | None = None


async def look() -> Floor:
    """The floor as it was at most a second ago: many come back at once."""
    global _seen
    now = time.monotonic()
    if _seen is None or now - _seen[0] >= TICK_S:
        _seen = (now, await reads.read(floor.look, clock.now()))
    return _seen[1]


def leads_here() -> bool:
    """Whether this process knows the floor at first hand."""
    return router is not None and router.leads


async def place(conversation: int) -> told.Queue | None:
    """The place of a waiting conversation: as told last where this process leads, else by the rows."""
    if router is not None and leads_here():
        return router.place(conversation)
    if hub.hub.beyond is None:
        return None
    return places.unforetold(await look(), conversation)


async def agents() -> list[told.Agent]:
    """Every agent's state and load: as the desk was told last where this process leads, else by the rows."""
    if router is not None and leads_here():
        return list(router.agents.values())
    if hub.hub.beyond is None:
        return []
    return list(places.agent_frames(await look()).values())


def waiting(conversation: int) -> dict[str, str] | None:
    """Why it still waits, in zh and en; None where nothing is to be explained, or nobody could know."""
    if router is not None and leads_here():
        return router.explained(str(conversation))
    if hub.hub.beyond is None:
        return None
    seen = floor.look(clock.now())
    mirror = engine_of(seen.firm)
    mirror.follow(seen)
    return explain(mirror, seen.firm, str(conversation))


def engine_of(of: Firm, past: Iterable[Past] = ()) -> Mirror:
    """A new engine, by the server's policy and those of the firm's teams."""
    set_to = limits.current()
    return Mirror(set_to.policy, past, teams=of.policies, sticky_wait_s=set_to.sticky_wait_s)


def explain(mirror: Mirror, of: Firm, conversation: str) -> dict[str, str] | None:
    try:
        return named(mirror.engine.explain(conversation, clock.now().timestamp()), of)
    except (KeyError, ValueError):  # it waits no more, or the clock was set back
        return None
