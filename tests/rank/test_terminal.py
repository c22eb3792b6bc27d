"""The table of a ranking fits the terminal, and keeps the names of areas whole."""

import io

import pytest
from rich.console import Console

from sim.rank.run import Question, rank_county
from sim.rank.terminal import ranking_table
from sim.study.county_file import read_county_file
from tests.records.another_county import make_county


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """Rank the made-up county."""
    path = make_county(tmp_path_factory.mktemp("a ranking") / "eastmark")
    return rank_county(read_county_file(str(path)), Question(top=7))


@pytest.mark.parametrize("width", [80, 140])
def test_it_lists_the_first_areas_by_name_in_their_order(outcome, width):
    shown = io.StringIO()
    Console(file=shown, width=width).print(ranking_table(outcome))
    lines = shown.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    rows = [line for line in lines if "Eastmark 00" in line]
    assert [line[line.index("Eastmark") :][:13] for line in rows] == [outcome.name(row) for row in outcome.order[:7]]
    first = outcome.order[0]
    assert f"{outcome.sureness.low[first]:g} to {outcome.sureness.high[first]:g}" in rows[0]


def test_what_stands_in_for_calls_is_not_called_calls(outcome):
    shown = io.StringIO()
    Console(file=shown, width=140).print(ranking_table(outcome))
    head = next(line for line in shown.getvalue().splitlines() if "Rank" in line and "Area" in line)
    assert " Rows " in head
    assert "Calls" not in head
