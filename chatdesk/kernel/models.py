"""The outbox: side effects that are owed to the world, written in the transaction that causes them."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q


class OutboxRows(models.QuerySet["OutboxRow"]):
    """Rows that chain."""

    def owed(self) -> OutboxRows:
        """Neither done nor given up."""
        return self.filter(done_at=None, gave_up_at=None)

    def due(self, now: datetime) -> OutboxRows:
        """Owed, its time has come, and nobody is at it."""
        return self.owed().filter(Q(lease_until=None) | Q(lease_until__lte=now), due_at__lte=now)

    def given_up(self) -> OutboxRows:
        return self.filter(gave_up_at__isnull=False)


class OutboxRow(models.Model):
    """One side effect. It happens at least once, and always under the same id, by which the receiver knows it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    subject = models.CharField(
        max_length=60, blank=True, db_index=True
    )  # what it is about, as the audit trail names it
    payload = models.TextField(blank=True)  # sealed; emptied when it is done
    request_id = models.CharField(max_length=100, blank=True)  # of what caused it
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)  # until then somebody is at it
    lease_owner = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, db_index=True)
    gave_up_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=40, blank=True)  # the code of the last failure
    says = models.CharField(max_length=200, blank=True)  # … and a sentence, without personal data

    objects = OutboxRows.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="outbox_owed",
                condition=Q(done_at__isnull=True, gave_up_at__isnull=True),
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="outbox_done_or_given_up", condition=Q(done_at__isnull=True) | Q(gave_up_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def state(self) -> str:
        """done, failed (given up) or waiting."""
        return "done" if self.done_at else "failed" if self.gave_up_at else "waiting"
