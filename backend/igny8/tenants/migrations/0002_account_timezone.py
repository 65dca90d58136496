"""The time zone in which an account wants to see its times."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tenants", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="account",
            name="timezone",
            field=models.CharField(default="UTC", max_length=64),
        ),
    ]
