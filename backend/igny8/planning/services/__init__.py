"""What can be done with keywords, clusters and ideas."""
