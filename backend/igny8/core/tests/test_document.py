"""The OpenAPI document: every refusal in one shape, and only where it can occur."""

from __future__ import annotations

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from igny8.core.api.schema import REFUSALS

Document = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Document:
    found: Document = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


def test_every_refusal_is_the_one_named_shape(document: Document) -> None:
    assert document["components"]["schemas"]["Error"]["required"] == ["success", "error", "request_id"]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            for status in REFUSALS.keys() & operation["responses"].keys():
                content = operation["responses"][status]["content"]["application/json"]
                assert content["schema"] == {"$ref": "#/components/schemas/Error"}, (path, method, status)


@pytest.mark.parametrize(
    ("method", "path", "refusals"),
    [
        ("get", "/api/v1/health/", set()),
        ("post", "/api/v1/auth/login/", {"400", "401", "403", "413", "415", "429"}),
        ("get", "/api/v1/sites/", {"400", "401", "403", "429"}),
        ("get", "/api/v1/sites/{id}/", {"401", "403", "404", "429"}),
        ("delete", "/api/v1/sites/{id}/", {"401", "403", "404", "409", "429"}),
        ("post", "/api/v1/keywords/import/", {"400", "401", "403", "409", "413", "415", "429"}),
        ("post", "/api/v1/automation/rules/{id}/execute/", set(REFUSALS)),
        ("post", "/api/v1/automation/scheduled-tasks/{id}/rerun/", set(REFUSALS)),
    ],
)
def test_a_refusal_is_told_where_it_can_occur(
    document: Document, method: str, path: str, refusals: set[str]
) -> None:
    operation = document["paths"][path][method]
    assert REFUSALS.keys() & operation["responses"].keys() == refusals
    assert operation["summary"]


def test_the_stream_is_told_as_events(document: Document) -> None:
    stream = document["paths"]["/api/v1/automation/scheduled-tasks/{id}/stream/"]["get"]
    assert "text/event-stream" in stream["responses"]["200"]["content"]
    assert {"401", "404"} <= stream["responses"].keys()
    assert "Last-Event-ID" in [one["name"] for one in stream["parameters"]]
