"""Every query is scoped, whichever way it is made."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Count

from igny8.core.errors import NotFound
from igny8.core.tenancy import AccountModel, Unscoped, account_scope, current_account_id, system_scope
from igny8.tenants.models import Account, Membership, Sector, Site, User


@pytest.fixture
def bobs(other_account: Account) -> Site:
    """A site of somebody else."""
    with account_scope(other_account.id):
        return Site.objects.create(name="Bob's", url="https://bob.example")


@pytest.fixture
def outside(db: None) -> Account:
    """An account, and no scope."""
    return Account.objects.create(name="Carol")


QUERIES = [
    Site.objects.count,
    lambda: Site.objects.filter(name="x").first(),
    Site._base_manager.count,
    lambda: Site._default_manager.update(name="x"),
    lambda: Site.objects.create(name="x", url="https://x.example"),
    lambda: Site.objects.bulk_create([Site(name="x", url="https://x.example")]),
    lambda: Site.objects.all().delete(),
    lambda: Site.objects.get_or_create(name="x"),
    current_account_id,
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_without_a_scope_raises(outside: Account, query: Any) -> None:
    with pytest.raises(Unscoped):
        query()


def test_a_row_made_in_a_scope_belongs_to_it(account: Account, site: Site) -> None:
    assert site.account_id == site.owner_id == account.id == current_account_id()


def test_saving_outside_of_the_scope_raises(account: Account, site: Site, outside: Account) -> None:
    site.name = "Stolen"
    with account_scope(outside.id), pytest.raises(IntegrityError), transaction.atomic():
        site.save()
    assert Site.objects.get().name == "Alice's"


def test_rows_of_another_account_are_invisible(account: Account, site: Site, bobs: Site) -> None:
    assert list(Site.objects.all()) == [site]
    assert not Site.objects.filter(pk=bobs.pk).exists()
    with pytest.raises(Site.DoesNotExist):
        Site.objects.get(pk=bobs.pk)
    assert list(Site._base_manager.filter(name="Bob's")) == []
    assert Site.objects.in_bulk([bobs.pk]) == {}
    assert Site.objects.aggregate(n=Count("id"))["n"] == 1


def test_bulk_changes_do_not_reach_another_account(account: Account, site: Site, bobs: Site) -> None:
    assert Site.objects.update(tone="loud") == 1
    bobs.tone = "loud"
    assert Site.objects.bulk_update([bobs], ["tone"]) == 0
    assert Site.objects.filter(pk=bobs.pk).delete()[0] == 0
    with account_scope(bobs.owner_id):
        bobs.refresh_from_db()
    assert bobs.tone == ""


def test_a_row_of_another_account_can_neither_be_saved_nor_refreshed_nor_deleted(
    account: Account, bobs: Site
) -> None:
    bobs.name = "Mine now"
    with pytest.raises(Site.DoesNotExist):
        bobs.refresh_from_db()
    with (
        pytest.raises(DatabaseError, match="did not affect any rows"),
        transaction.atomic(),
    ):
        bobs.save(update_fields=["name"])
    with account_scope(bobs.owner_id):
        assert Site.objects.get(pk=bobs.pk).name == "Bob's"


def test_related_access_is_scoped(account: Account, site: Site, bobs: Site) -> None:
    with account_scope(bobs.owner_id):
        sector = Sector.objects.create(site=bobs, name="Bob's sector")
    assert list(bobs.sectors.all()) == []
    fresh = Sector(pk=sector.pk, site_id=bobs.pk)
    with pytest.raises(Site.DoesNotExist):
        _ = fresh.site


def test_a_cascade_stays_in_its_account(account: Account, site: Site, bobs: Site) -> None:
    Sector.objects.create(site=site, name="Mine")
    with account_scope(bobs.owner_id):
        Sector.objects.create(site=bobs, name="Bob's")
    assert site.delete()[0] == 2
    with system_scope():
        assert [row.name for row in Sector.objects.all()] == ["Bob's"]


def test_the_system_sees_all_accounts(account: Account, site: Site, bobs: Site) -> None:
    with system_scope():
        assert Site.objects.count() == 2
        with pytest.raises(Unscoped):
            Site.objects.create(name="Nobody's", url="https://x.example")
    assert Site.objects.count() == 1


def test_scopes_nest_and_end(account: Account, outside: Account) -> None:
    with account_scope(outside.id):
        assert current_account_id() == outside.id
        with pytest.raises(ValueError, match="inner"), account_scope(account.id):
            raise ValueError("inner")
        assert current_account_id() == outside.id
    assert current_account_id() == account.id


def test_names_are_unique_in_an_account_and_free_in_another(account: Account, site: Site, bobs: Site) -> None:
    Site.objects.create(name="Bob's", url="https://x.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.create(name="Bob's", url="https://x.example")


def test_every_tenant_model_is_scoped_by_both_of_its_managers(db: None) -> None:
    from django.apps import apps

    from igny8.core.tenancy import ScopedManager

    tenant = [model for model in apps.get_models() if issubclass(model, AccountModel)]
    assert len(tenant) > 15
    for model in tenant:
        assert isinstance(model._base_manager, ScopedManager), model
        assert isinstance(model._default_manager, ScopedManager), model
    free = {model.__name__ for model in apps.get_models() if model not in tenant}
    assert free <= {"User", "Account", "Heartbeat", "Session", "ContentType", "Group", "Permission"}, free


def test_an_unknown_row_is_not_found_by_a_sentence(account: Account) -> None:
    from igny8.core.api.views import get_or_404

    with pytest.raises(NotFound, match="no membership with the id"):
        get_or_404(Membership.objects.all(), "x" * 100)
    assert User.objects.count() == 0
