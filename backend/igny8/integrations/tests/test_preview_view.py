"""``/preview/<site id>/``: static files, safe to show on the studio's own address."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client

SITE = UUID("01a20503-0bda-7209-9da9-2b097cf3cf0f")


@pytest.fixture
def preview(data_dir: Path, db: None) -> Path:
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
        f"{uuid4()}/",
        "nonsense/",
        "%2e%2e/",
    ],
)
def test_it_serves_nothing_else(preview: Path, path: str) -> None:
    assert Client().get(f"/preview/{path}").status_code == 404


def test_it_only_reads(preview: Path) -> None:
    assert Client().post(f"/preview/{SITE}/").status_code == 405
