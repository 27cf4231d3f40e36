"""What the engine learns: how long each requirement takes, how long people wait for it, and which skills are in demand."""

from collections import Counter
from math import exp

from routing.spec import Request

HANDLING = 300.0  # seconds of undivided work, until something is known
PATIENCE = 600.0  # seconds
SHARE = 0.05  # of each new observation in an average
WINDOW = 900.0  # seconds over which demand fades
PUBLISHED_EVERY = 10.0  # seconds; in between demand stands still, so that an order by it holds
DIGITS = 6  # of demand in a figure


class Lessons:
    """What is known of one requirement."""

    __slots__ = ("_patience", "_waited", "handling")

    def __init__(self) -> None:
        self.handling = HANDLING  # seconds of undivided work
        self._patience = PATIENCE
        self._waited = 0.0  # seconds, by everybody since the last one gave up

    @property
    def patience(self) -> float:
        """Mean seconds after which somebody gives up: what all waited together for each one who did."""
        return self._patience + SHARE * max(0.0, self._waited - self._patience)

    def waited(self, seconds: float, *, in_vain: bool) -> None:
        """One was given to an agent, or left, after so long."""
        self._waited += seconds
        if in_vain:
            self._patience += SHARE * (self._waited - self._patience)
            self._waited = 0.0

    def took(self, work: float) -> None:
        """One was finished after so many seconds of undivided work."""
        self.handling += SHARE * (work - self.handling)

    def state(self) -> list[float]:
        """Everything that decides later figures, JSON-able."""
        return [self.handling, self._patience, self._waited]


class Demand:
    """Work that arrives per second for each skill over about a quarter of an hour, per slot that can do it."""

    __slots__ = ("_fresh", "_rates", "by_skill", "published_at", "slots", "version")

    def __init__(self) -> None:
        self.slots: Counter[str] = Counter()  # thousandths of one chat's speed, of agents who are there
        self.by_skill: dict[str, float] = {}  # as last published
        self.published_at = 0.0
        self.version = 0
        self._rates: dict[str, float] = {}
        self._fresh: dict[str, float] = {}  # seconds of work since then

    def arrived(self, request: Request, handling: float) -> None:
        """A conversation came that will take so many seconds of work."""
        for skill in request.needs:
            self._fresh[skill] = self._fresh.get(skill, 0.0) + handling

    def publish(self, now: float) -> None:
        """Bring the figures up to date, if their time has come."""
        passed = now - self.published_at
        if passed < PUBLISHED_EVERY:
            return
        self.published_at = now
        if not self._fresh and not self._rates:
            return
        keep = exp(-passed / WINDOW)
        for skill in self._fresh.keys() | self._rates.keys():
            fresh = self._fresh.get(skill, 0.0) * (1.0 - keep) / passed
            self._rates[skill] = self._rates.get(skill, 0.0) * keep + fresh
        self._fresh.clear()
        self.by_skill = {
            skill: rate / (self.slots[skill] / 1000.0) if self.slots[skill] else 0.0
            for skill, rate in sorted(self._rates.items())
        }
        self.version += 1

    def burden(self, skills: frozenset[str], needs: frozenset[str]) -> float:
        """How much the skills that aren't needed here are in demand elsewhere."""
        return round(sum(self.by_skill.get(skill, 0.0) for skill in sorted(skills - needs)), DIGITS)

    def state(self) -> dict[str, object]:
        """Everything that decides later figures, JSON-able."""
        return {
            "rates": dict(sorted(self._rates.items())),
            "fresh": dict(sorted(self._fresh.items())),
            "by_skill": self.by_skill,
            "published_at": self.published_at,
        }
