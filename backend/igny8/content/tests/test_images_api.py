"""``/images/`` and the files behind it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from igny8.ai.prompts.image_prompt import ImageIdea
from igny8.ai.testing import FakeImageModel, FakeTextModel, flat_png
from igny8.content.models import Image
from igny8.content.services.images import price_of_image
from igny8.credits.models import Balance, LedgerEntry
from igny8.credits.services import balance_of_account
from igny8.tenants.models import Account, Site
from igny8.testing.factories import ContentFactory, ImageFactory


def upload(name: str = "own.png", data: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or flat_png(900, 500), content_type="image/png")


def test_it_stores_an_own_picture_as_the_featured_one(api: Any, site: Site, data_dir: Path) -> None:
    content = ContentFactory(site=site)
    old = ImageFactory(content=content)
    body = {"content": str(content.id), "file": upload(), "alt_text": "Our office"}
    answer = api("editor").post("/images/", body, files=True)
    assert answer.status == 201
    assert (answer.data["width"], answer.data["height"], answer.data["provider"]) == (900, 500, "upload")
    assert (answer.data["alt_text"], answer.data["role"], answer.data["content"]) == (
        "Our office",
        "featured",
        str(content.id),
    )
    assert answer.data["srcset"].count("w, ") == 2
    old.refresh_from_db()
    assert old.role == "former"
    picture = Client().get(answer.data["url"])
    assert picture.status_code == 200 and picture.content[8:12] == b"WEBP"
    assert "immutable" in picture["Cache-Control"] and picture["Content-Type"] == "image/webp"


def test_it_refuses_what_is_not_a_picture_or_too_large(
    api: Any, site: Site, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, client = ContentFactory(site=site), api()
    for data in (b"GIF89a nonsense", b"%PDF-1.7", b" "):
        answer = client.post("/images/", {"content": str(content.id), "file": upload(data=data)}, files=True)
        assert answer.status == 400 and list(answer.fields) == ["file"]
    assert set(client.post("/images/", {}, files=True).fields) == {"content", "file"}
    monkeypatch.setattr("igny8.content.api.views._MAX_UPLOAD_MB", 0)
    large = client.post("/images/", {"content": str(content.id), "file": upload()}, files=True)
    assert large.status == 413 and list(large.fields) == ["file"]
    assert Image.objects.count() == 0


def test_it_changes_the_description_only_and_scores_again(api: Any, site: Site) -> None:
    image = ImageFactory(content=ContentFactory(site=site))
    answer = api().patch(f"/images/{image.id}/", {"alt_text": "A pdf scanner at work", "provider": "mine"})
    assert (answer.data["alt_text"], answer.data["provider"]) == ("A pdf scanner at work", "offline")
    image.content.refresh_from_db()
    assert image.content.seo_score is not None
    assert api().patch(f"/images/{image.id}/", {}).data["alt_text"] == "A pdf scanner at work"
    assert list(api().patch(f"/images/{image.id}/", {"alt_text": "x" * 301}).fields) == ["alt_text"]


def test_it_lists_by_content(api: Any, site: Site) -> None:
    first = ImageFactory(content=ContentFactory(site=site))
    ImageFactory(content=ContentFactory(site=site))
    answer = api("viewer").get("/images/", content=str(first.content_id))
    assert [row["id"] for row in answer.data] == [str(first.id)]
    assert answer.data[0]["url"] == f"/media/{first.path}"


def test_it_deletes_the_files_with_the_last_picture_that_uses_them(
    api: Any, site: Site, data_dir: Path, django_capture_on_commit_callbacks: Any
) -> None:
    content = ContentFactory(site=site)
    ids = [
        api().post("/images/", {"content": str(content.id), "file": upload()}, files=True).data["id"]
        for _ in range(2)
    ]
    files = list((data_dir / "media").rglob("*.webp"))
    assert len(files) == 3
    with django_capture_on_commit_callbacks(execute=True):
        assert api().delete(f"/images/{ids[0]}/").status == 204
    assert all(file.exists() for file in files)
    with django_capture_on_commit_callbacks(execute=True):
        assert api().delete(f"/images/{ids[1]}/").status == 204
    assert not any(file.exists() for file in files)


def test_it_features_an_earlier_picture_again(api: Any, site: Site, other_account: Account) -> None:
    content = ContentFactory(site=site)
    earlier = ImageFactory(content=content, role="former", alt="Earlier")
    present = ImageFactory(content=content)
    answer = api("editor").post(f"/images/{earlier.id}/feature/")
    assert (answer.status, answer.data["role"]) == (200, "featured")
    present.refresh_from_db()
    assert present.role == "former"
    assert api().get(f"/content/{content.id}/").data["image"]["alt_text"] == "Earlier"
    alone = ImageFactory(content=None, site=site)
    assert api().post(f"/images/{alone.id}/feature/").status == 409
    assert api("viewer").post(f"/images/{earlier.id}/feature/").status == 403
    assert api(account=other_account).post(f"/images/{earlier.id}/feature/").status == 404


def test_it_keeps_to_account_and_role(api: Any, site: Site, other_account: Account) -> None:
    image = ImageFactory(content=ContentFactory(site=site))
    stranger = api(account=other_account)
    assert stranger.get(f"/images/{image.id}/").status == 404
    assert stranger.delete(f"/images/{image.id}/").status == 404
    answer = stranger.post("/images/", {"content": str(image.content_id), "file": upload()}, files=True)
    assert answer.status == 400 and list(answer.fields) == ["content"]
    assert api("viewer").patch(f"/images/{image.id}/", {"alt_text": "x"}).status == 403
    assert api("viewer").post("/images/", {}, files=True).status == 403


def test_it_draws_another_picture_for_what_the_action_costs(
    api: Any, site: Site, data_dir: Path, image_model: FakeImageModel, text_model: FakeTextModel
) -> None:
    text_model.script("image_prompt", ImageIdea(prompt="A scanner", alt_text="A scanner on a desk"))
    content = ContentFactory(site=site)
    before, price = balance_of_account().available, price_of_image("")
    answer = api("editor").post(f"/content/{content.id}/draw-image/", {})
    assert answer.status == 201 and answer.data["role"] == "featured"
    assert answer.data["alt_text"] == "A scanner on a desk"
    assert balance_of_account().available == before - price
    entry = LedgerEntry.objects.filter(kind="settle").get()
    assert (entry.amount, entry.item) == (price, str(content.id))


def test_it_draws_another_title_card_each_time(api: Any, site: Site, data_dir: Path) -> None:
    content, client = ContentFactory(site=site), api()
    urls = {client.post(f"/content/{content.id}/draw-image/", {}).data["url"] for _ in range(3)}
    assert len(urls) == 3
    assert Image.objects.filter(content=content, role="former").count() == 2


def test_it_draws_nothing_that_cannot_be_paid(
    api: Any, site: Site, other_account: Account, data_dir: Path
) -> None:
    content = ContentFactory(site=site)
    path = f"/content/{content.id}/draw-image/"
    Balance.objects.update(available=0)
    poor = api().post(path, {})
    assert poor.status == 402 and poor.error["code"] == "insufficient_credits"
    assert Image.objects.count() == 0 and not (data_dir / "media").exists()
    assert list(api().post(path, {"provider": "crayons"}).fields) == ["provider"]
    assert api("viewer").post(path, {}).status == 403
    assert api(account=other_account).post(path, {}).status == 404


@pytest.mark.parametrize(
    "name",
    [
        "../secret.webp",
        "a/../../secret.webp",
        "%2e%2e/secret.webp",
        "a/..%2f..%2fsecret.webp",
        "//etc/passwd",
        "a/x.txt",
        "a/x%00.webp",
        "a",
        "a/missing.webp",
        "link.webp",
    ],
)
def test_it_serves_nothing_but_pictures_under_the_folder(data_dir: Path, db: None, name: str) -> None:
    (data_dir / "media" / "a").mkdir(parents=True)
    (data_dir / "secret.webp").write_bytes(b"secret")
    (data_dir / "media" / "link.webp").symlink_to(data_dir / "secret.webp")
    (data_dir / "media" / "a" / "x.txt").write_text("text")
    assert Client().get(f"/media/{name}").status_code == 404
    assert Client().post("/media/a/x.webp").status_code == 405
