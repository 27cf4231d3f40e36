"""What a decision was made of, as it stood then; the record and its words are written when somebody asks.

Most decisions of a busy floor are never read, so choosing must not pay for writing.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from routing import explain
from routing.explain import Words
from routing.line import Entry, Ranked, Waiting
from routing.policy import Policy
from routing.pool import SHOWN
from routing.signature import Field, Signature
from routing.spec import AgentSpec, Candidate, Figures, Request
from routing.want import Want, changes_until

ROOM_FOR_IDS = 480  # characters of ids that a record has room for


class AgentDraft:
    """An agent was chosen for a conversation."""

    __slots__ = ("agent", "excluded", "field", "known", "now", "policy", "request", "rule", "steps", "want")

    def __init__(
        self, request: Request, rule: str, now: float, steps: int, policy: Policy, field: Field, want: Want
    ) -> None:
        self.request, self.rule, self.now, self.steps = request, rule, now, steps
        self.policy, self.want, self.field = policy, want, field
        self.agent: str = field.best[-1]
        self.known: Figures | None = None  # figures of the agent the visitor knows, who was taken for that
        self.excluded = (dict(field.unfit), dict(field.tally), field.barred)  # the index goes on counting

    def prefer(self, agent: str, figures: Figures) -> None:
        """Take the agent the visitor knows."""
        self.rule, self.agent, self.known = "sticky", agent, figures

    def ranked(self) -> Ranked:
        """The best few in order."""
        entries: list[Entry] = (
            [entry for _, few in self.field.rows for entry in few]
            if self.rule == "manual"
            else [self.policy.weigh(entry, burden) for burden, few in self.field.rows for entry in few]
        )
        ranked = [(entry[:-1], entry[-1]) for entry in sorted(entries)[:SHOWN]]
        return ranked if self.known is None else preferred(ranked, self.agent, self.known)

    def fields(self) -> dict[str, Any]:
        """The decision's record."""
        excluded: Counter[str] = Counter()
        for counts in self.excluded:
            excluded.update(counts or {})
        ranked = self.ranked()
        return {
            **head(self.request, self.rule, self.now, self.steps, self.policy),
            **choice(ranked, self.field.eligible, excluded),
            "agent": self.agent,
            "why": self.why(ranked),
        }

    def why(self, ranked: Ranked) -> Words:
        if self.rule == "manual":
            return explain.for_hand()
        if self.rule == "sticky":
            return explain.for_sticky()
        praise = self.policy.praise(ranked[0][0], decided_by(ranked))
        why = explain.for_agent(self.want, self.field.eligible, praise)
        if self.rule == "overflow" and (change := changes_until(self.request, self.steps)):
            return explain.after_step(change, why)
        return why


Offered = tuple[list[Waiting], int, float, float]  # the first few of a line, its length, promise, extra wait


class SlotDraft:
    """A conversation was chosen for a free slot."""

    __slots__ = ("agent", "census", "hindered", "lines", "now", "policy", "request", "steps")

    def __init__(
        self,
        request: Request,
        steps: int,
        agent: AgentSpec,
        now: float,
        policy: Policy,
        lines: list[Offered],
    ) -> None:
        self.request, self.steps, self.agent, self.now = request, steps, agent, now
        self.policy, self.lines = policy, lines
        self.hindered: dict[str, int] = {}
        self.census: dict[Signature, int] = {}

    def fields(self) -> dict[str, Any]:
        """The decision's record."""
        excluded = Counter(self.hindered)
        for signature, count in self.census.items():
            if lack := signature.want.lacks(self.agent):
                excluded[lack] += count
        eligible = sum(length for _, length, _, _ in self.lines)
        rank = self.policy.rank_talk
        ranked = sorted(
            (rank(arrived, promise, extra, self.now), name)
            for entries, _, promise, extra in self.lines
            for arrived, name in entries
        )
        waited = max(0.0, self.now - self.request.arrived)
        return {
            **head(self.request, "slot", self.now, self.steps, self.policy),
            **choice(ranked[:SHOWN], eligible, excluded),
            "agent": self.agent.id,
            "why": explain.for_slot(waited, eligible, self.policy.praise_talk()),
        }


def head(request: Request, rule: str, now: float, steps: int, policy: Policy) -> dict[str, Any]:
    """What every record begins with."""
    return {
        "conversation": request.id,
        "rule": rule,
        "waited": max(0.0, now - request.arrived),
        "promise": request.promise,
        "step": steps,
        "policy": policy.version,
        "at": now,
    }


def choice(ranked: Ranked, eligible: int, excluded: Counter[str]) -> dict[str, Any]:
    """Who was compared, and who wasn't."""
    shown = fitting(ranked)
    return {
        "candidates": tuple(Candidate(name, figures) for figures, name in shown),
        "eligible": eligible - len(shown),
        "excluded": {reason: excluded[reason] for reason in sorted(excluded) if excluded[reason] > 0},
        "runner_up": shown[1][1] if len(shown) > 1 else None,
        "margin": margin(shown),
    }


def preferred(ranked: Ranked, agent: str, figures: Figures) -> Ranked:
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
