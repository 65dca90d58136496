"""Who belongs to an account, and what people change about themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from igny8.core.api.throttling import DearThrottle
from igny8.core.tenancy import account_scope
from igny8.tenants.models import Account, ApiToken, AuditEntry, Membership, Role, User
from igny8.tenants.services import create_token
from igny8.testing.api import ApiClient

Api = Callable[..., ApiClient]
MEMBERS = "/account/members/"
PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def member(role: str, email: str = "") -> Membership:
    user = User.objects.create_user(email or f"{uuid4().hex}@example.com", PASSWORD)
    return Membership.objects.create(user=user, role=role)


def sign_in(email: str, password: str = PASSWORD) -> tuple[Client, int]:
    client = Client()
    body = {"email": email, "password": password}
    answer = client.post("/api/v1/auth/login/", body, content_type="application/json")
    return client, answer.status_code


def test_somebody_new_gets_a_user_and_a_first_password(api: Api, account: Account) -> None:
    body = {"email": "Jane@Example.com", "name": "Jane", "role": "editor"}
    made = api("admin").post(MEMBERS, body)
    assert made.status == 201, made.error
    assert (made.data["email"], made.data["name"], made.data["role"]) == (
        "jane@example.com",
        "Jane",
        "editor",
    )
    client, status = sign_in("jane@example.com", made.data["initial_password"])
    assert status == 200
    assert client.get("/api/v1/me/").json()["data"]["role"] == "editor"
    assert api("admin").post(MEMBERS, body).status == 409
    assert made.data["initial_password"] not in str(api().get(MEMBERS).data)
    assert AuditEntry.objects.get(action="member.added").detail == {
        "email": "jane@example.com",
        "role": "editor",
    }


def test_somebody_of_another_account_is_not_let_in(api: Api, account: Account, other_account: Any) -> None:
    with account_scope(other_account.id):
        member(Role.OWNER, "bob@example.com")
    refused = api().post(MEMBERS, {"email": "bob@example.com", "name": "Mallory", "role": "viewer"})
    assert (refused.status, refused.fields) == (409, {"email": ["Belongs to another account."]})
    assert not Membership.objects.filter(user__email="bob@example.com").exists()
    assert sign_in("bob@example.com")[1] == 200
    assert User.objects.get(email="bob@example.com").name == ""


def test_somebody_who_belongs_nowhere_any_more_starts_anew(api: Api, account: Account) -> None:
    row = member(Role.VIEWER, "rob@example.com")
    before, _ = sign_in("rob@example.com")
    api().delete(f"{MEMBERS}{row.pk}/")
    made = api().post(MEMBERS, {"email": "rob@example.com", "role": "viewer"}).data
    assert sign_in("rob@example.com")[1] == 401
    assert before.get("/api/v1/me/").status_code == 401
    assert sign_in("rob@example.com", made["initial_password"])[1] == 200


def test_a_lower_role_takes_away_the_tokens_above_it(api: Api, account: Account) -> None:
    row = member(Role.OWNER, "olga@example.com")
    member(Role.OWNER)
    _, high = create_token(name="High", role=Role.ADMIN, created_by=row.user)
    _, low = create_token(name="Low", role=Role.VIEWER, created_by=row.user)
    assert api().patch(f"{MEMBERS}{row.pk}/", {"role": "editor"}).status == 200
    assert (ApiClient(high).get("/me/").status, ApiClient(low).get("/me/").status) == (401, 200)


def test_nobody_gives_or_takes_more_than_they_have(api: Api, account: Account) -> None:
    owner, editor = member(Role.OWNER), member(Role.EDITOR)
    admin = api("admin")
    assert admin.post(MEMBERS, {"email": "new@example.com", "role": "owner"}).status == 403
    assert admin.patch(f"{MEMBERS}{editor.pk}/", {"role": "owner"}).status == 403
    assert admin.patch(f"{MEMBERS}{owner.pk}/", {"role": "viewer"}).status == 403
    assert admin.delete(f"{MEMBERS}{owner.pk}/").status == 403
    assert api("editor").delete(f"{MEMBERS}{editor.pk}/").status == 403
    assert admin.patch(f"{MEMBERS}{editor.pk}/", {"role": "admin"}).data["role"] == "admin"
    assert not User.objects.filter(email="new@example.com").exists()


def test_the_last_owner_stays(api: Api, account: Account) -> None:
    owner = member(Role.OWNER)
    assert api().patch(f"{MEMBERS}{owner.pk}/", {"role": "admin"}).status == 409
    assert api().delete(f"{MEMBERS}{owner.pk}/").status == 409
    second = member(Role.OWNER)
    assert api().patch(f"{MEMBERS}{owner.pk}/", {"role": "admin"}).status == 200
    assert api().delete(f"{MEMBERS}{second.pk}/").status == 409


def test_who_is_removed_is_out_at_once_with_their_tokens(api: Api, account: Account) -> None:
    row = member(Role.EDITOR, "eve@example.com")
    client, _ = sign_in("eve@example.com")
    _, secret = create_token(name="Eve's", role=Role.EDITOR, created_by=row.user)
    assert client.get("/api/v1/me/").status_code == 200
    assert api("admin").delete(f"{MEMBERS}{row.pk}/").status == 204
    assert client.get("/api/v1/me/").status_code == 401
    assert ApiClient(secret).get("/me/").status == 401
    assert ApiToken.objects.get(name="Eve's").revoked_at is not None
    assert User.objects.filter(email="eve@example.com").exists()


def test_members_of_another_account_do_not_exist(api: Api, account: Account, other_account: Any) -> None:
    with account_scope(other_account.id):
        strange = member(Role.VIEWER)
    assert api().patch(f"{MEMBERS}{strange.pk}/", {"role": "admin"}).status == 404
    assert api().delete(f"{MEMBERS}{strange.pk}/").status == 404


def change(client: Client, **values: str) -> Any:
    return client.patch("/api/v1/me/", values, content_type="application/json")


def test_a_person_changes_their_name_and_password(account: Account) -> None:
    member(Role.VIEWER, "vic@example.com")
    client, elsewhere = sign_in("vic@example.com")[0], sign_in("vic@example.com")[0]
    assert change(client, name="Vic").json()["data"]["name"] == "Vic"
    wrong = change(client, password="another good one", current_password="no")
    assert (wrong.status_code, list(wrong.json()["error"]["fields"])) == (400, ["current_password"])
    weak = change(client, password="short", current_password=PASSWORD)
    assert list(weak.json()["error"]["fields"]) == ["password"]
    assert change(client, password="another good one", current_password=PASSWORD).status_code == 200
    assert client.get("/api/v1/me/").status_code == 200
    assert elsewhere.get("/api/v1/me/").status_code == 401
    assert sign_in("vic@example.com")[1] == 401
    assert sign_in("vic@example.com", "another good one")[1] == 200


def test_a_stolen_session_cannot_guess_the_password(account: Account, monkeypatch: Any) -> None:
    monkeypatch.setattr(DearThrottle, "rate", "2/min", raising=False)
    member(Role.VIEWER, "vic@example.com")
    client, _ = sign_in("vic@example.com")
    guesses = [change(client, password="another good one", current_password="no") for _ in range(3)]
    assert [guess.status_code for guess in guesses] == [400, 400, 429]
    assert client.get("/api/v1/me/").status_code == 200


def test_a_token_has_no_password(api: Api, account: Account) -> None:
    assert api("owner").patch("/me/", {"name": "Robot"}).status == 409


def test_the_account_has_a_time_zone(api: Api, account: Account) -> None:
    assert api("viewer").get("/me/").data["account"]["timezone"] == "UTC"
    assert api("admin").patch("/account/", {"timezone": "Europe/Berlin"}).data["timezone"] == "Europe/Berlin"
    assert api("viewer").get("/me/").data["account"]["timezone"] == "Europe/Berlin"
    assert api("admin").patch("/account/", {"timezone": "Mars/Olympus"}).fields["timezone"]
