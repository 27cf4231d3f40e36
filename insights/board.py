"""The supervisor's board, made afresh at each asking: a fixed number of queries, whatever lies in the past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from chatdesk.kernel import clock
from chatdesk.kernel.clock import stamp
from conversations import moves, selectors, watchdog
from conversations.frames import board as wire
from conversations.frames.parts import Colleague
from conversations.lifecycle import WAITING, State
from conversations.models import Conversation
from insights import figures, metrics, reading
from insights.metrics import Need, Person, Waiter
from routing.firm import Firm, firm
from routing.models import Skill

CONCERN = {State.QUEUED: 0, State.OFFERED: 0, State.LIVE: 2, State.BOT: 3, State.PARKED: 4}
SILENT = 1  # a live one whose agent has been reminded
NEEDS = 50  # items that a person could still look through


def snapshot(now: datetime, site: str | None = None, team: str | None = None) -> wire.Board:
    """The board of that moment; raises NotFound for a site or team that isn't there."""
    at = figures.moment(now, site)
    scope = figures.within(site, team)
    floor, load = reading.on_the_floor(scope)
    people = reading.people(team, load, at.now)
    skills = list(Skill.objects.order_by("pk"))
    of = firm(skills)
    waiters = [reading.waiter(row, of, at.now) for row in floor if row.state in WAITING]
    queues = metrics.queues(waiters, people, of.languages)
    silences = [reading.silence(row, at.now) for row in floor if moves.UNANSWERED in row.labels]
    needs = [*broken(), *metrics.needs_you(at.now, queues, waiters, people, silences)]
    first = next((row for row in floor if row.state in WAITING), None)  # by `arrived_at`
    states = Counter(row.state for row in floor)
    return wire.Board(
        at=stamp(at.now),
        site=site,
        team=team,
        waiting=len(waiters),
        offered=states[State.OFFERED],
        oldest_wait_s=max((waiter.waited_s for waiter in waiters), default=0.0),
        oldest=_oldest(first) if first else None,
        bot=scope.filter(figures.bot(at)).count(),
        live=states[State.LIVE],
        parked=states[State.PARKED],
        agents=metrics.by_state(people),
        free=sum(person.free for person in people),
        queues=[wire.BoardQueue(q.key, q.waiting, q.oldest.waited_s, q.free) for q in queues],
        skills=[_skill(skill, waiters, people) for skill in skills],
        people=[_person(person) for person in people],
        today=reading.today(scope, at),
        arrivals=reading.arrivals(scope, at),
        rows=rows(floor, reading.with_bot(scope, at), at.now),
        needs_you=[_need(need, of) for need in needs[:NEEDS]],
    )


def both(site: str | None, team: str | None) -> tuple[wire.Board, wire.Board]:
    """The feed of the sockets: the board with visitors' names, and without."""
    board = snapshot(clock.now(), site, team)
    return board, faceless(board)


def faceless(board: wire.Board) -> wire.Board:
    """The same board without a word about who the visitors are."""
    oldest = replace(board.oldest, customer="", name="") if board.oldest else None
    return replace(
        board, oldest=oldest, rows=[replace(row, customer="", name="", verified=False) for row in board.rows]
    )


def rows(
    floor: list[Conversation], with_bot: list[tuple[Conversation, float | None]], now: datetime
) -> list[wire.BoardRow]:
    """Who waits first, by the share of the promise used; then silent agents, live, bot and parked, the newest first."""
    sure = {row.pk: confidence for row, confidence in with_bot}
    ordered = sorted([*floor, *(row for row, _ in with_bot)], key=lambda row: _concern(row, now))
    return [_row(row, sure.get(row.pk), now) for row in ordered[: reading.ROWS]]


def _concern(row: Conversation, now: datetime) -> tuple[int, float]:
    if row.state in WAITING:
        return CONCERN[State.QUEUED], -selectors.waited_s(row, now) / row.promise_s
    rank = SILENT if moves.UNANSWERED in row.labels else CONCERN[State(row.state)]
    return rank, -row.since.timestamp()


def _row(row: Conversation, confidence: float | None, now: datetime) -> wire.BoardRow:
    agent = row.assignee or row.offered_to
    return wire.BoardRow(
        id=str(row.pk),
        state=State(row.state),
        customer=str(row.customer_id),
        name=selectors.shown_name(row.customer),
        verified=row.customer.verified,
        needs=row.needs,
        agent=Colleague(str(agent.pk), agent.name) if agent else None,
        bot_confidence=confidence,
        first_response_s=row.first_response_s,
        began=stamp(row.created_at),
        since=stamp(row.since),
        waited_s=selectors.waited_s(row, now),
        promise_s=row.promise_s,
        channel=row.channel,
    )


def _oldest(row: Conversation) -> wire.BoardOldest:
    name = selectors.shown_name(row.customer)
    return wire.BoardOldest(
        conversation=str(row.pk),
        customer=str(row.customer_id),
        name=name,
        needs=row.needs,
        promise_s=row.promise_s,
    )


def _skill(skill: Skill, waiters: Sequence[Waiter], people: Sequence[Person]) -> wire.BoardSkill:
    return wire.BoardSkill(
        key=skill.key,
        name=skill.name,
        kind=skill.kind,
        free=metrics.free_with(skill.key, people),
        waiting=sum(skill.key in waiter.needs for waiter in waiters),
    )


def _person(person: Person) -> wire.BoardPerson:
    return wire.BoardPerson(
        id=person.id,
        name=person.name,
        state=person.state,
        since=stamp(person.since),
        load=person.load,
        capacity=person.capacity,
        skills=dict(person.skills),
        team=person.team,
        reason=person.reason,
    )


def broken() -> list[Need]:
    """What the router's last check found, by rule."""
    found = watchdog.last()["violations"]
    rules = Counter(str(one["rule"]) for one in found)  # type: ignore[attr-defined]
    return [Need("routing_check", {"rule": rule, "violations": number}) for rule, number in rules.items()]


def _need(need: Need, of: Firm) -> wire.BoardNeed:
    figures = dict(need.figures)
    if "team" in figures:
        figures["team"] = " / ".join(of.teams.get(key, key) for key in str(figures["team"]).split("+"))
    agent = Colleague(need.agent.id, need.agent.name) if need.agent else None
    return wire.BoardNeed(
        code=need.code,  # type: ignore[arg-type]
        figures=figures,
        conversation=need.conversation,
        agent=agent,
    )
