"""What an administrator changes of colleagues: role, team, seat, and whether they may come in at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts import audit
from accounts.models import Role, Team, User
from accounts.services import change_role, disable_user, enable_user
from administration.slips import Slip
from chatdesk.kernel import bus
from conversations.facts import RoutingChanged
from routing.models import Seat, Skill

LEVELS = range(6)


def set_role(by: User, user: User, role: str) -> None:
    """Give another role; raises Slip where that can't be, as where nobody would be left to administer."""
    if role not in Role.values:
        raise Slip("no_role")
    if role != user.role:
        _may_be_undone(by, user)
        change_role(user, role, by=by)


def switch(by: User, user: User, *, on: bool) -> None:
    """Let somebody in again, or no more; raises Slip where nobody would be left to administer."""
    if on:
        enable_user(user, by=by)
        return
    _may_be_undone(by, user)
    disable_user(user, by=by)


@transaction.atomic
def give_seat(by: User, user: User) -> Seat:
    """A place at the desk, with what the firm's languages are left to be set."""
    seat, made = Seat.objects.get_or_create(user=user, defaults={"team": user.team})
    if made:
        audit.record("setting_changed", actor=by, subject=f"seat-{seat.pk}", detail={"created": True})
    return seat


def set_seats(by: User, wanted: Mapping[int, Mapping[str, object]]) -> int:
    """Write what differs of skills, capacity and wrap_up_s by seat; returns how many seats changed."""
    changed = 0
    with transaction.atomic():
        for seat in Seat.objects.select_for_update().filter(pk__in=list(wanted)).order_by("pk"):
            fields = [name for name, value in wanted[seat.pk].items() if getattr(seat, name) != value]
            for name in fields:
                setattr(seat, name, wanted[seat.pk][name])
            if fields:
                seat.save(update_fields=fields)
                detail = dict.fromkeys(fields, True)
                audit.record("setting_changed", actor=by, subject=f"seat-{seat.pk}", detail=detail)
                changed += 1
    if changed:
        bus.announce(RoutingChanged())
    return changed


@transaction.atomic
def set_team(
    by: User,
    team: Team,
    *,
    name: str,
    mode: str,
    members: Iterable[User],
    policy: str = "",
    overflow: Team | None = None,
) -> None:
    """Name, mode, policy ("": the server's), who helps out, and members; who is taken in leaves their former team,
    seats go along.
    """
    ids = [user.pk for user in members]
    kept = {key: value for key, value in team.settings.items() if key != "policy"}
    own = kept | ({"policy": policy} if policy else {})
    Team.objects.filter(pk=team.pk).update(name=name, mode=mode, overflow=overflow, settings=own)
    left = User.objects.filter(team=team, is_active=True).exclude(pk__in=ids)  # who is away isn't shown
    Seat.objects.filter(user__in=list(left)).update(team=None)
    left.update(team=None)
    User.objects.filter(pk__in=ids).update(team=team)
    Seat.objects.filter(user__in=ids).update(team=team)
    detail: dict[str, str | int | bool] = {"mode": mode, "members": len(ids), "policy": policy}
    audit.record("setting_changed", actor=by, subject=f"team-{team.pk}", detail=detail)
    transaction.on_commit(lambda: bus.announce(RoutingChanged()))


@transaction.atomic
def set_times(by: User, team: Team, settings: dict[str, Any]) -> None:
    """The limits that differ in this team."""
    changed = {
        key: True
        for key in settings.keys() | team.settings.keys()
        if settings.get(key) != team.settings.get(key)
    }
    if changed:
        Team.objects.filter(pk=team.pk).update(settings=settings)
        audit.record("setting_changed", actor=by, subject=f"team-{team.pk}", detail=changed)
        transaction.on_commit(lambda: bus.announce(RoutingChanged()))


@transaction.atomic
def remove_team(by: User, team: Team) -> None:
    """Members and their seats are in no team from then on; conversations and tickets of the team are everybody's."""
    audit.record("setting_changed", actor=by, subject=f"team-{team.pk}", detail={"removed": True})
    team.delete()
    transaction.on_commit(lambda: bus.announce(RoutingChanged()))


def levels(skills: Iterable[Skill]) -> dict[str, int]:
    """What an invited person's seat begins with: their languages in full, topics so that they are asked."""
    return {skill.key: 5 if skill.kind == Skill.Kind.LANGUAGE else 3 for skill in skills}


def _may_be_undone(by: User, user: User) -> None:
    others = User.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=user.pk)
    if user.role == Role.ADMIN and not others.exists():
        raise Slip("last_admin", name=user.name)
    if user.pk == by.pk:
        raise Slip("yourself")
