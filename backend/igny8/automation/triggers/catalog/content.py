"""Articles and the texts of pages."""

from igny8.automation.runtime.event_types import EventType, Fields

_CONTENT: Fields = {
    "id": "text",
    "kind": "text",
    "title": "text",
    "slug": "text",
    "status": "text",
    "word_count": "number",
    "seo_score": "number",
    "needs_writing": "boolean",
    "keyphrase": "text",
    "meta_title": "text",
    "meta_description": "text",
    "language": "text",
    "categories": "list",
    "tags": "list",
    "publish_at": "date",
    "version": "number",
    "published_url": "text",
}
_CONNECTION: Fields = {"connection_id": "text", "connection_name": "text"}
_FAILURE: Fields = {"error_code": "text", "error_message": "text"}
EVENTS = (
    EventType("content.created", "Content created", "A text was written or added, with its score.", _CONTENT),
    EventType(
        "content.updated", "Content updated", "A text was changed; name fields to watch.", _CONTENT, True
    ),
    EventType(
        "content.status_changed", "Content: new status", "A content got another status.", _CONTENT, True
    ),
    EventType("content.scored", "Content scored", "A content got another SEO score.", _CONTENT, changes=True),
    EventType(
        "content.published",
        "Content published",
        "A new content, or a new version of one, is out.",
        {**_CONTENT, **_CONNECTION, "url": "text"},
        changes=True,
    ),
    EventType(
        "content.publish_failed",
        "Publishing failed",
        "A target refused a content or did not answer; once a run and content.",
        {**_CONTENT, **_CONNECTION, **_FAILURE},
    ),
    EventType("content.deleted", "Content deleted", "A content was deleted here.", _CONTENT),
)
