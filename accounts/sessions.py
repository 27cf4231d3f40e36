"""Where people are signed in: told in their words, ended on time, and found again by those who hold a socket open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts import audit
from accounts.addresses import truncated
from accounts.facts import Revoked
from accounts.models import ApiKey, Role, User
from accounts.policy import lacks_second_step
from chatdesk.kernel import bus
from chatdesk.kernel.clock import now
from chatdesk.kernel.http import client_address

NOWHERE, USER_AGENT = "0.0.0.0", 200  # noqa: S104 - a network to show, none to listen on
ABSOLUTE, NOTED_EVERY = timedelta(hours=24), timedelta(minutes=1)
IDLE, ADMIN_IDLE = timedelta(hours=8), timedelta(hours=1)  # what the page does by itself is no use
BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")  # in this order: most claim to be several
NAMES = {
    "Edg": "Edge",
    "OPR": "Opera",
    "iPhone": "iOS",
    "iPad": "iPadOS",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
}
SYSTEMS = ("Windows", "iPhone", "iPad", "Android", "Mac OS X", "CrOS", "Linux")


@dataclass(frozen=True, slots=True)
class Pass:
    """What somebody came in by: a session of the browser, or a key."""

    user: int
    session: str = ""
    key: int = 0


def still_good(shown: Pass, *, used: bool = True) -> User | None:
    """Who came in by `shown`, as they are now, if they still may; a session must be neither over nor from before a new
    password. `used`: a person did something, which keeps a session from being idle.
    """
    user = User.objects.select_related("team").filter(pk=shown.user, is_active=True).first()
    if user is None:
        return None
    if shown.key:
        return user if ApiKey.objects.filter(pk=shown.key, revoked_at=None).exists() else None
    kept = SessionStore(shown.session).load() if in_time(shown.session, used=used) else {}
    if kept.get(SESSION_KEY) != str(user.pk):
        return None
    if not constant_time_compare(kept.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return None
    return None if lacks_second_step(user) else user


def begin(request: HttpRequest, user: User) -> None:
    """List the session that this request now has."""
    shown = {
        "user": user,
        "ip": truncated(client_address(request)) or NOWHERE,
        "user_agent": request.META.get("HTTP_USER_AGENT", "")[:USER_AGENT],
        "last_seen_at": now(),
    }
    UserSession.objects.update_or_create(session_key=request.session.session_key, defaults=shown)


def in_time(session: str, *, used: bool = True) -> bool:
    """Whether the session was begun within a day and used within eight hours, an administrator's within one; notes
    that it is `used`, at most once a minute.
    """
    moment = now()
    row = UserSession.objects.filter(session_key=session)
    known = row.values_list("created_at", "last_seen_at", "user__role").first()
    if known is None:  # not listed: then its cookie's own end counts
        return True
    begun, last, role = known
    if moment - begun >= ABSOLUTE or moment - last >= (ADMIN_IDLE if role == Role.ADMIN else IDLE):
        return False
    if used and moment - last >= NOTED_EVERY:
        row.update(last_seen_at=moment)
    return True


def of(user: User) -> list[UserSession]:
    """Where the person is signed in now, the latest first."""
    alive: list[UserSession] = UserSession.objects.purge_and_list(user)
    return sorted(alive, key=lambda one: one.last_seen_at, reverse=True)


def end(user: User, *, by: User | None, only: int | None = None, but: str = "") -> int:
    """End the sessions of `user`: all, all but the one with the key `but`, or the one with the id `only`. Returns how many.

    Their sockets close within a second.
    """
    chosen = UserSession.objects.filter(user_id=user.pk).exclude(session_key=but)
    if only is not None:
        chosen = chosen.filter(pk=only)
    with transaction.atomic():
        ended = list(chosen)
        for one in ended:
            one.end()
        if ended:
            audit.record(
                "session_ended", actor=by, subject=f"user-{user.pk}", detail={"sessions": len(ended)}
            )
        fact = Revoked(user.pk, sessions=frozenset(one.session_key for one in ended))
        transaction.on_commit(lambda: bus.announce(fact))
    return len(ended)


def device(user_agent: str) -> tuple[str, str]:
    """Browser and system, as people call them: ("Firefox", "Windows"); "" for what isn't known."""
    browser = next((name for name in BROWSERS if f"{name}/" in user_agent), "")
    system = next((name for name in SYSTEMS if name in user_agent), "")
    return NAMES.get(browser, browser), NAMES.get(system, system)
