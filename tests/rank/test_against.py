"""A ranking is held against a published one, and what a difference is due to is found by putting one rank back."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.errors import InputError
from sim.rank.against import Compared, Published, compare, read_published
from sim.rank.evidence import Evidence
from sim.rank.ranking import rank_areas
from sim.rank.words import reason_words
from tests.rank.made_up import INDEX
from tests.report.made_up import county as made_up_county

COUNTY = made_up_county()


def ranking_of(**ranks):
    """Rank areas by given ranks."""
    given = {key: np.array(values, dtype=float) for key, values in ranks.items()}
    n = len(next(iter(given.values())))
    return rank_areas(Evidence(np.arange(n), (), (), np.zeros((0, 0, n)), given_rank=given), INDEX)


def test_the_component_that_brings_an_area_back_is_named_with_where_it_would_be():
    # sums 4, 3, 6, 7: ranks 2, 1, 3, 4. The last was published second with asb 1: 1 + 3 = 4 ties with the first for
    # the second and third place; with calls 1: 4 + 1 = 5 makes it third; with both, 1 + 1 = 2, it is first
    ranking = ranking_of(asb=[3, 1, 2, 4], calls=[1, 2, 4, 3])
    published = Published(np.array([3]), np.array([2.0]), {"asb": np.array([1.0]), "calls": np.array([1.0])})
    (area,) = compare(ranking, published)
    assert (area.row, area.published, area.here, area.with_all) == (3, 2, 4, 1)
    assert [(reason.component, reason.here, reason.published, reason.rank_instead) for reason in area.reasons] == [
        ("asb", 4, 1, 2.5),
        ("calls", 3, 1, 3),
    ]


def test_a_component_that_leads_away_from_the_published_place_is_no_reason():
    ranking = ranking_of(asb=[1, 2, 3], calls=[1, 2, 3])
    published = Published(np.array([0]), np.array([1.0]), {"asb": np.array([3.0])})
    (area,) = compare(ranking, published)
    assert area.reasons == ()
    assert area.with_all == 1.5  # 3 + 1 ties with 2 + 2


def test_components_that_only_one_of_both_has_are_not_asked_about():
    ranking = ranking_of(asb=[1, 2, 3])
    published = Published(np.array([2]), np.array([1.0]), {"hate": np.array([1.0])})
    (area,) = compare(ranking, published)
    assert (area.reasons, area.with_all) == ((), None)


def write(path, text):
    """Write a published ranking."""
    path.write_text(text, encoding="utf-8")
    return path


def every_area():
    """Rank all areas of the made-up county."""
    return Evidence(np.arange(12), (), (), np.zeros((0, 0, 12)))


def test_a_file_lists_areas_by_code_or_name_and_components_where_they_were_published(tmp_path):
    path = write(tmp_path / "top.csv", "area,asb,rank,other\nSquare 3,7,1.5,x\nS01000000,2,1.5,y\n")
    published = read_published(path, COUNTY, every_area())
    assert published.row.tolist() == [2, 0]
    assert published.rank.tolist() == [1.5, 1.5]
    assert {key: ranks.tolist() for key, ranks in published.component.items()} == {"asb": [7, 2]}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("area,rank\nSquare 33,1\n", "unknown area 'Square 33'; did you mean 'Square 3'"),
        ("area,rank\nSquare 1,1\nSquare 1,2\n", "more than one row for 'Square 1'"),
        ("area,rank\nSquare 1,first\n", "1 values are not numbers"),
        ("area,rank\nSquare 1,0\n", "the first is '0'"),
        ("area,place\nSquare 1,1\n", "rank"),
        ("area,rank\n", "has no rows"),
        ("", "cannot be read as CSV"),
    ],
)
def test_a_wrong_file_is_told(tmp_path, text, told):
    with pytest.raises(InputError) as caught:
        read_published(write(tmp_path / "top.csv", text), COUNTY, every_area())
    assert told in str(caught.value)
    assert "top.csv" in str(caught.value)


def test_what_no_component_explains_is_told_by_who_goes_before():
    """Two areas go before the third, which was published second: the one was published and the other was not."""
    ranks = ranking_of(asb=[1.0, 2, 3, 4], crime_harm=[1.0, 2, 3, 4])
    first, second, third = (
        Compared(row, published, row + 1.0, (), 3.0) for row, published in ((0, 1.0), (1, 1.0), (2, 2.0))
    )

    def said(area, *listed):
        return reason_words(SimpleNamespace(ranking=ranks, compared=listed), area)

    assert said(first, first, third) == "the same"
    assert said(third, first, third) == "no component: one area that was not published goes before it"
    assert said(third, third) == "no component: 2 areas that were not published go before it"
    assert said(third, first, second, third) == "no component: areas that were published behind it lie before it here"
    higher = Compared(0, 3.0, 1.0, (), 1.0)
    assert said(higher, higher) == "no component by itself"
    assert said(higher, third, higher) == "no component: areas that were published before it lie behind it here"
