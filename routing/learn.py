"""What the engine learns: how long each requirement takes, how long people wait for it, and which skills are in demand."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from routing.spec import Request

HANDLING = 300.0  # seconds of undivided work, until something is known
PATIENCE = 600.0  # seconds
SHARE = 0.05  # of each new observation in an average
WINDOW = 900.0  # seconds over which demand fades
DIGITS = 6  # of a figure, so that a record stays small
PUBLISHED_EVERY = 10.0  # seconds between two looks at what has arrived


@dataclass(frozen=True, slots=True)
class Past:
    """A conversation that is over. Seconds that it waited and that an agent had it; None where it didn't or nobody knows."""

    needs: Mapping[str, int]
    channel: str
    waited: float | None
    worked: float | None
    in_vain: bool = False


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
    """Work that arrives for each skill over about a quarter of an hour, per free unit of agents who have it."""

    __slots__ = ("_free", "_fresh", "_pressure", "_rates", "_stale", "published_at")

    def __init__(self) -> None:
        self._free: dict[str, int] = {}  # units, of agents who are online
        self._pressure: dict[str, float] = {}
        self._stale: set[str] = set()  # skills whose figure is to be worked out again
        self.published_at = 0.0
        self._rates: dict[str, float] = {}  # seconds of work a second
        self._fresh: dict[str, float] = {}  # seconds of work since they were published

    def arrived(self, request: Request, handling: float) -> None:
        """A conversation came that will take so many seconds of work."""
        for skill in request.needs:
            self._fresh[skill] = self._fresh.get(skill, 0.0) + handling

    def freed(self, skills: frozenset[str], units: int) -> None:
        """Somebody with these skills has so many more free units, or fewer."""
        if units:
            counts = self._free
            for skill in skills:
                counts[skill] = counts.get(skill, 0) + units
            self._stale |= skills

    def pressure(self) -> dict[str, float]:
        """The figure by skill, now; a skill that isn't in has none."""
        for skill in self._stale:
            if rate := self._rates.get(skill):
                self._pressure[skill] = round(rate / max(self._free.get(skill, 0), 1), DIGITS)
        self._stale.clear()
        return self._pressure

    def publish(self, now: float) -> None:
        """Bring the rates up to date, if their time has come."""
        passed = now - self.published_at
        if passed < PUBLISHED_EVERY:
            return
        self.published_at = now
        keep = exp(-passed / WINDOW)
        for skill in self._fresh.keys() | self._rates.keys():
            fresh = self._fresh.get(skill, 0.0) * (1.0 - keep) / passed
            self._rates[skill] = self._rates.get(skill, 0.0) * keep + fresh
        self._stale.update(self._rates)
        self._fresh.clear()

    def state(self) -> dict[str, object]:
        """Everything that decides later figures, JSON-able."""
        return {
            "rates": dict(sorted(self._rates.items())),
            "fresh": dict(sorted(self._fresh.items())),
            "published_at": self.published_at,
        }
