"""`python -m tests.bench.sockets.fill TALKS IDLE STALLED`: people who talk, who watch, visitors who only sit there.

Into the database of CHATDESK_DATABASE_URL or CHATDESK_DATA; prints their keys and tokens.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

AT_ONCE = 4  # conversations an agent
LINES, LONG = 80, "so much to say " * 60  # in a talk that nobody reads
WATCHERS = 10  # supervisors, each with up to ten sockets


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatdesk.settings")
    django.setup()
    sys.stdout.write(json.dumps(fill(*map(int, sys.argv[1:]))))


def fill(talks: int, idle: int, stalled: int) -> dict[str, Any]:
    from accounts.models import Role
    from tests.flows import places

    shop = places.shop()
    agents = [f"agent{number}" for number in range(-(-talks // AT_ONCE) + 1)]
    watchers = [f"watcher{number}" for number in range(WATCHERS)]
    for name in agents:
        shop.employ(name, {"en": 5}, capacity=AT_ONCE)
    for name in watchers:
        shop.employ(name, {"en": 5}, role=Role.SUPERVISOR)
    return {
        "keys": [shop.keys[name] for name in agents],
        "watchers": [shop.keys[name] for name in watchers],
        "talks": [talk(shop, agents[at // AT_ONCE], at // AT_ONCE) for at in range(talks)],
        "hall": talk(shop, agents[-1], len(agents) - 1),
        "idle": sitting(shop, idle),
        "stalled": with_much_to_read(sitting(shop, stalled)) if stalled else [],
    }


def talk(shop: Any, agent: str, number: int) -> dict[str, Any]:
    """A live conversation of a visitor with an agent, who is there for as long as we measure."""
    from chatdesk.kernel.clock import now
    from conversations.lifecycle import State
    from routing.models import Lease
    from tests import factories

    customer, token = factories.visitor(shop.site)
    who, moment = shop.users[agent], now()
    Lease.objects.get_or_create(
        connection=f"bench-{agent}", defaults={"user": who, "until": moment + timedelta(hours=1)}
    )
    row = factories.conversation(
        customer, state=State.LIVE, assignee=who, last_agent=who, epoch=1, agent_spoke_at=moment
    )
    return {"conversation": str(row.pk), "token": token, "agent": number}


def sitting(shop: Any, number: int) -> list[tuple[str, str]]:
    """Visitors who came back: (token, conversation), each with a talk of two lines that ended a while ago."""
    from chatdesk.kernel import ids
    from chatdesk.kernel.clock import now
    from conversations.lifecycle import State
    from conversations.models import Conversation, Entry
    from customers.models import Customer, VisitorToken

    moment = now()
    people = Customer.objects.bulk_create(Customer(site=shop.site) for _ in range(number))
    tokens = [ids.secret("vt_") for _ in people]
    VisitorToken.objects.bulk_create(
        VisitorToken(digest=ids.digest(token), customer=one, created_at=moment, used_at=moment)
        for one, token in zip(people, tokens, strict=True)
    )
    ended = {
        "state": State.RESOLVED,
        "resolved_at": moment,
        "outcome": "resolved",
        "rounds": 1,
        "last_seq": 2,
    }
    rows = Conversation.objects.bulk_create(
        Conversation(site=shop.site, customer=one, created_at=moment, since=moment, **ended) for one in people
    )
    Entry.objects.bulk_create(
        Entry(conversation=row, seq=seq, kind="message", role="visitor", text="thank you", at=moment)
        for row in rows
        for seq in (1, 2)
    )
    return [(token, str(row.pk)) for token, row in zip(tokens, rows, strict=True)]


def with_much_to_read(people: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """More lines in each talk than a socket is sent un-acknowledged. PostgreSQL alone."""
    from django.db import connection

    ids = [int(conversation) for _, conversation in people]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_entry (conversation_id, seq, kind, role, author, author_name, text, data, at) "
            "SELECT id, seq, 'message', 'agent', '', '', %s, '{}', now() "
            "FROM unnest(%s::bigint[]) AS c (id), generate_series(3, %s) AS g (seq)",
            [LONG, ids, LINES],
        )
        cursor.execute("UPDATE conversations_conversation SET last_seq = %s WHERE id = ANY(%s)", [LINES, ids])
    return people


if __name__ == "__main__":
    main()
