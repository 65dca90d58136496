"""Runs of rules, and the rules themselves."""

from igny8.automation.runtime.event_types import EventType, Fields

_RUN: Fields = {
    "id": "text",
    "status": "text",
    "automation_rule": "text",
    "rule_name": "text",
    "trigger": "text",
    "credits": "number",
    "error_code": "text",
    "error_message": "text",
}
_RULE: Fields = {"id": "text", "name": "text", "status": "text", "status_reason": "text"}
EVENTS = (
    EventType("run.finished", "Run finished", "A run has ended, however it went; tests do not count.", _RUN),
    EventType("run.failed", "Run failed", "A run has ended in failure; tests do not count.", _RUN),
    EventType("rule.paused", "Rule paused", "A rule was paused by a person or by the system.", _RULE, True),
)
