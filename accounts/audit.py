"""The audit trail: who did what, when and with what outcome, in lines that nobody can change unseen.

It names people and things by id only; names, mail addresses and texts never enter.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Literal

from django.conf import settings
from django.db import transaction

from accounts import anchors, chain
from accounts.addresses import truncated
from accounts.models import AuditEntry, AuditHead, User
from chatdesk.kernel.clock import now

ANCHOR_EVERY = 100  # lines; and the first line of each day
FIELDS = ("n", "at", "actor", "role", "verb", "subject", "outcome", "detail", "address", "prev", "hash")
RESTORED, STRANGERS = "restore", "lines_under_another_key"
WITH_THAT_KEY = "they can be checked with that one only"
BRING_BACK = "Put the former secret.key (or CHATDESK_SECRET_KEY) back, or restore a backup made with --keys, and check again"
SUBJECT_CHARACTERS, TEXT_CHARACTERS = 120, 200
FOUND = {
    "changed": "it was changed",
    "missing": "it is missing",
    "inserted": "it was inserted",
    "reordered": "it stands in the wrong order",
    "cut": "it and all after it were cut off",
    "head": "the head of the chain was changed",
    "anchor": "an anchor was changed",
}
Outcome = Literal["ok", "denied", "failed"]


def record(
    verb: str,
    *,
    actor: User | None = None,
    subject: str = "",
    outcome: Outcome = "ok",
    detail: chain.Detail | None = None,
    address: str = "",
) -> None:
    """Append one line, in the open transaction if there is one, so that a deed and its line are kept or lost together.

    Holds the head of the chain until that transaction ends: call it late in a long one.
    """
    with transaction.atomic():
        head = _head_for_update()
        line = chain.Line(
            n=head.count + 1,
            at=now(),
            actor=actor.pk if actor else None,
            role=actor.role if actor else "",
            verb=verb,
            subject=_plain(subject, SUBJECT_CHARACTERS),
            outcome=outcome,
            detail={key: _kept(value) for key, value in (detail or {}).items()},
            address=truncated(address),
            prev=head.hash,
        )
        _append(line, head, _key())


def verify() -> chain.Break | None:
    """The first broken place of the whole trail, or None. Others may go on writing meanwhile."""
    try:
        known = anchors.read()
    except anchors.Unreadable as error:
        return chain.Break(int(str(error)), "anchor")
    kept = AuditHead.objects.first()
    head = chain.Head(kept.count, kept.hash, kept.seal) if kept else None
    if broken := chain.check(_key(), _lines(head), head, known, strangers()):
        return _under_another_key(head, known) or broken
    beyond = kept.count if kept and (kept := AuditHead.objects.first()) else 0
    extra = AuditEntry.objects.filter(n__gt=beyond).order_by("n").first()
    return chain.Break(extra.n, "inserted") if extra else None


def strangers() -> int:
    """How many lines at the beginning were sealed under another key, as a line under ours says: a backup was restored then."""
    for row in AuditEntry.objects.filter(verb=RESTORED).order_by("-n"):
        number = row.detail.get(STRANGERS)
        if isinstance(number, int) and number == row.n - 1 and chain.authentic(_key(), _line(row)):
            return number
    return 0


def sentence(broken: chain.Break | None) -> str:
    """What `verify` found, for whoever asked on the command line."""
    if broken is None:
        before = strangers()
        more = (
            f"; lines 1 to {before} were sealed under another key, before the restore: {WITH_THAT_KEY}"
            if before
            else ""
        )
        return f"The audit trail is whole: {AuditEntry.objects.count()} lines{more}"
    if broken.what == "key":
        return (
            f"Lines 1 to {broken.line} of the audit trail can't be checked: they were sealed under another secret key than this "
            f"one. {BRING_BACK}; if nobody has changed the key, somebody has changed them"
        )
    return f"The audit trail is broken at line {broken.line}: {FOUND[broken.what]}"


def _under_another_key(head: chain.Head | None, known: list[chain.Head]) -> chain.Break | None:
    """Where the trail begins with lines that weren't sealed under our key, and their anchors weren't either: up to where. What
    doesn't fit after them comes first. Anchors under our key tell that the lines were changed, and not the key.
    """
    number = 0
    for line in _lines(head):
        if chain.authentic(_key(), line):
            break
        number = line.n
    theirs = [one for one in known if one.count <= number]
    if (
        head is None
        or not theirs
        or any(one == chain.seal_head(_key(), one.count, one.hash) for one in theirs)
    ):
        return None
    later = chain.check(_key(), _lines(head), head, known, number) if number < head.count else None
    return later or chain.Break(number, "key")


def _append(line: chain.Line, head: AuditHead, key: bytes) -> None:
    seal = chain.seal(key, line)
    AuditEntry.objects.create(
        n=line.n,
        at=line.at,
        actor=line.actor,
        role=line.role,
        verb=line.verb,
        subject=line.subject,
        outcome=line.outcome,
        detail=line.detail,
        address=line.address,
        prev=line.prev,
        hash=seal,
    )
    sealed = chain.seal_head(key, line.n, seal)
    AuditHead.objects.filter(pk=head.pk).update(count=line.n, hash=sealed.hash, seal=sealed.seal, at=line.at)
    if line.n % ANCHOR_EVERY == 0 or _new_day(head.at, line.at):
        transaction.on_commit(partial(anchors.write, sealed))


def _head_for_update() -> AuditHead:
    """The one row that every writer has to hold: locked by itself on PostgreSQL, by BEGIN IMMEDIATE on SQLite."""
    return AuditHead.objects.select_for_update().get_or_create(pk=AuditHead.ONLY)[0]


def _new_day(before: datetime | None, at: datetime) -> bool:
    return before is None or before.date() != at.date()


def _lines(head: chain.Head | None) -> Iterator[chain.Line]:
    rows = AuditEntry.objects.order_by("n").values_list(*FIELDS)
    if head is not None:
        rows = rows.filter(n__lte=head.count)
    return (chain.Line(*row) for row in rows.iterator(chunk_size=2000))


def _line(row: AuditEntry) -> chain.Line:
    return chain.Line(*(getattr(row, name) for name in FIELDS))


def _key() -> bytes:
    """Made from the installation's secret key, for this purpose alone."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"chatdesk audit chain", "sha256")


def _kept(value: str | int | bool) -> str | int | bool:
    return _plain(value, TEXT_CHARACTERS) if isinstance(value, str) else value


def _plain(text: str, characters: int) -> str:
    """One line of printable text, so that a forged line break forges nothing."""
    return "".join(one if one.isprintable() else "\ufffd" for one in text[:characters])
