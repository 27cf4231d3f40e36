"""One claiming process: `python -m tests.bench.claims.worker CLAIMS SEED`; prints what became of its claims as JSON."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future

import django

django.setup()

from accounts.models import User  # noqa: E402
from chatdesk.kernel.errors import DeskError, Stale  # noqa: E402
from conversations import moves  # noqa: E402
from conversations.journal import Tx, journal  # noqa: E402
from conversations.lifecycle import Move, State  # noqa: E402
from conversations.models import Conversation  # noqa: E402

AT_ONCE = 20  # claims in the journal's hands at a time
WHY = {"zh": "压力测试", "en": "A claim of the soak"}


def attempt(conversation: int, agent: User) -> Future[tuple[int, int]]:
    return journal.submit(claim(conversation, agent), conversation=conversation)


def claim(conversation: int, agent: User) -> Callable[[Tx], tuple[int, int]]:
    """Take it for this agent, unless somebody was faster or the agent is full."""

    def operation(tx: Tx) -> tuple[int, int]:
        row = tx.lock(conversation)
        if row.state != State.QUEUED:
            raise Stale("somebody was faster")
        moves.assign(tx, row, agent, Move.ASSIGN, WHY)
        return conversation, row.epoch

    return operation


def let_go(conversation: int, epoch: int) -> Callable[[Tx], None]:
    """Back into the queue, under the claim's own epoch."""

    def operation(tx: Tx) -> None:
        row = tx.lock(conversation)
        if row.state != State.LIVE or row.epoch != epoch:
            raise AssertionError(f"{row} was taken away: it is {row.state} in epoch {row.epoch}, not {epoch}")
        moves.enqueue(tx, row, Move.REQUEUE, "agent_lost")

    return operation


def main(claims: int, seed: int) -> Counter[str]:
    """Claim, and let go again of what was won."""
    rng = random.Random(seed)
    talks, agents = list(Conversation.objects.values_list("pk", flat=True)), list(User.objects.order_by("pk"))
    became: Counter[str] = Counter()
    for begun in range(0, claims, AT_ONCE):
        several = range(min(AT_ONCE, claims - begun))
        tried = [attempt(rng.choice(talks), rng.choice(agents)) for _ in several]
        won = [result for future in tried if (result := outcome(future, became))]
        while won:
            gone = [(result, journal.submit(let_go(*result), conversation=result[0])) for result in won]
            won = [result for result, future in gone if not done(future)]
    journal.stop()
    return became


def done(future: Future[None]) -> bool:
    """False where the database was too busy to say."""
    try:
        future.result(timeout=60)
    except DeskError:
        return False
    return True


def outcome(future: Future[tuple[int, int]], became: Counter[str]) -> tuple[int, int] | None:
    try:
        result = future.result(timeout=60)
    except DeskError as error:
        became[error.code] += 1
        return None
    became["won"] += 1
    return result


if __name__ == "__main__":
    json.dump(main(int(sys.argv[1]), int(sys.argv[2])), sys.stdout)
