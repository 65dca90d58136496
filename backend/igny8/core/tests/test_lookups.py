"""Rows that somebody named by their ids, and claims on them."""

from __future__ import annotations

from uuid import uuid4

import pytest

from igny8.core.claims import claim_items, claimed_ids, release_claims
from igny8.core.errors import InvalidInput
from igny8.core.lookups import required
from igny8.core.tenancy import account_scope
from igny8.tenants.models import Account, Sector, Site


def test_named_rows_come_in_the_order_given_each_once(site: Site) -> None:
    one, two = (Sector.objects.create(site=site, name=name).id for name in ("one", "two"))
    assert required(Sector, [two, one, two], site_id=site.id, param="sector_ids") == [two, one]
    assert required(Sector, [], site_id=site.id, param="sector_ids") == []


def test_ids_that_lead_nowhere_are_named(site: Site, other_account: Account) -> None:
    with account_scope(other_account.id):
        theirs = Site.objects.create(name="Bob's", url="https://bob.example")
        sector = Sector.objects.create(site=theirs, name="theirs")
    with pytest.raises(InvalidInput, match=str(sector.id)) as refused:
        required(Sector, [sector.id], site_id=site.id, param="sector_ids")
    assert "params.sector_ids" in refused.value.fields
    with pytest.raises(InvalidInput, match="…"):
        required(Sector, [uuid4() for _ in range(6)], site_id=site.id, param="sector_ids")


def test_an_item_has_one_holder_until_it_is_given_back(account: Account) -> None:
    ids = [uuid4() for _ in range(3)]
    assert claim_items(kind="k", ids=ids[:2], claim="one") == ids[:2]
    assert claim_items(kind="k", ids=ids, claim="two") == ids[2:]
    assert claim_items(kind="k", ids=ids, claim="one") == ids[:2]
    assert set(claimed_ids("other")) == set()
    release_claims(["one"])
    assert set(claimed_ids("k")) == set(ids[2:])
    assert claim_items(kind="k", ids=ids, claim="two") == ids
