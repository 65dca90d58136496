"""Looks at every variable before anything starts, so that a wrong one stops the start and is named."""

from __future__ import annotations

import os
from collections.abc import Mapping

from igny8.ai.config import image_settings_from_env, text_settings_from_env
from igny8.ai.embedding import check_choice
from igny8.integrations.outgoing_rules import parse_allow_list


def check_environment(environ: Mapping[str, str] = os.environ) -> None:
    """Read what is otherwise read at first use.

    :raises ConfigError, InvalidInput: a value cannot be used; the message names the variable.
    """
    text_settings_from_env(environ)
    image_settings_from_env(environ)
    if check_choice(environ) == "openai":
        from igny8.ai.adapters.embed_openai import embedder_from_env

        embedder_from_env(environ)
    parse_allow_list(environ.get("IGNY8_OUTGOING_ALLOW", ""))
