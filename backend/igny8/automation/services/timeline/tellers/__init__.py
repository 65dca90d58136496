"""What is said about each kind of step; one file is one kind, or a few that belong together."""
