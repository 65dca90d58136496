"""Drafts, versions and their differences, through the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from igny8.automation.models import AutomationRule, RuleVersion
from igny8.automation.tests.conftest import Counter
from igny8.tenants.models import Site
from igny8.testing.api import ApiClient

RULES = "/automation/rules/"
Api = Callable[..., ApiClient]


def count(*items: str, name: str = "count") -> dict[str, Any]:
    return {"id": name, "type": "count", "params": {"items": list(items)}}


@pytest.fixture
def path(api: Api, site: Site, counter: Counter) -> str:
    rule = api().post(RULES, {"name": "A rule", "actions": [count("a")]}).data
    return f"{RULES}{rule['id']}/"


def test_a_draft_is_kept_and_does_not_run(api: Api, path: str) -> None:
    saved = api().patch(f"{path}?draft=true", {"actions": [count("b")], "name": "Another name"})
    assert saved.status == 200
    rule = api().get(path).data
    assert (rule["version"], rule["name"], rule["actions"][0]["params"]) == (1, "A rule", {"items": ["a"]})
    draft = rule["draft"]
    assert draft["definition"]["actions"] == [count("b")]
    assert (draft["version"], draft["base_version"], draft["name"]) == (2, 1, "Another name")
    assert draft["by"] == "token owner of the tests" and draft["at"]
    assert rule["draft_problems"] == {}


def test_a_rule_without_a_draft_says_so(api: Api, path: str) -> None:
    rule = api().get(path).data
    assert rule["draft"] is None and rule["draft_problems"] == {} and rule["template"] is None
    assert api().delete(f"{path}draft/").status == 409
    assert api().post(f"{path}draft/publish/").status == 409
    assert api().get(f"{path}versions/draft/").status == 404


def test_a_second_change_adds_to_the_draft(api: Api, path: str) -> None:
    api().patch(f"{path}?draft=true", {"actions": [count("b")]})
    api().patch(f"{path}?draft=1", {"mode": "single", "schedule": "0 9 * * 1"})
    definition = api().get(path).data["draft"]["definition"]
    assert definition["actions"] == [count("b")]
    assert (definition["mode"], definition["schedules"]) == ("single", [{"cron": "0 9 * * 1"}])


def test_a_put_replaces_the_draft(api: Api, path: str) -> None:
    api().patch(f"{path}?draft=true", {"mode": "single"})
    api().put(f"{path}?draft=true", {"name": "A rule", "actions": [count("b")]})
    assert "mode" not in api().get(path).data["draft"]["definition"]


def test_a_draft_may_be_incomplete_and_says_what_is_missing(api: Api, path: str) -> None:
    saved = api().patch(f"{path}?draft=true", {"actions": [{"type": "nonsense"}], "schedules": "x"})
    assert saved.status == 200
    assert "actions[0].type" in saved.data["draft_problems"]
    api().patch(f"{path}?draft=true", {"schedule": "0 9 * * 1"})
    refused = api().post(f"{path}draft/publish/")
    assert refused.status == 400 and "actions[0].type" in refused.fields
    assert api().get(path).data["version"] == 1


def test_where_a_rule_is_active_is_no_matter_of_drafts(api: Api, path: str) -> None:
    assert "is_active" in api().patch(f"{path}?draft=true", {"is_active": False}).fields
    whole = {"name": "A rule", "is_active": True, "actions": [count("b")]}
    assert api().put(f"{path}?draft=true", whole).status == 200


def test_a_published_draft_is_live(api: Api, path: str) -> None:
    api().patch(f"{path}?draft=true", {"actions": [count("b")], "name": "Another name"})
    rule = api().post(f"{path}draft/publish/").data
    assert (rule["version"], rule["name"], rule["draft"]) == (2, "Another name", None)
    assert rule["actions"] == [count("b")]
    assert RuleVersion.objects.count() == 2


def test_a_draft_that_changes_nothing_makes_no_version(api: Api, path: str) -> None:
    api().patch(f"{path}?draft=true", {"description": "Words only."})
    rule = api().post(f"{path}draft/publish/").data
    assert (rule["version"], rule["description"]) == (1, "Words only.")


def test_a_discarded_draft_is_gone(api: Api, path: str) -> None:
    api().patch(f"{path}?draft=true", {"mode": "single"})
    assert api().delete(f"{path}draft/").status == 204
    assert api().get(path).data["draft"] is None


def test_a_draft_does_not_undo_a_change_that_it_does_not_know(api: Api, path: str) -> None:
    api().patch(f"{path}?draft=true", {"actions": [count("b")]})
    api().patch(path, {"mode": "single"})
    refused = api().post(f"{path}versions/3/publish/")
    assert refused.status == 409 and "version 1" in refused.error["message"]
    published = api().post(f"{path}versions/3/publish/", {"overwrite": True}).data
    assert (published["version"], published["mode"]) == (3, "queued")


def test_the_draft_is_the_next_version(api: Api, path: str) -> None:
    api().patch(path, {"actions": [count("b")]})
    api().patch(f"{path}?draft=true", {"actions": [count("c")]})
    rows = api().get(f"{path}versions/").data
    assert [(row["number"], row["status"]) for row in rows] == [(3, "draft"), (2, "live"), (1, "published")]
    assert rows[0]["definition"]["actions"] == [count("c")]
    pages = [api().get(f"{path}versions/", page_size=2, page=page) for page in (1, 2)]
    assert [[row["number"] for row in page.data] for page in pages] == [[3, 2], [1]]
    assert pages[0].pagination["count"] == 3
    assert api().get(f"{path}versions/1/").data["definition"]["actions"] == [count("a")]
    assert api().get(f"{path}versions/9/").status == api().get(f"{path}versions/x/").status == 404


def test_a_post_to_the_versions_saves_a_draft(api: Api, path: str) -> None:
    saved = api().post(f"{path}versions/", {"actions": [count("b")]})
    assert (saved.status, saved.data["number"], saved.data["status"]) == (201, 2, "draft")


def test_publishing_by_number_means_the_draft(api: Api, path: str) -> None:
    api().patch(path, {"actions": [count("b")]})
    assert "is live already" in api().post(f"{path}versions/2/publish/").error["message"]
    assert "restore it" in api().post(f"{path}versions/1/publish/").error["message"]
    assert api().post(f"{path}versions/3/publish/").status == 404
    api().patch(f"{path}?draft=true", {"mode": "single"})
    assert api().post(f"{path}versions/3/publish/").data["mode"] == "single"


def test_a_restored_version_is_a_new_one(api: Api, path: str) -> None:
    api().patch(path, {"actions": [count("b")]})
    rule = api().post(f"{path}versions/1/restore/").data
    assert (rule["version"], rule["actions"]) == (3, [count("a")])
    newest = api().get(f"{path}versions/").data[0]
    assert (newest["number"], newest["restored_from"], newest["status"]) == (3, 1, "live")
    assert api().post(f"{path}versions/1/restore/").status == 409


def test_a_version_can_be_restored_as_a_draft(api: Api, path: str) -> None:
    api().patch(path, {"actions": [count("b")]})
    rule = api().post(f"{path}versions/1/restore/", {"draft": True}).data
    assert (rule["version"], rule["draft"]["definition"]["actions"]) == (2, [count("a")])
    assert api().post(f"{path}versions/draft/restore/").status == 409


def test_a_diff_tells_what_a_version_changed(api: Api, path: str) -> None:
    api().patch(path, {"actions": [count("a", "b"), count("x", name="more")]})
    api().patch(f"{path}?draft=true", {"actions": [count("x", name="more")]})
    changes = api().get(f"{path}versions/2/diff/").data
    assert [(row["path"], row["kind"]) for row in changes] == [
        ("actions[more]", "added"),
        ("actions[count].params.items", "changed"),
    ]
    assert changes[1]["before"] == ["a"] and changes[1]["after"] == ["a", "b"]
    assert [row["path"] for row in api().get(f"{path}versions/draft/diff/").data] == ["actions[count]"]
    against = api().get(f"{path}versions/2/diff/", against="draft").data
    assert [row["kind"] for row in against] == ["added"]
    assert api().get(f"{path}versions/1/diff/").data[-1]["path"] == "actions[count]"
    assert api().get(f"{path}versions/2/diff/", against="live").data == []
    assert api().get(f"{path}versions/2/diff/", against="77").status == 404


def test_drafts_are_the_accounts_own(api: Api, path: str, other_account: Any) -> None:
    api().patch(f"{path}?draft=true", {"mode": "single"})
    stranger = api(account=other_account)
    for call in (stranger.get(f"{path}versions/"), stranger.post(f"{path}draft/publish/")):
        assert call.status == 404
    assert api("viewer").delete(f"{path}draft/").status == 403
    assert AutomationRule.objects.get().draft is not None


def test_drafts_and_versions_stand_in_the_audit_log(api: Api, path: str) -> None:
    api().patch(f"{path}?draft=true", {"mode": "single"})
    api().post(f"{path}draft/publish/")
    api().post(f"{path}versions/1/restore/")
    actions = [row["action"] for row in api().get("/account/audit-log/").data]
    assert actions[:3] == ["rule.restored", "rule.published", "rule.draft_saved"]
