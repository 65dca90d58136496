"""What to draw for an article, by rules."""

from __future__ import annotations

from igny8.ai.prompts.rules.phrases import phrases
from igny8.ai.prompts.rules.words import cut, inline_case

ALT_LIMIT = 125  # characters: screen readers may break off longer ones


def describe_image(title: str, keyphrase: str, language: str, style: str) -> tuple[str, str]:
    """An English prompt without text in the picture, and an alt text in the article's language."""
    prompt = (
        f"{style or 'Clean, modern editorial illustration'} for an article on '{inline_case(keyphrase)}': "
        "one clear subject in a calm setting, soft daylight, generous empty space, wide format. No text, "
        "letters, logos or recognisable people."
    )
    template = phrases(language).alt
    room = ALT_LIMIT - len(template.replace("{title}", ""))
    return prompt, template.replace("{title}", cut(title, room))
