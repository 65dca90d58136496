"""Paths of steps may be as long as the deepest nesting needs."""

from django.db import migrations, models

MAX_PATH = 400
FIELDS = (
    ("approval", "path"),
    ("eventwait", "path"),
    ("lane", "group"),
    ("lane", "path"),
    ("stepitem", "path"),
    ("stepoutput", "path"),
    ("steprun", "path"),
)


class Migration(migrations.Migration):
    dependencies = [("automation", "0002_engine_complete")]
    operations = [
        migrations.AlterField(model, name, models.CharField(max_length=MAX_PATH)) for model, name in FIELDS
    ]
