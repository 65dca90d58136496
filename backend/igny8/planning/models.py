"""Keyword → Cluster → Idea."""

from __future__ import annotations

from django.db import models

from igny8.core.tenancy import AccountModel


class Intent(models.TextChoices):
    INFORMATIONAL = "informational"
    COMMERCIAL = "commercial"
    TRANSACTIONAL = "transactional"
    NAVIGATIONAL = "navigational"


class KeywordImport(AccountModel):
    """One import of a keyword file, with its progress and the rows that could not be read."""

    class Status(models.TextChoices):
        PENDING = "pending"
        RUNNING = "running"
        COMPLETED = "completed"
        FAILED = "failed"

    site = models.ForeignKey("tenants.Site", on_delete=models.CASCADE, related_name="imports")
    sector = models.ForeignKey("tenants.Sector", on_delete=models.SET_NULL, null=True, related_name="+")
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=40, blank=True)
    mapping = models.JSONField(null=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    path = models.CharField(max_length=300, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    bytes_read = models.PositiveBigIntegerField(default=0)
    bytes_total = models.PositiveBigIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)
    error_count = models.PositiveIntegerField(default=0)
    error_message = models.TextField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["-created_at"]


class Cluster(AccountModel):
    """Keywords that one page can answer. ``demand`` orders clusters as it does keywords."""

    class Status(models.TextChoices):
        NEW = "new"
        PLANNED = "planned"

    site = models.ForeignKey("tenants.Site", on_delete=models.CASCADE, related_name="clusters")
    sector = models.ForeignKey(
        "tenants.Sector", on_delete=models.SET_NULL, null=True, related_name="clusters"
    )
    name = models.CharField(max_length=200)
    head_keyword = models.CharField(max_length=300)
    intent = models.CharField(max_length=16, choices=Intent.choices, blank=True)
    language = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    keyword_count = models.PositiveIntegerField(default=0)
    volume = models.BigIntegerField(null=True)
    impressions = models.BigIntegerField(null=True)
    difficulty = models.FloatField(null=True)
    demand = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["-demand", "id"]
        indexes = [models.Index(fields=["site", "status", "-demand"])]


class Keyword(AccountModel):
    """What people search for. ``key`` is its normalised form; ``demand`` is the volume, else impressions.

    An unknown number is null, never 0. ``left_alone`` keywords were looked at and belong to no cluster.
    """

    class Status(models.TextChoices):
        NEW = "new"
        CLUSTERED = "clustered"
        LEFT_ALONE = "left_alone"

    site = models.ForeignKey("tenants.Site", on_delete=models.CASCADE, related_name="keywords")
    sector = models.ForeignKey(
        "tenants.Sector", on_delete=models.SET_NULL, null=True, related_name="keywords"
    )
    cluster = models.ForeignKey(Cluster, on_delete=models.SET_NULL, null=True, related_name="keywords")
    folded_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="variants")
    text = models.CharField(max_length=300)
    key = models.CharField(max_length=300)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    intent = models.CharField(max_length=16, choices=Intent.choices, blank=True)
    language = models.CharField(max_length=12, blank=True)
    volume = models.BigIntegerField(null=True)
    difficulty = models.FloatField(null=True)
    cpc = models.FloatField(null=True)
    currency = models.CharField(max_length=8, blank=True)
    clicks = models.BigIntegerField(null=True)
    impressions = models.BigIntegerField(null=True)
    ctr = models.FloatField(null=True)
    position = models.FloatField(null=True)
    country = models.CharField(max_length=8, blank=True)
    url = models.CharField(max_length=600, blank=True)
    serp_urls = models.JSONField(default=list)
    demand = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["-demand", "id"]
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="one_keyword_per_key")]
        indexes = [
            models.Index(fields=["site", "status", "-demand"]),
            models.Index(fields=["cluster", "-demand"]),
        ]


class Idea(AccountModel):
    """A proposal for one article with its full brief; a duplicate is flagged and says of what."""

    class Status(models.TextChoices):
        NEW = "new"
        APPROVED = "approved"
        REJECTED = "rejected"
        DUPLICATE = "duplicate"
        PLANNED = "planned"

    site = models.ForeignKey("tenants.Site", on_delete=models.CASCADE, related_name="ideas")
    cluster = models.ForeignKey(Cluster, on_delete=models.SET_NULL, null=True, related_name="ideas")
    title = models.CharField(max_length=300)
    angle = models.TextField(blank=True)
    intent = models.CharField(max_length=16, choices=Intent.choices, blank=True)
    content_type = models.CharField(max_length=40)
    target_keyphrase = models.CharField(max_length=300)
    supporting_keywords = models.JSONField(default=list)
    brief = models.JSONField(default=dict)
    language = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.NEW)
    duplicate_of = models.CharField(max_length=400, blank=True)
    demand = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["-demand", "id"]
        indexes = [models.Index(fields=["site", "status", "-demand"])]


IDEA_DECISIONS = [
    (Idea.Status.NEW.value, "New"),
    (Idea.Status.APPROVED.value, "Approved"),
    (Idea.Status.REJECTED.value, "Rejected"),
]
"""The statuses that a person may give an idea; the others follow from what happens to it."""
