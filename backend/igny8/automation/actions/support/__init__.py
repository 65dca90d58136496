"""What the actions share: taking items, and forecasting how many there will be. Not an action."""
