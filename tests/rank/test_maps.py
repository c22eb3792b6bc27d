"""Classes of the map of ranks, and lists that suit the size of a county."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from sim.rank.lists import default_length
from sim.rank.maps import draw_rank_maps, limits_of
from sim.rank.page import ranking_page
from sim.rank.run import Question, rank_county
from sim.rank.words import meeting_words
from sim.study.county_file import read_county_file
from tests.records.another_county import make_county
from tests.report.cards import check_cards


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """Rank the made-up county of 24 areas, with lists as long as nobody said."""
    path = make_county(tmp_path_factory.mktemp("a ranking") / "eastmark")
    return rank_county(read_county_file(str(path)), Question())


@pytest.mark.parametrize(
    ("wanted", "n_areas", "kept"),
    [
        ((40, 10, 138), 690, [10, 40, 138]),
        ((40, 10, 9), 48, [10, 40]),  # 10 ÷ 9 = 1.1
        ((9, 10, 9), 48, [9]),
        ((12, 10, 4), 24, [4, 12]),
        ((40, 10, 4), 24, [4, 10]),
        ((40, 10, 0), 2, []),
    ],
)
def test_classes_of_the_map_are_well_apart(wanted, n_areas, kept):
    assert limits_of(wanted, n_areas) == kept


@pytest.mark.parametrize(("n_areas", "length"), [(690, 40), (200, 40), (199, 39), (48, 9), (4, 1), (1, 1)])
def test_lists_are_as_published_or_a_fifth_of_the_areas(n_areas, length):
    assert default_length(n_areas) == length


def test_a_small_county_has_short_lists_and_no_empty_class(outcome):
    assert outcome.lists.length == 4
    assert [label for _, label in draw_rank_maps(outcome).first.legend] == ["1 to 4", "5 to 10", "further down"]
    assert "says more" not in meeting_words(outcome)


def test_lists_of_most_areas_come_with_a_hint(outcome):
    most = replace(outcome, lists=replace(outcome.lists, length=20))
    assert meeting_words(most).endswith(
        "Lists of 20 of 24 areas hold most of them whatever happens: --top 4 says more."
    )


def test_every_cell_says_on_a_phone_what_it_is(outcome):
    """Rank, interval, chance and lists, and one for each component."""
    assert check_cards(ranking_page(outcome)) == 24 * (4 + len(outcome.ranking.component))


def test_the_north_arrow_stands_below_the_county(outcome):
    """Its foot is where the scale bar's is, and it is shorter than the room between that and the lowest area."""
    drawn = str(draw_rank_maps(outcome).first.svg)
    foot, tall = re.search(r'd="M\d+ (\d+)v-(\d+)m', drawn).groups()
    label = re.search(r'<text x="\d+" y="(\d+)">N</text>', drawn)
    height = int(re.search(r'viewBox="-60 -60 \d+ (\d+)"', drawn)[1]) - 120
    width = int(re.search(r'viewBox="-60 -60 (\d+)', drawn)[1]) - 120
    assert label[1] == foot
    assert int(foot) - int(tall) > height - round(width * 0.085)
