"""Plants known bugs in a copy of the engine, one at a time, and runs the routing tests: each must be caught.

python tests/core/routing/mutants.py
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HUNT = """from hypothesis import Phase, settings
settings.register_profile("hunt", phases=[Phase.generate])  # to be caught is enough, the smallest example isn't needed
settings.load_profile("hunt")
"""

BUGS: list[tuple[str, str, str, str]] = [
    ("a level below the need is enough", "want.py", "0) < level", "0) < level - 1"),
    ("a refused agent is asked again", "seat.py", 'return "refused" if agent in self.refusals else None', "return None"),
    ("a slot goes to an agent who refused", "pool.py", 'return "refused" if agent in refused else None', "return None"),
    ("never-asked agents are asked", "seat.py", "if agent in self.request.not_agents:", "if not agent:"),
    ("one unit too many", "seat.py", "<= self.spec.capacity and", "<= self.spec.capacity + 1 and"),
    ("channel maximum forgotten", "seat.py", "+ weight <= most", "+ weight <= most + 9"),
    ("weights count as one", "seat.py", "self.load += request.weight", "self.load += 1"),
    ("agents on break are free", "pool.py", "seat.state is not AgentState.ONLINE", "seat.state.value == 'offline'"),
    ("ramp forgotten", "pool.py", 'return "ramp" if seat.ramp_until() is not None else None', "return None"),
    ("ramp reopens too early", "seat.py", "RAMP_WINDOW = 60.0", "RAMP_WINDOW = 59.0"),
    ("release leaves the slot idle", "floor.py", "self._changed_seats.add(seat.spec.id)", "pass"),
    ("a refused one isn't offered on", "floor.py", "self._changed_talks.setdefault(talk.request.id, False)", "pass"),
    ("a re-queued one loses its time", "policy.py", "return (request.arrived,)", "return (-request.arrived,)"),
    ("the higher id wins a tie of arrivals", "heap.py", "entry != last", "entry > entries[0]"),
    ("steps count from nowhere", "want.py", "request.arrived + after <= now", "after <= now"),
    ("steps come late", "want.py", "request.arrived + after <= now", "request.arrived + after < now"),
    ("a level step may raise", "want.py", "min(had, level) if", "level if"),
    ("any keeps the team", "want.py", "teams=None, agent=None", "agent=None"),
    ("any keeps the agent", "want.py", "teams=None, agent=None", "teams=None"),
    ("a team step replaces the team", "want.py", "want.teams | {team}", "frozenset((team,))"),
    ("exclusions last too long", "engine.py", "EXCLUDED_FOR = 60.0", "EXCLUDED_FOR = 61.0"),
    ("rounds never end", "floor.py", "if self.pool.all_refused(talk):", "if False:"),
    ("rounds end though somebody is left", "pool.py", "signature.online() == sum", "0 < sum"),
    ("wrap-up never ends", "floor.py", "seat.wrap_until <= self.now", "seat.wrap_until < 0"),
    ("wrap-up takes new ones", "floor.py", "seat.state = AgentState.WRAP_UP", "seat.state = AgentState.ONLINE"),
    ("wrap-up wakes an agent on break", "floor.py", "seat.state in (AgentState.ONLINE, AgentState.WRAP_UP)", "True"),
    ("the busiest wins", "policy.py", "(agent.load / max", "(-agent.load / max"),
    ("fewest chats, not least share", "policy.py", "agent.load / max(agent.capacity, 1)", "float(agent.load)"),
    ("last assignment ignored", "policy.py", "agent.assigned_at)\n", "0.0)\n"),
    ("idle counts from assignment", "policy.py", "(0.0, agent.free_since)", "(0.0, agent.assigned_at)"),
    ("sticky ignored", "choice.py", "if sticky and", "if not sticky and"),
    ("sticky although full", "pool.py", "seat.spec.id in talk.signature.free", "seat.spec.id in talk.signature.capable"),
    ("a removed agent's chats vanish", "engine.py", "for conversation in list(seat.held):", "for conversation in []:"),
    (
        "an updated skill isn't noticed",
        "engine.py",
        "floor.pool.join(seat)\n"
        "        floor.seat_changed(seat)\n"
        "        return floor.settle()\n"
        "\n"
        "    def remove",
        "floor.pool.seats[spec.id] = seat\n"
        "        return floor.settle()\n"
        "\n"
        "    def remove",
    ),
    (
        "a bad event changes something",
        "engine.py",
        "check_new(floor, request)\n"
        "        floor.advance(now)",
        "floor.advance(now)\n"
        "        check_new(floor, request)",
    ),
    ("candidates counted as others", "choice.py", "field.eligible - len(shown)", "field.eligible"),
    (
        "closed ones are forgotten",
        "engine.py",
        "del floor.talks[conversation]\n"
        "        floor.counts[\"closed\"] += 1",
        "del floor.talks[conversation]",
    ),
    ("no reminder of a step", "floor.py", "for after, _ in ahead[:1]", "for after, _ in ahead[1:]"),
    (
        "order by chance of a set",
        "floor.py",
        "until > self.now}\n"
        "        self.enqueue(talk)\n"
        "        self._changed",
        "until >= self.now}\n"
        "        self.enqueue(talk)\n"
        "        self._changed",
    ),
    ("a shown step that changes nothing", "want.py", "if after != want:", "if after:"),
]  # fmt: skip


def caught(copy: Path, file: str, right: str, wrong: str) -> bool:
    """Whether the tests fail with the bug in; the copy is whole again afterwards."""
    path = copy / "routing" / file
    text = path.read_text()
    if text.count(right) < 1:
        raise SystemExit(f"{file} no longer says {right!r}: bring the list of bugs up to date.")
    path.write_text(text.replace(right, wrong))
    command = [sys.executable, "-m", "pytest", "tests/core/routing", "-qx", "-p", "no:cacheprovider"]
    quiet = {"env": {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, "cwd": copy, "capture_output": True}
    failed = subprocess.run(command, check=False, **quiet).returncode == 1  # type: ignore[call-overload]
    path.write_text(text)
    return bool(failed)


def main() -> int:
    """Print each bug with its fate; 1 if any survives."""
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "chatdesk"
        shutil.copytree(
            ROOT, copy, ignore=shutil.ignore_patterns("node_modules", ".git", "__pycache__", ".hypothesis")
        )
        (copy / "tests" / "core" / "routing" / "conftest.py").write_text(HUNT)
        for name, file, right, wrong in BUGS:
            killed = caught(copy, file, right, wrong)
            survivors += not killed
            print("caught  " if killed else "SURVIVES", name, flush=True)  # noqa: T201
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
