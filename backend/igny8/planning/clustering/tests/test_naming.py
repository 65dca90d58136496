"""The head is popular and central; the name reads like a title."""

from __future__ import annotations

import numpy as np
import pytest

from igny8.planning.clustering import describe_cluster, readable_name
from igny8.planning.clustering.tests.samples import unit

ROWS = unit(np.array([[1, 0.2, 0], [1, 0, 0.2], [1, 0.1, 0.1], [0, 0, 1.0]]))


def test_the_head_is_the_most_searched_of_the_central_keywords() -> None:
    members = ["scan qr codes", "qr code scanner", "qr reader", "airport parking"]
    facts = describe_cluster(members, [20, 90, 30, 5_000], ROWS)
    assert (facts.head_index, facts.name) == (1, "QR Code Scanner")


def test_the_most_central_leads_where_no_volume_is_known() -> None:
    assert describe_cluster(["a one", "b two", "c three"], [0] * 3, ROWS[:3]).head_index == 2


def test_keywords_without_vectors_are_led_by_volume() -> None:
    assert describe_cluster(["one", "two"], [1, 2], np.zeros((2, 4), dtype=np.float32)).head_index == 1


def test_a_cluster_has_members() -> None:
    with pytest.raises(ValueError, match="at least one member"):
        describe_cluster([], [], np.zeros((0, 4), dtype=np.float32))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("qr code scanner", "QR Code Scanner"),
        ("how to scan a pdf", "How to Scan a PDF"),
        ("iPhone  repair", "iPhone Repair"),
        ("(seo) tools?", "(SEO) Tools"),
        ("wie scannt man", "Wie Scannt Man"),
        ("咖啡豆", "咖啡豆"),
        ("кофе для дома", "Кофе для Дома"),
        ("straße", "Straße"),
        ("???", "???"),
        ("one two three four five six seven eight nine", "One Two Three Four Five Six Seven Eight"),
    ],
)
def test_names_read_like_titles(text: str, name: str) -> None:
    assert readable_name(text) == name
