"""What earlier runs tell of the next one: percentiles of items, credits and seconds.

First the rule's own runs, node by node where the node was the same then; for what those do not tell, the same
kind of action in other runs of the account. Tests, reruns and runs that did not complete tell nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, Sum

from igny8.automation.engine import Definition
from igny8.automation.models import AutomationRule, RuleVersion, RunStatus, ScheduledTask, StepRun
from igny8.automation.runtime.definitions import compiled

WINDOW = 50
"""So many of the latest runs are looked at."""
ENOUGH = 5
"""Fewer samples are no history."""
_ACCOUNT_RUNS = 200
_ACCOUNT_STEPS = 2_000


@dataclass(frozen=True, slots=True)
class Percentiles:
    """The median and the ninetieth percentile of something, by nearest rank."""

    p50: float
    p90: float

    @classmethod
    def of(cls, samples: Iterable[float]) -> Percentiles:
        """Of at least one sample."""
        ranked = sorted(samples)
        p50, p90 = (ranked[math.ceil(share * len(ranked)) - 1] for share in (0.5, 0.9))
        return cls(p50, p90)


@dataclass(frozen=True, slots=True)
class Past:
    """Percentiles of items, credits and seconds of a node, an action or a whole run."""

    items: Percentiles
    credits: Percentiles
    seconds: Percentiles


@dataclass(frozen=True, slots=True)
class History:
    """``run``: whole runs with the same actions; ``nodes``: a node's total in a run, by node id; ``types``:
    one execution of an action, by action type."""

    run: Past | None = None
    nodes: Mapping[str, Past] = field(default_factory=dict)
    types: Mapping[str, Past] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sample:
    items: float
    credits: float
    seconds: float


def history_of(*, definition: Definition, rule: AutomationRule | None) -> History:
    """What is known of the definition's actions; five queries at most, whatever the number of runs."""
    runs = _runs_of(rule) if rule else []
    versions = _versions(runs)
    nodes = _node_history(definition, runs, versions)
    unknown = {node.type for node in definition.nodes() if node.id not in nodes and not node.blocks}
    return History(_run_history(definition, runs, versions), nodes, _type_history(unknown))


def _runs_of(rule: AutomationRule) -> Sequence[ScheduledTask]:
    rows = ScheduledTask.objects.filter(automation_rule=rule, status=RunStatus.COMPLETED, is_test=False)
    rows = rows.filter(rerun_of=None).exclude(executed_at=None).exclude(finished_at=None)
    fields = ("id", "credits", "executed_at", "finished_at", "rule_version_id")
    found = list(rows.only(*fields).order_by("-created_at")[:WINDOW])
    return found if len(found) >= ENOUGH else []


def _past(samples: Sequence[_Sample]) -> Past | None:
    if len(samples) < ENOUGH:
        return None
    return Past(
        Percentiles.of(sample.items for sample in samples),
        Percentiles.of(sample.credits for sample in samples),
        Percentiles.of(sample.seconds for sample in samples),
    )


def _seconds(begin: datetime | None, end: datetime | None) -> float:
    return max((end - begin).total_seconds(), 0.0) if begin and end else 0.0


def _versions(runs: Sequence[ScheduledTask]) -> dict[UUID, Definition]:
    ids = {run.rule_version_id for run in runs}
    return {row.id: compiled(row) for row in RuleVersion.objects.filter(id__in=ids)} if ids else {}


def _run_history(
    definition: Definition, runs: Sequence[ScheduledTask], versions: Mapping[UUID, Definition]
) -> Past | None:
    same = {
        version_id
        for version_id, version in versions.items()
        if version.raw.get("actions") == definition.raw.get("actions")
        and version.raw.get("conditions") == definition.raw.get("conditions")
    }
    samples = [
        _Sample(0, run.credits, _seconds(run.executed_at, run.finished_at))
        for run in runs
        if run.rule_version_id in same
    ]
    return _past(samples)


def _node_history(
    definition: Definition, runs: Sequence[ScheduledTask], versions: Mapping[UUID, Definition]
) -> dict[str, Past]:
    """A node's total in each run in whose version it was the same; nothing where that run passed it by."""
    if not runs:
        return {}
    totals = _totals(runs)
    then = {version_id: _specs(version) for version_id, version in versions.items()}
    found = {}
    for node_id, spec in _specs(definition).items():
        same = [run for run in runs if then[run.rule_version_id].get(node_id) == spec]
        past = _past([totals.get((run.id, node_id), _Sample(0, 0, 0)) for run in same])
        if past:
            found[node_id] = past
    return found


def _specs(definition: Definition) -> dict[str, Any]:
    return {node.id: node.spec for node in definition.nodes() if not node.blocks}


def _totals(runs: Sequence[ScheduledTask]) -> dict[tuple[UUID, str], _Sample]:
    rows = StepRun.objects.filter(run_id__in=[run.id for run in runs], reused=False)
    sums = (
        rows.order_by()
        .values("run_id", "node_id")
        .annotate(
            items=Sum("items_done"), paid=Sum("credits"), begin=Min("started_at"), end=Max("finished_at")
        )
    )
    return {
        (row["run_id"], row["node_id"]): _Sample(
            row["items"], row["paid"], _seconds(row["begin"], row["end"])
        )
        for row in sums
    }


def _type_history(types: Collection[str]) -> dict[str, Past]:
    """Single executions of actions of these types, in the account's latest completed runs."""
    if not types:
        return {}
    runs = ScheduledTask.objects.filter(status=RunStatus.COMPLETED, is_test=False).order_by("-created_at")
    ids = list(runs.values_list("id", flat=True)[:_ACCOUNT_RUNS])
    steps = StepRun.objects.filter(
        run_id__in=ids, type__in=types, status=RunStatus.COMPLETED, reused=False
    ).order_by("-id")
    samples: dict[str, list[_Sample]] = defaultdict(list)
    fields = ("type", "items_done", "credits", "started_at", "finished_at")
    for kind, items, credits, begin, end in steps.values_list(*fields)[:_ACCOUNT_STEPS]:
        if len(samples[kind]) < WINDOW:
            samples[kind].append(_Sample(items, credits, _seconds(begin, end)))
    found = {kind: _past(rows) for kind, rows in samples.items()}
    return {kind: past for kind, past in found.items() if past}
