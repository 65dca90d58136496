"""Connections: made, changed, tried, and turned into publishers; their secrets never come back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from igny8.core.clock import FixedClock
from igny8.core.errors import Conflict
from igny8.core.secrets import decrypt
from igny8.integrations.models import Connection, ConnectionKind
from igny8.integrations.publishing.fake import FakePublisher
from igny8.integrations.publishing.port import Check, ConnectionReport
from igny8.integrations.publishing.preview import PreviewPublisher
from igny8.integrations.publishing.wordpress import WordPressPublisher
from igny8.integrations.services import (
    check_connection,
    connection_for,
    create_preview_connection,
    publisher_for,
    store_secret,
    use_publisher,
)
from igny8.tenants.models import Account, AuditEntry, Site
from igny8.testing.factories import ConnectionFactory, PublicationFactory, SiteFactory

SECRET = "abcd efgh ijkl mnop"


def body(site: Site, **values: Any) -> dict[str, Any]:
    return {
        "site": str(site.id),
        "kind": "wordpress",
        "name": "Blog",
        "url": "https://blog.example",
        "username": "alice",
        "secret": SECRET,
        **values,
    }


def test_it_keeps_the_secret_encrypted_and_never_shows_it(api: Any, site: Site) -> None:
    answer = api("admin").post("/connections/", body(site))
    assert answer.status == 201 and answer.data["has_secret"] and answer.data["status"] == "untested"
    assert "secret" not in answer.data and SECRET not in str(answer)
    row = Connection.objects.get()
    assert SECRET not in row.secret_encrypted and decrypt(row.secret_encrypted) == SECRET
    assert SECRET not in str(api().get(f"/connections/{row.id}/"))
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.object_id) == ("connection.created", str(row.id)) and SECRET not in str(
        entry.detail
    )


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"url": ""}, {"url"}),
        ({"username": "", "secret": ""}, {"username", "secret"}),
        ({"kind": "ftp"}, {"kind"}),
        ({"url": "not a url"}, {"url"}),
        ({"name": "Taken"}, {"name"}),
        ({"site": "x"}, {"site"}),
    ],
)
def test_it_names_the_fields_that_are_wrong(
    api: Any, site: Site, values: dict[str, Any], fields: set[str]
) -> None:
    ConnectionFactory(site=site, name="Taken")
    answer = api().post("/connections/", body(site) | values)
    assert answer.status == 400 and set(answer.fields) == fields


def test_it_needs_nothing_for_a_preview(api: Any, site: Site) -> None:
    answer = api().post("/connections/", {"site": str(site.id), "kind": "preview", "name": "Preview"})
    assert answer.status == 201 and not answer.data["has_secret"]


def test_it_sends_a_password_only_where_it_was_entered_for(api: Any, site: Site) -> None:
    client = api()
    path = f"/connections/{client.post('/connections/', body(site)).data['id']}/"
    for change in ({"url": "https://evil.example"}, {"username": "mallory"}):
        answer = client.patch(path, change)
        assert answer.status == 400 and list(answer.fields) == ["secret"]
    assert client.patch(path, {"url": "https://new.example", "secret": "fresh"}).status == 200
    assert decrypt(Connection.objects.get().secret_encrypted) == "fresh"
    assert client.patch(path, {"name": "Renamed", "secret": ""}).status == 200
    assert decrypt(Connection.objects.get().secret_encrypted) == "fresh"


def test_it_fixes_what_a_connection_is_about(api: Any, site: Site) -> None:
    row, client = ConnectionFactory(site=site), api()
    answer = client.patch(f"/connections/{row.id}/", {"kind": "wordpress", "site": str(SiteFactory().id)})
    assert {"kind", "site"} <= set(answer.fields)
    assert client.patch(f"/connections/{row.id}/", {"kind": "preview", "name": row.name}).status == 200


def test_it_has_one_default_a_site(api: Any, site: Site) -> None:
    first, elsewhere = ConnectionFactory(site=site, is_default=True), ConnectionFactory(is_default=True)
    assert api().post("/connections/", body(site, is_default=True)).status == 201
    first.refresh_from_db()
    elsewhere.refresh_from_db()
    assert not first.is_default and elsewhere.is_default


def test_it_tells_what_works_and_remembers_it(api: Any, site: Site) -> None:
    row = ConnectionFactory(site=site)

    class Refused(FakePublisher):
        def test(self) -> ConnectionReport:
            return ConnectionReport(
                (Check("reachable", True, "It answers."), Check("authenticated", False, "No.", "Hint."))
            )

    with use_publisher(Refused()):
        answer = api().post(f"/connections/{row.id}/test/")
    assert answer.status == 200 and answer.data["usable"] is False
    assert answer.data["checks"][1] == {
        "name": "authenticated",
        "ok": False,
        "detail": "No.",
        "hint": "Hint.",
    }
    shown = api("viewer").get(f"/connections/{row.id}/").data
    assert shown["status"] == "failing" and shown["last_report"] == answer.data["checks"]
    with use_publisher(FakePublisher()) as _:
        assert api().post(f"/connections/{row.id}/test/").data["usable"]
    row.refresh_from_db()
    assert row.status == "ok"


def test_it_refuses_private_addresses_with_the_name_of_the_setting(api: Any, site: Site) -> None:
    made = api().post("/connections/", body(site, url="http://127.0.0.1:9"))
    answer = api().post(f"/connections/{made.data['id']}/test/")
    assert answer.status == 200 and not answer.data["usable"]
    assert "IGNY8_OUTGOING_ALLOW" in str(answer.data["checks"])


def test_it_deletes_a_connection_and_says_so_in_the_audit_log(api: Any, site: Site) -> None:
    row = ConnectionFactory(site=site)
    assert api().delete(f"/connections/{row.id}/").status == 204
    assert AuditEntry.objects.get().action == "connection.deleted"


def test_it_keeps_to_account_and_role(api: Any, site: Site, other_account: Account) -> None:
    row = ConnectionFactory(site=site)
    stranger, editor = api(account=other_account), api("editor")
    for call in (stranger.get, stranger.delete):
        assert call(f"/connections/{row.id}/").status == 404
    assert stranger.post(f"/connections/{row.id}/test/").status == 404
    assert list(stranger.post("/connections/", body(site)).fields) == ["site"]
    assert editor.get(f"/connections/{row.id}/").status == 200
    assert editor.post("/connections/", body(site)).status == 403
    assert editor.post(f"/connections/{row.id}/test/").status == 403


def test_it_lists_connections_and_publications(api: Any, site: Site, other_account: Account) -> None:
    row = ConnectionFactory(site=site)
    publication = PublicationFactory(connection=row)
    PublicationFactory(connection=ConnectionFactory(site=site))
    client = api("viewer")
    assert len(client.get("/connections/", site=str(site.id)).data) == 2
    found = client.get("/publications/", connection=str(row.id)).data
    assert [entry["id"] for entry in found] == [str(publication.id)]
    assert api(account=other_account).get("/publications/").data == []
    elsewhere = PublicationFactory(connection=ConnectionFactory(site=SiteFactory()))
    found = client.get("/publications/", site=str(elsewhere.connection.site_id)).data
    assert [entry["id"] for entry in found] == [str(elsewhere.id)]
    assert list(client.get("/publications/", site="x").fields) == ["site"]


def test_it_hands_out_the_companion_plugin(api: Any, site: Site) -> None:
    client = api("viewer")
    headers = {"Authorization": f"Bearer {client.token}"}
    answers = [Client().get("/api/v1/connections/plugin/", headers=headers) for _ in range(2)]
    assert answers[0]["Content-Type"] == "application/zip"
    assert "igny8-companion.zip" in answers[0]["Content-Disposition"]
    assert answers[0].content == answers[1].content
    with zipfile.ZipFile(io.BytesIO(answers[0].content)) as archive:
        source = archive.read("igny8-companion/igny8-companion.php").decode()
    assert "Plugin Name:" in source
    assert Client().get("/api/v1/connections/plugin/").status_code == 401


def test_it_chooses_the_sites_own_connection(site: Site) -> None:
    preview = connection_for(site_id=site.id)
    assert preview.kind == ConnectionKind.PREVIEW
    assert create_preview_connection(site=site) == preview and Connection.objects.count() == 1
    wordpress = ConnectionFactory(site=site, kind=ConnectionKind.WORDPRESS)
    assert connection_for(site_id=site.id) == wordpress
    marked = ConnectionFactory(site=site, is_default=True)
    assert connection_for(site_id=site.id) == marked
    assert connection_for(site_id=site.id, connection_id=preview.id) == preview


def test_it_makes_the_adapter_of_the_kind(site: Site, data_dir: Path, clock: FixedClock) -> None:
    assert isinstance(publisher_for(ConnectionFactory(site=site), clock=clock), PreviewPublisher)
    wordpress = ConnectionFactory(
        site=site, kind=ConnectionKind.WORDPRESS, url="https://wp.example", username="a"
    )
    store_secret(wordpress, SECRET)
    publisher = publisher_for(wordpress, clock=clock)
    publisher.close()
    assert isinstance(publisher, WordPressPublisher)
    assert (data_dir / "locks").is_dir()
    wordpress.secret_encrypted = "of another key"
    with pytest.raises(Conflict, match="IGNY8_ENCRYPTION_KEYS"):
        publisher_for(wordpress, clock=clock)


def test_it_tries_a_real_preview(site: Site, data_dir: Path, clock: FixedClock) -> None:
    row = ConnectionFactory(site=site)
    assert check_connection(connection=row, clock=clock).usable
    row.refresh_from_db()
    assert (row.status, row.last_tested_at) == ("ok", clock.now())
