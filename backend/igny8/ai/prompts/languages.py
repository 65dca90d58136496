"""Names of languages, for telling a model which one to write in."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_NAMES: Mapping[str, str] = {
    "ar": "Arabic", "bn": "Bengali", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "ms": "Malay",
    "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
    "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def base_language(tag: str) -> str:
    """``pt-BR`` → ``pt``; empty or malformed tags → ``en``."""
    return _clean(tag).split("-", maxsplit=1)[0].lower()


def _clean(tag: str) -> str:
    """The tag with hyphens; English where it is not one, so that no other text gets into instructions."""
    plain = tag.replace("_", "-").strip()
    return plain if _TAG.fullmatch(plain) else "en"


def language_name(tag: str) -> str:
    """The English name with the tag, as a model understands it best: ``German (de)``."""
    name = _NAMES.get(base_language(tag))
    return f"{name} ({_clean(tag)})" if name else f"the language with the tag '{_clean(tag)}'"


def answer_in(tag: str) -> str:
    """The sentence that fixes the language of an answer."""
    return f"Write every text of the answer in {language_name(tag)}, natural for native readers."
