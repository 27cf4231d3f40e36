"""Chooses by the policy and writes the record of it: the candidates, their figures, and why in words."""

from collections import Counter

from routing import explain
from routing.explain import Words
from routing.pool import Field, Pool, Ranked
from routing.seat import Seat, Talk
from routing.spec import Candidate, Decision
from routing.want import changes_ahead, changes_until, steps_due, want_after

ROOM_FOR_IDS = 480  # characters of ids that a record has room for


class Chooser:
    """Makes decisions of what the pool shows; applying them is the caller's."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.policy = pool.policy

    def agent_for(self, talk: Talk, now: float, *, widened: bool) -> Decision | None:
        """The agent for a waiting conversation: the one it is used to if able, else the best by policy."""
        field = self.pool.agents_for(talk)
        if not field.ranked:
            return None
        assert talk.signature is not None
        sticky = self.pool.seats.get(talk.request.sticky or "")
        if sticky and self.pool.can_take(sticky, talk):
            ranked = preferred(field.ranked, sticky.spec.id, self.policy.rank_agent(sticky))
            field = field._replace(ranked=ranked)
            return self._record(talk, sticky, "sticky", now, field, explain.for_sticky())
        praise = self.policy.praise(field.ranked[0][0], decided_by(field.ranked))
        rule, why = "arrival", explain.for_agent(talk.signature.want, field.eligible, praise)
        if widened and (change := changes_until(talk.request, talk.steps)):
            rule, why = "overflow", explain.after_step(change, why)
        return self._record(talk, self.pool.seats[field.ranked[0][1]], rule, now, field, why)

    def talk_for(self, seat: Seat, talks: dict[str, Talk], now: float) -> Decision | None:
        """The conversation for a free slot of this agent."""
        field = self.pool.talks_for(seat)
        if not field.ranked:
            return None
        talk = talks[field.ranked[0][1]]
        why = explain.for_slot(waited(talk, now), field.eligible)
        return self._record(talk, seat, "slot", now, field, why)

    def by_hand(self, talk: Talk, seat: Seat, now: float) -> Decision:
        """The record of an agent whom somebody chose."""
        field = Field([((), seat.spec.id)], 1, Counter())
        return self._record(talk, seat, "manual", now, field, explain.for_hand())

    def why_waiting(self, talk: Talk, now: float) -> Words:
        """Why nobody has it yet, under the requirement in force at `now`."""
        steps = max(talk.steps, steps_due(talk.request, now))
        signature = self.pool.signature(
            talk.want(steps)
            if talk.kept_until is None or talk.kept_until > now
            else want_after(talk.request, steps)
        )
        why_not = +signature.tally
        why_not["free"] += len(signature.free)
        for agent in {*talk.request.not_agents, *talk.refusals} & signature.capable:
            why_not[self.pool.seats[agent].places[signature] or "free"] -= 1
            why_not[talk.bars(agent) or ""] += 1
        del why_not["barred"]
        ahead = next(changes_ahead(talk.request, steps), None)
        return explain.for_waiting(signature.want, signature.want.agent in self.pool.seats, why_not, ahead)

    def _record(self, talk: Talk, seat: Seat, rule: str, now: float, field: Field, why: Words) -> Decision:
        shown, excluded = fitting(field.ranked), field.excluded
        return Decision(
            conversation=talk.request.id,
            agent=seat.spec.id,
            rule=rule,
            waited=waited(talk, now),
            promise=talk.request.promise,
            step=talk.steps,
            candidates=tuple(Candidate(name, figures) for figures, name in shown),
            eligible=field.eligible - len(shown),
            excluded={reason: excluded[reason] for reason in sorted(excluded) if excluded[reason] > 0},
            runner_up=shown[1][1] if len(shown) > 1 else None,
            margin=margin(shown),
            policy=self.policy.version,
            at=now,
            why=why,
        )


def waited(talk: Talk, now: float) -> float:
    """Seconds since arrival; 0 where clocks disagree."""
    return max(0.0, now - talk.request.arrived)


def preferred(ranked: Ranked, agent: str, figures: tuple[float, ...]) -> Ranked:
    """The ranking with this agent first: a figure in front says who isn't the one it is used to."""
    others = [((1.0, *each), name) for each, name in ranked if name != agent]
    return [((0.0, *figures), agent), *others][: len(ranked)]


def decided_by(ranked: Ranked) -> int | None:
    """The index of the figure that put the first ahead of the second; None if only the id did."""
    if len(ranked) < 2:
        return 0
    pairs = zip(ranked[0][0], ranked[1][0], strict=True)
    return next((at for at, (ours, theirs) in enumerate(pairs) if ours != theirs), None)


def margin(ranked: Ranked) -> float | None:
    """How far the first is ahead in the figure that decided; None without a second."""
    if len(ranked) < 2:
        return None
    at = decided_by(ranked)
    return 0.0 if at is None else ranked[1][0][at] - ranked[0][0][at]


def fitting(ranked: Ranked) -> Ranked:
    """As many of the first as have room in a record; always the choice itself."""
    room = ROOM_FOR_IDS
    for count, (_, name) in enumerate(ranked):
        room -= len(name)
        if room < 0 and count:
            return ranked[:count]
    return ranked
