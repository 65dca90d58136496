"""Links from sites to publishing targets, and what went where."""

from __future__ import annotations

from django.db import models

from igny8.core.tenancy import AccountModel


class ConnectionKind(models.TextChoices):
    WORDPRESS = "wordpress"
    PREVIEW = "preview"


class Connection(AccountModel):
    """A site's link to a publishing target; its secret is encrypted, and never read back by the API."""

    site = models.ForeignKey("tenants.Site", on_delete=models.CASCADE, related_name="connections")
    kind = models.CharField(max_length=12, choices=ConnectionKind.choices)
    name = models.CharField(max_length=120)
    url = models.URLField(max_length=300, blank=True)
    username = models.CharField(max_length=120, blank=True)
    secret_encrypted = models.TextField(blank=True)
    is_default = models.BooleanField(default=False)
    status = models.CharField(max_length=12, default="untested")
    last_report = models.JSONField(default=list)
    last_tested_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="one_connection_per_name")]


class Publication(AccountModel):
    """One content at one target: created before the first request, so that its key outlives every crash."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="publications")
    object_type = models.CharField(max_length=20)
    object_id = models.UUIDField()
    external_id = models.CharField(max_length=64, blank=True)
    url = models.URLField(max_length=600, blank=True)
    edit_url = models.URLField(max_length=600, blank=True)
    status = models.CharField(max_length=20, default="pending")
    version = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "object_type", "object_id"], name="one_publication_each"
            )
        ]
