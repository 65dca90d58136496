"""WritingTask → Content (with its versions and images), and the pages of a site's structure."""

from __future__ import annotations

from django.db import models

from igny8.core.tenancy import AccountModel


class WritingTask(AccountModel):
    """An approved idea with its brief locked: what is to be written."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        WRITTEN = "written"
        CANCELLED = "cancelled"

    site = models.ForeignKey("tenants.Site", on_delete=models.CASCADE, related_name="writing_tasks")
    idea = models.OneToOneField(
        "planning.Idea", on_delete=models.SET_NULL, null=True, related_name="writing_task"
    )
    title = models.CharField(max_length=300)
    content_type = models.CharField(max_length=40, default="article")
    target_keyphrase = models.CharField(max_length=300, blank=True)
    brief = models.JSONField(default=dict)
    language = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    demand = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["-demand", "id"]
        indexes = [models.Index(fields=["site", "status", "-demand"])]


class Content(AccountModel):
    """An article or the text of a page. The row holds the current version; ``versions`` keep all of them."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        REVIEW = "review"
        APPROVED = "approved"
        SCHEDULED = "scheduled"
        PUBLISHED = "published"

    site = models.ForeignKey("tenants.Site", on_delete=models.CASCADE, related_name="contents")
    task = models.OneToOneField(WritingTask, on_delete=models.SET_NULL, null=True, related_name="content")
    kind = models.CharField(max_length=10, default="article")
    title = models.CharField(max_length=300)
    slug = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    needs_writing = models.BooleanField(default=False)
    keyphrase = models.CharField(max_length=300, blank=True)
    meta_title = models.CharField(max_length=300, blank=True)
    meta_description = models.CharField(max_length=400, blank=True)
    excerpt = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=12, default="en")
    schema_type = models.CharField(max_length=30, default="Article")
    categories = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    word_count = models.PositiveIntegerField(default=0)
    length_report = models.JSONField(default=dict)
    seo_score = models.PositiveSmallIntegerField(null=True)
    seo_report = models.JSONField(default=dict)
    optimization = models.JSONField(default=dict)
    optimized_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    demand = models.BigIntegerField(default=0)
    publish_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_url = models.CharField(max_length=600, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["site", "slug"], name="one_content_per_slug")]
        indexes = [models.Index(fields=["site", "status", "-demand"])]


class ContentVersion(AccountModel):
    """A content as it was, append-only."""

    content = models.ForeignKey(Content, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    slug = models.CharField(max_length=200)
    meta_title = models.CharField(max_length=300, blank=True)
    meta_description = models.CharField(max_length=400, blank=True)
    html = models.TextField(blank=True)
    seo_score = models.PositiveSmallIntegerField(null=True)

    class Meta(AccountModel.Meta):
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["content", "number"], name="one_version_per_number")]


class Image(AccountModel):
    """A picture of a content; ``files`` maps widths in pixels to WebP files under the media folder."""

    site = models.ForeignKey("tenants.Site", on_delete=models.CASCADE, related_name="images")
    content = models.ForeignKey(Content, on_delete=models.CASCADE, null=True, related_name="images")
    role = models.CharField(max_length=10, default="featured")
    alt = models.CharField(max_length=300, blank=True)
    prompt = models.TextField(blank=True)
    provider = models.CharField(max_length=40)
    model = models.CharField(max_length=120)
    path = models.CharField(max_length=300)
    files = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta(AccountModel.Meta):
        ordering = ["-created_at"]


class Page(AccountModel):
    """A page of a site's structure, which is a tree."""

    class Status(models.TextChoices):
        PLANNED = "planned"
        WRITTEN = "written"

    site = models.ForeignKey("tenants.Site", on_delete=models.CASCADE, related_name="pages")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")
    cluster = models.ForeignKey(
        "planning.Cluster", on_delete=models.SET_NULL, null=True, related_name="pages"
    )
    content = models.OneToOneField(Content, on_delete=models.SET_NULL, null=True, related_name="page")
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=300)
    slug = models.CharField(max_length=200)
    path = models.CharField(max_length=600)
    purpose = models.TextField(blank=True)
    keyphrase = models.CharField(max_length=300, blank=True)
    internal_links = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    position = models.PositiveIntegerField(default=0)
    demand = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["site", "path"], name="one_page_per_path")]
