"""Who works here, on which sites, and with which rights."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from igny8.core.ids import new_id
from igny8.core.tenancy import AccountModel


class Role(models.TextChoices):
    """What a member may do: viewers read, editors work, admins manage, owners own."""

    OWNER = "owner"
    ADMIN = "admin"
    EDITOR = "editor"
    VIEWER = "viewer"


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. Rights come from memberships alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()


class Account(models.Model):
    """A tenant. Every business row belongs to exactly one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    approval_above_credits = models.PositiveIntegerField(null=True)
    timezone = models.CharField(max_length=64, default="UTC")
    created_at = models.DateTimeField(auto_now_add=True)


class Membership(AccountModel):
    """A user's role in an account."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)

    class Meta(AccountModel.Meta):
        constraints = [models.UniqueConstraint(fields=["account", "user"], name="one_membership_per_user")]


class Site(AccountModel):
    """A website the account works on."""

    name = models.CharField(max_length=120)
    url = models.URLField(max_length=300)
    language = models.CharField(max_length=12, default="en")
    override_language = models.BooleanField(default=False)
    auto_approve_ideas = models.BooleanField(default=False)
    tone = models.CharField(max_length=200, blank=True)
    brand_name = models.CharField(max_length=120, blank=True)
    brand_voice = models.TextField(blank=True)
    colors = models.JSONField(default=list, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(AccountModel.Meta):
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="one_site_per_name")]


class Sector(AccountModel):
    """A topical part of a site."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="sectors")
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)

    class Meta(AccountModel.Meta):
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="one_sector_per_name")]


class ApiToken(AccountModel):
    """A program's key; only its hash is stored. ``prefix`` tells tokens apart on a screen."""

    name = models.CharField(max_length=120)
    role = models.CharField(max_length=10, choices=Role.choices)
    prefix = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(AccountModel.Meta):
        ordering = ["-created_at"]


class AuditEntry(AccountModel):
    """Who did what, append-only. ``detail`` never holds a secret."""

    actor = models.CharField(max_length=160)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)

    class Meta(AccountModel.Meta):
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["account", "-created_at"])]
