"""The first run as a list that anybody may leave and come back to: what is done is read from rows, not remembered."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.utils import is_mfa_enabled

from accounts.models import Invitation, Site, User
from administration import installed
from administration.models import Setup
from conversations.models import Conversation
from kb.models import Article

KEYS = ("site", "colour", "people", "faqs", "try", "install", "totp")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; `skipped` was left out on purpose and may still be done."""

    key: str
    done: bool
    skipped: bool

    @property
    def open(self) -> bool:
        return not self.done and not self.skipped


@dataclass(frozen=True, slots=True)
class Progress:
    """All steps in their order."""

    steps: tuple[Step, ...]
    hidden: bool

    @property
    def finished(self) -> bool:
        return not any(step.open for step in self.steps)

    @property
    def count(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def next(self) -> str:
        """The key of the first step that is open, "" where none is."""
        return next((step.key for step in self.steps if step.open), "")


def first_site() -> Site | None:
    """The site that the first run is about."""
    return Site.objects.order_by("pk").first()


def progress(owner: User, own_origin: str) -> Progress:
    """How far the first run is; `own_origin` is ours, which doesn't count as the firm's page."""
    setup = Setup.objects.filter(pk=1).first() or Setup()
    site = first_site()
    done = {
        "site": site is not None,
        "colour": site is not None and "brand" in site.theme,
        "people": Invitation.objects.exists() or User.objects.filter(is_active=True).count() > 1,
        "faqs": Article.objects.filter(state=Article.State.PUBLISHED).exists(),
        "try": site is not None and Conversation.objects.filter(site=site).exists(),
        "install": site is not None and installed.installed(site, own_origin),
        "totp": has_second_factor(owner),
    }
    steps = tuple(Step(key, done[key], key in setup.skipped and not done[key]) for key in KEYS)
    return Progress(steps, setup.hidden)


def skip(key: str) -> None:
    """Leave the step out; it can be done later all the same."""
    setup, _ = Setup.objects.get_or_create(pk=1)
    if key in KEYS and key not in setup.skipped:
        setup.skipped = [*setup.skipped, key]
        setup.save(update_fields=["skipped"])


def hide() -> None:
    """Put the card on the settings' first page away for good."""
    Setup.objects.update_or_create(pk=1, defaults={"hidden": True})


def has_second_factor(user: User) -> bool:
    """Whether they sign in with a code besides the password."""
    return bool(is_mfa_enabled(user))
