"""Staff, teams, API keys, and the sites that they serve."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Team(models.Model):
    """People who share work, and how conversations reach them."""

    class Mode(models.TextChoices):
        PUSH_ACCEPT = "push_accept"  # an offer that the agent accepts
        PUSH_AUTO = "push_auto"  # assigned at once
        PULL = "pull"  # agents take from the list

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.PUSH_ACCEPT)
    settings = models.JSONField(default=dict)  # limits that differ from the site's, and `policy`
    overflow = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )  # the team that helps out

    def __str__(self) -> str:
        return self.key


class User(AbstractBaseUser):
    """One member of staff; the mail address is the name to sign in with."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.AGENT)
    locale = models.CharField(max_length=10, default="en")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="members")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = BaseUserManager["User"]()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.email


class ApiKey(models.Model):
    """A key for programs, acting as its user; only a digest is kept."""

    SCOPES = ("read", "write", "desk")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(
        default=list
    )  # of SCOPES; empty, as in keys of old: whatever the user's role may
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.user}"

    def allows(self, scope: str) -> bool:
        """Whether it may be used for `scope`: reading or writing by REST, or the desk's socket."""
        return not self.scopes or scope in self.scopes


class Site(models.Model):
    """One web site that carries the widget."""

    key = models.SlugField(unique=True)  # public: stands in the snippet
    name = models.CharField(max_length=80)
    locale = models.CharField(max_length=10, default="en")
    origins = models.JSONField(default=list)  # exact scheme://host[:port]
    topics = models.JSONField(default=list)  # [{"key": skill key, "name": {"zh", "en"}}]
    greeting = models.JSONField(default=dict)  # {"zh", "en"}
    theme = models.JSONField(default=dict)  # {"hue": 165, …}
    suggestions = models.JSONField(default=list)  # article keys shown on the widget's home
    identity_secret = models.CharField(max_length=80)
    bot = models.BooleanField(default=True)
    settings = models.JSONField(default=dict)  # overrides of the routing defaults
    zone = models.CharField(max_length=40, default="UTC")  # IANA name: the firm's days begin and end here
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class OwnerLink(models.Model):
    """The one link by which the first administrator makes their account. One row: a new link replaces the old, and
    claiming it is a conditional update, so that of two who try one wins.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="one_owner_link", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"owner link until {self.expires_at:%F %R}"


class Invitation(models.Model):
    """Somebody who may make their own account by a link; only its digest is kept."""

    email = models.EmailField(unique=True)  # one each: inviting again renews the link
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.AGENT)
    locale = models.CharField(max_length=10, default="en")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    skills = models.JSONField(default=dict)  # {"zh": 5}: what their seat begins with
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email


class Policy(models.Model):
    """What holds for the whole installation; one row."""

    ONLY = 1

    mfa_required_for = models.JSONField(default=list)  # roles that have to take a second step
    breaks = models.JSONField(
        default=list
    )  # reasons of a break, in the firm's words; none: rest, meal, training

    def __str__(self) -> str:
        return f"second step for {', '.join(self.mfa_required_for) or 'nobody'}"

    @classmethod
    def current(cls) -> Policy:
        return cls.objects.filter(pk=cls.ONLY).first() or cls(pk=cls.ONLY)


class SignInFailure(models.Model):
    """One guess that did not work, kept a few minutes to slow down whoever guesses."""

    mail = models.CharField(max_length=254, db_index=True)  # or what else was guessed at, as in "code 7"
    address = models.CharField(max_length=45, db_index=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.mail} from {self.address}"


class IdempotencyKey(models.Model):
    """What a POST with this key was answered, so that sending it again does it once."""

    owner = models.CharField(max_length=30)
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)  # of method, path and body
    status = models.PositiveSmallIntegerField(default=0)
    response = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.key} of {self.owner}"


class AppendOnly(TypeError):
    """A line of the audit trail is never changed or taken away."""


class AuditLines(models.QuerySet["AuditEntry"]):
    """Lines can be added and read."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise AppendOnly("the audit trail is append-only")

    update = delete = bulk_update = bulk_create = _refuse


class AuditEntry(models.Model):
    """One line of the audit trail, sealed together with the line before it. It names people and things by id."""

    n = models.PositiveBigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    at = models.DateTimeField(db_index=True)
    actor = models.BigIntegerField(null=True, db_index=True)  # no foreign key: the line outlives the person
    role = models.CharField(max_length=12, blank=True)  # of the actor, at the time
    verb = models.CharField(max_length=40, db_index=True)
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    outcome = models.CharField(max_length=8)
    detail = models.JSONField(default=dict)
    address = models.CharField(max_length=45, blank=True)  # the network, not the machine
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditLines.as_manager()

    def __str__(self) -> str:
        return f"{self.n} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly(f"line {self.n} is written already")
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly(f"line {self.n} stays")


class AuditHead(models.Model):
    """How far the trail goes; the one row that a writer has to hold."""

    ONLY = 1

    count = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True, default="")
    seal = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField(null=True, blank=True)  # of the last line

    def __str__(self) -> str:
        return f"{self.count} lines"
