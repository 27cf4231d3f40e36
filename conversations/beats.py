"""Visitors' leases, renewed in one statement for all that beat since the last commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from conversations.line_rows import many, postgresql, run

RENEW = "ON CONFLICT (connection) DO UPDATE SET until = excluded.until"


class Beat(NamedTuple):
    """This visitor's socket is there until then."""

    connection: str
    customer: int
    until: datetime


def write(beats: Sequence[Beat]) -> None:
    """The last beat of each socket counts; who no longer exists is passed over. A transaction is open."""
    last = list({beat.connection: beat for beat in beats}.values())
    into = "INSERT INTO conversations_visitorlease (connection, customer_id, until)"
    if postgresql():
        known = "FROM unnest(%s::text[], %s::bigint[], %s::timestamptz[]) AS b (c, p, u) JOIN customers_customer k ON k.id = b.p"
        run(
            f"{into} SELECT b.c, b.p, b.u {known} {RENEW}",
            [list(column) for column in zip(*last, strict=True)],
        )
        return
    at = connection.ops.adapt_datetimefield_value
    words = f"{into} SELECT ?1, id, ?3 FROM customers_customer WHERE id = ?2 {RENEW}"  # noqa: S608
    many(words, [(beat.connection, beat.customer, at(beat.until)) for beat in last])
