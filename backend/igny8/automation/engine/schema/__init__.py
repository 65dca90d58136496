"""The shape of a rule: pydantic models, parsing into compiled nodes, and checks across the whole of it."""
