"""The engine's journal on the database; every write is fenced.

What the engine may do again without harm (see ``Journal`` in the engine's ports) is held back and written in
one transaction with the next write that must be durable, or when the run is let go of: a run of quick steps
costs one insert. What is held back for long is written for those who watch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum

from igny8.automation.engine.outcome import JsonObject, StepError, StepStatus
from igny8.automation.engine.ports import Step, StepRecord
from igny8.automation.models import StepItem, StepRun
from igny8.automation.runtime.keeper import Signals
from igny8.automation.runtime.names import action_name
from igny8.automation.runtime.outputs import load_outputs, store_output
from igny8.automation.runtime.signals import close_signals, open_signal
from igny8.core.claims import release_claims
from igny8.core.clock import Clock
from igny8.core.rows import insert
from igny8.credits.services import refund_step

_OVER = {StepStatus.COMPLETED, StepStatus.FAILED, StepStatus.SKIPPED, StepStatus.CANCELLED}
_ITEM = re.compile(r".*?/items/[0-9]+/")
_HOLD_AT_MOST = 100
_HOLD_FOR = timedelta(milliseconds=250)


def claim_name(run_id: object, path: str) -> str:
    """The name under which a step holds its items; of fixed length, since a nested path may be long."""
    return f"{run_id}:{blake2b(path.encode(), digest_size=16).hexdigest()}"


@dataclass(slots=True)
class _Held:
    """A change of a row that is not written yet."""

    row: StepRun
    fields: set[str]
    is_new: bool


class DatabaseJournal:
    """Steps of one run, or of one lane of it; loaded once at the claim, then kept in step with what is
    written.

    What lies beneath an item of a loop is loaded when it is asked for: a lane needs only its own.

    :param fresh: nobody worked on the run before, and nothing was carried over: there is nothing to load.
    """

    def __init__(self, signals: Signals, clock: Clock, *, fresh: bool = False) -> None:
        self._signals = signals
        self._lease = signals.lease
        self._clock = clock
        self._rows: dict[str, StepRun] = {}
        self._held: dict[str, _Held] = {}
        self._held_since: datetime | None = None
        self._whole: dict[str, JsonObject] = {}
        self._fresh = fresh
        self._loaded: set[str] = set()
        if not fresh:
            self._add(~Q(path__regex=r"/items/[0-9]+/"))

    def _add(self, wanted: Q) -> None:
        rows = {row.path: row for row in StepRun.objects.filter(wanted, run_id=self._lease.run_id)}
        aside = [row.path for row in rows.values() if row.output_bytes]
        if aside:
            self._whole |= load_outputs(self._lease.run_id, aside)
        self._rows |= rows
        self._signals.touched.update(row.path for row in rows.values() if row.status not in _OVER)

    def load(self, path: str) -> StepRecord | None:
        self._load_item(path)
        row = self._rows.get(path)
        if row and row.status == StepStatus.WAITING and row.resume_at and row.resume_at <= self._clock.now():
            row.refresh_from_db(fields=["signal"])  # it may have come while the walk was busy elsewhere
        return step_record(row, self._whole.get(path) if row.output_bytes else None) if row else None

    def _load_item(self, path: str) -> None:
        """Load what lies beneath the item that this path lies beneath, once."""
        found = None if self._fresh else _ITEM.match(path)
        if found and found[0] not in self._loaded:
            self._loaded.add(found[0])
            self._add(Q(path__startswith=found[0]))

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
        signal: JsonObject | None = None,
    ) -> None:
        with transaction.atomic():
            self._write(
                step,
                status=StepStatus.WAITING,
                attempt=attempt,
                resume_at=until,
                credits=credits,
                error=error.as_json() if error else None,
                signal=None,
                **_given(
                    input=input,
                    evaluation=evaluation,
                    attempts=self._failed_attempts(step.path, attempt, until, error, credits),
                ),
            )
            if signal is not None:
                open_signal(self._lease.run_id, step.path, signal, self._clock)
        self._signals.touched.add(step.path)

    def _failed_attempts(
        self, path: str, attempt: int, until: datetime | None, error: StepError | None, credits: int
    ) -> list[JsonObject] | None:
        """Those that failed so far, with the one that is followed by another now; None where none is."""
        if error is None:
            return None
        row = self._rows.get(path)
        failed = {
            "number": attempt,
            "at": self._clock.now().isoformat(),
            "until": until.isoformat() if until else None,
            "error": error.as_json(),
            "credits": credits,
        }
        return [*((row.attempts if row else None) or []), failed]

    def abandon(self, path: str, *, reason: str) -> None:
        with transaction.atomic():
            self.flush()
            self._lease.guard()
            beneath = StepRun.objects.filter(run_id=self._lease.run_id, path__startswith=f"{path}/")
            for row in beneath.exclude(status__in=_OVER):
                self._close(row.path, over=True)
            now = self._clock.now()
            beneath.exclude(status__in=_OVER).update(
                status=StepStatus.CANCELLED, note=reason[:300], finished_at=now, updated_at=now
            )

    def _write(self, step: Step, *, status: StepStatus, **values: Any) -> None:
        now = self._clock.now()
        row, is_new = self._rows.get(step.path), step.path not in self._rows
        if row is None:
            row = self._rows[step.path] = self._new_row(step, now)
        if "output" in values:
            self._whole[step.path] = values["output"]
        values |= {"status": status, "finished_at": now if status in _OVER else None, "updated_at": now}
        for name, value in values.items():
            setattr(row, name, value)
        held = self._held.setdefault(step.path, _Held(row, set(), is_new))
        held.fields.update(values)
        self._held_since = self._held_since or now
        if status not in _OVER or self._is_much(now):
            self.flush()

    def _is_much(self, now: datetime) -> bool:
        since = self._held_since or now
        return len(self._held) >= _HOLD_AT_MOST or now - since >= _HOLD_FOR

    @property
    def has_open_steps(self) -> bool:
        """Whether a step has begun and has not ended, as in a run that is cancelled in the midst of one."""
        return any(row.status not in _OVER for row in self._rows.values())

    def flush(self) -> None:
        """Write what is held back, if the lease still stands."""
        if not self._held:
            return
        with transaction.atomic():
            self._lease.guard()
            self.write_held()

    def write_held(self) -> None:
        """The same inside a transaction of the caller, who holds the run's row."""
        for held in self._held.values():
            self._settle(held)
        insert([held.row for held in self._held.values() if held.is_new])
        for held in self._held.values():
            if not held.is_new:
                held.row.save(update_fields=held.fields)
        self._held = {}
        self._held_since = None

    def _settle(self, held: _Held) -> None:
        """What belongs to the change of a step: large outputs aside, what it holds given back."""
        row = held.row
        if "output" in held.fields and row.output is not None:
            row.output, row.output_bytes = store_output(self._lease.run_id, row.path, row.output)
            held.fields.add("output_bytes")
        if row.path not in self._signals.touched or row.status == StepStatus.RUNNING:
            return
        if "credits" in held.fields:
            row.credits = max(row.credits, self._paid(row.path))
        self._close(row.path, over=row.status in _OVER)

    def _paid(self, path: str) -> int:
        """What the items of a step have cost: that stands, however the step ended."""
        items = StepItem.objects.filter(run_id=self._lease.run_id, path=path)
        return items.aggregate(total=Sum("credits"))["total"] or 0

    def _new_row(self, step: Step, now: datetime) -> StepRun:
        return StepRun(
            run_id=self._lease.run_id,
            account_id=self._lease.account_id,
            order=len(self._rows),
            path=step.path,
            node_id=step.node_id,
            type=step.type,
            name=step.name or action_name(step.type),
            started_at=now,
        )

    def _close(self, path: str, *, over: bool) -> None:
        """Give back what the step still holds: reservations always, items and questions once it is over."""
        refund_step(run_id=self._lease.run_id, step_path=path, reason="the step ended without it")
        if over:
            release_claims([claim_name(self._lease.run_id, path)])
            close_signals(self._lease.run_id, path, self._clock)


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def step_record(row: StepRun, whole: JsonObject | None = None) -> StepRecord:
    """A stored step as the engine knows it; ``whole`` is its output where the row has only a stand-in."""
    return StepRecord(
        path=row.path,
        node_id=row.node_id,
        type=row.type,
        status=StepStatus(row.status),
        name=row.name,
        attempt=row.attempt,
        input=row.input or {},
        output=(row.output or {}) if whole is None else whole,
        evaluation=row.evaluation,
        error=StepError.from_json(row.error) if row.error else None,
        credits=row.credits,
        note=row.note,
        continued=row.continued,
        wake_at=row.resume_at,
        crashes=row.crashes,
        reused=row.reused,
        signal=row.signal,
    )
