"""What every other package may lean on: errors, tenancy, events, the API envelope, the clock."""
