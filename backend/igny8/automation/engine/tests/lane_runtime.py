"""A runtime in miniature for the tests: one run, its lanes, and workers that may die, in an order that the
test decides. It keeps to the contract of ``Lanes`` as a database would: what a dead worker has not committed
is lost, and a lane in which a worker died counts as at work until it has been looked after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from igny8.automation.engine import Definition, JsonObject, Outcome, RuleEngine, RunStatus
from igny8.automation.engine.paths import is_within
from igny8.automation.engine.testing import (
    CrashPoint,
    FakeExecutor,
    FixedClock,
    InMemoryJournal,
    SimulatedCrash,
)

MAIN = ""
"""The name of the run itself among the units that can be walked."""


@dataclass
class Unit:
    """The run, or one lane of it."""

    path: str
    group: str = ""
    limit: int = 0
    state: str = "ready"
    wake_at: datetime | None = None
    for_signal: bool = False
    told_to_stop: bool = False
    outcome: Outcome | None = None

    @property
    def holds_a_place(self) -> bool:
        """Whether it counts against the limit of its group."""
        return self.state in ("ready", "dead") or (self.state == "waiting" and not self.for_signal)


@dataclass
class LaneRuntime:
    """Units: the run (``MAIN``) and its lanes, by path. A unit is ``queued``, ``ready``, ``waiting``,
    ``dead`` (its worker died; it can be walked again) or ``done``.

    :ivar inline: no lanes: the run walks all itself.
    :ivar deadly: a worker dies at this point of all, counted from the beginning; 0 never.
    :ivar deaths: how many died.
    :ivar left_at_work: lanes that were at work when the run ended; there must be none.
    """

    definition: Definition
    executor: FakeExecutor
    context: JsonObject = field(default_factory=dict)
    crash: CrashPoint = field(default_factory=CrashPoint)
    clock: FixedClock = field(default_factory=FixedClock)
    options: JsonObject = field(default_factory=dict)
    answer: Callable[[JsonObject], JsonObject] = lambda _asked: {"decision": "approve", "by": "a@b.c"}

    inline: bool = False
    deadly: int = 0
    deaths: int = 0
    left_at_work: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.journal = InMemoryJournal(crash=self.crash)
        self.executor.crash = self.crash
        self.units: dict[str, Unit] = {MAIN: Unit(MAIN)}
        self._asked: list[tuple[str, list[str], int]] = []

    # -- the port ----------------------------------------------------------------------------------------

    def spread(self, group: str, children: Sequence[str], limit: int) -> None:
        """See ``Lanes``; takes effect when the walk returns."""
        self.crash.point()
        assert not any(self.journal.records.get(child) for child in children)
        self._asked.append((group, list(children), limit))

    def stop(self, group: str) -> bool:
        """See ``Lanes``."""
        self.crash.point()
        beneath = [unit for path, unit in self.units.items() if path and is_within(path, group)]
        for unit in beneath:
            if unit.state == "dead":
                unit.told_to_stop = True
            elif unit.state != "done":
                unit.state = "done"
        return not any(unit.state == "dead" for unit in beneath)

    # -- what can be done --------------------------------------------------------------------------------

    def walkable(self) -> list[str]:
        """The units that a worker could take now."""
        now = self.clock.now()
        for unit in self.units.values():
            if unit.state == "waiting" and unit.wake_at is not None and unit.wake_at <= now:
                unit.state = "ready"
        self._fill_places()
        return sorted(path for path, unit in self.units.items() if unit.state in ("ready", "dead"))

    def walk(self, path: str, die_after: int = 0) -> Outcome | None:
        """Let a worker walk a unit; ``None`` if it died, at the so-manieth point."""
        unit = self.units[path]
        self.crash.at = self.crash.passed + die_after if die_after else self.deadly
        self._asked = []
        try:
            outcome = self._run(unit)
        except SimulatedCrash:
            unit.state = "dead"
            self.deaths += 1
            return None
        finally:
            self.crash.at = 0
        self._note(unit, outcome)
        return outcome

    def _run(self, unit: Unit) -> Outcome:
        return RuleEngine(self.clock).run(
            self.definition,
            self.context,
            run_id="run-1",
            journal=self.journal,
            executor=self.executor,
            cancelled=lambda: unit.told_to_stop,
            lanes=None if self.inline else self,
            only=unit.path or None,
            **self.options,
        )

    def pass_time(self) -> bool:
        """Let time pass until the next unit may go on; false if none waits for time."""
        times = [u.wake_at for u in self.units.values() if u.state == "waiting" and u.wake_at is not None]
        if times:
            self.clock.moment = max(self.clock.moment, min(times))
        return bool(times)

    def answer_all(self) -> bool:
        """Answer what steps wait for; false if there is nothing to answer."""
        asked = list(self.journal.asked.items())
        for path, signal in asked:
            del self.journal.asked[path]
            self.journal.answer(path, self.answer(signal))
            self._wake(self._holder(path))
        return bool(asked)

    def finish(self, choose: Callable[[list[str]], str] = lambda units: units[0]) -> Outcome:
        """Walk on, without deaths, until the run is over."""
        for _ in range(2000):
            main = self.units[MAIN]
            if main.state == "done":
                assert main.outcome is not None
                return main.outcome
            units = self.walkable()
            if units:
                self.walk(choose(units))
            elif not self.answer_all() and not self.pass_time():
                raise AssertionError(f"nothing can go on: {self.units}")
        raise AssertionError("the run does not end")

    # -- bookkeeping -------------------------------------------------------------------------------------

    def _note(self, unit: Unit, outcome: Outcome) -> None:
        if outcome.status is RunStatus.WAITING:
            unit.state, unit.wake_at = "waiting", outcome.wake_at
            unit.for_signal = outcome.for_signal
            for group, children, limit in self._asked:
                self._add(group, children, limit)
            return
        unit.state, unit.outcome = "done", outcome
        if unit.path:
            self._ended(unit, at_once=outcome.ends_group)
        else:
            self.left_at_work = [other.path for other in self.units.values() if other.state == "dead"]

    def _ended(self, unit: Unit, *, at_once: bool) -> None:
        """A lane is over. A container whose own lane was dropped no longer waits: the one around it does."""
        open_ = [
            other for other in self.units.values() if other.group == unit.group and other.state != "done"
        ]
        if open_ and not at_once:
            return
        holder = self._holder(unit.group)
        if holder.path and holder.state == "done":
            self._ended(holder, at_once=False)
        else:
            self._wake(holder)

    def _add(self, group: str, children: list[str], limit: int) -> None:
        for child in children:
            self.units.setdefault(child, Unit(child, group, limit, "queued"))
        if all(self.units[child].state == "done" for child in children):
            self._wake(self._holder(group))

    def _holder(self, path: str) -> Unit:
        """The unit in which a step is walked: the innermost lane around it, or the run."""
        around = [one for one in self.units if one and is_within(path, one)]
        return self.units[max(around, key=len, default=MAIN)]

    def _wake(self, unit: Unit) -> None:
        if unit.state == "waiting":
            unit.state = "ready"

    def _fill_places(self) -> None:
        for unit in self.units.values():
            if unit.state == "queued":
                group = [other for other in self.units.values() if other.group == unit.group]
                if sum(other.holds_a_place for other in group) < unit.limit:
                    unit.state = "ready"
