"""Pictures on their way into a WordPress in memory: sizes, refusals, and how many at once."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from PIL import Image

from igny8.core.errors import PublishingUnavailable
from igny8.integrations.publishing.port import MediaItem
from igny8.integrations.publishing.wordpress import FileGate, ThreadGate
from igny8.integrations.publishing.wordpress.media import media_slug
from igny8.integrations.publishing.wordpress.shrink import as_jpeg, smaller
from igny8.integrations.tests.fake_wordpress import SITE, FakeWordPress, error, once, publish
from igny8.integrations.tests.posts import article, picture


def test_an_upload_that_broke_off_late_is_finished() -> None:
    site = FakeWordPress()
    lost = httpx.Response(500, headers={"X-WP-Upload-Attachment-ID": "2"})
    site.after.append(once("POST", "media$", lost))
    done = publish(site, article(featured=picture()))
    assert "POST /wp-json/wp/v2/media/2/post-process" in site.seen
    assert done.featured_media_id == "2"
    assert len(site.items["media"]) == 1


def test_an_upload_whose_finishing_is_refused_is_used_as_it_is() -> None:
    site = FakeWordPress()
    site.after.append(once("POST", "media$", httpx.Response(502)))
    site.before.append(once("POST", "post-process", error(500, "rest_upload_unknown_error")))
    assert publish(site, article(featured=picture())).featured_media_id == "2"


def test_an_upload_that_never_arrives_is_unavailable() -> None:
    site = FakeWordPress()
    site.before.append(once("POST", "media$", httpx.Response(503), times=9))
    with pytest.raises(PublishingUnavailable):
        publish(site, article(featured=picture()))


def test_a_picture_that_is_too_large_is_sent_smaller() -> None:
    site = FakeWordPress()
    sizes: list[int] = []
    site.before.append(lambda request: _note(request, sizes))
    site.before.append(once("POST", "media$", httpx.Response(413, text="<html>"), times=2))
    done = publish(site, article(featured=picture(size=1200)))
    assert done.warnings == ()
    assert sizes[0] > sizes[1] > sizes[2]


def _note(request: httpx.Request, sizes: list[int]) -> None:
    if request.method == "POST" and request.url.path.endswith("/media"):
        sizes.append(Image.open(io.BytesIO(request.content)).width)


def test_a_picture_that_stays_too_large_is_left_out() -> None:
    site = FakeWordPress()
    site.before.append(once("POST", "media$", httpx.Response(413, text="<html>"), times=99))
    assert "413" in publish(site, article(featured=picture(size=2000))).warnings[0]


def test_a_site_that_refuses_webp_gets_jpeg() -> None:
    site = FakeWordPress()
    site.before.append(once("POST", "media$", error(500, "rest_upload_sideload_error")))
    done = publish(site, article(featured=picture()))
    assert (done.warnings, bool(done.featured_media_id)) == ((), True)


def test_an_alt_text_that_may_not_be_changed_stays() -> None:
    site = FakeWordPress()
    site.items["media"][50] = {
        "id": 50,
        "slug": media_slug(picture()),
        "status": "inherit",
        "alt_text": "old",
    }
    site.before.append(once("POST", "media/50", error(403, "rest_cannot_edit")))
    assert publish(site, article(featured=picture())).featured_media_id == "50"


def test_inline_pictures_get_their_address_and_refused_ones_a_warning() -> None:
    site = FakeWordPress()
    inline, refused = picture("image:2"), picture("image:3", colour="red", kind="PNG")
    blocks = f'<img src="{inline.src.replace("&", "&amp;")}"/><img src="{refused.src}"/>'
    site.before.append(_refuse_png)
    done = publish(site, article(blocks=blocks, inline_media=(inline, refused)))
    content = site.items["posts"][int(done.external_id)]["content"]["raw"]
    assert content == f'<img src="{SITE}/files/2.webp"/><img src="{refused.src}"/>'
    assert "was not taken" in done.warnings[0]


def _refuse_png(request: httpx.Request) -> httpx.Response | None:
    refused = request.headers.get("Content-Type") == "image/png"
    return error(500, "rest_upload_sideload_error") if refused else None


def test_pictures_shrink_in_their_own_format_until_small() -> None:
    for kind in ("WEBP", "JPEG", "PNG"):
        item = smaller(picture(kind=kind, size=800))
        assert item is not None
        assert (item.width, item.height, item.mime_type) == (560, 280, f"image/{kind.lower()}")
    assert smaller(picture(size=400)) is None
    assert smaller(replace(picture(), data=b"no picture")) is None
    assert as_jpeg(replace(picture(), data=b"no picture")) is None


def test_a_palette_picture_becomes_jpeg_too() -> None:
    output = io.BytesIO()
    Image.new("P", (900, 500)).save(output, "GIF")
    item = as_jpeg(MediaItem("k", "a.gif", "image/gif", output.getvalue(), "", 900, 500))
    assert item is not None
    assert (item.filename, item.mime_type) == ("a.jpg", "image/jpeg")


def test_the_gate_of_files_lets_two_in_and_gives_up_in_time(tmp_path: Path) -> None:
    now = [1000.0]

    def sleep(seconds: float) -> None:
        now[0] += max(seconds, 1)

    gate = FileGate(tmp_path, SITE, patience=5, stale_after=60, now=lambda: now[0], sleep=sleep)
    with (
        gate.slot(),
        gate.slot(),
        pytest.raises(PublishingUnavailable, match="Too many"),
        gate.slot(),
    ):
        pytest.fail("a third request went in")
    with gate.slot():
        assert len(list(tmp_path.iterdir())) == 2


def test_the_gate_gives_the_place_of_a_frozen_process_away(tmp_path: Path) -> None:
    now = [1000.0]

    def sleep(seconds: float) -> None:
        now[0] += 1

    gate = FileGate(tmp_path, SITE, limit=1, patience=100, stale_after=30, now=lambda: now[0], sleep=sleep)
    with gate.slot(), gate.slot():
        assert 1030 < now[0] < 1040


def test_the_gate_of_threads_holds_two_places() -> None:
    gate = ThreadGate()
    with gate.slot(), gate.slot():
        assert not gate._places.acquire(blocking=False)
