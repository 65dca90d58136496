"""``/preview/<site id>/``: static files, safe to show on the studio's own address."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from igny8.tenants.models import Site

SITE = UUID("01a20503-0bda-7209-9da9-2b097cf3cf0f")


@pytest.fixture
def preview(data_dir: Path, account: Any) -> Path:
    Site.objects.create(id=SITE, name="Alice's", url="https://alice.example")
    root = data_dir / "preview" / str(SITE)
    for name, text in {
        "index.html": "<h1>Home</h1>",
        "article/index.html": "<h1>Article</h1>",
        "assets/style.css": "body {}",
        ".entries/secret.json": "{}",
        "media/picture.webp": "picture",
        "media/strange.unknown-kind": "x",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (data_dir / "secret.txt").write_text("secret")
    return root


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("", "text/html; charset=utf-8", "Home"),
        ("article/", "text/html; charset=utf-8", "Article"),
        ("assets/style.css", "text/css; charset=utf-8", "body"),
        ("media/picture.webp", "image/webp", "picture"),
        ("media/strange.unknown-kind", "application/octet-stream", "x"),
    ],
)
def test_it_serves_a_sites_files_without_scripts_or_robots(
    preview: Path, name: str, kind: str, text: str
) -> None:
    response = Client().get(f"/preview/{SITE}/{name}")
    assert response.status_code == 200 and text in response.content.decode()
    assert response["Content-Type"] == kind
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy and "form-action 'none'" in policy
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_it_adds_the_slash_that_relative_links_need(preview: Path) -> None:
    response = Client().get(f"/preview/{SITE}/article")
    assert (response.status_code, response["Location"]) == (302, f"/preview/{SITE}/article/")


@pytest.mark.parametrize(
    "path",
    [
        f"{SITE}/missing/",
        f"{SITE}/media/",
        f"{SITE}/../../secret.txt",
        f"{SITE}/%2e%2e/%2e%2e/secret.txt",
        f"{SITE}/..%2f..%2fsecret.txt",
        f"{SITE}/.entries/secret.json",
        f"{SITE}/article/%00",
        f"{SITE}//etc/passwd",
        f"{SITE}/{'x' * 300}",
        f"{SITE}/{'x/' * 2500}",
        "01a20503-0000-7000-8000-000000000000/",
        "nonsense/",
        "%2e%2e/",
    ],
)
def test_it_serves_nothing_else(preview: Path, path: str) -> None:
    assert Client().get(f"/preview/{path}").status_code == 404


def test_it_only_reads(preview: Path) -> None:
    assert Client().post(f"/preview/{SITE}/").status_code == 405


def test_a_deleted_sites_files_are_removed(
    preview: Path, data_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    pictures = data_dir / "media" / str(SITE)
    pictures.mkdir(parents=True)
    with django_capture_on_commit_callbacks(execute=True):
        Site.objects.get(pk=SITE).delete()
        assert preview.exists() and pictures.exists()
    assert not preview.exists() and not pictures.exists()


def test_files_without_a_site_are_not_served(preview: Path) -> None:
    Site.objects.get(pk=SITE).delete()
    assert preview.exists()
    assert Client().get(f"/preview/{SITE}/").status_code == 404
