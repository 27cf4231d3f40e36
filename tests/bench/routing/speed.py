"""Prints what a routing decision costs in CPU time at 10,000 agents and 100,000 waiting; run it by hand, it asserts nothing.

python tests/bench/routing/speed.py [policy] [agents] [waiting]
"""

import gc
import random
import sys
import time
from collections import deque
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from routing.engine import AgentSpec, Engine, Request

LANGUAGES, TOPICS = ["zh", "en", "ja", "es"], ["billing", "returns", "tech", "delivery", "invoices"]
PAIRS = 20_000


def build(policy: str, agents: int, chance: random.Random) -> Engine:
    """A floor of agents with one or two languages and two topics each."""
    engine = Engine(policy=policy)
    for number in range(agents):
        skills = chance.sample(LANGUAGES, chance.choice([1, 2])) + chance.sample(TOPICS, 2)
        levels = {skill: chance.randint(1, 5) for skill in skills}
        engine.add_agent(AgentSpec(id=f"a{number:05}", skills=levels, capacity=3), now=0.0)
    return engine


def request(number: int, now: float, chance: random.Random) -> Request:
    """A conversation in one language about one topic, with the default steps."""
    topic = chance.choice(TOPICS)
    steps = ((60_000.0, ("level", topic, 1)), (120_000.0, ("drop", topic)))
    needs = {chance.choice(LANGUAGES): 1, topic: 2}
    return Request(
        id=f"c{number:07}", needs=needs, promise=chance.choice([30.0, 60.0]), arrived=now, steps=steps
    )


def say(what: str, times: list[float]) -> None:
    """One line of figures."""
    times.sort()
    rate = len(times) / sum(times)
    p50, p99 = (1000 * times[int(len(times) * share)] for share in (0.5, 0.99))
    print(f"{what:34} {rate:9,.0f}/s   p50 {p50:.3f} ms   p99 {p99:.3f} ms   max {1000 * times[-1]:.1f} ms")  # noqa: T201


def main(policy: str, agents: int, waiting: int) -> None:
    """Fill the floor, then finish and arrive in pairs: first with a backlog, then with free agents."""
    chance = random.Random(7)
    engine, open_chats = build(policy, agents, chance), deque[str]()
    clock, number = 0.0, 0
    while len(engine.waiting()) < waiting if number % 5000 == 0 else True:
        number, clock = number + 1, clock + 0.001
        open_chats.extend(
            each.conversation for each in engine.request(request(number, clock, chance), now=clock)
        )
    gc.freeze()
    for label in (f"{policy}: {waiting:,} waiting", f"{policy}: half the agents free"):
        times = []
        for _ in range(PAIRS):
            number, clock = number + 1, clock + 0.001
            arrival = request(number, clock, chance)
            started = time.thread_time()
            decisions = engine.release(open_chats.popleft(), now=clock)
            decisions += engine.request(arrival, now=clock)
            times.append(time.thread_time() - started)
            open_chats.extend(decision.conversation for decision in decisions)
        say(label, times)
        for name in engine.waiting():
            engine.cancel(name, now=clock)
        for _ in range(len(open_chats) // 2):
            engine.release(open_chats.popleft(), now=clock)


if __name__ == "__main__":
    given = sys.argv[1:] + ["promise", "10000", "100000"][len(sys.argv) - 1 :]
    main(given[0], int(given[1]), int(given[2]))
