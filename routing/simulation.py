"""Simulated hours with the shipped engine: it is driven through the same events as the router sends it.

Agents work on all their open chats at once and slow down by `conc`; a visitor who waits too long leaves.
"""

from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import count

from routing.arrivals import FOREVER, Visit
from routing.engine import AgentSpec, Decision, Engine, Request
from routing.outcome import Outcome
from routing.seat import speed

Event = tuple[float, int, str, str, int]  # when, in which order, what, of whom, and the desk's turn at that


class Desk:
    """The open chats of one agent, each getting its share of the agent's speed."""

    __slots__ = ("_clock", "_since", "chats", "load", "spec", "steady", "turn")

    def __init__(self, spec: AgentSpec) -> None:
        self.spec = spec
        self.steady = not spec.conc or spec.capacity <= 1  # no chat slows another down
        self.chats: list[tuple[float, str]] = []  # the work clock at which each is done
        self.load = 0
        self.turn = 0  # grows with each change of speed: what was due before is void
        self._clock, self._since = 0.0, 0.0

    def _pace(self) -> float:
        return speed(self.spec, self.load) / self.load if self.load else 0.0

    def change(self, load: int, now: float) -> None:
        """Have this many units more (or less) from now on."""
        self._clock += (now - self._since) * self._pace()
        self._since = now
        self.load += load
        self.turn += 1

    def add(self, conversation: str, work: float) -> None:
        """Begin a chat; call after `change`."""
        heappush(self.chats, (self._clock + work, conversation))

    def next_end(self) -> float:
        """When the first chat is done if nothing changes."""
        return self._since + (self.chats[0][0] - self._clock) / (self._pace() or 1.0)


class Hours:
    """One run: visitors in, an outcome out."""

    def __init__(self, agents: Sequence[AgentSpec], engine: Engine, warm_up: float) -> None:
        self.engine = engine
        self.desks = {spec.id: Desk(spec) for spec in agents}
        self.outcome = Outcome(warm_up, {spec.id: spec.capacity for spec in agents})
        self.waiting: dict[str, Visit] = {}
        self.open: dict[str, tuple[Visit, Desk]] = {}
        self.events: list[Event] = []
        self._order = count()
        for spec in agents:
            self.engine.add_agent(spec, now=0.0)

    def run(self, coming: Iterator[Visit]) -> Outcome:
        """Let everybody come, and end when the last has come."""
        for number, visit in enumerate(coming, start=1):
            self._until(visit.at)
            name = f"v{number:07}"
            self.waiting[name] = visit
            self._carry_out(self.engine.request(request(name, visit), now=visit.at), visit.at)
            if visit.patience < FOREVER and name in self.waiting:
                self._schedule(visit.at + visit.patience, "leave", name, 0)
            self.outcome.end = visit.at
        return self.outcome

    def note(self, visit: Visit, now: float) -> None:
        """Take note that an agent has been found."""
        self.outcome.served(visit, now)

    def _schedule(self, at: float, what: str, whom: str, turn: int) -> None:
        heappush(self.events, (at, next(self._order), what, whom, turn))

    def _until(self, now: float) -> None:
        """Everything that happens before `now`; the engine's own timers come in between."""
        while True:
            due = self.engine.next_due()
            first = self.events[0][0] if self.events else FOREVER
            if due is not None and due < min(first, now):
                self._carry_out(self.engine.tick(now=due), due)
            elif first < now:
                self._happen(*heappop(self.events))
            else:
                return

    def _happen(self, at: float, _: int, what: str, whom: str, turn: int) -> None:
        if what == "leave":
            if visit := self.waiting.pop(whom, None):
                self.outcome.left(visit, at)
                self._carry_out(self.engine.cancel(whom, now=at), at)
        elif what == "done":
            self._finish(whom, at)
        elif turn == self.desks[whom].turn:
            self._finish(heappop(self.desks[whom].chats)[1], at)

    def _finish(self, name: str, now: float) -> None:
        visit, desk = self.open.pop(name)
        desk.change(-visit.stream.weight, now)
        self.outcome.worked(desk.spec.id, desk.load, now)
        self._plan(desk)
        self._carry_out(self.engine.release(name, now=now), now)

    def _carry_out(self, decisions: list[Decision], now: float) -> None:
        for decision in decisions:
            name = decision.conversation
            visit, desk = self.waiting.pop(name), self.desks[decision.agent]
            self.open[name] = (visit, desk)
            self.note(visit, now)
            desk.change(visit.stream.weight, now)
            self.outcome.worked(desk.spec.id, desk.load, now)
            if desk.steady:
                self._schedule(now + visit.work, "done", name, 0)
            else:
                desk.add(name, visit.work)
                self._plan(desk)

    def _plan(self, desk: Desk) -> None:
        if desk.chats:
            self._schedule(desk.next_end(), "desk", desk.spec.id, desk.turn)


def request(name: str, visit: Visit) -> Request:
    """The visitor as the engine sees them."""
    stream = visit.stream
    return Request(
        id=name,
        needs=stream.needs,
        promise=stream.promise,
        arrived=visit.at,
        weight=stream.weight,
        steps=stream.steps,
        channel=stream.channel,
    )


def simulate(
    agents: Sequence[AgentSpec], coming: Sequence[Visit], *, policy: str = "promise", warm_up: float = 0.0
) -> Outcome:
    """What these visitors go through with these agents; those who come before `warm_up` seconds aren't counted.

    The same visitors give the same outcome, so two policies or two teams differ by nothing but themselves.
    """
    return Hours(agents, Engine(policy=policy), warm_up).run(iter(coming))
