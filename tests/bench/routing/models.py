"""The small worlds in which routing is judged: the issue's N-model, W-model, long tail of languages and VIP flood."""

from routing.arrivals import Stream
from routing.engine import AgentSpec

WORK, PATIENCE, LOAD = 300.0, 900.0, 0.92  # mean seconds of work and of patience; work that arrives per agent
Model = tuple[list[AgentSpec], list[Stream]]


def crew(number: int, first: int, *skills: str, capacity: int = 1) -> list[AgentSpec]:
    """So many alike, with two and three chats at once worth 1.6 and 2.0 of one."""
    conc = (1.0, 1.6, 2.0)[:capacity]
    return [
        AgentSpec(id=f"a{first + place:02}", skills=dict.fromkeys(skills, 3), capacity=capacity, conc=conc)
        for place in range(number)
    ]


def streams(total: float, shares: dict[str, float], promise: float = 60.0) -> list[Stream]:
    """One stream for each skill; `total` is arrivals a second."""
    return [
        Stream(name=name, rate=total * share, needs={name: 1}, promise=promise, work=WORK, patience=PATIENCE)
        for name, share in shares.items()
    ]


def n_model() -> Model:
    """8 agents with x only, 6 with x and y; 65 % want x."""
    return [*crew(8, 0, "x"), *crew(6, 8, "x", "y")], streams(14 * LOAD / WORK, {"x": 0.65, "y": 0.35})


def w_model() -> Model:
    """6 agents with x and y, 6 with y and z; 40, 25 and 35 % want x, y and z."""
    return (
        [*crew(6, 0, "x", "y"), *crew(6, 6, "y", "z")],
        streams(12 * LOAD / WORK, {"x": 0.40, "y": 0.25, "z": 0.35}),
    )


def long_tail(capacity: int, load: float = LOAD) -> Model:
    """24 agents: all speak English, six also Chinese, three also Japanese; 70, 20 and 10 % ask for each.

    One in ten is a VIP. `load` is of what all can do with every unit taken.
    """
    agents = []
    for place in range(24):
        second = ["zh"] if place < 6 else ["ja"] if place < 9 else []
        agents += crew(1, place, "en", *second, capacity=capacity)
    total = load * 24 * (1.0, 1.6, 2.0)[capacity - 1] / WORK
    tongues_asked = {"en": 0.70, "zh": 0.20, "ja": 0.10}
    ordinary = streams(total * 0.9, tongues_asked)
    vip = [
        Stream(
            name=f"{each.name} vip",
            rate=total * 0.1 * tongues_asked[each.name],
            needs=each.needs,
            promise=30.0,
            work=WORK,
            patience=PATIENCE,
        )
        for each in ordinary
    ]
    return agents, [*ordinary, *vip]


def vip_flood(load: float = 1.3) -> Model:
    """12 agents, more work than they can do, and 19 of 20 visitors are VIPs whose promise is half as long."""
    total = load * 12 / WORK
    return crew(12, 0, "en"), [
        Stream(name="vip", rate=0.95 * total, needs={"en": 1}, promise=30.0, work=WORK, patience=PATIENCE),
        Stream(name="ordinary", rate=0.05 * total, needs={"en": 1}, promise=60.0, work=WORK),
    ]
