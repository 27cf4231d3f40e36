"""Chooses by the policy and drafts the record of it; applying the choice is the caller's."""

from collections import Counter
from collections.abc import Callable

from routing import explain
from routing.crew import blocked, rivalry, served
from routing.estimate import Wait, wait
from routing.explain import Words
from routing.line import Rank, Waiting
from routing.missing import missing
from routing.policy import Policy
from routing.pool import SHOWN, Pool
from routing.record import AgentDraft, Offered, SlotDraft
from routing.seat import Seat, Talk
from routing.signature import Field, Signature
from routing.spec import Decision, Figures
from routing.want import Want, changes_ahead, changes_until, steps_due, want_after

BY_ID = Want((), None, None, "", 0)  # whoever chose by hand asked for nothing
Best = tuple[Figures, str]


class Chooser:
    """Makes decisions of what the pool shows."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.policies = pool.policies

    def agent_for(self, talk: Talk, signature: Signature, now: float, *, widened: bool) -> Decision | None:
        """The agent for a conversation: the one it is used to if able, else the best by policy."""
        if not signature.free.size or (field := self.agents_for(talk, signature)) is None:
            return None
        rule = "overflow" if widened and changes_until(talk.request, talk.steps) else "arrival"
        draft = AgentDraft(talk.request, rule, now, talk.steps, signature.policy, field, signature.want)
        sticky = self.pool.seats.get(talk.request.sticky) if talk.request.sticky else None
        if sticky and self.pool.can_take(sticky, talk, signature):
            draft.prefer(sticky.spec.id, self.pool.figures(sticky, signature))
        return Decision.drafted(talk.request.id, draft.agent, draft)

    def agents_for(self, talk: Talk, signature: Signature) -> Field | None:
        """The agents who can take it now; None if nobody can."""
        never = {*talk.request.not_agents, *talk.refusals} if talk.refusals else talk.request.not_agents
        barring = [agent for agent in never if self.pool.is_free(agent, signature)]
        if signature.free.size == len(barring):
            return None
        weigh, rows, best = signature.policy.weigh, [], None
        pressure, others = self.pool.demand.pressure(), signature.others
        for skills, ranking in signature.free.rankings.items():
            entries = ranking.entries[: SHOWN + len(barring)]
            if barring:
                entries = [entry for entry in entries if entry[-1] not in barring]
                if not entries:
                    continue
            burden = 0.0
            for skill in others.get(skills) or signature.others_of(skills):
                burden += pressure.get(skill, 0.0)
            head = weigh(entries[0], burden)
            if best is None or head < best:
                best = head
            rows.append((burden, entries))
        assert best is not None
        barred = Counter(talk.bars(agent) or "" for agent in barring) if barring else None
        eligible = signature.free.size - len(barring)
        return Field(best, rows, eligible, signature.unfit, signature.tally, barred)

    def talk_for(self, seat: Seat, talks: dict[str, Talk], now: float) -> Decision | None:
        """The conversation for a free slot of this agent, who is online."""
        pool, policy = self.pool, self.policies.of(seat.spec.team)
        rank, by_demand = policy.rank_talk, policy.by_demand
        lines: list[Offered] = []
        hindered: dict[str, int] = {}
        best: Best | None = None
        for signature in seat.places:
            if not signature.waiting:
                continue
            reason = seat.hindrance(signature.want)
            extra = pool.extra_wait(signature) if by_demand else 0.0
            for line in signature.lines.values():
                why = reason or (line.bars(seat.spec.id) if line.barring else None)
                if why:
                    hindered[why] = hindered.get(why, 0) + line.size
                    continue
                entries, promise = line.first(SHOWN), line.promise
                lines.append((entries, line.size, promise, extra))
                arrived, name = entries[0]
                first = (rank(arrived, promise, extra, now), name)
                if best is None or first < best:
                    best = first
        if best is None:
            return None
        talk = talks[best[1]]
        draft = SlotDraft(talk.request, talk.steps, seat.spec, now, policy, lines)
        draft.hindered, draft.census = hindered, pool.census.copy()
        return Decision.drafted(best[1], seat.spec.id, draft)

    def wait_of(self, talk: Talk, now: float) -> Wait | None:
        """How long it will still wait: behind those who rank before it and want the same agents."""
        signature, line = talk.signature, talk.line
        assert signature is not None
        assert line is not None
        arrived, name = talk.entry
        policy = signature.policy
        mine = (policy.rank_talk(arrived, line.promise, self.pool.extra_wait(signature), now), name)
        ahead = doubt = 0.0
        for other in self.pool.census:
            if part := self._rivals(signature, other):
                number = self._before(other, mine, policy, now)
                ahead, doubt = ahead + part * number, doubt + part * (1.0 - part) * number
        lessons = signature.lessons
        speed, kept = self._speed(signature), self._blocked(signature)
        return wait(ahead, speed, lessons.handling, lessons.patience, doubt, kept)

    def _blocked(self, signature: Signature) -> float:
        """Which part of those who can serve it may be kept from it by others alone; nobody where it waits for one agent."""
        if signature.want.agent is not None:
            return 0.0
        return blocked(signature, (other for other in self.pool.census if other.want.agent is None))

    def _speed(self, signature: Signature) -> float:
        """How many chats those who can serve a requirement have at once."""
        if signature.want.agent is None:
            return served(signature)
        seat = self.pool.seats.get(signature.want.agent)
        return seat.counted / 1000.0 if seat else 0.0

    def _rivals(self, signature: Signature, other: Signature) -> float:
        """Which part of the agents who will take the other requirement could take this one."""
        if other is signature:
            return 1.0
        only = signature.want.agent or other.want.agent
        if only is None:
            return rivalry(signature, other)
        seat = self.pool.seats.get(only)
        if seat is None or signature not in seat.places or other not in seat.places:
            return 0.0
        return self._speed(signature) / (self._speed(other) or 1.0) if signature.want.agent else 1.0

    def _before(self, signature: Signature, mine: Rank, policy: Policy, now: float) -> int:
        """How many of a requirement rank before these figures."""
        extra, rank = self.pool.extra_wait(signature), policy.rank_talk

        def ranked(promise: float) -> Callable[[Waiting], Rank]:
            return lambda entry: (rank(entry[0], promise, extra, now), entry[1])

        return sum(line.before(ranked(line.promise), mine) for line in signature.lines.values())

    def by_hand(self, talk: Talk, seat: Seat, now: float) -> Decision:
        """The record of an agent whom somebody chose."""
        only = (seat.spec.id,)
        field = Field(only, [(0.0, [only])], 1, {}, {}, None)
        draft = AgentDraft(talk.request, "manual", now, talk.steps, self.policies.default, field, BY_ID)
        return Decision.drafted(talk.request.id, seat.spec.id, draft)

    def why_waiting(self, talk: Talk, now: float) -> Words:
        """Why nobody has it yet, under the requirement in force at `now`."""
        steps = max(talk.steps, steps_due(talk.request, now))
        kept = talk.kept_until is not None and talk.kept_until > now
        signature = self.pool.look(talk.want(steps) if kept else want_after(talk.request, steps))
        why_not = +signature.tally
        why_not["free"] += signature.free.size
        for agent in {*talk.request.not_agents, *talk.refusals} & signature.capable:
            why_not[self.pool.seats[agent].hindrance(signature.want) or "free"] -= 1
            why_not[talk.bars(agent) or ""] += 1
        del why_not["barred"]
        ahead = next(changes_ahead(talk.request, steps), None)
        want, seats = signature.want, self.pool.seats
        lacking = None
        if want.agent is None and not signature.capable:
            lacking = missing(want, (seat.spec for seat in seats.values()))
        return explain.for_waiting(want, want.agent in seats, why_not, ahead, lacking)
