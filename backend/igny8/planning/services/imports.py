"""Keyword files into keywords: normalised, deduplicated, updated when they come again.

A small file is one transaction. A large one is read in the background in batches of their own transactions;
reading it again from the start after a crash changes nothing that was written.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from kombu.exceptions import OperationalError

from igny8.core.clock import SYSTEM_CLOCK, Clock
from igny8.core.errors import Igny8Error
from igny8.core.events import emit
from igny8.core.tenancy import current_account_id, system_scope
from igny8.planning.importing import (
    ColumnMapping,
    FilePreview,
    ImportStream,
    KeywordRow,
    Limits,
    RowError,
    preview_keywords,
    read_keywords,
)
from igny8.planning.models import Keyword, KeywordImport
from igny8.planning.normalize import clean_keyword, keyword_key
from igny8.planning.services.uploads import KeptUpload, upload_path
from igny8.tenants.models import Sector, Site

log = logging.getLogger(__name__)
SYNC_ROWS = 5_000
STANDSTILL = timedelta(seconds=30)
"""An import that has not moved for so long has lost its worker."""
MOST_TRIES = 5
"""So many workers may an import cost before it is given up."""
_GIVEN_UP = (
    f"The import broke off {MOST_TRIES} times for a reason of ours, not of the file. Rows that were read are "
    "kept. Tell your administrator: the server's log has the cause. Or split the file and import the parts."
)
_OPEN = (KeywordImport.Status.PENDING, KeywordImport.Status.RUNNING)
_BATCH = 1_000
_SHOWN_ERRORS = 200
_METRICS = (
    "volume",
    "difficulty",
    "cpc",
    "currency",
    "intent",
    "clicks",
    "impressions",
    "ctr",
    "position",
    "country",
    "url",
    "serp_urls",
)
Item = KeywordRow | RowError
OnProgress = Callable[[int, int], object]
"""(bytes read, rows read)"""


@dataclass(slots=True)
class Tally:
    """What became of the rows so far."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    changed: int = 0
    skipped: int = 0
    error_count: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def note(self, error: RowError) -> None:
        self.error_count += 1
        if len(self.errors) < _SHOWN_ERRORS:
            self.errors.append(
                {"row": error.row, "column": error.column, "message": error.message, "kept": error.kept}
            )

    def counts(self) -> dict[str, int]:
        return {"created": self.created, "updated": self.updated, "skipped": self.skipped}

    def as_json(self) -> dict[str, Any]:
        return {**self.counts(), "errors": self.errors}


def import_file(
    *,
    path: Path | BinaryIO,
    filename: str,
    site: Site,
    sector: Sector | None = None,
    format_name: str | None = None,
    on_progress: OnProgress = lambda _bytes, _rows: None,
) -> dict[str, Any]:
    """Import a whole file. It is read outside of any transaction, and nothing is stored of one with a fault.

    Few rows are one transaction. Many are read twice: to find what is wrong with the file before anything is
    stored, and to store them in batches.

    :returns: ``{"created", "updated", "skipped", "errors"}`` as in the API.
    :raises InvalidInput, UnsupportedMedia, TooLarge: when the file cannot be read as keywords.
    """
    with open_stream(path, filename, format_name) as stream:
        few = list(islice(stream, SYNC_ROWS + 1))
        if len(few) <= SYNC_ROWS:
            return store_rows(
                few, site=site, sector=sector, on_progress=lambda rows: on_progress(stream.bytes_read, rows)
            )
        deque(stream, maxlen=0)
    if not isinstance(path, Path):
        path.seek(0)
    with open_stream(path, filename, format_name) as stream:
        return _store_many(stream, site, sector, on_progress)


def _store_many(
    stream: ImportStream, site: Site, sector: Sector | None, on_progress: OnProgress
) -> dict[str, Any]:
    tally = Tally()
    for batch in _batches(stream):
        with transaction.atomic():
            _store(batch, site, sector, tally)
        on_progress(stream.bytes_read, tally.rows)
    with transaction.atomic():
        _announce(site, tally)
    return tally.as_json()


@transaction.atomic
def store_rows(
    items: Iterable[Item],
    *,
    site: Site,
    sector: Sector | None,
    on_progress: Callable[[int], object] = lambda _rows: None,
) -> dict[str, Any]:
    """Store rows in one transaction. Returns the same as ``import_file``."""
    tally = Tally()
    for batch in _batches(items):
        _store(batch, site, sector, tally)
        on_progress(tally.rows)
    _announce(site, tally)
    return tally.as_json()


def open_stream(
    source: Path | BinaryIO, filename: str, format_name: str | None, mapping: ColumnMapping | None = None
) -> ImportStream:
    """Open an uploaded file under the configured size limit."""
    limits = Limits(max_bytes=settings.IMPORT_MAX_BYTES)
    return read_keywords(source, filename=filename, format=format_name, mapping=mapping, limits=limits)


def preview_file(
    file: BinaryIO, filename: str, format_name: str | None, mapping: ColumnMapping | None
) -> FilePreview:
    """A first look at an upload under the configured size limit; stores nothing."""
    limits = Limits(max_bytes=settings.IMPORT_MAX_BYTES)
    return preview_keywords(file, filename=filename, format=format_name, mapping=mapping, limits=limits)


def read_small(
    file: BinaryIO, filename: str, format_name: str | None, mapping: ColumnMapping | None = None
) -> list[Item] | None:
    """All rows of a file; None where it is too large to be imported while the caller waits.

    :raises InvalidInput, UnsupportedMedia, TooLarge: when the file cannot be read as keywords.
    """
    with open_stream(file, filename, format_name, mapping) as stream:
        items = list(islice(stream, SYNC_ROWS + 1))
    return items if len(items) <= SYNC_ROWS else None


def create_import(
    *,
    upload: KeptUpload,
    filename: str,
    site: Site,
    sector: Sector | None,
    format_name: str | None,
    mapping: ColumnMapping | None = None,
) -> KeywordImport:
    """Note that a kept upload is to be imported in the background."""
    return KeywordImport.objects.create(
        id=upload.id,
        site=site,
        sector=sector,
        filename=filename[:255],
        format=format_name or "",
        mapping=mapping and {str(index): name for index, name in mapping.items()},
        path=str(upload.id),
        bytes_total=upload.size,
    )


def start_import(job: KeywordImport) -> None:
    """Send a kept upload to a worker once this is committed; a message that is lost is sent again."""
    transaction.on_commit(partial(_send, current_account_id(), job.id))


def _send(account_id: UUID, import_id: UUID) -> None:
    try:
        current_app.send_task(
            "planning.run_import", args=[str(account_id), str(import_id)], ignore_result=True
        )
    except (OperationalError, OSError) as error:
        log.warning("Import %s waits, the broker is away: %s", import_id, error)


def resume_imports(clock: Clock = SYSTEM_CLOCK) -> int:
    """Send every import again that has stood still for a while; how many there were.

    One whose worker died waits again, so that whoever gets the message may take it at once. One that has cost
    ``MOST_TRIES`` workers is given up.
    """
    before = clock.now() - STANDSTILL
    with system_scope():
        stalled = KeywordImport.objects.filter(status__in=_OPEN, updated_at__lt=before)
        _give_up(list(stalled.filter(tries__gte=MOST_TRIES)))
        found = list(stalled.values_list("account_id", "id"))
        # Still the same condition: a row that has moved since then keeps its worker.
        stalled.filter(id__in=[row[1] for row in found]).update(
            status=KeywordImport.Status.PENDING, updated_at=clock.now()
        )
    for account_id, import_id in found:
        _send(account_id, import_id)
    return len(found)


def _give_up(jobs: list[KeywordImport]) -> None:
    for job in jobs:
        _finish(job, KeywordImport.Status.FAILED, error_message=_GIVEN_UP)
        upload_path(job.path).unlink(missing_ok=True)


def run_import(*, job: KeywordImport, clock: Clock = SYSTEM_CLOCK) -> None:
    """Import a kept upload; its row shows the progress. A file that cannot be read marks it failed.

    Any other error goes up to the worker: the row then stands still, and ``resume_imports`` sends it again.
    """
    path = upload_path(job.path)
    if not _take(job, clock):
        return
    try:
        with open_stream(path, job.filename, job.format or None, _mapping_of(job)) as stream:
            tally = _import_in_batches(stream, job, clock)
    except FileNotFoundError:
        _finish(job, KeywordImport.Status.FAILED, error_message="The upload is gone: upload the file again.")
    except Igny8Error as error:
        _finish(job, KeywordImport.Status.FAILED, error_message=error.message)
    else:
        with transaction.atomic():
            _announce(job.site, tally)
            _finish(job, KeywordImport.Status.COMPLETED)
    path.unlink(missing_ok=True)


def _mapping_of(job: KeywordImport) -> ColumnMapping | None:
    stored: dict[str, str] | None = job.mapping
    return None if stored is None else {int(index): name for index, name in stored.items()}


def _take(job: KeywordImport, clock: Clock) -> bool:
    """Take an import that waits, or that its worker has left; only one taker wins."""
    free = Q(status=KeywordImport.Status.PENDING) | Q(updated_at__lt=clock.now() - STANDSTILL)
    rows = KeywordImport.objects.filter(free, pk=job.pk, status__in=_OPEN)
    running = KeywordImport.Status.RUNNING
    return bool(rows.update(status=running, tries=F("tries") + 1, updated_at=clock.now()))


def _import_in_batches(stream: ImportStream, job: KeywordImport, clock: Clock) -> Tally:
    tally = Tally()
    for batch in _batches(stream):
        with transaction.atomic():
            _store(batch, job.site, job.sector, tally)
            KeywordImport.objects.filter(pk=job.pk).update(
                rows_read=tally.rows,
                bytes_read=stream.bytes_read,
                bytes_total=stream.total_bytes,
                errors=tally.errors,
                error_count=tally.error_count,
                updated_at=clock.now(),
                **tally.counts(),
            )
    return tally


def _finish(job: KeywordImport, status: KeywordImport.Status, error_message: str = "") -> None:
    """Close an import; one that another worker has closed meanwhile stays as that one left it."""
    rows = KeywordImport.objects.filter(pk=job.pk, status__in=_OPEN)
    rows.update(status=status, error_message=error_message)


def _announce(site: Site, tally: Tally) -> None:
    """Known rows that came again as they were are no news."""
    if tally.created or tally.changed:
        emit(
            "keywords.imported", object_type="site", object_id=site.id, site_id=site.id, after=tally.counts()
        )


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    iterator = iter(items)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _store(batch: list[Item], site: Site, sector: Sector | None, tally: Tally) -> None:
    """Write a batch: new keywords are made, known ones updated; only what really changed is written."""
    rows = _fresh_rows(batch, tally)
    known = {row.key: row for row in Keyword.objects.filter(site=site, key__in=list(rows))}
    new = [
        _filled(Keyword(site=site, sector=sector, key=key), row)
        for key, row in rows.items()
        if key not in known
    ]
    changed = [known[key] for key, row in rows.items() if key in known and _update(known[key], row, sector)]
    Keyword.objects.bulk_create(new)
    Keyword.objects.bulk_update(changed, ["sector", "demand", *_METRICS])
    tally.created += len(new)
    tally.updated += len(known)
    tally.changed += len(changed)


def _fresh_rows(batch: list[Item], tally: Tally) -> dict[str, KeywordRow]:
    """The batch's rows by key; a keyword that stood in the file before is skipped."""
    rows: dict[str, KeywordRow] = {}
    for item in batch:
        if isinstance(item, RowError):
            tally.note(item)
            continue
        tally.rows += 1
        key = keyword_key(item.text)
        if key in tally.seen:
            tally.skipped += 1
            continue
        tally.seen.add(key)
        rows[key] = item
    return rows


def _filled(keyword: Keyword, row: KeywordRow) -> Keyword:
    keyword.text = clean_keyword(row.text)
    for name in _METRICS:
        value = getattr(row, name)
        setattr(keyword, name, _plain(name, value))
    keyword.demand = demand_of(keyword)
    return keyword


def _update(keyword: Keyword, row: KeywordRow, sector: Sector | None) -> bool:
    """Take over what the row knows; what it does not know stays. True where something changed."""
    before = [getattr(keyword, name) for name in ("sector_id", *_METRICS)]
    for name in _METRICS:
        value = getattr(row, name)
        if value not in {None, "", ()}:
            setattr(keyword, name, _plain(name, value))
    if sector:
        keyword.sector = sector
    keyword.demand = demand_of(keyword)
    return before != [getattr(keyword, name) for name in ("sector_id", *_METRICS)]


def _plain(name: str, value: Any) -> Any:
    if name == "serp_urls":
        return list(value)
    return value if value is not None or name not in {"currency", "intent", "country", "url"} else ""


def demand_of(keyword: Keyword) -> int:
    """What orders keywords: the volume where it is known, else the impressions."""
    return keyword.volume if keyword.volume is not None else keyword.impressions or 0
