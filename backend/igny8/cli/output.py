"""How the command speaks: JSON for programs, words for people."""

from __future__ import annotations

import json
from typing import Any

from rest_framework.utils.encoders import JSONEncoder
from rich.console import Console

console = Console(highlight=False, soft_wrap=True)


def say(data: Any, *, as_json: bool, words: str) -> None:
    """Print ``data`` as JSON, or ``words`` for a person."""
    if as_json:
        print(json.dumps(data, cls=JSONEncoder, ensure_ascii=False, indent=2))
    else:
        console.print(words)
