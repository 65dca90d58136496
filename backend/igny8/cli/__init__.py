"""The `igny8` command."""
