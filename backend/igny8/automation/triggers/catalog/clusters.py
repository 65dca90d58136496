"""Clusters of keywords."""

from igny8.automation.runtime.event_types import EventType, Fields

_CLUSTER: Fields = {
    "id": "text",
    "name": "text",
    "head_keyword": "text",
    "status": "text",
    "keyword_count": "number",
    "demand": "number",
    "intent": "text",
    "language": "text",
}
EVENTS = (
    EventType("cluster.created", "Cluster created", "Keywords were grouped into a new cluster.", _CLUSTER),
    EventType(
        "cluster.updated", "Cluster updated", "A cluster was changed, or got more keywords.", _CLUSTER, True
    ),
    EventType(
        "cluster.status_changed", "Cluster: new status", "A cluster got another status.", _CLUSTER, True
    ),
    EventType("cluster.deleted", "Cluster deleted", "A cluster was deleted; its keywords stay.", _CLUSTER),
)
