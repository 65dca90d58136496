"""Addresses that are not the API's own: the studio, the documents, Django's failures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.test import Client


def test_every_other_address_is_the_studio(client: Any, settings: Any, tmp_path: Path) -> None:
    settings.FRONTEND_DIST = tmp_path
    missing = client.get("/rules/7")
    assert missing.status_code == 503
    assert "make build" in missing.content.decode()
    (tmp_path / "index.html").write_text("<p>studio</p>")
    page = client.get("/rules/7")
    assert (page.status_code, page.content) == (200, b"<p>studio</p>")
    assert page["Cache-Control"] == "no-cache"
    assert "csrftoken" in page.cookies
    assert client.post("/rules/7").status_code == 405


def test_the_documents_of_the_api_are_there(client: Any, db: None) -> None:
    schema = client.get("/api/v1/schema/", headers={"Accept": "application/json"})
    assert schema.status_code == 200
    assert schema.json()["openapi"].startswith("3.")
    assert client.get("/api/v1/docs/").status_code == 200


def test_a_foreign_host_is_refused_in_the_envelope(client: Any, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["igny8.example"]
    answer = client.get("/api/v1/health/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "validation_error"


def test_a_bug_is_a_500_in_the_envelope_that_tells_nothing(db: None, monkeypatch: Any) -> None:
    from igny8.core.api import health_view

    def broken(_clock: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(health_view, "checks", broken)
    answer = Client(raise_request_exception=False).get("/api/v1/health/")
    assert answer.status_code == 500
    assert answer.json()["error"] == {
        "code": "internal_error",
        "message": "Something went wrong inside IGNY8.",
    }
    assert answer.json()["request_id"]


def test_the_web_process_can_be_loaded() -> None:
    from igny8.config.asgi import application

    assert callable(application)
