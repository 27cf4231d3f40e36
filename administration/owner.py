"""The first administrator: a link that the start prints, good once and for a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts import audit
from accounts.models import OwnerLink, Role, Site, Team, User
from accounts.services import create_staff
from administration.slips import Gone, Slip
from chatdesk.kernel import ids
from kb.models import Category
from routing.models import Seat, Skill

VALID = timedelta(hours=24)
TEAM, CATEGORY = "support", "general"
TEAM_NAMES = {"en": "Support", "zh": "客服组"}
LANGUAGES = {"zh": {"zh": "中文", "en": "Chinese"}, "en": {"zh": "英语", "en": "English"}}
BEST = 5  # the level at which one speaks one's own language


def needed() -> bool:
    """Whether nobody could administer this chatdesk now."""
    return not User.objects.filter(role=Role.ADMIN, is_active=True).exists()


def sites() -> list[str]:
    """The keys of all sites, the oldest first."""
    return list(Site.objects.order_by("pk").values_list("key", flat=True))


def ensure_defaults() -> None:
    """What a firm needs before anything else, made once in an empty database: two languages, a team, a category."""
    if any(model.objects.exists() for model in (User, Site, Team, Skill)):
        return
    with transaction.atomic():
        for key, name in LANGUAGES.items():
            Skill.objects.create(key=key, name=name, kind=Skill.Kind.LANGUAGE)
        Team.objects.create(key=TEAM, name=TEAM_NAMES["en"])
        Category.objects.get_or_create(
            key=CATEGORY, defaults={"name": {"zh": "常见问题", "en": "General questions"}}
        )


def new_link(url: str, now: datetime) -> str:
    """A fresh owner link under `url`; any older one is over. Raises Gone while there is an administrator."""
    if not needed():
        raise Gone("owner_there")
    token = ids.secret()
    fields = {"digest": ids.digest(token), "expires_at": now + VALID, "used_at": None}
    OwnerLink.objects.update_or_create(pk=1, defaults=fields)
    return f"{url}/owner/{token}/"


def check(token: str, now: datetime) -> None:
    """Raises Gone with what to do where the link is used, too old, or none of ours."""
    link = OwnerLink.objects.filter(digest=ids.digest(token)).first()
    if not needed():
        raise Gone("owner_there")
    if link is None or link.used_at is not None:
        raise Gone("owner_unknown")
    if link.expires_at <= now:
        raise Gone("owner_expired")


@transaction.atomic
def claim(token: str, *, name: str, email: str, password: str, locale: str, now: datetime) -> User:
    """The first administrator, who can also answer: account, seat and the used link are one transaction.

    Of two who send the form at once, the database lets one through; the other gets Gone, as with an old link. Raises
    Slip for an address that has an account, and the link is still good.
    """
    taken = OwnerLink.objects.filter(pk=1, digest=ids.digest(token), used_at=None, expires_at__gt=now).update(
        used_at=now
    )
    if not taken or not needed():
        check(token, now)  # says why; what it finds nothing wrong with, another took a moment ago
        raise Gone("owner_there")
    if User.objects.filter(email=email.strip().lower()).exists():
        raise Slip("owner_has_account", field="email", email=email)
    team = Team.objects.order_by("pk").first()
    if team is not None and team.name == TEAM_NAMES["en"]:
        Team.objects.filter(pk=team.pk).update(name=TEAM_NAMES[locale])
    owner = create_staff(email, name, password=password, role=Role.ADMIN, locale=locale, team=team)
    Seat.objects.create(user=owner, team=team, skills={locale: BEST})
    audit.record("setting_changed", actor=owner, subject=f"user-{owner.pk}", detail={"owner": True})
    return owner
