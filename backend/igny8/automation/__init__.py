"""Rules that run the pipeline by themselves."""
