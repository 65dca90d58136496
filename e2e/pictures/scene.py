"""What the pictures show: a site on which rules have worked, one has failed, and one waits for a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api import Api, Json, wait_until
from processes import free_port
from wordpress.wordpress import RealWordPress

DEMO = "Keywords to published drafts"
MONDAYS = "Monday articles, looked at first"
WEAK = "Improve weak articles"
CALENDAR = "Briefs from the editorial calendar"
IDEAS = "Ideas of the week"
SITE_PLAN = "Plan the site"
BLOG, OLD_BLOG = "Our blog", "The old blog"
SECONDS = 120
"""Within which a run must end, on a busy machine too."""

_CLUSTER: Json = {"id": "cluster", "type": "cluster_keywords", "params": {}}
_WRITE: Json = {"id": "write", "type": "generate_content", "params": {"limit": 2}}
_EACH: Json = {
    "id": "each",
    "type": "for_each",
    "name": "Each article",
    "items": "{{ steps.write.content_ids }}",
    "concurrency": 2,
    "actions": [
        {"id": "images", "type": "generate_images", "params": {"content_ids": ["{{ item }}"]}},
        {"id": "optimize", "type": "optimize_content", "params": {"content_ids": ["{{ item }}"]}},
    ],
}
_REVIEW: Json = {
    "id": "review",
    "type": "approval",
    "name": "A person looks",
    "params": {
        "title": "New articles",
        "message": "These articles are ready. Which of them may be published?",
        "items": "{{ steps.write.content_ids }}",
        "deadline_hours": 72,
        "on_reject": "continue",
    },
}
_PUBLISH: Json = {
    "id": "publish",
    "type": "publish_to_wordpress",
    "params": {"content_ids": "{{ steps.review.approved_ids }}"},
    "when": [{"field": "steps.review.approved_ids", "operator": "is_not_empty"}],
}
_TELL: Json = {
    "id": "tell",
    "type": "notify",
    "name": "Nothing to write",
    "params": {"channel": "inbox", "message": "No idea waits to be written. Approve some."},
}
_GATE: Json = {
    "id": "gate",
    "type": "branch",
    "name": "Is there something new?",
    "branches": [
        {
            "name": "Articles were written",
            "conditions": [{"field": "steps.write.content_ids", "operator": "is_not_empty"}],
            "actions": [_EACH, _REVIEW, _PUBLISH],
        }
    ],
    "else": [_TELL],
}
MONDAY_RULE: Json = {
    "description": "Writes two articles a week. A person decides before they are published.",
    "trigger": "schedule",
    "schedules": [{"cron": "0 9 * * 1", "timezone": "Europe/Berlin"}],
    "conditions": [{"field": "site.language", "operator": "equals", "value": "en"}],
    "actions": [_WRITE, _GATE],
}
"""A trigger, a condition, a branch and a loop; its run waits for an approval."""

_WEAK_RULE: Json = {
    "description": "When an article's score is low, it is improved and somebody is told.",
    "trigger": "event",
    "event": {"type": "content.scored"},
    "mode": "parallel",
    "conditions": {
        "all": [
            {"field": "seo_score", "operator": "less_than", "value": 60},
            {
                "any": [
                    {"field": "word_count", "operator": "greater_than", "value": 1500},
                    {"field": "needs_writing", "operator": "is_false"},
                ]
            },
        ]
    },
    "actions": [
        {"id": "optimize", "type": "optimize_content", "params": {"content_ids": ["{{ object.id }}"]}},
        {"id": "tell", "type": "notify", "params": {"channel": "inbox", "message": "{{ object.title }}"}},
    ],
}
_IDEAS_RULE: Json = {
    "trigger": "schedule",
    "schedules": [{"cron": "30 7 * * 1-5", "timezone": "Europe/Berlin"}],
    "actions": [{"id": "ideas", "type": "generate_ideas", "params": {"limit": 7}}],
}
_PLAN_RULE: Json = {
    "trigger": "manual",
    "actions": [
        {"id": "plan", "type": "generate_site_structure", "params": {}},
        {"id": "pages", "type": "generate_page_content", "params": {"limit": 2}},
    ],
}
_CALENDAR_RULE: Json = {"trigger": "webhook", "is_active": False, "actions": [_CLUSTER, _WRITE]}


@dataclass(frozen=True, slots=True)
class Scene:
    """The ids of what the pictures look at."""

    site: str
    rules: Mapping[str, str]
    run: str
    failed: str
    skipped: str
    waiting: str
    article: Json
    cluster: str
    idea: str


def make_scene(api: Api, site: str, blog: RealWordPress) -> Scene:
    """Make the rules, let them work, and decide on some of what they propose."""
    rules = {row["name"]: str(row["id"]) for row in api.every("/automation/rules/")}
    rules[WEAK] = _rule(api, site, WEAK, _WEAK_RULE)
    run = _done(api, rules[DEMO])
    api.patch(f"/sites/{site}/", {"auto_approve_ideas": False})
    for name, body in ((IDEAS, _IDEAS_RULE), (SITE_PLAN, _PLAN_RULE), (CALENDAR, _CALENDAR_RULE)):
        rules[name] = _rule(api, site, name, body)
    _done(api, rules[IDEAS])
    idea = _decide(api, site)
    rules[MONDAYS] = _rule(api, site, MONDAYS, MONDAY_RULE)
    waiting = _waiting(api, rules[MONDAYS])
    approved = api.every("/ideas/", site=site, status="approved")
    api.post("/writing-tasks/", {"site": site, "idea": approved[0]["id"]})
    api.patch(f"/automation/rules/{rules[MONDAYS]}/", {"budget": {"per_run": 300, "per_month": 1500}})
    _done(api, rules[SITE_PLAN])
    article = api.get("/content/", site=site, status="published", ordering="-seo_score")[0]
    failed = _publish_twice(api, site, article["id"], blog)
    _account(api)
    skipped = api.get("/automation/rules/execution-history/", rule=rules[WEAK], status="skipped")[0]["id"]
    cluster = api.get("/clusters/", site=site, ordering="-volume")[0]["id"]
    return Scene(site, rules, run, failed, skipped, waiting, article, cluster, idea)


def _rule(api: Api, site: str, name: str, body: Json) -> str:
    return str(api.post("/automation/rules/", {"name": name, "site": site} | body)["id"])


def _done(api: Api, rule: str) -> str:
    run = api.start(rule)
    ended = api.finished(run, seconds=SECONDS)
    assert ended["status"] == "completed", ended["error_message"]
    return run


def _waiting(api: Api, rule: str) -> str:
    run = api.start(rule)
    path = "/automation/approvals/"
    wait_until(lambda: api.get(path, status="pending"), seconds=SECONDS, what="the question of the run")
    return run


def _decide(api: Api, site: str) -> str:
    """Approve some ideas, reject one; gives one that is still new."""
    new = [row["id"] for row in api.every("/ideas/", site=site, status="new")]
    api.post("/ideas/bulk/", {"ids": new[:3], "status": "approved"})
    api.post("/ideas/bulk/", {"ids": new[3:4], "status": "rejected"})
    return str(new[4])


def _publish_twice(api: Api, site: str, article: str, blog: RealWordPress) -> str:
    """Publish an article to a blog that works, then to one that is down; gives the failed run."""
    user = blog.user("editor")
    works = {"name": BLOG, "url": blog.url, "username": user.login, "secret": user.password}
    down = {"name": OLD_BLOG, "url": f"http://127.0.0.1:{free_port()}", "username": "x", "secret": "y"}
    runs = []
    for login in (works, down):
        connection = api.post("/connections/", {"site": site, "kind": "wordpress"} | login)["id"]
        api.call("POST", f"/connections/{connection}/test/")
        optimize = {"id": "optimize", "type": "optimize_content", "params": {"content_ids": [article]}}
        params = {"content_ids": [article], "integration_id": connection}
        out = {"id": "out", "type": "publish_to_wordpress", "params": params, "retry": {"attempts": 1}}
        body = {"trigger": "manual", "actions": [optimize, out]}
        run = api.start(_rule(api, site, f"Publish to {login['name'].lower()}", body))
        api.finished(run, seconds=SECONDS)
        runs.append(run)
    return runs[-1]


def _account(api: Api) -> None:
    """A budget, a colleague and a token."""
    api.post("/credits/budgets/", {"period": "month", "limit": 5000})
    api.post("/account/members/", {"email": "kim@example.com", "name": "Kim Berg", "role": "editor"})
    api.post("/account/tokens/", {"name": "Nightly report", "role": "viewer"})
