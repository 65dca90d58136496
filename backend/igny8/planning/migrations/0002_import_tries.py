"""How often an import was tried, so that one which always crashes is given up."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("planning", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="keywordimport", name="tries", field=models.PositiveSmallIntegerField(default=0)
        ),
    ]
