"""The operators. A module here offers them as ``OPERATORS``; it is found by itself."""
