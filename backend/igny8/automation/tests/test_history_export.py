"""The history as a file for spreadsheets."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from igny8.automation.models import AutomationRule
from igny8.automation.tests.explain_support import past_run
from igny8.testing.api import client_for

PATH = "/api/v1/automation/rules/execution-history/export/"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def rule(make_rule: Any) -> AutomationRule:
    made: AutomationRule = make_rule([{"id": "s", "type": "set", "params": {}}], name='=HYPERLINK("x")')
    return made


def export(account: Any, **query: str) -> list[dict[str, str]]:
    headers = {"Authorization": f"Bearer {client_for(account, 'viewer').token}"}
    response = Client().get(PATH, query, headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="runs.csv"' in response["Content-Disposition"]
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_run_is_a_row_and_no_text_is_a_formula(account: Any, rule: AutomationRule) -> None:
    values = {"status": "failed", "credits": 5, "error_code": "timeout", "error_message": "-1+1\nToo slow."}
    run = past_run(rule, NOW, **values)
    [row] = export(account)
    assert (row["id"], row["rule"], row["version"]) == (str(run.pk), '\'=HYPERLINK("x")', "1")
    assert (row["status"], row["credits"], row["error_code"]) == ("failed", "5", "timeout")
    assert row["error"] == "'-1+1\nToo slow."
    assert row["started_at"].endswith("Z")
    assert float(row["duration_seconds"]) >= 0


def test_it_takes_the_filters_of_the_history(account: Any, rule: AutomationRule, other_account: Any) -> None:
    for number, status in enumerate(("completed", "failed", "skipped", "pending")):
        past_run(rule, NOW - timedelta(hours=number), status=status)
    assert [row["status"] for row in export(account)] == ["completed", "failed", "skipped"]
    assert [row["status"] for row in export(account, status="failed,skipped")] == ["failed", "skipped"]
    assert export(account, trigger="webhook") == []
    assert export(account, search="hyperlink", until="2026-03-02T08:30:00Z")[0]["status"] == "failed"
    assert export(other_account) == []


def test_a_long_history_is_read_at_once(account: Any, rule: AutomationRule) -> None:
    for number in range(5):
        past_run(rule, NOW - timedelta(hours=number))
    export(account)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(export(account)) == 5
    assert sum("automation_scheduledtask" in one["sql"] for one in queries) == 1
