"""What can be done with rules and runs; each module one kind of change."""
