"""What the columns of an import mean, where whoever uploaded it said so."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("planning", "0002_import_tries")]

    operations: ClassVar = [
        migrations.AddField(model_name="keywordimport", name="mapping", field=models.JSONField(null=True)),
    ]
