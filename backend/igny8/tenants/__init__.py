"""Accounts, the people in them with their roles, sites and sectors, API tokens, the audit log."""
