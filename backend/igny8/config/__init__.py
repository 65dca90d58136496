"""How the house is wired: settings, environment, queue, URLs. Imported by nothing below it."""
