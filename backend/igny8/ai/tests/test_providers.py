"""Which providers are set up, and whether they answer; against a server on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from igny8.ai.providers import providers, try_provider
from igny8.ai.tests.servers import KEY, load

openai = load("openai_server")


@pytest.fixture
def server() -> Iterator[Any]:
    with openai.OpenAIServer() as running:
        yield running


@pytest.fixture
def environ(server: Any) -> dict[str, str]:
    return {
        "IGNY8_AI_TEXT_PROVIDER": "openai",
        "IGNY8_AI_TEXT_BASE_URL": server.base_url,
        "IGNY8_AI_TEXT_API_KEY": KEY,
        "IGNY8_AI_TEXT_MODEL": "test-model",
        "IGNY8_AI_IMAGE_PROVIDER": "dall-e",
        "IGNY8_AI_IMAGE_BASE_URL": server.base_url,
        "IGNY8_AI_IMAGE_API_KEY": KEY,
        "IGNY8_EMBEDDER": "lexical",
    }


def test_without_settings_everything_works_on_this_machine() -> None:
    found = {one.kind: one for one in providers({"IGNY8_EMBEDDER": "lexical"})}
    assert (found["text"].provider, found["text"].model) == ("offline", "rules")
    assert (found["image"].provider, found["embedding"].provider) == ("offline", "lexical")
    assert all(one.offline and not one.has_key and not one.problem for one in found.values())


def test_it_tells_what_is_set_and_never_a_key(environ: dict[str, str]) -> None:
    found = providers(environ)
    text, image, _ = found
    assert (text.provider, text.model, text.has_key, text.offline) == ("openai", "test-model", True, False)
    assert text.host.startswith("127.0.0.1:")
    assert (image.provider, image.setting) == ("openai", "IGNY8_AI_IMAGE_")
    assert KEY not in repr(found)


def test_settings_that_are_wrong_say_so() -> None:
    environ = {"IGNY8_AI_TEXT_PROVIDER": "openai", "IGNY8_EMBEDDER": "magic"}
    text, _, embedding = providers(environ)
    assert "IGNY8_AI_TEXT_API_KEY is missing" in text.problem
    assert "IGNY8_EMBEDDER" in embedding.problem
    tested = try_provider("text", environ)
    assert (tested.ok, tested.message) == (False, text.problem)


def test_a_provider_that_answers_is_asked_once(account: Any, server: Any, environ: dict[str, str]) -> None:
    tested = try_provider("text", environ)
    assert (tested.kind, tested.ok) == ("text", True), tested.message
    assert "test-model answered" in tested.message
    assert tested.seconds >= 0


def test_a_picture_is_drawn(account: Any, environ: dict[str, str]) -> None:
    tested = try_provider("image", environ)
    assert tested.ok, tested.message
    assert "pixels" in tested.message


def test_a_provider_that_is_down_says_why(account: Any, environ: dict[str, str]) -> None:
    environ["IGNY8_AI_TEXT_BASE_URL"] = "http://127.0.0.1:9/v1"
    tested = try_provider("text", environ)
    assert not tested.ok
    assert tested.message
    assert KEY not in tested.message


def test_what_needs_no_network_is_not_asked() -> None:
    tested = try_provider("embedding", {"IGNY8_EMBEDDER": "lexical"})
    assert (tested.ok, tested.message) == (True, "Works on this machine.")


def test_the_api_shows_providers_to_all_and_lets_admins_try(
    api: Any, account: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IGNY8_EMBEDDER", "lexical")
    for kind in ("TEXT", "IMAGE"):
        monkeypatch.setenv(f"IGNY8_AI_{kind}_PROVIDER", "offline")
    kinds = [row["kind"] for row in api("viewer").get("/ai/providers/").data]
    assert kinds == ["text", "image", "embedding"]
    assert api("editor").post("/ai/providers/test/", {"kind": "text"}).status == 403
    tested = api("admin").post("/ai/providers/test/", {"kind": "text"})
    assert (tested.status, tested.data["ok"]) == (200, True)
    assert api("admin").post("/ai/providers/test/", {"kind": "smell"}).fields["kind"]
