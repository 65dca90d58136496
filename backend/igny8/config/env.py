"""Reads the environment once and fails loudly: an invalid value stops the start and names its variable."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

_WHOLE = re.compile(r"-?[0-9]{1,18}")


class ConfigError(Exception):
    """A variable of the environment has a value that cannot be used."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A typed view of environment variables; ``values`` is injected, so that tests bring their own."""

    values: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def integer(self, name: str, default: int, *, low: int, high: int) -> int:
        raw = self.text(name)
        if not raw:
            return default
        value = int(raw) if _WHOLE.fullmatch(raw) else None
        if value is None or not low <= value <= high:
            raise ConfigError(f"{name} must be a whole number from {low} to {high}, not {raw!r}.")
        return value

    def number(self, name: str, default: float, *, low: float, high: float) -> float:
        raw = self.text(name)
        if not raw:
            return default
        try:
            value = float(raw)
        except ValueError:
            value = float("nan")
        if not low <= value <= high:
            raise ConfigError(f"{name} must be a number from {low} to {high}, not {raw!r}.")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        raw = self.text(name).lower()
        if raw in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
            return raw in {"1", "true", "yes", "on"} if raw else default
        raise ConfigError(f"{name} must be true or false, not {raw!r}.")

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        raw = self.text(name, default)
        if raw.upper() in allowed:
            return raw.upper()
        if raw not in allowed:
            raise ConfigError(f"{name} must be one of {', '.join(allowed)}, not {raw!r}.")
        return raw

    def url(self, name: str, default: str, schemes: tuple[str, ...]) -> str:
        raw = self.text(name, default)
        scheme, found, _ = raw.partition("://")
        if not found or scheme not in schemes:
            raise ConfigError(
                f"{name} must be a URL that starts with {', '.join(s + '://' for s in schemes)}."
            )
        return raw

    def words(self, name: str, default: str = "") -> list[str]:
        return [word.strip() for word in self.text(name, default).split(",") if word.strip()]


def environment() -> Environment:
    """The process's own environment."""
    return Environment(os.environ)


def data_dir(env: Environment) -> Path:
    """The one folder that everything is written to; made on first use, for its owner only."""
    folder = Path(env.text("IGNY8_DATA_DIR", "data")).expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(f"IGNY8_DATA_DIR: {folder} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK):
        raise ConfigError(f"IGNY8_DATA_DIR: {folder} cannot be written to.")
    return folder


def secret_key(env: Environment, folder: Path) -> str:
    """``IGNY8_SECRET_KEY``, or a key made once and kept in the data directory (mode 600)."""
    given = env.text("IGNY8_SECRET_KEY")
    if given:
        if len(given) < 32:
            raise ConfigError("IGNY8_SECRET_KEY must have at least 32 characters.")
        return given
    path = folder / "secret.key"
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _kept_key(path)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def encryption_keys(env: Environment) -> list[str]:
    """``IGNY8_ENCRYPTION_KEYS``: Fernet keys with commas between them, the newest first."""
    keys = env.words("IGNY8_ENCRYPTION_KEYS")
    try:
        for key in keys:
            Fernet(key)
    except ValueError as error:
        raise ConfigError(
            "IGNY8_ENCRYPTION_KEYS must hold Fernet keys (32 bytes in URL-safe base64), "
            "with commas between them."
        ) from error
    return keys


def _kept_key(path: Path) -> str:
    key = path.read_text().strip()
    if len(key) < 32:
        raise ConfigError(f"{path} is damaged: delete it, or set IGNY8_SECRET_KEY.")
    return key
