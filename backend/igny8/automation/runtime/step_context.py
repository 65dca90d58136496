"""What an action is given: who it works for, which items it may take, and how each item is paid once.

An item goes through: check → reserve → work (network, no transaction) → one transaction that stores the
result, settles the credits and writes the ``StepItem``. A crash before that transaction loses the work, never
the user's money; a crash after it finds the item finished.
"""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from igny8.ai.services import working_for
from igny8.automation.engine.errors import StepFailure
from igny8.automation.engine.outcome import JsonObject
from igny8.automation.models import StepItem, StepRun
from igny8.automation.runtime.journal import claim_name
from igny8.automation.runtime.keeper import Signals
from igny8.core.claims import claim_items
from igny8.core.clock import Clock
from igny8.core.errors import BudgetExceeded, CannotPay, Igny8Error
from igny8.credits.budgets import announce_refusal
from igny8.credits.services import NO_LIMITS, Limits, Payee, refund, reserve, settle

WorkT = TypeVar("WorkT")

_LONGEST_KEY = 250
"""What the ledger can store."""


@dataclass(frozen=True, slots=True)
class ItemFailure:
    """An item that could not be done, and why."""

    key: str
    error: Igny8Error

    def as_json(self) -> JsonObject:
        return {"id": self.key, "code": self.error.code, "message": self.error.message}


@dataclass(frozen=True, slots=True)
class ItemResults:
    """What became of a step's items: outputs of the finished ones in order, and the failures."""

    outputs: list[JsonObject]
    failures: list[ItemFailure]
    credits: int

    def failed_json(self) -> list[JsonObject]:
        """The failures as they stand in a step's output."""
        return [failure.as_json() for failure in self.failures]


@dataclass(frozen=True, slots=True)
class ItemJob(Generic[WorkT]):
    """How one item is done.

    :ivar price: credits of an item.
    :ivar work: the slow part, outside of any transaction; must bear being repeated after a crash.
    :ivar commit: stores what ``work`` gave, inside the settling transaction; gives the item's output.
    """

    price: Callable[[str], int]
    work: Callable[[str], WorkT]
    commit: Callable[[str, WorkT], JsonObject]


@dataclass(slots=True)
class StepContext:
    """One step of one run, as its action sees it. ``seed`` makes what depends on chance repeatable."""

    run_id: UUID
    account_id: UUID
    site_id: UUID
    path: str
    signals: Signals
    clock: Clock
    deadline: datetime | None = None
    rule_id: UUID | None = None
    limits: Limits = NO_LIMITS
    spent: int = field(default=0, init=False)

    @property
    def seed(self) -> str:
        """The same for every attempt at this step."""
        return f"{self.run_id}:{self.path}"

    def check(self) -> None:
        """Raise when the run was cancelled or lost, or the step's time is over; call it in long work."""
        self.signals.check()
        if self.deadline and self.clock.now() >= self.deadline:
            raise StepFailure("timeout", "The step took longer than its timeout_seconds.", retryable=True)

    def still_mine(self) -> None:
        """Ask the database itself whether this worker still owns the run; for just before outside effects."""
        self.check()
        self.signals.lease.renew(self.clock)

    def take(self, kind: str, select: Callable[[], Sequence[UUID]]) -> list[UUID]:
        """Claim the items that this step works on, once: a resumed step gets the same ones again."""
        self.signals.touched.add(self.path)
        step = StepRun.objects.get(run_id=self.run_id, path=self.path)
        if step.taken is not None:
            return [UUID(text) for text in step.taken]
        with transaction.atomic():
            self.signals.lease.guard()
            held = claim_items(kind=kind, ids=list(select()), claim=claim_name(self.run_id, self.path))
            StepRun.objects.filter(pk=step.pk).update(
                taken=[str(item) for item in held], items_total=len(held)
            )
        return held

    def expect(self, total: int) -> None:
        """Say how many items there will be, for the progress bar."""
        StepRun.objects.filter(run_id=self.run_id, path=self.path).update(items_total=total)

    def each(self, keys: Sequence[object], job: ItemJob[WorkT], *, at_once: int = 1) -> ItemResults:
        """Do every item that is not done yet, ``at_once`` of them at a time.

        An item that fails for good is left out and reported; the others go on. When all fail, or one fails in
        a way that may pass, the step fails, and a retry does only what is left.
        """
        self.signals.touched.add(self.path)
        finished = {item.key: item for item in StepItem.objects.filter(run_id=self.run_id, path=self.path)}
        todo = [str(key) for key in keys if str(key) not in finished]
        self.spent = sum(item.credits for item in finished.values())
        failures = self._work_off(todo, job, min(at_once, settings.IGNY8_ITEM_THREADS))
        done = {item.key: item for item in StepItem.objects.filter(run_id=self.run_id, path=self.path)}
        self.spent = sum(item.credits for item in done.values())
        outputs = [done[str(key)].output for key in keys if str(key) in done]
        self._judge(failures, outputs)
        return ItemResults(outputs, failures, self.spent)

    def _judge(self, failures: list[ItemFailure], outputs: list[JsonObject]) -> None:
        """Turn item failures into the step's failure where the step cannot count as done."""
        decisive = next((failure for failure in failures if self._is_decisive(failure)), None)
        if failures and not outputs:
            decisive = decisive or failures[0]
        if decisive:
            error = decisive.error
            raise StepFailure(
                error.code,
                error.message,
                retryable=error.retryable,
                retry_after=error.retry_after,
                credits=self.spent,
                fields=error.fields,
            )

    @staticmethod
    def _is_decisive(failure: ItemFailure) -> bool:
        return failure.error.retryable or isinstance(failure.error, CannotPay)

    def _work_off(self, todo: Sequence[str], job: ItemJob[WorkT], at_once: int) -> list[ItemFailure]:
        if at_once == 1 or len(todo) < 2:
            return self._one_by_one(todo, job)
        with ThreadPoolExecutor(min(at_once, len(todo)), thread_name_prefix="items") as pool:
            futures = [pool.submit(contextvars.copy_context().run, self._in_thread, key, job) for key in todo]
            _stop_at_first_exception(futures)
        return [failure for future in futures if (failure := future.result())]

    def _one_by_one(self, todo: Sequence[str], job: ItemJob[WorkT]) -> list[ItemFailure]:
        failures: list[ItemFailure] = []
        for key in todo:
            failure = self._do(key, job)
            if failure:
                failures.append(failure)
                if isinstance(failure.error, CannotPay):
                    break
        return failures

    def _in_thread(self, key: str, job: ItemJob[WorkT]) -> ItemFailure | None:
        try:
            return self._do(key, job)
        finally:
            connection.close()

    def _do(self, key: str, job: ItemJob[WorkT]) -> ItemFailure | None:
        self.check()
        price = job.price(key)
        payee = self._payee(key)
        try:
            with transaction.atomic():
                self.signals.lease.guard()
                reserve(amount=price, payee=payee, clock=self.clock)
            result = self._worked(key, job)
            with transaction.atomic():
                self.signals.lease.guard()
                self._store(key, job.commit(key, result), price)
                settle(amount=price, payee=payee)
        except Igny8Error as error:
            with transaction.atomic():
                self.signals.lease.guard()
                refund(payee=payee)
            if isinstance(error, BudgetExceeded):
                announce_refusal(error, payee, self.clock)
            return ItemFailure(key, error)
        return None

    def _payee(self, key: str) -> Payee:
        """What an item is paid under; a deeply nested step's name is shortened, since keys are of limited
        length."""
        name = f"{self.run_id}:{self.path}:{key}"
        if len(name) > _LONGEST_KEY:
            name = f"{self.run_id}:{blake2b(name.encode(), digest_size=32).hexdigest()}"
        return Payee(name, self.run_id, self.path, rule_id=self.rule_id, item=key, limits=self.limits)

    def _worked(self, key: str, job: ItemJob[WorkT]) -> WorkT:
        token = working_for.set((self.path, key))
        try:
            return job.work(key)
        finally:
            working_for.reset(token)

    def _store(self, key: str, output: JsonObject, price: int) -> None:
        StepItem.objects.create(run_id=self.run_id, path=self.path, key=key, output=output, credits=price)
        StepRun.objects.filter(run_id=self.run_id, path=self.path).update(
            items_done=F("items_done") + 1, credits=F("credits") + price, updated_at=self.clock.now()
        )


def _stop_at_first_exception(futures: Sequence[Future[ItemFailure | None]]) -> None:
    """Wait for all; when one raises (an interrupt, a bug), those that have not begun are dropped."""
    done, rest = wait(futures, return_when=FIRST_EXCEPTION)
    failed = next((future for future in done if future.exception()), None)
    if failed is not None:
        for future in rest:
            future.cancel()
        failed.result()
