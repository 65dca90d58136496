"""Numbers about runs over a window of time; tests of rules are never among them."""

from igny8.automation.services.stats.of_rules import rule_stats
from igny8.automation.services.stats.overall import BUCKETS, Window, statistics

__all__ = ["BUCKETS", "Window", "rule_stats", "statistics"]
