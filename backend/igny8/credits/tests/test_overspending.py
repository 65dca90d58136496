"""Several steps at one moment: together they never go beyond a budget, nor beyond the balance."""

from __future__ import annotations

import contextvars
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from igny8.core.errors import BudgetExceeded, CannotPay
from igny8.core.tenancy import account_scope
from igny8.credits.budgets import set_budget
from igny8.credits.counters import sums_of
from igny8.credits.models import BudgetUse
from igny8.credits.payee import Limits
from igny8.credits.pots import Pot, PotKind
from igny8.credits.services import Payee, balance_of_account, grant, ledger_sums, reserve, settle
from igny8.tenants.models import Account

THREADS = 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("granted", "paid"), [(1_000, 5), (30, 3)])
def test_steps_at_one_moment_cannot_overspend_together(granted: int, paid: int) -> None:
    rule, start = uuid4(), Barrier(THREADS)

    def pay(number: int) -> list[CannotPay]:
        refused: list[CannotPay] = []
        start.wait(timeout=30)
        for item in range(2):
            payee = Payee(f"{number}:{item}", uuid4(), rule_id=rule, limits=Limits(per_month=70))
            try:
                reserve(amount=10, payee=payee)
                settle(amount=10, payee=payee)
            except CannotPay as error:
                refused.append(error)
        connection.close()
        return refused

    with account_scope(Account.objects.create(name="Busy").id):
        grant(amount=granted, reason="", key="start")
        set_budget(period="day", limit=50)
        with ThreadPoolExecutor(THREADS) as pool:
            jobs = [pool.submit(contextvars.copy_context().run, pay, number) for number in range(THREADS)]
        refused = [error for job in jobs for error in job.result()]
        assert len(refused) == 2 * THREADS - paid
        assert all(isinstance(error, BudgetExceeded) for error in refused) == (granted > 50)
        row = balance_of_account()
        assert (row.available, row.reserved) == ledger_sums() == (granted - 10 * paid, 0)
        for use in BudgetUse.objects.all():
            pot = Pot(PotKind(use.kind), use.owner, use.starts_on)
            assert (use.used, use.reserved) == sums_of(pot) == (10 * paid, 0)
        assert BudgetUse.objects.count() == 2
