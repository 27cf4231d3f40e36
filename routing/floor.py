"""The floor under the engine's events: seats, conversations, and what is due. `routing.settling` settles it."""

from routing.choice import Chooser
from routing.heap import Reminders
from routing.policy import Policies
from routing.pool import Pool
from routing.seat import THERE, Seat, Talk
from routing.spec import AgentState, Request, finite
from routing.want import steps_due, want_after

FOREVER = float("inf")


class Floor:
    """Who sits where and who waits."""

    def __init__(self, policies: Policies, sticky_wait: float = 0.0) -> None:
        self.policies = policies
        self.sticky_wait = sticky_wait
        self.now = 0.0
        self.counts = dict.fromkeys(("arrived", "closed", "abandoned"), 0)
        self.pool = Pool(policies)
        self.chooser = Chooser(self.pool)
        self.talks: dict[str, Talk] = {}
        self.turns = 0  # assignments so far
        self._agents_due, self._talks_due = Reminders(), Reminders()
        self._changed_seats: dict[str, None] = {}
        self._changed_talks: dict[str, bool] = {}  # → whether a step widened it in this event
        self._kept: dict[str, None] = {}  # waiting for the one agent they are used to
        self._refused: dict[str, None] = {}  # waiting with refusals in a round that isn't over

    def check_time(self, now: float) -> None:
        """ValueError unless `now` can be the next moment."""
        if now.__class__ is float and self.now <= now < FOREVER:
            return  # as nearly always
        if not finite(now) or now < 0:
            raise ValueError(f"Time is seconds as a number, zero or more, not {now!r}.")
        if now < self.now:
            raise ValueError(f"Time goes back: {now} comes after {self.now}.")

    def seat(self, agent: str) -> Seat:
        """The agent's seat; KeyError if there is none."""
        if (seat := self.pool.seats.get(agent)) is None:
            raise KeyError(f"No agent {agent} is here.")
        return seat

    def reserved(self, conversation: str) -> tuple[Talk, Seat]:
        """A conversation that an agent has, and the agent; KeyError if nobody has it."""
        talk = self.talks.get(conversation)
        if talk is None or talk.agent is None:
            raise KeyError(f"Conversation {conversation} isn't reserved for anybody.")
        return talk, self.pool.seats[talk.agent]

    def waiting(self, conversation: str) -> Talk:
        """A conversation that waits; KeyError if it doesn't."""
        talk = self.talks.get(conversation)
        if talk is None or talk.agent is not None:
            raise KeyError(f"Conversation {conversation} isn't waiting.")
        return talk

    def welcome(self, request: Request) -> Talk:
        """Take in a conversation, in place of one of the same id."""
        talk = self.talks[request.id] = Talk(request)
        talk.steps = steps_due(request, self.now) if request.steps else 0
        return talk

    def enqueue(self, talk: Talk) -> None:
        """Let it wait, and look for an agent when the event settles."""
        talk.kept_until = self._kept_until(talk)
        if talk.kept_until is not None:
            self._kept[talk.request.id] = None
        self.pool.enqueue(talk)
        self._changed_talks.setdefault(talk.request.id, False)
        if talk.refusals and not talk.round_over:
            self._refused[talk.request.id] = None
        self._remind(talk)

    def unqueue(self, talk: Talk) -> None:
        """End its wait."""
        self.pool.dequeue(talk)
        self._changed_talks.pop(talk.request.id, None)
        self._refused.pop(talk.request.id, None)
        self._kept.pop(talk.request.id, None)
        self._talks_due.discard(talk.request.id)

    def give(self, talk: Talk, seat: Seat, *, ramp: bool = True) -> None:
        """Reserve a conversation that doesn't wait for this agent; `ramp`: it counts against theirs."""
        self.turns += 1
        talk.agent = seat.spec.id
        seat.take(talk.request, self.now, self.turns)
        talk.begun = seat.work
        if ramp and talk.lessons:
            talk.learn_wait(self.now, in_vain=False)
        if ramp:
            seat.count_for_ramp(self.now)
        self.seat_changed(seat)

    def finish(self, talk: Talk, seat: Seat) -> None:
        """End a reserved conversation, and learn how long it took."""
        seat.give_back(talk.request, self.now)
        if talk.begun is not None and talk.lessons and talk.request.weight:
            talk.lessons.took(seat.work - talk.begun)
        del self.talks[talk.request.id]
        self.counts["closed"] += 1

    def take_back(self, talk: Talk, seat: Seat) -> None:
        """Free the units and let it wait again, since its arrival."""
        seat.give_back(talk.request, self.now)
        talk.agent = None
        talk.steps = steps_due(talk.request, self.now)
        talk.refusals = {agent: until for agent, until in talk.refusals.items() if until > self.now}
        self.seat_changed(seat)
        self.enqueue(talk)

    def _kept_until(self, talk: Talk) -> float | None:
        """Until when it waits for the agent it is used to; None where that agent isn't there, can't, or won't."""
        request, until = talk.request, talk.request.arrived + self.sticky_wait
        seat = self.pool.seats.get(request.sticky or "")
        if seat is None or until <= self.now or talk.bars(seat.spec.id):
            return None
        there = seat.state in THERE
        return until if there and want_after(request, talk.steps).lacks(seat.spec) is None else None

    def seat_changed(self, seat: Seat) -> None:
        """Take over a change of a seat: reminder, index, and a look for work when the event settles."""
        self._changed_seats[seat.spec.id] = None
        self.pool.count(seat)
        if seat.wrap_until is None and not seat.recent:
            self._agents_due.discard(seat.spec.id)
        elif due := [until for until in (seat.wrap_until, seat.ramp_until()) if until is not None]:
            self._agents_due.set(seat.spec.id, min(due))
        else:
            self._agents_due.discard(seat.spec.id)

    def seat_removed(self, seat: Seat) -> None:
        """Forget an agent who holds nothing."""
        self.pool.leave(seat)
        self._agents_due.discard(seat.spec.id)
        self._changed_seats.pop(seat.spec.id, None)

    def wrap_up(self, seat: Seat) -> None:
        """Start (again) the time after a conversation, for an agent who would else be given the next."""
        if seat.spec.wrap_up > 0 and seat.state in THERE:
            seat.state = AgentState.WRAP_UP
            seat.wrap_until = self.now + seat.spec.wrap_up
        self.seat_changed(seat)

    # Time

    def next_due(self) -> float | None:
        """When something will come due, or None."""
        due = [at for at in (self._agents_due.next(), self._talks_due.next()) if at is not None]
        return min(due, default=None)

    def advance(self, now: float) -> None:
        """Move to `now`: what has come due takes effect, without giving anybody anything yet."""
        self.now = now
        if self.policies.by_demand:
            self.pool.demand.publish(now)
        if self._agents_due.may_be_due(now):
            for agent in self._agents_due.come_due(now):
                self._wake(self.pool.seats[agent])
        if self._talks_due.may_be_due(now):
            for conversation in self._talks_due.come_due(now):
                self._widen(self.talks[conversation])

    def _wake(self, seat: Seat) -> None:
        if seat.wrap_until is not None and seat.wrap_until <= self.now:
            seat.state, seat.free_since, seat.wrap_until = AgentState.ONLINE, seat.wrap_until, None
        seat.forget(self.now)
        self.seat_changed(seat)

    def _widen(self, talk: Talk) -> None:
        steps = steps_due(talk.request, self.now)
        stepped = steps > talk.steps
        self.unqueue(talk)
        talk.steps = steps
        talk.refusals = {agent: until for agent, until in talk.refusals.items() if until > self.now}
        self.enqueue(talk)
        self._changed_talks[talk.request.id] = stepped

    def _remind(self, talk: Talk) -> None:
        ahead = talk.request.steps[talk.steps :]
        if not talk.refusals and talk.kept_until is None:
            if ahead:
                self._talks_due.set(talk.request.id, talk.request.arrived + ahead[0][0])
            return
        kept = [] if talk.kept_until is None else [talk.kept_until]
        due = [*kept, *talk.refusals.values(), *(talk.request.arrived + after for after, _ in ahead[:1])]
        if due:
            self._talks_due.set(talk.request.id, min(due))
