"""Numbers as keyword tools write them, in any locale.

Every function raises ``ValueError`` with what would be right, and gives ``None`` for what is unknown.
"""

from __future__ import annotations

import re
import unicodedata

from igny8.planning.importing.rows import Cell

MAX_COUNT = 10**12
_UNKNOWN = frozenset(
    {"", "-", "--", "–", "—", "n/a", "na", "n.a.", "null", "none", "nan", "k.a.", "unknown", "?", "∞", "..."}
)
_SPACES = re.compile(r"[\s'’_]+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,٬])\d{3})(?:\1\d{3})*")
# Two groups or more: one could as well be decimals. In India groups have two digits.
_COMMA_GROUPS = re.compile(r"[+-]?\d{1,3}(?:,\d{2,3}){2,}")
_POINT_GROUPS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3}){2,}")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?")
_SIMPLE = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,2})?")
_RANGE = re.compile(r"(.+?)(?:\s*(?:–|—|−|-|~|\bto\b|\bbis\b|\.\.)\s*)(.+)")
_SCALED = re.compile(r"([\d.,\s]+?)\s*(k|m|mn|mio\.?|b|mrd\.?|тыс\.?|млн\.?|tsd\.?|万)", re.IGNORECASE)
_SCALES = {
    **{"k": 1_000, "тыс": 1_000, "tsd": 1_000, "万": 10_000},
    **{"m": 1_000_000, "mn": 1_000_000, "mio": 1_000_000, "млн": 1_000_000},
    **{"b": 1_000_000_000, "mrd": 1_000_000_000},
}
_CURRENCY_SIGNS = re.compile(r"[$€£¥₹₽₺₩₫฿]|(?<![a-z])[a-z]{3}(?![a-z])", re.IGNORECASE)


def parse_count(cell: Cell) -> int | None:
    """A whole number, 0 or more: ``1,234``, ``1.234``, ``1 234``, ``1234.0``, ``1.2K``."""
    if isinstance(cell, (int, float)):
        return _whole(float(cell))
    if cell.isascii() and cell.isdigit():
        return _whole(int(cell[:20]))
    text = _plain(cell)
    if text in _UNKNOWN or text.startswith("#"):
        return None
    compact = _SPACES.sub("", text)
    if _GROUPED.fullmatch(compact):
        return _whole(float(re.sub(r"[.,٬]", "", compact)))
    if scaled := _SCALED.fullmatch(text):
        return _whole(round(_decimal(scaled[1]) * _SCALES[scaled[2].lower().rstrip(".")]))
    return _whole(_decimal(compact))


def parse_volume(cell: Cell) -> tuple[int | None, bool]:
    """Searches a month and whether they only stand for a range.

    Ranges become one number: those of a factor of ten (``10 – 100``, ``1K – 10K``) half of their upper end,
    as Keyword Planner itself writes them in exports (50, 500, 5000); others (``<10``, ``200-300``) their
    middle.
    """
    if not isinstance(cell, str) or (cell.isascii() and cell.isdigit()):
        return parse_count(cell), False
    text = _plain(cell)
    if text.startswith(("<", "≤")):
        upper = parse_count(text.lstrip("<≤= "))
        return (None, False) if upper is None else (upper // 2, True)
    if text.startswith((">", "≥")) or text.endswith("+"):
        return parse_count(text.strip(">≥=+ ")), True
    if text not in _UNKNOWN and (bounds := _RANGE.fullmatch(text)) and "e" not in text:
        return _middle(parse_count(bounds[1]), parse_count(bounds[2])), True
    return parse_count(cell), False


def parse_difficulty(cell: Cell) -> float | None:
    """0 to 100, with or without ``%``."""
    value = _maybe_decimal(cell)
    if value is not None and not 0 <= value <= 100:
        raise ValueError("must be a number from 0 to 100, or empty when unknown")
    return value


def parse_ratio(cell: Cell) -> float | None:
    """A click rate as a fraction: ``4.17%``, ``4,17 %``, ``%4,17`` and ``0.0417`` all give 0.0417."""
    percent = isinstance(cell, str) and any(sign in cell for sign in "%٪％")
    value = _maybe_decimal(cell)
    if value is None:
        return None
    value = value / 100 if percent or value > 1 else value
    if not 0 <= value <= 1:
        raise ValueError("must be a rate from 0% to 100%")
    return round(value, 8)


def parse_position(cell: Cell) -> float | None:
    """An average rank, 0 or more."""
    return _not_negative(_maybe_decimal(cell))


def parse_money(cell: Cell) -> float | None:
    """An amount, 0 or more, with or without a currency sign or code."""
    if isinstance(cell, str):
        cell = _CURRENCY_SIGNS.sub("", cell)
    return _not_negative(_maybe_decimal(cell))


def _maybe_decimal(cell: Cell) -> float | None:
    if isinstance(cell, (int, float)):
        return _finite(float(cell))
    if _SIMPLE.fullmatch(cell):
        return float(cell)
    text = _plain(cell).strip("%٪ ")
    return None if text in _UNKNOWN or text.startswith("#") else _finite(_decimal(_SPACES.sub("", text)))


def _decimal(text: str) -> float:
    """``text`` as a number; of point and comma the last is the decimal mark, the other groups thousands."""
    compact = _SPACES.sub("", text).replace("٫", ".").replace("٬", "")
    point, comma = compact.rfind("."), compact.rfind(",")
    if comma > point:
        compact = compact.replace(".", "")
        many = _COMMA_GROUPS.fullmatch(compact)
        compact = compact.replace(",", "") if many else compact.replace(",", ".")
    else:
        compact = compact.replace(",", "")
        compact = compact.replace(".", "") if _POINT_GROUPS.fullmatch(compact) else compact
    if len(compact) > 40 or not _NUMBER.fullmatch(compact):
        raise ValueError("must be a number such as 1234 or 12.5, or empty when unknown")
    return float(compact)


def _plain(text: str) -> str:
    """Lower case, ASCII digits, ordinary spaces: what the patterns above expect."""
    if text.isascii():
        return text.strip().lower()
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    return "".join(str(unicodedata.digit(one)) if one.isdigit() else one for one in folded)


def _whole(value: float) -> int:
    if not 0 <= value <= MAX_COUNT or value != int(value):
        raise ValueError("must be a whole number, 0 or more, or empty when unknown")
    return int(value)


def _middle(low: int | None, high: int | None) -> int:
    if low is None or high is None or low > high:
        raise ValueError("must be a number or a range such as 10-100, or empty when unknown")
    return high // 2 if low and high == 10 * low else (low + high) // 2


def _finite(value: float) -> float:
    if not abs(value) <= MAX_COUNT:
        raise ValueError("must be a number such as 12.5, or empty when unknown")
    return value


def _not_negative(value: float | None) -> float | None:
    if value is not None and value < 0:
        raise ValueError("must be 0 or more, or empty when unknown")
    return value
