"""Approvals: asked once, answered once, by those who may, with a link that is in no list."""

from __future__ import annotations

from typing import Any

import pytest

from igny8.automation.models import Approval, AutomationRule, ScheduledTask, StepRun
from igny8.automation.runtime.journal import DatabaseJournal
from igny8.automation.runtime.keeper import Signals
from igny8.automation.runtime.leases import claim_run
from igny8.automation.services.approval_items import described
from igny8.automation.services.approvals import (
    close_approvals,
    decide,
    find_by_token,
    open_approval,
    token_of,
)
from igny8.automation.services.approvers import addresses_to_ask, may_decide
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.tests.conftest import Worker
from igny8.core.clock import FixedClock
from igny8.core.errors import Conflict, InvalidInput
from igny8.notifications.models import EmailMessage, Notification
from igny8.notifications.outbox import send_due_emails
from igny8.notifications.testing import FakeMailer
from igny8.tenants.models import AuditEntry, Membership, Role, User
from igny8.tenants.selectors import Caller
from igny8.testing.factories import ContentFactory, IdeaFactory

PATH = "/automation/approvals/"
ASK: dict[str, Any] = {
    "id": "ask",
    "type": "approval",
    "params": {"title": "Publish?", "message": "Please look."},
}
AFTER = {"id": "after", "type": "set", "params": {"seen": "{{ steps.ask.approved_ids }}"}}


def asking(**params: Any) -> dict[str, Any]:
    return {**ASK, "params": {**ASK["params"], **params}}


@pytest.fixture
def owner(account: Any) -> User:
    user = User.objects.create_user("owner@example.com", "a long password")
    Membership.objects.create(user=user, role=Role.OWNER)
    return user


@pytest.fixture
def start(make_rule: Any, worker: Worker, clock: FixedClock) -> Any:
    """Start a run that asks; gives (run, approval)."""

    def make(*actions: dict[str, Any], **params: Any) -> tuple[ScheduledTask, Approval]:
        rule: AutomationRule = make_rule([asking(**params), AFTER, *actions])
        run = worker.carry_on(execute_by_hand(rule=rule, context={}, clock=clock))
        return run, Approval.objects.get(run=run)

    return make


def test_a_run_asks_and_waits(start: Any, owner: User) -> None:
    run, approval = start()
    assert run.status == "waiting"
    assert (approval.title, approval.message, approval.status) == ("Publish?", "Please look.", "pending")
    told = Notification.objects.get()
    assert told.object_id == approval.pk and told.link == f"/runs/{run.pk}"
    assert token_of(approval) not in told.body and token_of(approval) not in told.link


def test_the_link_is_mailed_to_whoever_may_decide(start: Any, owner: User, clock: FixedClock) -> None:
    _, approval = start(items=["one"])
    mailer = FakeMailer()
    send_due_emails(clock=clock, mailer=mailer)
    (mail,) = mailer.sent
    assert list(mail.to) == ["owner@example.com"] and "- one" in mail.body
    assert f"/approve/{token_of(approval)}/" in mail.body
    assert token_of(approval) not in str(Approval.objects.values().get())


def test_the_answer_wakes_the_run(start: Any, worker: Worker, clock: FixedClock) -> None:
    run, approval = start(items=["a", "b", "c"])
    answers = {"a": "reject", "b": {"edit": {"title": "B"}}}
    decided = decide(approval, "approve", answers, note="Fine", by="alice", clock=clock)
    assert (decided.status, decided.decided_by, decided.note) == ("approved", "alice", "Fine")
    assert decided.decisions == {**answers, "c": "approve"}
    ended = worker.carry_on(run)
    assert ended.status == "completed"
    output = StepRun.objects.get(run=run, node_id="ask").output
    assert output is not None
    assert (output["approved_ids"], output["rejected_ids"]) == (["b", "c"], ["a"])
    assert (output["edits"], output["by"], output["note"]) == ({"b": {"title": "B"}}, "alice", "Fine")
    assert AuditEntry.objects.filter(action="approval.approve", actor="alice").exists()


def test_a_rejection_ends_the_run(start: Any, worker: Worker, clock: FixedClock) -> None:
    run, approval = start()
    decide(approval, "reject", note="Too long", by="alice", clock=clock)
    ended = worker.carry_on(run)
    assert ended.status == "cancelled" and ended.status_reason == "Rejected by alice: Too long"


def test_only_the_first_answer_counts(start: Any, clock: FixedClock) -> None:
    _, approval = start()
    decide(approval, "approve", by="alice", clock=clock)
    with pytest.raises(Conflict, match="approved by alice already"):
        decide(approval, "reject", by="bob", clock=clock)
    assert Approval.objects.get().decided_by == "alice"


def test_it_lapses_at_its_deadline(start: Any, worker: Worker, clock: FixedClock) -> None:
    run, approval = start(deadline_hours=1, on_deadline="approve")
    clock.advance(3601)
    with pytest.raises(Conflict, match="time to decide is over"):
        decide(approval, "approve", by="alice", clock=clock)
    assert worker.carry_on(run).status == "completed"
    approval.refresh_from_db()
    assert approval.status == "lapsed"


def test_it_is_withdrawn_when_the_run_ends_without_it(start: Any, api: Any, clock: FixedClock) -> None:
    run, approval = start()
    assert api().post(f"/automation/scheduled-tasks/{run.pk}/cancel/").status == 200
    approval.refresh_from_db()
    assert approval.status == "withdrawn"
    with pytest.raises(Conflict, match="run has ended"):
        decide(approval, "approve", by="alice", clock=clock)


@pytest.mark.parametrize(
    ("decision", "items", "field"),
    [
        ("perhaps", {}, "decision"),
        ("approve", {"z": "approve"}, "items.z"),
        ("approve", {"a": "perhaps"}, "items.a"),
        ("approve", {"a": {"change": {}}}, "items.a"),
        ("approve", {"a": {"edit": {"title": "x" * 300_000}}}, "items.a"),
        ("reject", {"a": "approve"}, "items.a"),
    ],
)
def test_an_answer_must_fit(start: Any, clock: FixedClock, decision: str, items: Any, field: str) -> None:
    _, approval = start(items=["a"])
    with pytest.raises(InvalidInput) as caught:
        decide(approval, decision, items, by="alice", clock=clock)
    assert list(caught.value.fields) == [field]
    assert Approval.objects.get().status == "pending"


def test_opening_again_changes_nothing_while_it_is_open(start: Any, clock: FixedClock) -> None:
    run, approval = start()
    open_approval(run.pk, approval.path, {"title": "Other"}, clock)
    assert Approval.objects.get().title == "Publish?"
    close_approvals(run.pk, approval.path, clock)
    assert Approval.objects.get().status == "withdrawn"
    open_approval(run.pk, approval.path, {"title": "Other"}, clock)
    again = Approval.objects.get()
    assert (again.title, again.status, again.decided_at) == ("Other", "pending", None)
    assert Notification.objects.count() == 2


def test_a_loop_of_questions_does_not_fill_mailboxes(
    start: Any, owner: User, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, _ = start()
    monkeypatch.setattr("igny8.automation.services.approvals.MAILED_PER_RUN", 1)
    open_approval(run.pk, "actions/9", {"title": "Other"}, clock)
    assert Approval.objects.count() == 2 and EmailMessage.objects.count() == 1


def test_ids_become_titles(site: Any) -> None:
    content = ContentFactory(site=site, title="How scanners work", seo_score=80)
    idea = IdeaFactory(site=site)
    found = described(
        [content.pk, str(idea.pk), {"id": 7, "title": "Own", "link": "https://x.example"}, "free"]
    )
    assert [row["title"] for row in found] == ["How scanners work", idea.title, "Own", "free"]
    assert [row["type"] for row in found] == ["content", "idea", "", ""]
    assert "SEO score 80" in found[0]["summary"] and found[0]["link"] == f"/articles/{content.pk}"
    assert found[2] == {"id": "7", "type": "", "title": "Own", "summary": "", "link": "https://x.example"}


def test_a_script_is_no_link() -> None:
    assert described([{"id": "a", "link": "javascript:alert(1)"}])[0]["link"] == ""
    assert described([{"id": "a", "link": "//evil.example"}])[0]["link"] == ""


def _caller(role: str, email: str = "", *, token: bool = False) -> Caller:
    user = User(email=email) if email else None
    return Caller(None, role, email, user, object() if token else None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("approvers", "caller", "allowed"),
    [
        ([], _caller("editor"), True),
        ([], _caller("viewer"), False),
        (["jane@x.example"], _caller("editor", "bob@x.example"), False),
        (["Jane@x.example"], _caller("viewer", "jane@x.example"), True),
        (["jane@x.example"], _caller("viewer", "jane@x.example", token=True), False),
        (["jane@x.example"], _caller("admin", "bob@x.example"), True),
        (["editor"], _caller("editor"), True),
        (["editor"], _caller("viewer"), False),
    ],
)
def test_who_may_decide(account: Any, approvers: list[str], caller: Caller, allowed: bool) -> None:
    assert may_decide(Approval(approvers=approvers), caller) is allowed


def test_who_is_asked(owner: User) -> None:
    assert addresses_to_ask([]) == ["owner@example.com"]
    assert addresses_to_ask(["x@y.example", "owner", "viewer"]) == ["x@y.example", "owner@example.com"]
    assert addresses_to_ask(["x@y.example", "x@y.example\nBcc: z@y.example"]) == ["x@y.example"]


def test_the_api_lists_and_decides(start: Any, api: Any) -> None:
    run, approval = start(items=["a"])
    client = api("editor")
    rows = client.get(PATH, status="pending", rule=str(run.automation_rule_id), run=str(run.pk)).data
    assert [row["id"] for row in rows] == [str(approval.pk)]
    assert token_of(approval) not in str(rows) and "token_digest" not in rows[0]
    assert client.get(PATH, status="approved").data == []
    body = {"decision": "approve", "items": {"a": {"edit": {"title": "A"}}}, "note": "Yes"}
    answer = client.post(f"{PATH}{approval.pk}/decide/", body)
    assert (answer.status, answer.data["status"]) == (200, "approved")
    assert client.post(f"{PATH}{approval.pk}/decide/", {"decision": "reject"}).status == 409
    assert client.get(f"{PATH}{approval.pk}/").data["decided_by"] == answer.data["decided_by"] != ""


@pytest.mark.parametrize("body", [{}, {"decision": "x"}, {"decision": "approve", "items": []}])
def test_the_api_refuses_what_does_not_fit(start: Any, api: Any, body: Any) -> None:
    _, approval = start()
    assert api().post(f"{PATH}{approval.pk}/decide/", body).status == 400


def test_viewers_and_strangers_decide_nothing(start: Any, api: Any, other_account: Any) -> None:
    _, approval = start()
    body = {"decision": "approve"}
    assert api("viewer").post(f"{PATH}{approval.pk}/decide/", body).status == 403
    assert api("viewer").post(f"{PATH}{approval.pk}/link/").status == 403
    assert api(account=other_account).post(f"{PATH}{approval.pk}/decide/", body).status == 404


def test_whoever_may_decide_can_hand_the_link_on(start: Any, api: Any) -> None:
    _, approval = start()
    url = api("editor").post(f"{PATH}{approval.pk}/link/").data["url"]
    found = find_by_token(url.rstrip("/").rpartition("/")[2])
    assert found is not None and found.pk == approval.pk


EACH = {"id": "each", "type": "for_each", "items": ["a", "b", "c"], "concurrency": 2}


def test_each_item_of_a_loop_asks_and_leaves_its_place_to_the_next(
    make_rule: Any, worker: Worker, clock: FixedClock
) -> None:
    ask = {**ASK, "params": {"title": "{{ item }}?", "on_reject": "continue"}}
    rule = make_rule([{**EACH, "actions": [ask]}])
    run = worker.carry_on(execute_by_hand(rule=rule, context={}, clock=clock))
    while worker.carry_lanes(run):
        pass
    asked = {row.title: row for row in Approval.objects.all()}
    assert sorted(asked) == ["a?", "b?", "c?"], "Two at once, yet nobody waits for the first answer."
    for title, decision in (("c?", "approve"), ("a?", "reject"), ("b?", "approve")):
        decide(asked[title], decision, by="alice", clock=clock)
        while worker.carry_lanes(run):
            pass
    assert worker.carry_on(run).status == "completed"
    asks = StepRun.objects.filter(run=run, node_id="ask").order_by("path")
    assert [row.output["decision"] for row in asks if row.output] == ["reject", "approve", "approve"]


def test_cancelling_withdraws_all_that_a_loop_asks(
    make_rule: Any, worker: Worker, clock: FixedClock, api: Any
) -> None:
    run = execute_by_hand(rule=make_rule([{**EACH, "actions": [ASK]}]), context={}, clock=clock)
    worker.carry_on(run)
    while worker.carry_lanes(run):
        pass
    assert Approval.objects.filter(status="pending").count() == 3
    assert api().post(f"/automation/scheduled-tasks/{run.pk}/cancel/").data["status"] == "cancelled"
    assert set(Approval.objects.values_list("status", flat=True)) == {"withdrawn"}


def test_the_mail_tells_the_deadline(start: Any, owner: User, clock: FixedClock) -> None:
    start(deadline_hours=2, on_deadline="reject")
    mailer = FakeMailer()
    send_due_emails(clock=clock, mailer=mailer)
    assert "Decide before 2026-03-02 11:00 UTC; after that: reject." in mailer.sent[0].body


def test_an_answer_that_nobody_waits_for_is_taken_back(start: Any, clock: FixedClock) -> None:
    run, approval = start()
    StepRun.objects.filter(run=run, path=approval.path).update(status="cancelled")
    with pytest.raises(Conflict, match="does not wait"):
        decide(approval, "approve", by="alice", clock=clock)
    assert Approval.objects.get().status == "pending" and not AuditEntry.objects.exists()


def test_a_condition_decides_whether_anybody_is_asked(
    make_rule: Any, worker: Worker, clock: FixedClock
) -> None:
    when = [{"field": "score", "operator": "less_than", "value": 50}]
    rule = make_rule([asking(when=when)])
    good = worker.carry_on(execute_by_hand(rule=rule, context={"score": 80}, clock=clock))
    assert good.status == "completed" and not Approval.objects.exists()
    assert not EmailMessage.objects.exists() and not Notification.objects.exists()
    poor = worker.carry_on(execute_by_hand(rule=rule, context={"score": 20}, clock=clock))
    assert poor.status == "waiting" and Approval.objects.count() == 1


def test_an_account_that_used_its_mails_up_is_told_in_the_studio_alone(
    start: Any, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("igny8.notifications.limits.MAILS_PER_HOUR", 0)
    start()
    assert Notification.objects.count() == 1 and not EmailMessage.objects.exists()


def test_an_answer_in_time_counts_though_the_walk_comes_to_it_after_the_deadline(
    start: Any, clock: FixedClock
) -> None:
    run, approval = start(deadline_hours=1)
    claimed = claim_run(run.pk, clock=clock)
    assert claimed is not None
    journal = DatabaseJournal(Signals(claimed.lease), clock)
    decide(approval, "approve", by="alice", clock=clock)
    clock.advance(2 * 3600)
    record = journal.load("actions/0")
    assert record is not None and record.signal is not None
    assert record.signal["decision"] == "approve"
