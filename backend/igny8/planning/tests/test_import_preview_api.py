"""The first look at a keyword file over the API, and imports whose columns were mapped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from igny8.planning.models import Keyword, KeywordImport
from igny8.planning.services import imports
from igny8.tenants.models import Site

PREVIEW = "/keywords/import/preview/"
OWN = b"Begriff,Treffer\nscan app,900\n"
MAPPING = '{"0": "keyword", "1": "volume"}'


def upload(content: bytes = OWN) -> SimpleUploadedFile:
    return SimpleUploadedFile("own.csv", content)


def test_it_shows_what_an_import_would_find_and_stores_nothing(api: Any, site: Site) -> None:
    found = api("editor").post(PREVIEW, {"file": upload()}, files=True)
    assert found.status == 200, found.error
    assert found.data["columns"][0] == {"index": 0, "header": "Begriff", "field": ""}
    assert found.data["problem"]
    assert {"keyword", "volume", "intent"} <= set(found.data["fields"])
    mapped = api().post(PREVIEW, {"file": upload(), "mapping": MAPPING}, files=True).data
    assert mapped["problem"] == ""
    assert (mapped["keywords"][0]["text"], mapped["keywords"][0]["volume"]) == ("scan app", 900)
    assert mapped["keywords"][0]["row"] == 2
    assert not Keyword.objects.exists()


def test_an_import_reads_its_columns_as_they_were_mapped(api: Any, site: Site) -> None:
    body = {"file": upload(), "site": str(site.id), "mapping": MAPPING}
    assert api().post("/keywords/import/", body, files=True).data["created"] == 1
    row = Keyword.objects.get()
    assert (row.text, row.volume) == ("scan app", 900)


def test_a_large_import_is_mapped_in_the_background_too(api: Any, site: Site, data_dir: Path) -> None:
    rows = b"".join(b"word %d,%d\n" % (number, number) for number in range(imports.SYNC_ROWS + 1))
    body = {"file": upload(b"Begriff,Treffer\n" + rows), "site": str(site.id), "mapping": MAPPING}
    assert api().post("/keywords/import/", body, files=True).status == 202
    job = KeywordImport.objects.get()
    imports.run_import(job=job)
    job.refresh_from_db()
    assert (job.status, job.created) == ("completed", imports.SYNC_ROWS + 1)
    assert Keyword.objects.get(text="word 77").volume == 77


@pytest.mark.parametrize("mapping", ["[]", '{"a": "keyword"}', '{"0": 1}', "nonsense", '{"0": "volume"}'])
def test_a_mapping_that_makes_no_sense_is_refused(api: Any, site: Site, mapping: str) -> None:
    refused = api().post(PREVIEW, {"file": upload(), "mapping": mapping}, files=True)
    assert (refused.status, list(refused.fields)) == (400, ["mapping"])


def test_a_preview_keeps_to_the_limit_of_an_import(api: Any, site: Site, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 10
    assert api().post(PREVIEW, {"file": upload()}, files=True).status == 413
    assert api("viewer").post(PREVIEW, {"file": upload()}, files=True).status == 403
