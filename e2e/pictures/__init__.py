"""Pictures of the studio: what is on them, and how they are taken."""
