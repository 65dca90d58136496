"""Every operation of the OpenAPI document, called by a stranger, another account, a viewer, the owner.

The list of operations is generated, so a new endpoint is tested as soon as it exists; one whose address holds
a name that ``Rows`` does not know fails until it is told which row to try.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from igny8.automation.models import ActionPreset, Approval, RuleTemplate, StepRun
from igny8.automation.services.rules import create_rule
from igny8.automation.services.runs import execute_by_hand
from igny8.automation.services.templates import create_template
from igny8.core.clock import SYSTEM_CLOCK
from igny8.core.tenancy import account_scope
from igny8.credits.budgets import set_budget
from igny8.notifications.models import Notification
from igny8.planning.models import KeywordImport
from igny8.tenants.models import Account, ApiToken, Membership, Role, Sector, Site, User
from igny8.testing import factories
from igny8.testing.api import client_for

METHODS = ("get", "post", "put", "patch", "delete")
PUBLIC = {"/api/v1/health/", "/api/v1/auth/csrf/", "/api/v1/auth/login/", "/api/v1/schema/"}
OWN_BUSINESS = {
    "/api/v1/auth/logout/",
    "/api/v1/me/",
    "/api/v1/automation/notifications/{id}/read/",
    "/api/v1/automation/notifications/read-all/",
}
"""Writes that a viewer may do."""
ADMINS = (
    "/api/v1/account/tokens/",
    "/api/v1/account/audit-log/",
    "/api/v1/automation/notifications/signing-secret/",
    "/api/v1/automation/rules/{id}/webhook/",
)
"""Reads that a viewer may not do."""
NEEDED = {"/api/v1/automation/scheduled-tasks/{id}/step-output/": "?path=actions/0"}
"""Query parameters that an operation cannot do without."""
HEALTH = "/api/v1/health/"
"""503 where nothing runs, as in a test."""
HEAVY = {"/api/v1/connections/{id}/test/"}
"""Goes out to the network: tried by everybody but the owner."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    method: str
    template: str

    @property
    def writes(self) -> bool:
        return self.method != "get"

    @property
    def detail(self) -> bool:
        return "{" in self.template

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.template}"


def operations() -> list[Operation]:
    document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return [
        Operation(method, template)
        for template, methods in document["paths"].items()
        for method in METHODS
        if method in methods
    ]


OPERATIONS = operations()


@dataclass(frozen=True, slots=True)
class Rows:
    """One row of every kind, by the first part of its address."""

    ids: dict[str, str]

    def path(self, operation: Operation) -> str:
        """The address of an operation on these rows; fails for an address that nobody thought of."""
        if not operation.detail:
            return operation.template
        start, _, _ = operation.template.partition("{")
        assert start in self.ids, f"{operation}: say in Rows which row it should be tried on."
        head, _, rest = operation.template.partition("{")
        path = f"{head}{self.ids[start]}{rest.partition('}')[2]}".replace("{number}", "1")
        assert "{" not in path, f"{operation}: only one name in an address is expected."
        return path + NEEDED.get(operation.template, "")


def make_rows() -> Rows:
    site = Site.objects.create(name="Walked", url="https://walked.example")
    content = factories.ContentFactory(site=site)
    rule = create_rule(
        site=site,
        values={"name": "r", "trigger": "webhook", "actions": [{"type": "cluster_keywords"}]},
        by="",
        clock=SYSTEM_CLOCK,
    )
    run = execute_by_hand(rule=rule, context={}, clock=SYSTEM_CLOCK)
    StepRun.objects.create(
        run=run, order=0, path="actions/0", node_id="c", type="cluster_keywords", status="completed"
    )
    made = {
        "sites": site,
        "sectors": Sector.objects.create(site=site, name="s"),
        "keywords": factories.KeywordFactory(site=site),
        "keywords/imports": KeywordImport.objects.create(site=site, filename="k.csv"),
        "clusters": factories.ClusterFactory(site=site),
        "ideas": factories.IdeaFactory(site=site),
        "writing-tasks": factories.WritingTaskFactory(site=site),
        "content": content,
        "images": factories.ImageFactory(content=content),
        "pages": factories.PageFactory(site=site),
        "connections": factories.ConnectionFactory(site=site),
        "automation/rules": rule,
        "automation/scheduled-tasks": run,
        "automation/approvals": Approval.objects.create(run=run, path="actions/0", token_digest="0" * 64),
        "automation/presets": ActionPreset.objects.create(name="p", action_type="cluster_keywords"),
        "automation/templates": RuleTemplate.objects.get(
            pk=create_template(values={"name": "t", "rule": rule}, by="").id
        ),
        "automation/notifications": Notification.objects.create(kind="test", title="Read me"),
        "account/tokens": ApiToken.objects.first(),
        "account/members": Membership.objects.create(
            user=User.objects.create_user("walked@example.com"), role=Role.VIEWER
        ),
        "credits/budgets": set_budget(period="month", limit=1000),
    }
    return Rows({f"/api/v1/{name}/": str(row.pk) for name, row in made.items()})


@pytest.fixture
def rows(account: Account) -> Rows:
    client_for(account)
    return make_rows()


def call(operation: Operation, path: str, token: str = "", body: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    sent: dict[str, Any] = {} if operation.method == "get" else {"data": json.dumps(body or {})}
    if operation.writes:
        sent["content_type"] = "application/json"
    client = Client(raise_request_exception=False)
    return getattr(client, operation.method)(path, headers=headers, **sent)


@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_an_operation_lets_in_whom_it_should(
    operation: Operation, rows: Rows, account: Account, other_account: Account
) -> None:
    path = rows.path(operation)
    _check_stranger(operation, call(operation, path))
    if operation.template in PUBLIC:
        return
    _check_other(operation, call(operation, path, client_for(other_account).token), rows)
    _check_viewer(operation, call(operation, path, client_for(account, "viewer").token))
    if operation.template not in HEAVY:
        _check_owner(operation, call(operation, path, client_for(account).token))


def _check_stranger(operation: Operation, answer: Any) -> None:
    if operation.template in PUBLIC:
        assert answer.status_code < 500 or operation.template == HEALTH
    else:
        assert answer.status_code == 401
        assert answer.json()["error"]["code"] == "not_authenticated"


def _check_other(operation: Operation, answer: Any, rows: Rows) -> None:
    assert answer.status_code < 500
    if operation.detail:
        assert answer.status_code in ({400, 404} if operation.writes else {404})
    text = b"" if answer.streaming else answer.content
    leaked = [name for name, pk in rows.ids.items() if pk.encode() in text and pk not in operation.template]
    if operation.detail:
        leaked = [name for name in leaked if not operation.template.startswith(name)]
    assert leaked == []


def _check_viewer(operation: Operation, answer: Any) -> None:
    if operation.template in OWN_BUSINESS:
        assert answer.status_code < 500
    elif operation.writes or operation.template.startswith(ADMINS):
        assert answer.status_code == 403
    else:
        assert answer.status_code == 200


def _check_owner(operation: Operation, answer: Any) -> None:
    if operation.writes:
        assert answer.status_code < 500
        assert answer.status_code not in {401, 403, 404}
    else:
        assert answer.status_code == 200


def test_the_walk_sees_the_whole_contract() -> None:
    templates = {operation.template for operation in OPERATIONS}
    for name in (
        "sites",
        "sectors",
        "keywords",
        "clusters",
        "ideas",
        "writing-tasks",
        "content",
        "images",
        "pages",
    ):
        assert {f"/api/v1/{name}/", f"/api/v1/{name}/{{id}}/"} <= templates
    assert len(OPERATIONS) > 80


def test_an_address_that_nobody_thought_of_fails(rows: Rows) -> None:
    with pytest.raises(AssertionError, match="say in Rows"):
        rows.path(Operation("get", "/api/v1/new-things/{id}/"))


WRITES = [operation for operation in OPERATIONS if operation.method in {"post", "put", "patch"}]
KEYS = st.sampled_from(
    [
        "name",
        "site",
        "url",
        "actions",
        "conditions",
        "schedule",
        "schedules",
        "trigger",
        "event",
        "mode",
        "max_runs",
        "budget",
        "is_active",
        "params",
        "type",
        "id",
        "context",
        "from",
        "version",
        "reason",
        "role",
        "email",
        "password",
        "keyword",
        "volume",
        "title",
        "status",
        "html",
        "keyphrase",
        "kind",
        "secret",
        "ids",
        "action",
        "cluster",
        "count",
        "mapping",
        "timezone",
    ]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(
        ["manual", "schedule", "cluster_keywords", "0 9 * * 1", "{{ steps.a.b }}", "x" * 5_000]
    ),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)
BODIES = st.dictionaries(KEYS, JSON, max_size=6)
PARAMETERS = [
    "page",
    "page_size",
    "ordering",
    "search",
    "site",
    "status",
    "rule",
    "since",
    "until",
    "trigger",
    "kind",
    "role",
    "is_active",
    "unread",
    "q",
    "days",
]
QUERIES = st.dictionaries(
    st.sampled_from(PARAMETERS),
    st.text(max_size=12) | st.sampled_from(["-created_at", "true", "2026-01-01", "9" * 30, "\0"]),
    max_size=3,
)


class _Back(Exception):
    """Ends a transaction without a trace."""


def _undone(work: Callable[[], Any]) -> Any:
    """What ``work`` gives; its changes are taken back."""
    found: list[Any] = []
    try:
        with transaction.atomic():
            found.append(work())
            raise _Back  # noqa: TRY301 - the way to roll back
    except _Back:
        return found[0]


@pytest.fixture
def owner(account: Account, rows: Rows) -> Iterator[tuple[Rows, str]]:
    cache.clear()
    with account_scope(account.id):
        yield rows, client_for(account).token


FUZZ = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_no_body_makes_an_operation_fail(owner: tuple[Rows, str]) -> None:
    rows, token = owner

    @FUZZ
    @given(operation=st.sampled_from([one for one in WRITES if one.template not in HEAVY]), body=BODIES)
    def check(operation: Operation, body: Any) -> None:
        site = {"site": rows.ids["/api/v1/sites/"]} if "site" not in body else {}
        try:
            body = json.loads(json.dumps({**site, **body}))
        except ValueError:
            return
        cache.clear()
        answer = _undone(lambda: call(operation, rows.path(operation), token, body))
        assert answer.status_code < 500, f"{operation} {json.dumps(body)}: {answer.content[:300]!r}"
        assert answer.status_code not in {401, 403}

    check()
    assert connection.is_usable()


def test_no_query_makes_a_list_fail(owner: tuple[Rows, str]) -> None:
    _, token = owner
    lists = [
        one for one in OPERATIONS if one.method == "get" and not one.detail and one.template not in PUBLIC
    ]

    @FUZZ
    @given(operation=st.sampled_from(lists), query=QUERIES)
    def check(operation: Operation, query: dict[str, str]) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        client = Client(raise_request_exception=False)
        answer = client.get(operation.template, query, headers=headers)
        assert answer.status_code in {200, 400, 404}, f"{operation} {query}: {answer.content[:300]!r}"

    check()
