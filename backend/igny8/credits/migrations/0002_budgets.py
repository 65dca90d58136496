import django.db.models.deletion
import igny8.core.ids
import igny8.core.tenancy
from django.db import migrations, models

KINDS = [
    ("run", "Run"),
    ("rule_day", "Rule Day"),
    ("rule_month", "Rule Month"),
    ("account_day", "Account Day"),
    ("account_month", "Account Month"),
]


def row(name, fields, **options):
    return migrations.CreateModel(
        name=name,
        fields=[
            (
                "id",
                models.UUIDField(
                    default=igny8.core.ids.new_id, editable=False, primary_key=True, serialize=False
                ),
            ),
            ("created_at", models.DateTimeField(auto_now_add=True)),
            *fields,
            (
                "account",
                models.ForeignKey(
                    default=igny8.core.tenancy.current_account_id,
                    editable=False,
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name="+",
                    to="tenants.account",
                ),
            ),
        ],
        options={
            "abstract": False,
            "base_manager_name": "objects",
            "default_manager_name": "objects",
            **options,
        },
    )


def fill_last_grant(apps, schema_editor):
    """Accounts that exist get the amount of their latest grant."""
    balance, entry = apps.get_model("credits", "Balance"), apps.get_model("credits", "LedgerEntry")
    grants = entry.objects.filter(account_id=models.OuterRef("account_id"), kind="grant").order_by("-created_at")
    balance.objects.filter(models.Exists(grants)).update(last_grant=models.Subquery(grants.values("amount")[:1]))


class Migration(migrations.Migration):
    dependencies = [("credits", "0001_initial"), ("tenants", "0001_initial")]

    operations = [
        migrations.AddField("balance", "budgeted", models.BooleanField(default=False)),
        migrations.AddField("balance", "last_grant", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("balance", "low_below", models.PositiveBigIntegerField(null=True)),
        migrations.AddField("balance", "is_low", models.BooleanField(default=False)),
        migrations.AddField("ledgerentry", "rule_id", models.UUIDField(null=True)),
        migrations.AddField("ledgerentry", "item", models.CharField(blank=True, default="", max_length=120), preserve_default=False),
        migrations.AddField("ledgerentry", "day", models.DateField(null=True)),
        migrations.AddIndex(
            "ledgerentry",
            models.Index(fields=["account", "day", "rule_id"], name="ledger_by_day_and_rule"),
        ),
        row(
            "Budget",
            [
                ("period", models.CharField(choices=[("day", "Day"), ("month", "Month")], max_length=5)),
                ("limit", models.PositiveBigIntegerField()),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            ordering=["period"],
            constraints=[
                models.UniqueConstraint(fields=("account", "period"), name="one_budget_per_period")
            ],
        ),
        row(
            "BudgetUse",
            [
                ("key", models.CharField(max_length=80)),
                ("kind", models.CharField(choices=KINDS, max_length=13)),
                ("owner", models.UUIDField(null=True)),
                ("starts_on", models.DateField(null=True)),
                ("used", models.BigIntegerField(default=0)),
                ("reserved", models.BigIntegerField(default=0)),
                ("limit", models.PositiveBigIntegerField(null=True)),
                ("warned", models.PositiveSmallIntegerField(default=0)),
            ],
            ordering=["kind", "key"],
            constraints=[
                models.UniqueConstraint(fields=("account", "key"), name="one_counter_per_pot"),
                models.CheckConstraint(condition=models.Q(("used__gte", 0)), name="used_not_negative"),
                models.CheckConstraint(
                    condition=models.Q(("reserved__gte", 0)), name="set_aside_not_negative"
                ),
            ],
        ),
        migrations.RunPython(fill_last_grant, migrations.RunPython.noop),
    ]
