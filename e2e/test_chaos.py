"""``make chaos`` in a reduced form: fewer runs and kills, the broker emptied in the middle."""

from __future__ import annotations

import chaos


def test_bars_of_reliability_hold_in_a_short_chaos() -> None:
    assert chaos.main(["--runs", "8", "--kills", "3", "--pause", "6", "--seed", "5", "--flush"]) == 0
