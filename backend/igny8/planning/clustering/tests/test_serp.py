"""Keywords that are answered by the same pages are one cluster."""

from __future__ import annotations

from igny8.planning.clustering import SerpItem, cluster_by_serp


def _pages(*numbers: int) -> list[str]:
    return [f"https://site{number}.example/page" for number in numbers]


def test_four_shared_pages_of_ten_are_enough_and_three_are_not() -> None:
    head = SerpItem(_pages(*range(10)), 900)
    near = SerpItem(_pages(*range(6, 16)), 50)
    far = SerpItem(_pages(*range(7, 17)), 40)
    assert cluster_by_serp([near, head, far]) == [0, 0, 1]


def test_members_are_compared_with_the_head_so_chains_do_not_grow() -> None:
    items = [SerpItem(_pages(*range(start, start + 10)), 100 - start) for start in (0, 5, 10)]
    assert cluster_by_serp(items) == [0, 0, 1]


def test_a_keyword_joins_the_head_that_it_shares_most_with() -> None:
    one, other = SerpItem(_pages(*range(10)), 90), SerpItem(_pages(*range(10, 20)), 80)
    between = SerpItem(_pages(0, 1, 2, 3, 10, 11, 12, 13, 14, 15), 5)
    assert cluster_by_serp([one, other, between]) == [0, 1, 1]


def test_only_the_first_ten_pages_count() -> None:
    long = SerpItem(_pages(*range(20)), 9)
    assert cluster_by_serp([long, SerpItem(_pages(*range(10, 20)), 1)]) == [0, 1]


def test_a_keyword_without_pages_is_left_alone() -> None:
    assert cluster_by_serp([SerpItem([]), SerpItem(["", "  "]), SerpItem(_pages(1))]) == [None, None, 0]
    assert cluster_by_serp([]) == []


def test_a_page_is_the_same_under_its_other_addresses() -> None:
    plain = SerpItem(["https://www.Example.com/a/", "http://b.example/x?p=1#top"], 2)
    other = SerpItem(["http://example.com/a", "b.example/x?p=1"], 1)
    assert cluster_by_serp([plain, other]) == [0, 0]
    assert cluster_by_serp([SerpItem(["b.example/x?p=1"]), SerpItem(["b.example/x?p=2"])]) == [0, 1]
