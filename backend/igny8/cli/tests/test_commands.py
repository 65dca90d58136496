"""The commands: what they do, what they print, how they fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from typer.testing import Result

from igny8.automation.models import AutomationRule, ScheduledTask
from igny8.automation.runtime.keeper import Keeper
from igny8.automation.runtime.runner import carry_on
from igny8.automation.services.rules import create_rule
from igny8.cli import watch
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.tenancy import account_scope
from igny8.credits.services import balance_of_account
from igny8.tenants.models import Account, Sector, Site
from igny8.testing.api import ApiClient

Run = Callable[..., Result]
Json = Callable[..., Any]
NEW = ("account", "create", "--name", "Alice", "--email", "alice@example.com", "--password", "correct horse")


@pytest.fixture
def rule(site: Site) -> AutomationRule:
    wait = {"id": "w", "type": "stop", "params": {"reason": "Enough."}}
    return create_rule(site=site, values={"name": "Stops", "actions": [wait]}, by="", clock=SYSTEM_CLOCK)


def test_an_account_is_made_with_its_credits_and_a_token_that_works(as_json: Json) -> None:
    made = as_json(*NEW, "--credits", "500")
    assert set(made) == {"account_id", "user_id", "token"}
    with account_scope(Account.objects.get().id):
        assert balance_of_account().available == 500
    me = ApiClient(made["token"]).get("/me/").data
    assert (me["account"]["id"], me["id"], me["role"]) == (made["account_id"], made["user_id"], "owner")


def test_words_are_for_people(igny8: Run) -> None:
    done = igny8(*NEW)
    assert done.exit_code == 0
    assert "Token (shown once): igny8_" in done.stdout


def test_a_failure_is_one_sentence_and_exit_code_1(igny8: Run) -> None:
    weak = igny8(*NEW[:-1], "short")
    assert weak.exit_code == 1
    assert weak.stdout == ""
    assert weak.stderr.startswith("igny8: This password is too short.")
    assert "  password: " in weak.stderr
    for arguments in (
        ("rules", "export", "nonsense"),
        ("rules", "run", str(uuid4())),
        ("tasks", "show", "x"),
    ):
        missing = igny8(*arguments)
        assert missing.exit_code == 1
        assert missing.stderr.startswith("igny8: There is no ") and "Traceback" not in missing.output


def test_a_wrong_option_is_explained(igny8: Run) -> None:
    assert igny8("rules", "fly").exit_code == 2
    assert "rules" in igny8("--help").stdout


def test_rules_are_listed(igny8: Run, as_json: Json, rule: AutomationRule) -> None:
    assert [row["id"] for row in as_json("rules", "list")] == [str(rule.id)]
    assert "Stops" in igny8("rules", "list").stdout


def test_a_rule_goes_out_and_comes_back_inactive(
    igny8: Run, as_json: Json, rule: AutomationRule, tmp_path: Path
) -> None:
    document = as_json("rules", "export", str(rule.id))
    assert document["igny8_rule"] == 1 and document["definition"]["actions"][0]["id"] == "w"
    file = tmp_path / "rule.json"
    file.write_text(json.dumps(document))
    copy = as_json("rules", "import", str(file))
    assert copy["id"] != str(rule.id)
    assert (copy["name"], copy["status"]) == ("Stops", "inactive")
    assert copy["actions"] == document["definition"]["actions"]
    assert "(inactive)" in igny8("rules", "import", str(file), "--site", str(rule.site_id)).stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "is not JSON"), ("[]", "is not a rule"), ('{"name": 7}', "is not a rule")],
)
def test_a_file_that_is_no_rule_is_refused(
    igny8: Run, site: Site, tmp_path: Path, text: str, message: str
) -> None:
    file = tmp_path / "rule.json"
    file.write_text(text)
    refused = igny8("rules", "import", str(file))
    assert refused.exit_code == 1
    assert message in refused.stderr


def test_a_rule_with_mistakes_is_refused_with_their_paths(igny8: Run, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "rule.json"
    file.write_text(json.dumps({"name": "x", "actions": [{"type": "no_such"}]}))
    refused = igny8("rules", "import", str(file))
    assert refused.exit_code == 1
    assert "  actions[0].type: " in refused.stderr


def test_the_site_must_be_named_where_there_are_several(igny8: Run, site: Site, tmp_path: Path) -> None:
    Site.objects.create(name="Second", url="https://second.example")
    file = tmp_path / "rule.json"
    file.write_text('{"name": "x"}')
    assert "--site ID" in igny8("rules", "import", str(file)).stderr


def test_a_rule_is_started_and_its_run_shown(igny8: Run, as_json: Json, rule: AutomationRule) -> None:
    started = as_json("rules", "run", str(rule.id))
    assert started["status"] == "pending"
    carry_on(ScheduledTask.objects.get().id, keeper=Keeper(SYSTEM_CLOCK), clock=SYSTEM_CLOCK)
    shown = as_json("tasks", "show", started["scheduled_task_id"])
    assert (shown["status"], shown["status_reason"]) == ("completed", "Enough.")
    assert [step["path"] for step in shown["steps"]] == ["actions/0"]
    assert "Stops: completed, 0 credits." in igny8("tasks", "show", started["scheduled_task_id"]).stdout


@pytest.mark.parametrize(("status", "code"), [("completed", 0), ("failed", 1)])
def test_a_watched_run_is_followed_to_its_end(
    igny8: Run, rule: AutomationRule, monkeypatch: Any, status: str, code: int
) -> None:
    class Time:
        """The run ends while the command waits."""

        @staticmethod
        def sleep(_seconds: float) -> None:
            ScheduledTask.objects.update(status=status)

    monkeypatch.setattr(watch, "time", Time)
    done = igny8("rules", "run", str(rule.id), "--watch", "--json")
    assert done.exit_code == code
    assert json.loads(done.stdout)["status"] == status


def test_a_watched_run_tells_its_phases_and_why_it_failed_where_nobody_draws(
    igny8: Run, rule: AutomationRule, monkeypatch: Any
) -> None:
    class Time:
        """The run fails while the command waits."""

        @staticmethod
        def sleep(_seconds: float) -> None:
            ScheduledTask.objects.update(status="failed", error_code="oops", error_message="It broke.")

    monkeypatch.setattr(watch, "time", Time)
    done = igny8("rules", "run", str(rule.id), "--watch")
    assert "failed: It broke." in done.stdout
    assert done.stdout.splitlines()[:2] == ["Initializing", "Failed"]


def test_keywords_are_imported(igny8: Run, as_json: Json, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "keywords.csv"
    file.write_text("keyword,volume\npdf scanner,100\nocr app,50\n")
    counts = as_json("keywords", "import", str(file), "--site", str(site.id))
    assert (counts["created"], counts["updated"]) == (2, 0)
    sector = Sector.objects.create(site=site, name="s")
    again = igny8("keywords", "import", str(file), "--site", str(site.id), "--sector", str(sector.id))
    assert again.exit_code == 0, again.output
    assert "2 updated" in again.stdout
    unknown = igny8("keywords", "import", str(file), "--site", str(site.id), "--sector", "nonsense")
    assert unknown.exit_code == 1
    assert unknown.stderr == "igny8: There is no sector with the id nonsense.\n"


def test_bad_rows_are_named(igny8: Run, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "keywords.csv"
    file.write_text("keyword,volume\npdf scanner,many\n,7\n")
    assert "  row " in igny8("keywords", "import", str(file), "--site", str(site.id)).stdout


def test_a_model_that_cannot_be_had_is_said(igny8: Run, monkeypatch: Any, tmp_path: Path) -> None:
    from igny8.ai import model_store
    from igny8.core.errors import ProviderError

    def refuse() -> Path:
        raise ProviderError("No network.")

    monkeypatch.setattr(model_store, "fetch_model", refuse)
    assert igny8("models", "fetch").exit_code == 1
    optional = igny8("models", "fetch", "--optional")
    assert optional.exit_code == 0
    assert "No network." in optional.stdout
    monkeypatch.setattr(model_store, "fetch_model", lambda: tmp_path)
    assert str(tmp_path) in igny8("models", "fetch").stdout
    assert json.loads(igny8("models", "fetch", "--json").stdout) == {"path": str(tmp_path)}


def test_the_demo_is_made_once(igny8: Run, as_json: Json, data_dir: Path) -> None:
    first = as_json("demo")
    assert as_json("demo") == first
    assert not (data_dir / "demo.json").exists()
    file = data_dir / "demo-account.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert set(first) == {"email", "password", "token", "account_id", "site_id", "rule_id"}
    client = ApiClient(first["token"])
    assert client.get("/credits/balance/").data == {"available": 100_000, "reserved": 0}
    assert client.get("/keywords/").pagination["count"] >= 900
    rule = client.get(f"/automation/rules/{first['rule_id']}/").data
    assert rule["name"] == "Keywords to published drafts"
    assert len(rule["actions"]) == 6
    from igny8.cli.demo import prepare_demo_file, welcome

    written, named = prepare_demo_file(first, "http://127.0.0.1:1/")
    written.rename(named)
    written = data_dir / "demo.json"
    assert written.stat().st_mode & 0o777 == 0o600
    assert json.loads(written.read_text()) == {"url": "http://127.0.0.1:1/", **first}
    assert first["rule_id"] in welcome(first, "http://127.0.0.1:1/")
    assert "Sign in" not in welcome(None, "http://127.0.0.1:1/")


def test_the_database_is_brought_up_to_date(igny8: Run) -> None:
    assert igny8("migrate", "--quiet").exit_code == 0


def test_the_data_directory_can_be_named(igny8: Run, monkeypatch: Any, tmp_path: Path) -> None:
    import os

    monkeypatch.setenv("IGNY8_DATA_DIR", "x")
    assert igny8("--data-dir", str(tmp_path), "rules", "list", "--json").exit_code == 0
    assert os.environ["IGNY8_DATA_DIR"] == str(tmp_path)


def test_up_starts_the_system_with_its_demo(igny8: Run, monkeypatch: Any, data_dir: Path) -> None:
    from igny8.cli import supervisor

    asked: list[Any] = []
    became: dict[str, Any] = {}
    monkeypatch.setattr(supervisor, "become_supervisor", lambda **given: became.update(given))
    monkeypatch.setattr(supervisor, "port_is_free", lambda host, port: asked.append(port))
    monkeypatch.setenv("IGNY8_DATA_DIR", "x")
    done = igny8("up", "--port", "8123", "--demo", "--data-dir", str(data_dir))
    assert done.exit_code == 0, done.output
    assert asked == [8123]
    assert (became["host"], became["port"]) == ("127.0.0.1", 8123)
    assert "IGNY8 is running at" in became["words"]
    written, named = became["file"]
    assert named == data_dir / "demo.json" and not named.exists()
    assert json.loads(written.read_text())["url"] == "http://127.0.0.1:8123/"


def test_the_entry_point_is_the_command(monkeypatch: Any) -> None:
    import sys

    from igny8.cli.main import main

    monkeypatch.setattr(sys, "argv", ["igny8", "--help"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0


def test_up_does_not_start_with_a_wrong_variable(igny8: Run, monkeypatch: Any) -> None:
    monkeypatch.setenv("IGNY8_AI_TEXT_PROVIDER", "chatty")
    done = igny8("up")
    assert done.exit_code == 1
    assert "IGNY8_AI_TEXT_PROVIDER" in done.stderr
