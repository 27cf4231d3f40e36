"""What is known of the set-up itself: which steps were left for later, and where the widget was seen."""

from __future__ import annotations

from django.db import models

from accounts.models import Site


class Setup(models.Model):
    """The first run: one row, steps that the owner left out on purpose."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    skipped = models.JSONField(default=list)  # keys of steps
    hidden = models.BooleanField(default=False)  # the card on the settings' first page was put away

    def __str__(self) -> str:
        return f"without {', '.join(self.skipped) or 'nothing'}"


class Sighting(models.Model):
    """The widget was loaded on, or said hello from, a page of this origin; one row for each site and origin."""

    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.CASCADE, related_name="sightings")
    origin = models.CharField(max_length=300)
    loaded_at = models.DateTimeField(null=True, blank=True)  # /w.js was asked for; it names no site
    greeted_at = models.DateTimeField(null=True, blank=True)  # a visitor's socket said hello
    refused_at = models.DateTimeField(
        null=True, blank=True
    )  # it said hello, and the site doesn't allow the origin
    at = models.DateTimeField()  # the latest of these

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "origin"], name="one_sighting_per_site_and_origin"),
            models.UniqueConstraint(
                fields=["origin"], condition=models.Q(site=None), name="one_sighting_per_origin_of_no_site"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} for {self.site or 'any site'}"
