"""Keyword files into keywords: deduplicated, updated, in the background where they are large."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from igny8.core.clock import FixedClock
from igny8.core.errors import Conflict, InvalidInput
from igny8.core.models import DomainEvent
from igny8.planning.models import Keyword, KeywordImport
from igny8.planning.services import imports, uploads
from igny8.tenants.models import Sector, Site

GSC = b"Top queries,Clicks,Impressions,CTR,Position\n"


def gsc(*rows: str) -> io.BytesIO:
    return io.BytesIO(GSC + "\n".join(rows).encode())


def import_rows(site: Site, *rows: str, **values: Any) -> dict[str, Any]:
    return imports.import_file(path=gsc(*rows), filename="Queries.csv", site=site, **values)


def test_it_makes_keywords_ordered_by_demand(site: Site) -> None:
    result = import_rows(site, "small,1,10,10%,3", "large,5,900,0.5%,8")
    assert result == {"created": 2, "updated": 0, "skipped": 0, "errors": []}
    assert [(row.text, row.demand, row.volume) for row in Keyword.objects.all()] == [
        ("large", 900, None),
        ("small", 10, None),
    ]


def test_it_takes_the_same_search_once_whatever_its_case_and_spaces(site: Site) -> None:
    result = import_rows(site, "QR  Code,1,10,10%,3", "qr code,1,5,20%,4")
    assert (result["created"], result["skipped"]) == (1, 1)
    assert Keyword.objects.get().impressions == 10


def test_it_updates_on_import_again_and_keeps_what_the_file_does_not_say(site: Site) -> None:
    imports.import_file(
        path=io.BytesIO(b"keyword,volume,difficulty\nscan,100,30\n"), filename="a.csv", site=site
    )
    result = import_rows(site, "scan,4,50,8%,2.5")
    assert (result["created"], result["updated"]) == (0, 1)
    row = Keyword.objects.get()
    assert (row.volume, row.difficulty, row.clicks, row.position, row.demand) == (100, 30.0, 4, 2.5, 100)


def test_it_names_the_row_and_column_of_a_bad_cell_and_keeps_the_keyword(site: Site) -> None:
    result = import_rows(site, "scan,many,50,8%,2.5")
    assert result["created"] == 1
    assert result["errors"][0]["row"] == 2
    assert result["errors"][0]["column"] == "Clicks"
    assert Keyword.objects.get().clicks is None


def test_it_writes_nothing_of_a_file_that_cannot_be_read(site: Site) -> None:
    with pytest.raises(InvalidInput, match="empty"):
        imports.import_file(path=io.BytesIO(b""), filename="a.csv", site=site)
    assert not Keyword.objects.exists()


def test_it_tells_of_an_import_once(site: Site) -> None:
    import_rows(site, "a,1,1,1%,1", "b,1,1,1%,1")
    event = DomainEvent.objects.get()
    assert event.type == "keywords.imported"
    assert event.payload["after"] == {"created": 2, "updated": 0, "skipped": 0}


def test_it_puts_keywords_into_the_sector_of_the_import(site: Site) -> None:
    sector = Sector.objects.create(site=site, name="Scanners")
    import_rows(site, "scan,1,1,1%,1", sector=sector)
    assert Keyword.objects.get().sector == sector


def large_file(rows: int) -> io.BytesIO:
    return io.BytesIO(b"keyword\n" + b"\n".join(b"word %d" % number for number in range(rows)))


def make_import(site: Site, file: io.BytesIO) -> KeywordImport:
    upload = uploads.keep_upload(file)
    return imports.create_import(upload=upload, filename="big.csv", site=site, sector=None, format_name=None)


def test_it_reads_a_large_upload_in_batches_and_shows_its_progress(site: Site, data_dir: Path) -> None:
    job = make_import(site, large_file(2_500))
    imports.run_import(job=job)
    job.refresh_from_db()
    assert (job.status, job.created, job.rows_read) == ("completed", 2_500, 2_500)
    assert not list((data_dir / "uploads").iterdir())


def test_it_marks_a_large_upload_failed_that_cannot_be_read(site: Site, data_dir: Path) -> None:
    job = make_import(site, io.BytesIO(b"\x89PNG not keywords"))
    imports.run_import(job=job)
    job.refresh_from_db()
    assert job.status == "failed"
    assert "image" in job.error_message


def test_it_lets_only_one_worker_read_an_upload(site: Site, data_dir: Path) -> None:
    job = make_import(site, large_file(3))
    KeywordImport.objects.filter(pk=job.pk).update(status="running")
    imports.run_import(job=job)
    assert not Keyword.objects.exists()


def test_it_sends_an_upload_again_whose_worker_died(site: Site, data_dir: Path, clock: FixedClock) -> None:
    job = make_import(site, large_file(3))
    KeywordImport.objects.filter(pk=job.pk).update(status="running", updated_at=clock.now())
    assert imports.resume_imports(clock) == 0
    clock.advance(31)
    assert imports.resume_imports(clock) == 1
    assert imports.resume_imports(clock) == 0
    imports.run_import(job=job, clock=clock)
    assert Keyword.objects.count() == 3


def test_it_takes_an_upload_again_after_an_error_nobody_expected(
    site: Site, data_dir: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make_import(site, large_file(3))
    with monkeypatch.context() as patch:
        patch.setattr(imports, "_store", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            imports.run_import(job=job, clock=clock)
    clock.advance(31)
    assert imports.resume_imports(clock) == 1
    imports.run_import(job=job, clock=clock)
    job.refresh_from_db()
    assert (job.status, Keyword.objects.count()) == ("completed", 3)


def test_it_gives_up_an_upload_that_crashes_every_time(
    site: Site, data_dir: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make_import(site, large_file(3))
    monkeypatch.setattr(imports, "_store", lambda *_: 1 / 0)
    for _ in range(imports.MOST_TRIES):
        with pytest.raises(ZeroDivisionError):
            imports.run_import(job=job, clock=clock)
        clock.advance(31)
        job.refresh_from_db()
        assert job.status == "running"
        sent = imports.resume_imports(clock)
    assert sent == 0
    job.refresh_from_db()
    assert (job.status, job.tries) == ("failed", imports.MOST_TRIES)
    assert "broke off 5 times" in job.error_message
    assert not list((data_dir / "uploads").iterdir())
    clock.advance(31)
    assert imports.resume_imports(clock) == 0


@pytest.mark.parametrize("rows", [2, 5_001])
def test_a_file_is_read_outside_of_any_transaction(
    transactional_db: None, site: Site, monkeypatch: pytest.MonkeyPatch, rows: int
) -> None:
    inside: list[bool] = []
    real = imports.open_stream

    def opened(*args: Any) -> Any:
        stream = real(*args)
        read = stream.__iter__

        class Watched:
            bytes_read = 0

            def __enter__(self) -> Any:
                return self

            def __exit__(self, *_: object) -> None:
                stream.close()

            def __iter__(self) -> Any:
                for item in read():
                    inside.append(connection.in_atomic_block)
                    yield item

        return Watched()

    monkeypatch.setattr(imports, "open_stream", opened)
    result = imports.import_file(path=large_file(rows), filename="big.csv", site=site)
    assert result["created"] == rows == Keyword.objects.count()
    assert inside and not any(inside)


def test_nothing_is_stored_of_a_large_file_that_is_broken_at_its_end(site: Site) -> None:
    broken = io.BytesIO(large_file(6_000).getvalue() + b"\xff\xfe\xfa\x81\x98\n")
    with pytest.raises(InvalidInput):
        imports.import_file(path=broken, filename="big.csv", site=site, format_name="csv")
    assert not Keyword.objects.exists()


def test_it_marks_an_upload_failed_whose_file_is_gone(site: Site, data_dir: Path) -> None:
    job = make_import(site, large_file(3))
    (data_dir / "uploads" / job.path).unlink()
    imports.run_import(job=job)
    job.refresh_from_db()
    assert (job.status, "gone" in job.error_message) == ("failed", True)


@pytest.mark.parametrize("rows", [2, 5_001])
def test_the_api_reads_an_upload_outside_of_any_transaction(
    transactional_db: None,
    api: Any,
    site: Site,
    data_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows: int,
) -> None:
    found: list[bool] = []

    def seen(module: Any, name: str) -> None:
        real = getattr(module, name)

        def spy(*args: Any, **values: Any) -> Any:
            found.append(connection.in_atomic_block)
            return real(*args, **values)

        monkeypatch.setattr(module, name, spy)

    seen(imports, "read_small")
    seen(uploads, "keep_upload")
    seen(imports, "create_import" if rows > imports.SYNC_ROWS else "store_rows")
    file = SimpleUploadedFile("big.csv", large_file(rows).getvalue())
    answer = api().post("/keywords/import/", {"file": file, "site": str(site.id)}, files=True, key="k")
    assert answer.status in {200, 202}, answer.error
    assert found == [False] * (2 if rows > imports.SYNC_ROWS else 1) + [True]


def test_the_api_keeps_no_copy_of_an_upload_that_it_could_not_note(
    api: Any, site: Site, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_job: KeywordImport) -> None:
        raise Conflict("Not now.")

    monkeypatch.setattr(imports, "start_import", fail)
    file = SimpleUploadedFile("big.csv", large_file(5_001).getvalue())
    answer = api().post("/keywords/import/", {"file": file, "site": str(site.id)}, files=True)
    assert answer.status == 409
    assert not list((data_dir / "uploads").iterdir())
    assert not KeywordImport.objects.exists()


def test_the_api_refuses_a_sector_of_another_site(api: Any, site: Site) -> None:
    other = Site.objects.create(name="Other", url="https://other.example")
    sector = Sector.objects.create(site=other, name="Elsewhere")
    file = SimpleUploadedFile("file.csv", b"keyword\nscan\n")
    body = {"file": file, "site": str(site.id), "sector": str(sector.id)}
    answer = api().post("/keywords/import/", body, files=True)
    assert (answer.status, list(answer.fields)) == (400, ["sector"])


def test_the_api_imports_a_small_file_at_once(api: Any, site: Site) -> None:
    file = SimpleUploadedFile("Queries.csv", gsc("scan,1,2,50%,1").getvalue())
    answer = api().post("/keywords/import/", {"file": file, "site": str(site.id)}, files=True)
    assert answer.status == 200, answer.error
    assert answer.data == {"created": 1, "updated": 0, "skipped": 0, "errors": []}


def test_the_api_takes_a_large_file_and_tells_how_far_it_is(api: Any, site: Site, data_dir: Path) -> None:
    file = SimpleUploadedFile("big.csv", large_file(5_001).getvalue())
    answer = api().post("/keywords/import/", {"file": file, "site": str(site.id)}, files=True)
    assert answer.status == 202
    progress = api().get(f"/keywords/imports/{answer.data['import_id']}/")
    assert (progress.status, progress.data["status"], progress.data["progress"]) == (200, "pending", 0)
    assert api().get("/keywords/imports/").pagination["count"] == 1


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 400, "empty"),
        (b"\x89PNG\r\n\x1a\n", 415, "image"),
        (b"name,price\nx,1\ny,2\n", 400, "column"),
    ],
)
def test_the_api_says_what_is_wrong_with_a_file(
    api: Any, site: Site, content: bytes, status: int, words: str
) -> None:
    file = SimpleUploadedFile("file.csv", content)
    answer = api().post("/keywords/import/", {"file": file, "site": str(site.id)}, files=True)
    assert answer.status == status
    assert words in answer.error["message"]
    assert not Keyword.objects.exists()


def test_the_api_refuses_a_file_over_the_limit(api: Any, site: Site, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 10
    file = SimpleUploadedFile("file.csv", b"keyword\n" + b"x" * 20)
    answer = api().post("/keywords/import/", {"file": file, "site": str(site.id)}, files=True)
    assert (answer.status, answer.error["code"]) == (413, "too_large")


def test_the_api_does_not_import_into_a_strangers_site(api: Any, site: Site, other_account: Any) -> None:
    file = SimpleUploadedFile("file.csv", b"keyword\nscan\n")
    stranger = api(account=other_account)
    answer = stranger.post("/keywords/import/", {"file": file, "site": str(site.id)}, files=True)
    assert answer.status == 400
    assert "site" in answer.fields


def test_it_tells_nothing_of_a_file_that_brings_nothing_new(site: Site) -> None:
    for volume in (1, 1, 2):
        import_rows(site, f"a,{volume},{volume},1%,1")
    assert DomainEvent.objects.filter(type="keywords.imported").count() == 2
