"""The walk through a rule: which step is next, what is known already, what comes of it."""
