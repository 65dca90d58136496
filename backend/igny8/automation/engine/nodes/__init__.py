"""The kinds of nodes. A module here offers its kinds as ``KINDS``; it is found by itself."""
