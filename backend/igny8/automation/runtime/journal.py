"""The engine's journal on the database: each call is one fenced transaction."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models import Sum

from igny8.automation.engine.outcome import JsonObject, StepError, StepStatus
from igny8.automation.engine.ports import Step, StepRecord
from igny8.automation.models import StepItem, StepRun
from igny8.automation.runtime.leases import Lease
from igny8.automation.runtime.names import action_name
from igny8.core.claims import release_claims
from igny8.core.clock import Clock
from igny8.credits.services import Payee, open_reservations, refund

_OVER = {StepStatus.COMPLETED, StepStatus.FAILED, StepStatus.SKIPPED, StepStatus.CANCELLED}


def claim_name(run_id: object, path: str) -> str:
    """The name under which a step holds its items; of fixed length, since a nested path may be long."""
    return f"{run_id}:{blake2b(path.encode(), digest_size=16).hexdigest()}"


class DatabaseJournal:
    """Steps of one run; loaded once at the claim, then kept in step with what is written."""

    def __init__(self, lease: Lease, clock: Clock) -> None:
        self._lease = lease
        self._clock = clock
        self._rows: dict[str, StepRun] = {
            row.path: row for row in StepRun.objects.filter(run_id=lease.run_id)
        }

    def load(self, path: str) -> StepRecord | None:
        row = self._rows.get(path)
        return step_record(row) if row else None

    def begin(
        self,
        step: Step,
        *,
        attempt: int,
        input: JsonObject,  # noqa: A002 - the engine's word
        evaluation: JsonObject | None = None,
    ) -> None:
        row = self._rows.get(step.path)
        died_here = row is not None and row.status == StepStatus.RUNNING and row.attempt == attempt
        crashes = row.crashes + 1 if row and died_here else (row.crashes if row else 0)
        self._write(
            step,
            status=StepStatus.RUNNING,
            attempt=attempt,
            input=input,
            crashes=crashes,
            error=None,
            resume_at=None,
            **_given(evaluation=evaluation),
        )

    def complete(
        self,
        step: Step,
        *,
        output: JsonObject,
        attempt: int = 1,
        credits: int = 0,
        note: str = "",
        input: JsonObject | None = None,  # noqa: A002
        evaluation: JsonObject | None = None,
    ) -> None:
        self._write(
            step,
            status=StepStatus.COMPLETED,
            attempt=attempt,
            output=output,
            credits=credits,
            note=note[:300],
            error=None,
            resume_at=None,
            **_given(input=input, evaluation=evaluation),
        )

    def fail(
        self,
        step: Step,
        *,
        error: StepError,
        attempt: int = 1,
        credits: int = 0,
        output: JsonObject | None = None,
        continued: bool = False,
        input: JsonObject | None = None,  # noqa: A002
        evaluation: JsonObject | None = None,
    ) -> None:
        self._write(
            step,
            status=StepStatus.FAILED,
            attempt=attempt,
            error=error.as_json(),
            credits=credits,
            continued=continued,
            resume_at=None,
            **_given(output=output, input=input, evaluation=evaluation),
        )

    def skip(self, step: Step, *, reason: str, evaluation: JsonObject | None = None) -> None:
        self._write(step, status=StepStatus.SKIPPED, note=reason[:300], **_given(evaluation=evaluation))

    def wait(
        self,
        step: Step,
        *,
        until: datetime | None,
        attempt: int = 1,
        error: StepError | None = None,
        credits: int = 0,
        input: JsonObject | None = None,  # noqa: A002
        evaluation: JsonObject | None = None,
    ) -> None:
        self._write(
            step,
            status=StepStatus.WAITING,
            attempt=attempt,
            resume_at=until,
            credits=credits,
            error=error.as_json() if error else None,
            **_given(input=input, evaluation=evaluation),
        )

    def _write(self, step: Step, *, status: StepStatus, **values: Any) -> None:
        now = self._clock.now()
        row = self._rows.get(step.path)
        with transaction.atomic():
            self._lease.guard()
            if row is None:
                row = self._new_row(step, now)
            if "credits" in values:
                values["credits"] = max(values["credits"], self._paid(step.path))
            values |= {"status": status, "finished_at": now if status in _OVER else None, "updated_at": now}
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=None if row._state.adding else list(values))
            if status in _OVER or status == StepStatus.WAITING:
                self._close(step.path, over=status in _OVER)
        self._rows[step.path] = row

    def _paid(self, path: str) -> int:
        """What the items of a step have cost: that stands, however the step ended."""
        items = StepItem.objects.filter(run_id=self._lease.run_id, path=path)
        return items.aggregate(total=Sum("credits"))["total"] or 0

    def _new_row(self, step: Step, now: datetime) -> StepRun:
        return StepRun(
            run_id=self._lease.run_id,
            order=len(self._rows),
            path=step.path,
            node_id=step.node_id,
            type=step.type,
            name=step.name or action_name(step.type),
            started_at=now,
        )

    def _close(self, path: str, *, over: bool) -> None:
        """Give back what the step still holds: reservations always, items once it is over."""
        for entry in open_reservations(self._lease.run_id):
            if entry.step_path == path:
                refund(payee=Payee(entry.key, self._lease.run_id, path, "the step ended without it"))
        if over:
            release_claims([claim_name(self._lease.run_id, path)])


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def step_record(row: StepRun) -> StepRecord:
    """A stored step as the engine knows it."""
    return StepRecord(
        path=row.path,
        node_id=row.node_id,
        type=row.type,
        status=StepStatus(row.status),
        name=row.name,
        attempt=row.attempt,
        input=row.input or {},
        output=row.output or {},
        evaluation=row.evaluation,
        error=StepError.from_json(row.error) if row.error else None,
        credits=row.credits,
        note=row.note,
        continued=row.continued,
        wake_at=row.resume_at,
        crashes=row.crashes,
        reused=row.reused,
    )
