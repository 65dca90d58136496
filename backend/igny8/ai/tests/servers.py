"""The local OpenAI server of ``e2e/`` and adapters that talk to it without waiting between attempts."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from igny8.ai.adapters.text_pydantic_ai import PydanticAITextModel
from igny8.ai.config import TextSettings

KEY = "sk-test-1234567890abcdef"


def load(name: str) -> Any:
    """A module of ``e2e/``, which is not a package."""
    folder = str(Path(__file__).parents[4] / "e2e")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(name)


class Pauses(list[float]):
    """Records how long the adapter would have slept."""

    async def sleep(self, seconds: float) -> None:
        self.append(seconds)


def settings(server: Any, **changes: Any) -> TextSettings:
    values: dict[str, Any] = {
        "provider": "openai",
        "base_url": server.base_url,
        "api_key": SecretStr(KEY),
        "model": "test-model",
        "timeout_seconds": 20,
        "max_attempts": 3,
    }
    return TextSettings(**(values | changes))


def model(server: Any, pauses: Pauses | None = None, **changes: Any) -> PydanticAITextModel:
    sleep: Callable[..., Any] = (Pauses() if pauses is None else pauses).sleep
    return PydanticAITextModel(settings(server, **changes), sleep=sleep, seed=1)
