"""The people who write in, and the tokens by which their browsers are known."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from accounts.models import Site


class Customer(models.Model):
    """One person on one site: anonymous at first, verified once the firm's server vouches for them."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="customers")
    external_id = models.CharField(
        max_length=200, null=True, blank=True
    )  # the firm's id; only ever a verified one
    verified = models.BooleanField(default=False)
    vip = models.BooleanField(default=False)  # the firm's server says so; half the time is promised
    name = models.CharField(max_length=120, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    claimed = models.JSONField(default=dict)  # unsigned identity: shown as unverified, never trusted
    locale = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "external_id"],
                condition=Q(external_id__isnull=False),
                name="one_customer_per_external_id",
            )
        ]

    def __str__(self) -> str:
        return self.name or f"visitor {self.pk}"


class VisitorToken(models.Model):
    """What a browser shows to be known again: opaque, stored hashed, 30 days sliding, 180 absolute."""

    digest = models.CharField(primary_key=True, max_length=64)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="tokens")
    created_at = models.DateTimeField()
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"token of {self.customer_id}"
