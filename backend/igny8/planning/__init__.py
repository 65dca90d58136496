"""From keywords to clusters to ideas."""
