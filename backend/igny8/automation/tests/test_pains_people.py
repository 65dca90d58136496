"""Pains that users of rival systems report (those about people: cancelling, approving, pausing, calling).

Each test is named for one of them and shows that it is not ours.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from igny8.automation.models import Approval, AutomationRule, ScheduledTask, StepRun, TriggerKind
from igny8.automation.services.runs import create_run, execute_by_hand
from igny8.automation.services.schedules import start_due_schedules
from igny8.automation.tests.conftest import Counter, Worker, item_error
from igny8.automation.triggers.matching import handle_pending_events
from igny8.core.clock import FixedClock
from igny8.core.events import emit
from igny8.core.ids import new_id
from igny8.notifications.models import Notification
from igny8.notifications.outbox import send_due_emails
from igny8.notifications.testing import FakeMailer
from igny8.tenants.models import Membership, Role, Site, User

RUNS = "/automation/scheduled-tasks/"
ASK = {"id": "ask", "type": "approval", "params": {"title": "Publish?"}}
WAIT = {"id": "wait", "type": "wait", "params": {"seconds": 3600}}
COUNT = {"id": "count", "type": "count", "params": {"items": ["a", "b"]}}
FAIL = {"id": "end", "type": "stop", "params": {"status": "failed", "reason": "The key is wrong."}}


# -- 5. Cancel does not reach workers, then the status flips to success; queued runs cannot be stopped -----


@pytest.mark.parametrize(
    "actions", [[COUNT], [WAIT, COUNT], [ASK, COUNT]], ids=["queued", "wait", "approval"]
)
def test_pain_05_cancel_reaches_what_is_queued_or_waits_and_stays(
    actions: list[Any], make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock, api: Any
) -> None:
    run = execute_by_hand(rule=make_rule(actions), context={}, clock=clock)
    if actions != [COUNT]:
        assert worker.carry_on(run).status == "waiting"
    answer = api().post(f"{RUNS}{run.pk}/cancel/")
    assert (answer.status, answer.data["status"]) == (200, "cancelled")
    clock.advance(7200)
    assert worker.carry_on(run).status == "cancelled" and counter.calls == []
    assert not StepRun.objects.filter(run=run, status__in=["pending", "running", "waiting"]).exists()
    assert not Approval.objects.filter(status="pending").exists()
    assert api().post(f"{RUNS}{run.pk}/cancel/").status == 409


def test_pain_05_cancel_reaches_a_worker_in_the_middle_of_a_step_and_stays(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock, api: Any
) -> None:
    run = execute_by_hand(rule=make_rule([COUNT, {**COUNT, "id": "next"}]), context={}, clock=clock)

    def cancelled_meanwhile() -> None:
        assert api().post(f"{RUNS}{run.pk}/cancel/").status == 200
        worker.keeper.tick()

    counter.before["a"] = cancelled_meanwhile
    assert worker.carry_on(run).status == "cancelled"
    assert counter.calls == ["a"], "The item that was at work is the last one."
    clock.advance(7200)
    found = worker.carry_on(run)
    assert found.status == "cancelled" and found.status_reason.startswith("Cancelled by ")


# -- 9. An approval link answers 404 only in production ----------------------------------------------------


@pytest.fixture
def behind_a_proxy(settings: LazySettings) -> dict[str, str]:
    """What ``settings.production`` sets, and the headers that a proxy in front of it sends."""
    settings.DEBUG = False
    settings.IGNY8_PUBLIC_URL = "https://igny8.example.com"
    settings.ALLOWED_HOSTS = ["igny8.example.com"]
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    return {"host": "igny8.example.com", "x-forwarded-proto": "https"}


def test_pain_09_an_approval_link_works_behind_a_proxy_as_it_does_at_home(
    make_rule: Any, worker: Worker, clock: FixedClock, account: Any, behind_a_proxy: dict[str, str]
) -> None:
    user = User.objects.create_user("owner@example.com", "a long password")
    Membership.objects.create(user=user, role=Role.OWNER)
    run = worker.carry_on(execute_by_hand(rule=make_rule([ASK]), context={}, clock=clock))
    mailer = FakeMailer()
    send_due_emails(clock=clock, mailer=mailer)
    link = re.search(r"https://igny8\.example\.com(/approve/\S+)", mailer.sent[0].body)
    assert link is not None
    stranger = Client(enforce_csrf_checks=True)
    page = stranger.get(link[1], headers=behind_a_proxy)
    assert page.status_code == 200 and Approval.objects.get().status == "pending"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token is not None
    sent = stranger.post(
        link[1],
        {"decision": "approve", "csrfmiddlewaretoken": token[1]},
        headers={**behind_a_proxy, "origin": "https://igny8.example.com"},
    )
    assert sent.status_code == 302
    assert worker.carry_on(run).status == "completed"


# -- 10. Auto-deactivated with no error shown; inactive flows that ran -------------------------------------


def test_pain_10_a_rule_that_is_paused_by_the_system_shows_why_and_what_to_do(
    make_rule: Any, worker: Worker, clock: FixedClock, api: Any
) -> None:
    rule = make_rule([FAIL], trigger="schedule", schedule="0 9 * * 1", pause_after_failures=2)
    for _ in range(2):
        worker.finish(create_run(rule=rule, trigger=TriggerKind.SCHEDULE, context={}, clock=clock))
    shown = api().get(f"/automation/rules/{rule.pk}/").data
    assert shown["status"] == "paused" and shown["is_active"] is True
    assert "The key is wrong." in shown["status_reason"] and "resume" in shown["status_reason"]
    (told,) = api().get("/automation/notifications/", unread="true").data
    assert told["object_id"] == str(rule.pk) and "The key is wrong." in told["body"]
    resumed = api().post(f"/automation/rules/{rule.pk}/resume/").data
    assert (resumed["status"], resumed["status_reason"]) == ("active", "")


@pytest.mark.parametrize("how", ["pause", "inactive", "delete"])
def test_pain_10_a_rule_that_is_off_never_starts_by_its_schedule(
    how: str, make_rule: Any, worker: Worker, clock: FixedClock, api: Any
) -> None:
    rule: AutomationRule = make_rule([FAIL], trigger="schedule", schedule="0 9 * * 1")
    path = f"/automation/rules/{rule.pk}/"
    if how == "pause":
        api().post(f"{path}pause/", {"reason": "Holiday."})
    elif how == "inactive":
        api().patch(path, {"is_active": False})
    else:
        api().delete(path)
    clock.moment += timedelta(days=30)
    start_due_schedules(clock=clock)
    assert not ScheduledTask.objects.exclude(status="skipped").exists()


def test_pain_10_a_rule_that_is_paused_by_the_system_never_starts_by_an_event(
    make_rule: Any, worker: Worker, clock: FixedClock, site: Site
) -> None:
    event = {"type": "content.created"}
    rule: AutomationRule = make_rule([FAIL], trigger="event", event=event, pause_after_failures=1)
    for _ in range(2):
        emit_created(site)
        handle_pending_events(clock)
        for run in ScheduledTask.objects.filter(status="pending"):
            worker.finish(run)
    assert AutomationRule.objects.get(pk=rule.pk).status == "paused"
    assert ScheduledTask.objects.exclude(status="skipped").count() == 1


def emit_created(site: Site) -> None:
    emit("content.created", object_type="content", object_id=new_id(), site_id=site.pk, after={"title": "T"})


# -- 11. Retry and subflow loop for ever -------------------------------------------------------------------


def test_pain_11_retries_come_to_an_end(
    make_rule: Any, counter: Counter, worker: Worker, clock: FixedClock
) -> None:
    counter.errors["a"] = [item_error(retryable=True) for _ in range(100)]
    run = execute_by_hand(
        rule=make_rule([{**COUNT, "params": {"items": ["a"]}, "retry": {"attempts": 4}}]),
        context={},
        clock=clock,
    )
    assert worker.finish(run).status == "failed" and counter.calls == ["a"] * 4


def _calls(rule_id: Any, *, wait: bool) -> list[dict[str, Any]]:
    return [{"id": "call", "type": "call_rule", "params": {"rule_id": str(rule_id), "wait": wait}}]


def _carry_all(worker: Worker) -> None:
    """Carry on whatever can go on, until nothing can."""
    for _ in range(100):
        rows = ScheduledTask.objects.filter(status__in=["pending", "waiting"]).order_by("id")
        if not rows:
            return
        for row in rows:
            worker.carry_on(row)
        worker.clock.advance(61)
    raise AssertionError("The runs do not come to an end.")


@pytest.mark.parametrize("wait", [True, False])
def test_pain_11_rules_that_call_each_other_come_to_an_end_and_say_why(
    wait: bool, make_rule: Any, worker: Worker, clock: FixedClock, api: Any
) -> None:
    first: AutomationRule = make_rule([], name="First", pause_after_failures=0)
    second: AutomationRule = make_rule(_calls(first.pk, wait=wait), name="Second", pause_after_failures=0)
    assert (
        api().patch(f"/automation/rules/{first.pk}/", {"actions": _calls(second.pk, wait=wait)}).status == 200
    )
    first.refresh_from_db()
    execute_by_hand(rule=first, context={}, clock=clock)
    _carry_all(worker)
    runs = list(ScheduledTask.objects.order_by("id"))
    assert len(runs) <= 11
    refused = [run for run in runs if run.error_code in {"call_loop", "loop_guard"}]
    assert len(refused) == 1 and "First" in refused[0].error_message


# -- 15. Test failures count towards auto-disable ----------------------------------------------------------


def test_pain_15_failing_tests_do_not_count_towards_the_pause(
    make_rule: Any, worker: Worker, clock: FixedClock
) -> None:
    rule: AutomationRule = make_rule([FAIL], pause_after_failures=2)
    for _ in range(5):
        test = create_run(rule=rule, trigger=TriggerKind.MANUAL, context={}, clock=clock, is_test=True)
        assert worker.finish(test).status == "failed"
    rule.refresh_from_db()
    assert (rule.status, rule.failures_in_a_row) == ("active", 0)
    assert not Notification.objects.exists()
