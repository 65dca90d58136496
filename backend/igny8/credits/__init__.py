"""Credits: an append-only ledger, with reservations that are settled or refunded exactly once."""
