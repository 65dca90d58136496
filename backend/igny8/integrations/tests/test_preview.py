"""The preview site: what is written, what is marked, and that it holds together whatever dies when."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from igny8.core.errors import PublishingError, PublishingUnavailable
from igny8.integrations.publishing.fake import FakePublisher
from igny8.integrations.publishing.port import Post, Published, SeoMeta
from igny8.integrations.publishing.preview import PreviewPublisher
from igny8.integrations.publishing.preview.labels import labels_for
from igny8.integrations.publishing.preview.render import topic_slug
from igny8.integrations.publishing.preview.store import Store, entry_id
from igny8.integrations.tests.posts import always_mine, article, picture

START = datetime(2026, 3, 5, 9, tzinfo=UTC)
BASE = "http://localhost:8000/preview/7/"


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def preview(tmp_path: Path, clock: Clock) -> PreviewPublisher:
    return PreviewPublisher(tmp_path / "site", BASE, "Scan & Co", "en", clock)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "site"


def publish(preview: PreviewPublisher, post: Post) -> Published:
    return preview.publish(post, external_id=None, still_mine=always_mine)


def page(root: Path, path: str = "") -> str:
    return (root / path / "index.html").read_text()


def structured(text: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_an_article_becomes_a_page_and_a_card(preview: PreviewPublisher, root: Path) -> None:
    done = publish(preview, article(featured=picture(), categories=("Büro", "Home"), tags=("pdf",)))
    assert (done.url, done.status, done.warnings) == (f"{BASE}scanning-receipts/", "publish", ())
    text, home = page(root, "scanning-receipts"), page(root)
    assert "<h1>Scanning receipts &amp; invoices</h1>" in text
    assert "<title>Scan receipts | Example</title>" in text
    assert f'<link rel="canonical" href="{done.url}">' in text
    assert '<meta name="description" content="How to scan receipts.">' in text
    assert f'<meta property="og:image" content="{BASE}media/' in text
    assert 'alt="A teal card" width="480" height="240"' in text
    assert structured(text) == {"@type": "Article"}
    assert "<li>pdf</li>" in text
    assert 'href="scanning-receipts/"' in home
    assert '<time datetime="2026-03-05T09:01:00+00:00">5 March 2026</time>' in home
    assert "Scanning receipts" in page(root, f"topic/{topic_slug('Büro')}")
    assert "Scanning receipts" in page(root, "archive")
    assert f"<loc>{done.url}</loc>" in (root / "sitemap.xml").read_text()
    assert (root / "assets/style.css").stat().st_size > 1000


def test_all_links_of_the_site_lead_somewhere(preview: PreviewPublisher, root: Path) -> None:
    publish(preview, article("p:1", kind="page", slug="hub"))
    publish(preview, article("p:2", kind="page", slug="child", parent_key="p:1", featured=picture()))
    publish(preview, article(featured=picture(), categories=("Büro",)))
    for file in root.rglob("index.html"):
        for target in re.findall(r'(?:href|src)="([^"#:]+)"', file.read_text()):
            found = (file.parent / target).resolve()
            assert (found / "index.html").is_file() if target.endswith("/") else found.is_file(), (
                file,
                target,
            )


def test_the_same_key_updates_and_keeps_its_date(preview: PreviewPublisher, root: Path, clock: Clock) -> None:
    first = publish(preview, article())
    clock.now += timedelta(days=3)
    second = publish(preview, article(title="New title"))
    assert first.external_id == second.external_id
    assert page(root).count("<article") == 1
    assert "New title" in page(root)
    assert "<span>5 March 2026" not in page(root)
    assert "Updated 8 March 2026" in page(root, "scanning-receipts")


def test_a_new_slug_moves_the_page(preview: PreviewPublisher, root: Path) -> None:
    publish(preview, article())
    publish(preview, article(slug="moved"))
    assert not (root / "scanning-receipts").exists()
    assert "Text." in page(root, "moved")
    assert publish(preview, article("content:2")).slug == "scanning-receipts"


def test_two_contents_never_share_an_address(preview: PreviewPublisher) -> None:
    publish(preview, article())
    other = publish(preview, article("content:2"))
    assert other.slug == "scanning-receipts-2"
    assert "taken" in other.warnings[0]
    assert publish(preview, article("content:2")).slug == "scanning-receipts-2"


@pytest.mark.parametrize("slug", ["assets", "../../etc/passwd", "a/b", ".entries", "", "Ünï Cödé", "x" * 300])
def test_no_slug_leaves_the_folder_or_hides_a_part(preview: PreviewPublisher, root: Path, slug: str) -> None:
    done = publish(preview, article(slug=slug))
    file = root / done.url.removeprefix(BASE) / "index.html"
    assert file.resolve().is_relative_to(root.resolve())
    assert file.is_file()
    assert not done.slug.startswith(".")
    assert len(done.slug) <= 82


def test_unfinished_posts_carry_a_banner_and_stay_out_of_search(
    preview: PreviewPublisher, root: Path
) -> None:
    done = publish(preview, article(needs_writing=True))
    text = page(root, done.slug)
    assert "Structured draft, needs writing" in text
    assert '<meta name="robots" content="noindex">' in text
    assert "Structured draft, needs writing" in page(root)
    assert done.url not in (root / "sitemap.xml").read_text()


def test_drafts_and_scheduled_posts_are_marked(preview: PreviewPublisher, root: Path) -> None:
    publish(preview, article(status="draft"))
    at = datetime(2027, 1, 2, tzinfo=UTC)
    publish(preview, article("content:2", slug="later", status="future", publish_at=at))
    assert '<span class="badge">Draft</span>' in page(root, "scanning-receipts")
    assert '<span class="badge">Scheduled</span>' in page(root, "later")
    assert "2 January 2027" in page(root)


def test_text_is_escaped_and_json_cannot_close_its_script(preview: PreviewPublisher, root: Path) -> None:
    meta = SeoMeta('"><b>', "<i>&", "", '{"a": "</script><script>alert(1)</script>"}')
    post = article(
        title="<script>1</script>", excerpt="<img src=x>", meta=meta, categories=("<u>",), tags=("<s>",)
    )
    publish(preview, post)
    for text in (page(root), page(root, "scanning-receipts")):
        assert not re.search(r"<(script>|b>|i>|u>|s>|img src=x)", text)
    assert structured(page(root, "scanning-receipts"))["a"].startswith("</script>")


def test_without_structured_data_the_page_describes_itself(preview: PreviewPublisher, root: Path) -> None:
    publish(preview, article(meta=SeoMeta(), featured=picture()))
    data = structured(page(root, "scanning-receipts"))
    assert data["@type"] == "BlogPosting"
    assert data["headline"] == "Scanning receipts & invoices"
    assert data["image"].startswith(BASE)
    assert "<title>Scanning receipts &amp; invoices – Scan &amp; Co</title>" in page(
        root, "scanning-receipts"
    )


def test_inline_pictures_get_their_place(preview: PreviewPublisher, root: Path) -> None:
    inline = picture("image:2")
    html = f'<p><img src="{inline.src.replace("&", "&amp;")}" alt=""></p>'
    publish(preview, article(html=html, inline_media=(inline, replace(inline, src=""))))
    assert re.search(r'src="\.\./media/[\w-]+\.webp"', page(root, "scanning-receipts"))


def test_an_unknown_kind_of_picture_is_refused(preview: PreviewPublisher, root: Path) -> None:
    with pytest.raises(PublishingError, match="WebP"):
        publish(preview, article(featured=replace(picture(), mime_type="image/svg+xml")))
    assert not (root / "index.html").exists()


def test_unpublishing_removes_the_page_its_card_and_its_picture(
    preview: PreviewPublisher, root: Path
) -> None:
    shared = picture("image:shared", colour="red")
    done = publish(preview, article(featured=picture(), inline_media=(shared,), categories=("Solo",)))
    publish(preview, article("content:2", slug="two", featured=shared))
    preview.unpublish(external_id=done.external_id, kind="post")
    preview.unpublish(external_id=done.external_id, kind="post")
    assert not (root / "scanning-receipts").exists()
    assert not (root / "topic/solo").exists()
    assert "scanning-receipts" not in page(root)
    assert len(list((root / "media").iterdir())) == 1


def test_a_parent_that_is_not_there_puts_the_page_on_top(preview: PreviewPublisher) -> None:
    done = publish(preview, article("p:2", kind="page", slug="child", parent_key="p:1"))
    assert done.url == f"{BASE}child/"


def test_the_language_of_the_article_is_spoken(preview: PreviewPublisher, root: Path) -> None:
    publish(preview, article(language="de-AT", needs_writing=True))
    text = page(root, "scanning-receipts")
    assert '<html lang="de-AT">' in text
    assert "5. März 2026" in text
    assert labels_for("xx").language == "en"


def test_a_list_of_many_has_an_archive(preview: PreviewPublisher, root: Path) -> None:
    for number in range(62):
        publish(preview, article(f"content:{number}", slug=f"a-{number}"))
    assert page(root).count('<article class="card">') == 60
    assert "All articles (62)" in page(root)
    assert page(root, "archive").count("<li>") == 62


def test_a_lost_lease_writes_nothing(preview: PreviewPublisher, root: Path) -> None:
    def lost() -> None:
        raise PublishingError("Another worker has this run now.")

    with pytest.raises(PublishingError, match="Another worker"):
        preview.publish(article(), external_id=None, still_mine=lost)
    assert not root.exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("")
    publisher = PreviewPublisher(tmp_path / "file/site", BASE, "Scan", "en", clock)
    report = publisher.test()
    assert not report.usable
    assert "writable" in report.checks[0].hint
    with pytest.raises(PublishingUnavailable, match="data directory"):
        publish(publisher, article())


def test_the_connection_test_passes(preview: PreviewPublisher) -> None:
    assert preview.test().usable
    preview.close()


class Killed(BaseException):
    """The process is dead."""


def test_a_death_at_each_write_is_healed_by_the_next_call(root: Path, clock: Clock) -> None:
    deadly = 0
    while True:
        deadly += 1
        preview = PreviewPublisher(root / str(deadly), BASE, "Scan", "en", clock)
        store = DyingStore(root / str(deadly), deadly)
        preview._store = store
        post = article(featured=picture(), categories=("Home",))
        try:
            publish(preview, post)
        except Killed:
            store.deadly = 0
        else:
            break
        publish(preview, post)
        assert page(root / str(deadly)).count('<article class="card">') == 1
    assert deadly > 6


class DyingStore(Store):
    def __init__(self, root: Path, deadly: int) -> None:
        super().__init__(root)
        self.deadly = deadly

    def write(self, path: str, data: bytes) -> None:
        super().write(path, data)
        self.deadly -= 1
        if self.deadly == 0:
            raise Killed


def test_a_writer_that_froze_does_not_leave_an_old_list(root: Path, clock: Clock) -> None:
    """It computed the list, froze, and wakes after another has published."""
    frozen = PreviewPublisher(root, BASE, "Scan", "en", clock)
    frozen._store = FreezingStore(
        root, lambda: publish(PreviewPublisher(root, BASE, "Scan", "en", clock), article("b", slug="b"))
    )
    publish(frozen, article("a", slug="a"))
    assert page(root).count('<article class="card">') == 2


class FreezingStore(Store):
    def __init__(self, root: Path, meanwhile: Callable[[], object]) -> None:
        super().__init__(root)
        self._meanwhile: Callable[[], object] | None = meanwhile

    def write(self, path: str, data: bytes) -> None:
        if path == "index.html" and self._meanwhile:
            meanwhile, self._meanwhile = self._meanwhile, None
            meanwhile()
        super().write(path, data)


def test_many_at_once_are_all_listed(root: Path, clock: Clock) -> None:
    def run(worker: int) -> None:
        publisher = PreviewPublisher(root, BASE, "Scan", "en", lambda: START)
        for number in range(5):
            publish(publisher, article(f"{worker}:{number}", slug="same"))

    threads = [threading.Thread(target=run, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert page(root).count('<article class="card">') == 20
    assert len({entry.path for entry in Store(root).entries()}) == 20


def test_a_write_that_fails_leaves_the_old_file(root: Path) -> None:
    store = Store(root)
    store.prepare()
    (root / "taken/x").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        store.write("taken", b"new")
    assert [path.name for path in (root / ".claims").iterdir()] == []


def test_a_damaged_entry_is_written_anew(preview: PreviewPublisher, root: Path) -> None:
    publish(preview, article())
    (root / ".entries" / f"{entry_id('content:1')}.json").write_text("{")
    assert publish(preview, article()).slug == "scanning-receipts"


def test_the_fake_keeps_one_post_per_key() -> None:
    fake = FakePublisher(failures=[PublishingUnavailable("down")])
    with pytest.raises(PublishingUnavailable):
        fake.publish(article(), external_id=None, still_mine=always_mine)
    first = fake.publish(article(), external_id=None, still_mine=always_mine)
    again = fake.publish(article(needs_writing=True), external_id=None, still_mine=always_mine)
    assert (first.external_id, again.external_id, again.status) == ("1", "1", "draft")
    assert fake.test().usable
    fake.unpublish(external_id="1", kind="post")
    fake.unpublish(external_id="1", kind="post")
    fake.close()
    assert (fake.posts, fake.closed) == ({}, True)
