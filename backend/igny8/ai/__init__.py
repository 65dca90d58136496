"""Models that write, draw and compare: ports, adapters, prompts, and what their use cost."""
