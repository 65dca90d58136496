"""The ledger: each movement once, never negative, the balance always its sum."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from igny8.core.errors import Conflict, InsufficientCredits, InvalidInput
from igny8.core.tenancy import account_scope
from igny8.credits.models import Balance, EntryKind, LedgerEntry
from igny8.credits.services import (
    Payee,
    grant,
    open_reservations,
    refund,
    refund_run,
    require_available,
    reserve,
    settle,
)
from igny8.tenants.models import Account
from igny8.testing.money import balance

ITEM = Payee("run:step:item")


@pytest.fixture
def account(db: None) -> Any:
    row = Account.objects.create(name="Alice")
    with account_scope(row.id):
        yield row


def kinds() -> list[str]:
    return [entry.kind for entry in LedgerEntry.objects.order_by("created_at", "id")]


def test_an_account_without_a_grant_has_nothing(account: Account) -> None:
    assert balance() == (0, 0)
    with pytest.raises(InsufficientCredits, match="5 credits; 0 are available, 5 are missing"):
        reserve(amount=5, payee=ITEM)
    assert kinds() == []


def test_a_grant_happens_once_a_key(account: Account) -> None:
    grant(amount=100, reason="x", key="a")
    grant(amount=100, reason="x", key="a")
    grant(amount=50, reason="x", key="b")
    assert balance() == (150, 0)
    for wrong in (0, -5):
        with pytest.raises(InvalidInput):
            grant(amount=wrong, reason="x", key="c")


def test_what_is_reserved_is_settled_once(account: Account) -> None:
    grant(amount=100, reason="x", key="a")
    for _ in range(2):
        reserve(amount=30, payee=ITEM)
    assert balance() == (70, 30)
    for _ in range(2):
        settle(amount=30, payee=ITEM)
    assert balance() == (70, 0)
    reserve(amount=30, payee=ITEM)
    refund(payee=ITEM)
    assert balance() == (70, 0)
    assert kinds() == ["grant", "reserve", "settle"]


def test_what_is_settled_for_less_gives_the_rest_back(account: Account) -> None:
    grant(amount=100, reason="x", key="a")
    reserve(amount=30, payee=ITEM)
    for wrong in (31, -1):
        with pytest.raises(Conflict, match="cannot be settled"):
            settle(amount=wrong, payee=ITEM)
    settle(amount=20, payee=ITEM)
    assert balance() == (80, 0)


def test_what_is_refunded_can_be_reserved_again_in_another_round(account: Account) -> None:
    grant(amount=100, reason="x", key="a")
    for _ in range(3):
        reserve(amount=30, payee=ITEM)
        refund(payee=ITEM)
        refund(payee=ITEM)
    reserve(amount=40, payee=ITEM)
    settle(amount=40, payee=ITEM)
    assert balance() == (60, 0)
    assert [entry.round for entry in LedgerEntry.objects.filter(kind=EntryKind.RESERVE)] == [3, 2, 1, 0]


def test_nothing_is_settled_that_was_not_reserved(account: Account) -> None:
    grant(amount=100, reason="x", key="a")
    with pytest.raises(Conflict, match="Nothing is reserved"):
        settle(amount=1, payee=ITEM)
    settle(amount=0, payee=ITEM)
    reserve(amount=0, payee=ITEM)
    refund(payee=ITEM)
    assert kinds() == ["grant"]


def test_what_cannot_be_paid_is_refused_and_changes_nothing(account: Account) -> None:
    grant(amount=10, reason="x", key="a")
    with pytest.raises(InsufficientCredits) as refused:
        reserve(amount=11, payee=ITEM)
    assert refused.value.status == 402
    assert balance() == (10, 0)
    require_available(amount=10)
    with pytest.raises(InsufficientCredits, match="This run"):
        require_available(amount=11)


def test_the_end_of_a_run_gives_back_what_is_open(account: Account) -> None:
    grant(amount=100, reason="x", key="a")
    run, other = uuid4(), uuid4()
    paid, open_one, open_two = (Payee(f"k{n}", run, "actions/0") for n in range(3))
    for payee in (paid, open_one, open_two, Payee("theirs", other)):
        reserve(amount=10, payee=payee)
    settle(amount=10, payee=paid)
    assert {entry.key for entry in open_reservations(run)} == {"k1", "k2"}
    assert refund_run(run_id=run, reason="over") == 20
    assert refund_run(run_id=run, reason="over") == 0
    assert balance() == (80, 10)


def test_accounts_do_not_share_money_nor_keys(account: Account, other_account: Account) -> None:
    grant(amount=100, reason="x", key="a")
    with account_scope(other_account.id):
        assert balance() == (0, 0)
        grant(amount=7, reason="x", key="a")
        assert balance() == (7, 0)
    assert balance() == (100, 0)


def test_the_database_itself_refuses_a_negative_balance_and_a_second_settlement(account: Account) -> None:
    grant(amount=10, reason="x", key="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Balance.objects.update(available=-1)
    reserve(amount=5, payee=ITEM)
    settle(amount=5, payee=ITEM)
    entry = LedgerEntry.objects.get(kind=EntryKind.SETTLE)
    entry.pk, entry.round, entry._state.adding = uuid4(), 9, True
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)


def test_the_api_shows_balance_and_ledger(api: Any, account: Account) -> None:
    grant(amount=100, reason="a gift", key="a")
    run = uuid4()
    reserve(amount=30, payee=Payee("k", run, "actions/0"))
    assert api().get("/credits/balance/").data == {"available": 70, "reserved": 30}
    rows = api().get("/credits/ledger/").data
    assert [(row["kind"], row["amount"], row["available_delta"], row["reserved_delta"]) for row in rows] == [
        ("reserve", 30, -30, 30),
        ("grant", 100, 100, 0),
    ]
    assert [row["step_path"] for row in api().get("/credits/ledger/", run=str(run)).data] == ["actions/0"]
    assert len(api().get("/credits/ledger/", kind="grant").data) == 1
