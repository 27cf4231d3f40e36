"""What an event leads to: every free slot and every conversation that changed gets what the policy gives it."""

from heapq import heapify, heappop, heappush

from routing.floor import Floor
from routing.seat import Seat, Talk
from routing.spec import AgentState, Decision, Figures, Request

NEW_ROUND_AFTER = 10.0  # seconds after everybody online has refused


class Settling(Floor):
    """A floor that settles. Callers check first, then `advance`, then act, then `settle`."""

    def arrive(self, request: Request, refusals: dict[str, float]) -> list[Decision]:
        """Take in a new conversation: to an agent at once if one is free, else it waits."""
        talk = self.welcome(request)
        talk.refusals = refusals
        self.counts["arrived"] += 1
        if (
            refusals
            or self._changed_seats
            or self._changed_talks
            or request.agent
            or (request.sticky and self.sticky_wait)
        ):
            self.enqueue(talk)
            self._ask_for(talk)
            return self.settle()
        signature = self.pool.asked(request) if not talk.steps else self.pool.signature(talk.want(talk.steps))
        talk.lessons = signature.lessons
        self._ask_for(talk)
        decision = self.chooser.agent_for(talk, signature, self.now, widened=False)
        if decision is None:
            self.pool.enqueue(talk)
            self._remind(talk)
            return []
        seat = self.pool.seats[decision.agent]
        self.give(talk, seat)
        self.pool.refresh(seat)
        self._changed_seats.clear()
        return [decision]

    def _ask_for(self, talk: Talk) -> None:
        if self.policies.by_demand and talk.lessons:
            self.pool.demand.arrived(talk.request, talk.lessons.handling)

    def settle(self) -> list[Decision]:
        """Give every free slot and every conversation that changed what the policy gives it."""
        if self._kept:
            self._let_go()
        decisions: list[Decision] = []
        if self._changed_seats:
            self._fill_slots(decisions)
        if self._changed_talks:
            self._find_agents(decisions)
        if self._refused:
            self._end_rounds()
        return decisions

    def _fill_slots(self, decisions: list[Decision]) -> None:
        seats = [self.pool.seats[agent] for agent in self._changed_seats]
        if self.pool.census:
            free = [self._in_turn(seat) for seat in seats if seat.state is AgentState.ONLINE]
            heapify(free)
            while free:
                seat = self.pool.seats[heappop(free)[1]]
                if decision := self.chooser.talk_for(seat, self.talks, self.now):
                    self._apply(decision)
                    decisions.append(decision)
                    if seat.load < seat.spec.capacity or self.pool.weightless:
                        heappush(free, self._in_turn(seat))
        for seat in seats:
            self.pool.refresh(seat)
        self._changed_seats.clear()

    def _in_turn(self, seat: Seat) -> tuple[Figures, str]:
        return self.policies.of(seat.spec.team).rank_agent(seat), seat.spec.id

    def _find_agents(self, decisions: list[Decision]) -> None:
        talks = self.talks
        for name in sorted(
            self._changed_talks, key=lambda name: (self.policies.key(talks[name].request), name)
        ):
            widened, talk = self._changed_talks[name], talks[name]
            assert talk.signature is not None
            if decision := self.chooser.agent_for(talk, talk.signature, self.now, widened=widened):
                seat = self._apply(decision)
                self.pool.refresh(seat)
                decisions.append(decision)
        self._changed_seats.clear()
        self._changed_talks.clear()

    def _apply(self, decision: Decision) -> Seat:
        talk, seat = self.talks[decision.conversation], self.pool.seats[decision.agent]
        self.unqueue(talk)
        self.give(talk, seat)
        return seat

    def _let_go(self) -> None:
        """Whoever waits for an agent who is no longer there waits for everybody."""
        for name in list(self._kept):
            talk = self.talks[name]
            if self._kept_until(talk) is None:
                self.unqueue(talk)
                self.enqueue(talk)

    def _end_rounds(self) -> None:
        """Where everybody online has refused, shorten the exclusions: the next round starts soon."""
        for name in list(self._refused):
            talk = self.talks[name]
            if self.pool.all_refused(talk):
                until = self.now + NEW_ROUND_AFTER
                talk.refusals = {agent: min(until, had) for agent, had in talk.refusals.items()}
                talk.round_over = True
                del self._refused[name]
                self._remind(talk)
