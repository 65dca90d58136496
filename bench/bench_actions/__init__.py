"""Actions that only the measurements use; loaded through ``IGNY8_EXTRA_ACTIONS=bench_actions``."""
