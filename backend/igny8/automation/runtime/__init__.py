"""What carries a run: claim and lease, journal, steps and their items, wake-ups, the sweep."""
