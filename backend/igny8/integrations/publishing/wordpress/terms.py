"""Categories and tags: found by slug, made where missing and allowed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from igny8.integrations.publishing.wordpress.api import Change, WordPressApi
from igny8.integrations.publishing.wordpress.models import RemoteTerm
from igny8.integrations.publishing.wordpress.refusals import Refusal

Taxonomy = Literal["categories", "tags"]
_WORD: dict[Taxonomy, str] = {"categories": "category", "tags": "tag"}


class Terms:
    """Turns names into ids, remembering them for this publisher's life."""

    def __init__(self, api: WordPressApi) -> None:
        self._api = api
        self._known: dict[tuple[Taxonomy, str], int] = {}

    def ids(
        self, taxonomy: Taxonomy, names: tuple[str, ...], still_mine: Callable[[], None]
    ) -> tuple[list[int], list[str]]:
        """:return: ids without repetition, and warnings for the names that could not be had."""
        ids: list[int] = []
        warnings: list[str] = []
        for name in dict.fromkeys(name.strip() for name in names if name.strip()):
            try:
                ids.append(self._id(taxonomy, name, still_mine))
            except Refusal as error:
                warnings.append(f"The {_WORD[taxonomy]} “{name}” was left out: {error.message}")
        return list(dict.fromkeys(ids)), warnings

    def _id(self, taxonomy: Taxonomy, name: str, still_mine: Callable[[], None]) -> int:
        place = (taxonomy, name.casefold())
        if place not in self._known:
            self._known[place] = self._find(taxonomy, name) or self._make(taxonomy, name, still_mine)
        return self._known[place]

    def _find(self, taxonomy: Taxonomy, name: str) -> int | None:
        # WordPress makes a slug of the name itself, so its rules need no copy here.
        found = self._api.get_list(f"wp/v2/{taxonomy}", RemoteTerm, {"slug": [name], "per_page": 10})
        same = [term for term in found if term.plain_name.casefold() == name.casefold()]
        return (same or found)[0].id if found else None

    def _make(self, taxonomy: Taxonomy, name: str, still_mine: Callable[[], None]) -> int:
        change = Change(f"wp/v2/{taxonomy}", json={"name": name})
        try:
            return self._api.change(change, RemoteTerm, before=still_mine, repeat=True).id
        except Refusal as error:
            existing = error.data.get("term_id")
            if error.remote_code == "term_exists" and isinstance(existing, int):
                return existing
            raise
