"""WordPress shortcodes: text in square brackets that runs code when a page is shown.

Any plug-in may register any name, so taking out the known ones is not enough: what is left of the form is
made inert when block markup is written (``escape_brackets``), as WordPress itself does in code blocks.
"""

from __future__ import annotations

import re

_CORE_NAMES = (
    "gallery|caption|wp_caption|audio|video|playlist|embed|contact-form-7|contact-form|wpforms|gravityform|"
    "elementor-template|vc_\\w+|et_pb_\\w+|shortcode|do_shortcode|php|iframe|script|html|raw|"
    "woocommerce_\\w+|products?|insert_php|xyz-ips"
)
_KNOWN = re.compile(rf"\[/?(?:{_CORE_NAMES})(?:\s[^\]\[]*)?/?\](?!\()", re.IGNORECASE)
_WITH_ATTRIBUTES = re.compile(
    r"""\[[a-z][\w-]*(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'\]]+))+\s*/?\]""", re.I
)
_CLOSING = re.compile(r"\[/[a-z][\w-]*\]", re.IGNORECASE)
_OPENING_BRACKET = re.compile(r"\[")


def strip_shortcodes(text: str) -> str:
    """Take out shortcodes: the well-known names, anything with attributes, and closing ones.

    Ordinary brackets (``[1]``, ``[sic]``, ``[…]``) stay. What a removal brings together is looked at again.
    """
    while True:
        shorter = text
        for pattern in (_KNOWN, _WITH_ATTRIBUTES, _CLOSING):
            shorter = pattern.sub("", shorter)
        if shorter == text:
            return text
        text = shorter


def escape_brackets(html: str) -> str:
    """Write every ``[`` of finished HTML as a character reference: WordPress runs no shortcode then."""
    return _OPENING_BRACKET.sub("&#91;", html)
