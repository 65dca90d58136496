"""Links to the world outside: connections, publishing targets, guarded outgoing requests."""
