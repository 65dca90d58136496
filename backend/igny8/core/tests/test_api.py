"""The envelope, errors, pages, filters and bodies of the API."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from rest_framework import exceptions as drf

from igny8.core import errors
from igny8.core.api.envelope import EnvelopeRenderer
from igny8.core.api.exceptions import flatten, handle
from igny8.testing.api import ApiClient

Api = Callable[..., ApiClient]
FAMILY = {
    errors.InvalidInput: (400, "validation_error"),
    errors.NotAuthenticated: (401, "not_authenticated"),
    errors.CannotPay: (402, "cannot_pay"),
    errors.InsufficientCredits: (402, "insufficient_credits"),
    errors.Forbidden: (403, "forbidden"),
    errors.NotFound: (404, "not_found"),
    errors.Conflict: (409, "conflict"),
    errors.TooLarge: (413, "too_large"),
    errors.UnsupportedMedia: (415, "unsupported_media_type"),
    errors.ProviderError: (400, "provider_error"),
    errors.ProviderUnavailable: (400, "provider_unavailable"),
    errors.PublishingError: (400, "publishing_error"),
    errors.PublishingUnavailable: (400, "publishing_unavailable"),
}


@pytest.mark.parametrize("kind", list(FAMILY))
def test_every_expected_failure_has_a_status_and_a_code(db: None, kind: Any) -> None:
    response = handle(kind("What is wrong.", retry_after=2.2), {})
    assert response is not None
    assert (response.status_code, response.data["code"]) == FAMILY[kind]
    assert response.data["message"] == "What is wrong."
    assert response["Retry-After"] == "3"
    assert "fields" not in response.data


def test_the_list_above_is_whole() -> None:
    def below(kind: type) -> set[type]:
        return {kind, *(one for child in kind.__subclasses__() for one in below(child))}

    ours = {kind for kind in below(errors.Igny8Error) if kind.__module__ == errors.__name__}
    assert ours - {errors.Igny8Error, errors.BudgetExceeded} == set(FAMILY)


def test_a_budget_that_is_used_up_is_named_as_a_field(db: None) -> None:
    response = handle(errors.BudgetExceeded("Used up.", budget="run", limit=5, used=5, asked=1), {})
    assert response is not None
    assert (response.status_code, response.data["code"]) == (402, "budget_exceeded")
    assert response.data["fields"] == {"budget.run": ["Used up."]}


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Http404(), 404, "not_found"),
        (PermissionDenied(), 403, "forbidden"),
        (RequestDataTooBig(), 413, "too_large"),
        (SuspiciousOperation(), 400, "validation_error"),
        (drf.NotAuthenticated(), 401, "not_authenticated"),
        (drf.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (drf.NotAcceptable(), 406, "not_acceptable"),
        (drf.UnsupportedMediaType("text/x"), 415, "unsupported_media_type"),
        (drf.Throttled(wait=7.5), 429, "throttled"),
        (drf.ParseError(), 400, "validation_error"),
        (drf.APIException({"a": "b"}), 500, "error"),
    ],
)
def test_failures_of_the_frameworks_get_the_same_shape(
    db: None, error: Exception, status: int, code: str
) -> None:
    response = handle(error, {})
    assert response is not None
    assert (response.status_code, response.data["code"]) == (status, code)
    assert response.data["message"]


def test_a_bug_is_left_alone(db: None) -> None:
    assert handle(ZeroDivisionError(), {}) is None


def test_nested_findings_become_field_paths() -> None:
    detail = {
        "actions": [{}, {"params": {"provider": ["Unknown."]}}],
        "name": ["Too long.", "Odd."],
        "x": "Text.",
    }
    assert flatten(detail) == {
        "actions[1].params.provider": ["Unknown."],
        "name": ["Too long.", "Odd."],
        "x": ["Text."],
    }
    assert flatten(["Wrong."]) == {"non_field_errors": ["Wrong."]}
    response = handle(drf.ValidationError({"name": ["Too long."]}), {})
    assert response is not None and response.data["message"] == "Too long."
    empty = handle(drf.ValidationError({}), {})
    assert empty is not None and empty.data["message"] == "The request is not valid."


def test_answers_stand_in_the_envelope_with_the_id_of_the_request(client: Any, api: Api) -> None:
    token = {"Authorization": f"Bearer {api().token}"}
    good = client.get("/api/v1/me/", headers=token)
    body = good.json()
    assert body["success"] is True and set(body) == {"success", "data", "request_id"}
    assert body["request_id"] == good["X-Request-ID"]
    bad = client.get("/api/v1/me/").json()
    assert bad["success"] is False and set(bad) == {"success", "error", "request_id"}
    assert EnvelopeRenderer().render({"a": 1}) == b'{"success":true,"data":{"a":1},"request_id":""}'


def test_pages_carry_their_numbers_and_links(api: Api, account: Any) -> None:
    for number in range(5):
        api().post("/sites/", {"name": f"s{number}", "url": "https://a.example"})
    answer = api().get("/sites/", page=2, page_size=2, ordering="-name")
    assert [row["name"] for row in answer.data] == ["s2", "s1"]
    assert {**answer.pagination, "next": "", "previous": ""} == {
        "count": 5,
        "page": 2,
        "page_size": 2,
        "next": "",
        "previous": "",
    }
    assert "page=3" in answer.pagination["next"] and answer.pagination["previous"]
    assert api().get("/sites/", page_size=100_000).pagination["page_size"] == 200
    for wrong in ("99", "0", "x", "9" * 40):
        assert api().get("/sites/", page=wrong).status == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"ordering": "secret"}, "ordering"),
        ({"ordering": "--name"}, "ordering"),
        ({"ordering": ","}, "ordering"),
    ],
)
def test_a_wrong_ordering_names_what_is_possible(api: Api, account: Any, query: Any, field: str) -> None:
    refused = api().get("/sites/", **query)
    assert refused.status == 400
    assert "created_at" in refused.fields[field][0]


def test_a_filter_that_does_not_fit_is_named(api: Api, site: Any) -> None:
    for wrong in ("nonsense", "\0", "true"):
        assert api().get("/sectors/", site=wrong).fields == {"site": ["This value does not fit."]}
    assert api().get("/automation/rules/", is_active="perhaps").status == 400
    assert api().get("/sectors/", site=str(site.id)).data == []
    assert api().get("/sites/", search="alice\0 's").pagination["count"] == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"{", "JSON parse error"),
        (b'{"name": NaN}', "JSON parse error"),
        (b'{"name": "a\\u0000b"}', "U+0000"),
        (b'{"name": "\\ud800"}', "surrogate"),
        (b"[" * 5_000 + b"]" * 5_000, "levels deep"),
        (b'{"a":' * 150 + b"1" + b"}" * 150, "levels deep"),
        (b"\xff\xfe", "utf"),
        (b'"text"', "Invalid data"),
        (b"[]", "Invalid data"),
    ],
)
def test_a_body_that_cannot_be_read_or_stored_is_refused(
    client: Any, api: Api, text: bytes, message: str
) -> None:
    headers = {"Authorization": f"Bearer {api().token}"}
    answer = client.post("/api/v1/sites/", text, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert message in json.dumps(answer.json()["error"])


def test_a_text_with_a_written_out_escape_is_not_mistaken(api: Api, account: Any) -> None:
    made = api().post("/sites/", {"name": "a \\u0000 b", "url": "https://a.example"})
    assert made.data["name"] == "a \\u0000 b"


def test_a_body_over_the_limit_is_too_large(client: Any, api: Api, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    headers = {"Authorization": f"Bearer {api().token}"}
    body = b'{"name": "' + b"x" * (1024 * 1024) + b'"}'
    answer = client.post("/api/v1/sites/", body, content_type="application/json", headers=headers)
    assert answer.status_code == 413
    assert answer.json()["error"]["message"] == "The body may have at most 1 MB."


def test_a_body_of_another_kind_is_refused(client: Any, api: Api) -> None:
    headers = {"Authorization": f"Bearer {api().token}"}
    answer = client.post("/api/v1/sites/", b"a=b", content_type="text/csv", headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "unsupported_media_type")


def test_an_address_that_does_not_exist_says_so_in_the_envelope(client: Any) -> None:
    answer = client.get("/api/v1/no/such/thing/")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "not_found"
    assert answer.json()["request_id"] == answer["X-Request-ID"]


def test_what_others_depend_on_or_exists_already_is_a_conflict(api: Api, site: Any) -> None:
    twice = api().post("/sites/", {"name": site.name, "url": "https://a.example"})
    assert (twice.status, twice.error["code"]) == (409, "conflict")
    assert twice.fields == {"name": ["There is a site with this name already."]}


def test_a_protected_row_is_a_conflict(db: None) -> None:
    from django.db.models import ProtectedError

    from igny8.core.api.conflicts import conflicts
    from igny8.tenants.models import Site

    with pytest.raises(errors.Conflict, match="depend on"), conflicts(Site):
        raise ProtectedError("no", set())


def test_sites_and_sectors_can_be_changed_and_deleted(api: Api, site: Any) -> None:
    path = f"/sites/{site.id}/"
    assert api().get(path).data["name"] == "Alice's"
    assert api().patch(path, {"colors": ["#00ff00"]}).data["colors"] == ["#00ff00"]
    assert api().patch(path, {"colors": ["green"]}).fields["colors"]
    assert api().put(path, {"name": "New", "url": "https://new.example"}).data["name"] == "New"
    sector = api().post("/sectors/", {"site": str(site.id), "name": "Food"})
    assert sector.status == 201
    assert api().post("/sectors/", {"site": "nonsense", "name": "Food"}).fields["site"]
    assert api().post("/sectors/", {"site": 7, "name": "Food"}).fields["site"]
    assert api().delete(path).status == 204
    assert api().get(f"/sectors/{sector.data['id']}/").status == 404
