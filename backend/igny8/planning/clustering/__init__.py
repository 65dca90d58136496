"""Clustering of keywords: pure functions over texts and vectors, without Django and without a network."""

from igny8.planning.clustering.cluster import GRANULARITIES, Clustering, cluster_texts, resolution_factor
from igny8.planning.clustering.content import has_content
from igny8.planning.clustering.folding import fold_near_duplicates
from igny8.planning.clustering.incremental import Assignment, assign_to_existing, extend_clusters
from igny8.planning.clustering.naming import ClusterFacts, describe_cluster, readable_name
from igny8.planning.clustering.serp import SerpItem, cluster_by_serp

__all__ = [
    "GRANULARITIES",
    "Assignment",
    "ClusterFacts",
    "Clustering",
    "SerpItem",
    "assign_to_existing",
    "cluster_by_serp",
    "cluster_texts",
    "describe_cluster",
    "extend_clusters",
    "fold_near_duplicates",
    "has_content",
    "readable_name",
    "resolution_factor",
]
