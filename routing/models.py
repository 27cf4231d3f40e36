"""Seats and skills, who is reachable, who leads, and why each conversation went where it went."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.models import Site, Team


class Skill(models.Model):
    class Kind(models.TextChoices):
        LANGUAGE = "language"
        TOPIC = "topic"
        PRODUCT = "product"
        CHANNEL = "channel"

    key = models.SlugField(unique=True)
    name = models.JSONField(default=dict)  # {"zh", "en"}
    kind = models.CharField(max_length=10, choices=Kind.choices)

    def __str__(self) -> str:
        return self.key


class Seat(models.Model):
    """An agent's place: what they can do, how much at a time, and the state they chose."""

    class State(models.TextChoices):
        ONLINE = "online"
        BUSY = "busy"  # keeps what they have, takes no new
        BREAK = "break"
        WRAP_UP = "wrap_up"
        NOT_RESPONDING = "not_responding"
        OFFLINE = "offline"

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seat")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="seats")
    skills = models.JSONField(default=dict)  # {"zh": 5, "billing": 3}: level 1–5
    capacity = models.PositiveSmallIntegerField(default=3)  # units; a chat weighs 1, a parked one 0
    channels = models.JSONField(
        default=dict
    )  # {"mail": 2}: most units of a channel; others up to the capacity
    wrap_up_s = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=15, choices=State.choices, default=State.OFFLINE)
    reason = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField(auto_now_add=True)
    until = models.DateTimeField(null=True, blank=True)  # when wrap-up ends
    missed = models.PositiveSmallIntegerField(default=0)  # offers in a row that ran out
    assigned_at = models.DateTimeField(null=True, blank=True)  # the last assignment

    def __str__(self) -> str:
        return str(self.user)


class Calendar(models.Model):
    """When a site, or a team, is there: intervals of local minutes for each weekday, and dates that differ."""

    site = models.OneToOneField(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar"
    )
    team = models.OneToOneField(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar"
    )
    zone = models.CharField(max_length=40, default="UTC")  # IANA name
    week = models.JSONField(default=list)  # 7 lists, Monday first, of [from, until] in minutes since midnight
    dates = models.JSONField(
        default=dict
    )  # {"2026-10-01": {"hours": [[540, 720]], "name": "…"}}; no hours: closed

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="of_a_site_or_a_team",
                condition=models.Q(site__isnull=False, team__isnull=True)
                | models.Q(site__isnull=True, team__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"hours of {self.site or self.team}"


class Lease(models.Model):
    """One open desk socket. Reachable = any lease that has not run out; a crash needs no clean-up, time does it."""

    connection = models.CharField(primary_key=True, max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="leases")
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.connection


class Leader(models.Model):
    """The router that leads; whoever takes over raises `epoch`, and writes of an older epoch are refused."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.PositiveIntegerField(default=0)
    holder = models.CharField(max_length=40, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)  # the last look for broken rules
    violations = models.JSONField(default=list)  # what it found: [{"rule", "says", "conversation", "agent"}]

    def __str__(self) -> str:
        return f"{self.holder} in epoch {self.epoch}"


class Decision(models.Model):
    """Why a conversation went to an agent: the whole record, from which the choice can be recomputed."""

    conversation = models.CharField(max_length=20, db_index=True)  # an id; routing knows no conversations
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="decisions")
    rule = models.CharField(max_length=10)
    record = models.JSONField()
    at = models.DateTimeField()
    outcome = models.CharField(
        max_length=20, blank=True
    )  # why the offer ended; "" while it is open, or none was made

    def __str__(self) -> str:
        return f"{self.conversation} to {self.agent_id} by {self.rule}"


class Arrivals(models.Model):
    """How many conversations one queue (needs, as `zh+billing`) received in one quarter of an hour."""

    queue = models.CharField(max_length=60)
    at = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["queue", "at"], name="one_count_per_quarter")]

    def __str__(self) -> str:
        return f"{self.queue} {self.at:%F %R}: {self.count}"
