"""Who gets in: sessions with CSRF, tokens with roles, and how often one may try."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from igny8.core.api.throttling import CallerThrottle
from igny8.core.clock import FixedClock
from igny8.core.errors import Conflict, InvalidInput
from igny8.core.tenancy import account_scope
from igny8.tenants.models import Account, ApiToken, AuditEntry, Membership, Role, User
from igny8.tenants.selectors import caller_of_token, caller_of_user
from igny8.tenants.services import NewAccount, create_account, create_token
from igny8.testing.api import ApiClient

Api = Callable[..., ApiClient]
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


@pytest.fixture
def alice(db: None) -> NewAccount:
    return create_account(name="Alice's agency", email="Alice@Example.com", password=PASSWORD)


def csrf_client() -> tuple[Client, str]:
    client = Client(enforce_csrf_checks=True)
    assert client.get("/api/v1/auth/csrf/").status_code == 204
    return client, client.cookies["csrftoken"].value


def sign_in(client: Client, token: str, password: str = PASSWORD) -> Any:
    return client.post(
        "/api/v1/auth/login/",
        {"email": "alice@example.com", "password": password},
        content_type="application/json",
        headers={"X-CSRFToken": token},
    )


def test_a_session_begins_works_and_ends(alice: NewAccount) -> None:
    client, token = csrf_client()
    answer = sign_in(client, token)
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert (data["email"], data["role"]) == ("alice@example.com", "owner")
    assert data["account"] == {"id": str(alice.account.id), "name": "Alice's agency", "timezone": "UTC"}
    assert client.get("/api/v1/me/").json()["data"] == data
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
    site = {"name": "One", "url": "https://one.example"}
    made = client.post("/api/v1/sites/", site, content_type="application/json", headers=headers)
    assert made.status_code == 201
    assert client.post("/api/v1/auth/logout/", headers=headers).status_code == 204
    assert client.get("/api/v1/me/").status_code == 401


def test_a_session_writes_nothing_without_its_csrf_token(alice: NewAccount) -> None:
    client, token = csrf_client()
    refused = sign_in(client, "")
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "forbidden"
    assert "CSRF" in refused.json()["error"]["message"]
    sign_in(client, token)
    blind = client.post("/api/v1/sites/", {"name": "x"}, content_type="application/json")
    assert blind.status_code == 403
    assert "CSRF" in blind.json()["error"]["message"]
    assert client.get("/api/v1/sites/").status_code == 200


def test_a_wrong_password_is_refused_as_an_unknown_address_is(alice: NewAccount) -> None:
    client, token = csrf_client()
    wrong = sign_in(client, token, "wrong")
    assert wrong.status_code == 401
    User.objects.update(email="other@example.com")
    unknown = sign_in(client, token)
    assert unknown.json()["error"] == wrong.json()["error"]


def test_a_person_without_an_account_or_who_was_shut_out_cannot_sign_in(alice: NewAccount) -> None:
    client, token = csrf_client()
    with account_scope(alice.account.id):
        Membership.objects.all().delete()
    assert sign_in(client, token).status_code == 401
    User.objects.update(is_active=False)
    assert sign_in(client, token).status_code == 401


def test_signing_in_is_tried_twenty_times_a_minute_at_most(alice: NewAccount) -> None:
    client, token = csrf_client()
    answers = [sign_in(client, token, "wrong").status_code for _ in range(20)]
    assert answers == [401] * 20
    throttled = sign_in(client, token)
    assert throttled.status_code == 429
    assert throttled.json()["error"]["code"] == "throttled"
    assert 1 <= int(throttled["Retry-After"]) <= 60


def test_a_forged_address_or_another_one_does_not_give_more_attempts(alice: NewAccount) -> None:
    client, token = csrf_client()

    def attempt(email: str, **extra: str) -> int:
        body = {"email": email, "password": "wrong"}
        headers = {"X-CSRFToken": token, "X-Forwarded-For": f"10.0.0.{len(email)}"}
        path = "/api/v1/auth/login/"
        return client.post(path, body, "application/json", headers=headers, **extra).status_code

    assert [attempt("a" * number + "@x.com") for number in range(1, 21)] == [401] * 20
    assert attempt("other@example.com") == 429
    cache.clear()
    spellings = ("alice@example.com", "ALICE@example.com")
    answers = [attempt(spellings[n % 2], REMOTE_ADDR=f"10.1.0.{n}") for n in range(20)]
    assert answers == [401] * 20
    assert attempt("Alice@example.com", REMOTE_ADDR="10.2.0.1") == 429


def test_only_admins_delete_sites_and_the_log_tells_of_it(api: Api, account: Account) -> None:
    made = api("editor").post("/sites/", {"name": "One", "url": "https://one.example"}).data
    path = f"/sites/{made['id']}/"
    assert api("editor").delete(path).status == 403
    assert api("editor").patch(path, {"tone": "calm"}).status == 200
    assert api("admin").delete(path).status == 204
    rows = [(row.action, row.object_id, row.detail["name"]) for row in AuditEntry.objects.all()]
    assert rows == [("site.deleted", made["id"], "One"), ("site.created", made["id"], "One")]


def test_each_token_is_counted_for_itself(api: Api, account: Account, monkeypatch: Any) -> None:
    monkeypatch.setattr(CallerThrottle, "rate", "3/min", raising=False)
    one, two = api(), api()
    assert [one.get("/me/").status for _ in range(4)] == [200, 200, 200, 429]
    assert two.get("/me/").status == 200


def test_the_production_limits_are_those_of_the_contract() -> None:
    from igny8.config.settings import base

    rates = {"caller": "600/min", "dear": "10/min", "login": "20/min"}
    assert base.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] == rates


def test_a_token_works_until_it_is_revoked(api: Api, account: Account) -> None:
    made = api().post("/account/tokens/", {"name": "Robot", "role": "editor"})
    assert made.status == 201
    secret = made.data["token"]
    assert secret.startswith("igny8_") and made.data["prefix"] == secret[:12]
    robot = ApiClient(secret)
    me = robot.get("/me/").data
    assert (me["name"], me["role"], me["email"]) == ("token Robot", "editor", None)
    path = f"/account/tokens/{made.data['id']}/"
    assert "token" not in api().get(path).data
    assert api().delete(path).status == 204
    assert robot.get("/me/").status == 401
    assert api().get(path).data["revoked_at"] is not None
    actions = [row["action"] for row in api().get("/account/audit-log/").data]
    assert actions == ["token.revoked", "token.created"]


def test_only_the_hash_of_a_token_is_stored(account: Account) -> None:
    row, secret = create_token(name="x", role=Role.VIEWER, created_by=None)
    stored = " ".join(str(value) for value in ApiToken.objects.values_list()[0])
    assert secret not in stored
    assert row.digest in stored


def test_the_use_of_a_token_is_noted_once_a_minute(account: Account, clock: FixedClock) -> None:
    _, secret = create_token(name="x", role=Role.VIEWER, created_by=None)
    caller_of_token(secret, clock=clock)
    first = ApiToken.objects.get().last_used_at
    clock.advance(30)
    caller_of_token(secret, clock=clock)
    assert ApiToken.objects.get().last_used_at == first == clock.now().replace(second=0)
    clock.advance(60)
    caller_of_token(secret, clock=clock)
    assert ApiToken.objects.get().last_used_at == clock.now()


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer igny8_nonsense", "Basic YTpi", "Bearer", "x"])
def test_a_wrong_header_is_refused_even_beside_a_good_session(alice: NewAccount, header: str) -> None:
    client = Client()
    client.force_login(alice.user)
    assert client.get("/api/v1/me/").status_code == 200
    refused = client.get("/api/v1/me/", headers={"Authorization": header})
    assert refused.status_code == 401
    assert refused["WWW-Authenticate"] == "Bearer"


def test_viewers_read_editors_work_admins_manage(api: Api, account: Account) -> None:
    site = {"name": "One", "url": "https://one.example"}
    assert api("viewer").get("/sites/").status == 200
    assert api("viewer").post("/sites/", site).status == 403
    assert api("editor").post("/sites/", site).status == 201
    token = {"name": "x", "role": "viewer"}
    for role, status in (("viewer", 403), ("editor", 403), ("admin", 201), ("owner", 201)):
        assert api(role).post("/account/tokens/", token).status == status
        assert (api(role).get("/account/audit-log/").status == 200) is (status == 201)


def test_nobody_makes_a_token_that_is_mightier_than_himself(api: Api, account: Account) -> None:
    refused = api("admin").post("/account/tokens/", {"name": "x", "role": "owner"})
    assert (refused.status, refused.error["message"]) == (
        403,
        "A token cannot have more rights than you have.",
    )
    assert api("owner").post("/account/tokens/", {"name": "x", "role": "king"}).fields["role"]


def test_members_are_listed(api: Api, alice: NewAccount) -> None:
    with account_scope(alice.account.id):
        rows = ApiClient(alice.token).get("/account/members/").data
    assert [(row["email"], row["role"]) for row in rows] == [("alice@example.com", "owner")]


def test_a_new_account_needs_a_real_address_and_a_good_password(alice: NewAccount) -> None:
    with pytest.raises(InvalidInput) as bad_address:
        create_account(name="x", email="nonsense", password=PASSWORD)
    assert "email" in bad_address.value.fields
    for weak in ("short", "password123"):
        with pytest.raises(InvalidInput) as bad_password:
            create_account(name="x", email="x@example.com", password=weak)
        assert "password" in bad_password.value.fields
    with pytest.raises(Conflict, match="already"):
        create_account(name="x", email="ALICE@example.com", password=PASSWORD)
    assert Account.objects.count() == 1


def test_a_person_in_two_accounts_is_in_the_one_that_was_asked_for(alice: NewAccount) -> None:
    second = Account.objects.create(name="Second")
    with account_scope(second.id):
        Membership.objects.create(user=alice.user, role=Role.VIEWER)
        assert AuditEntry.objects.count() == 0
    first = caller_of_user(alice.user)
    chosen = caller_of_user(alice.user, account_id=str(second.id))
    elsewhere = caller_of_user(alice.user, account_id=str(alice.user.id))
    assert first is not None and first.account_id == alice.account.id
    assert chosen is not None and (chosen.account_id, chosen.role) == (second.id, "viewer")
    assert elsewhere == first
    assert caller_of_user(User.objects.create_user("new@example.com", PASSWORD)) is None
