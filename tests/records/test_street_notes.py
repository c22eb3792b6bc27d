"""What was met in street files is told in sentences, with numbers that can be checked."""

import pytest

from sim.records import street_notes
from sim.study.county_file import read_county_file
from tests.records import another_county as another


@pytest.mark.parametrize(
    ("months", "told"),
    [
        (["2021-01"], "2021-01"),
        (["2021-11", "2021-12", "2022-01"], "2021-11 to 2022-01"),
        (["2018-03", "2018-10", "2018-11"], "2018-03, 2018-10 to 2018-11"),
    ],
)
def test_months_are_told_as_stretches(months, told):
    assert street_notes.spans(months) == told


def test_gaps_lockdowns_and_months_left_out_are_told():
    told = list(street_notes.of_months(["2020-10", "2020-11", "2021-02"], ["2020-12"]))
    assert len(told) == 3
    assert told[0].startswith("There are no rows of 2021-01:")
    assert told[1] == "Left out as asked: 2020-12."
    assert told[2].startswith("2020-11, 2021-02 had national lockdowns")
    assert list(street_notes.of_months(["2022-01", "2022-02"], [])) == []


def test_the_made_up_county_tells_all_that_was_met(county_path):
    notes = read_county_file(str(county_path)).records().notes
    counts, n_months = another.drawn_counts(), len(another.MONTHS)
    unplaced, outside = another.UNPLACED_ROWS * n_months, another.OUTSIDE_ROWS * n_months
    total = counts.sum() + unplaced + outside
    old = counts[: another.MONTHS.index(another.REDRAWN), :, :2].sum()
    told = "\n".join(notes)
    assert f"{counts.sum():,} of {total:,} rows lie in the county" in told
    assert f"{unplaced:,} rows ({100 * unplaced / total:.2f} %) have no location" in told
    assert f"{outside:,} rows ({100 * outside / total:.2f} %) have a location in no area" in told
    assert f"{old:,} rows of 2022-01 to 2022-12 have codes of another vintage" in told
    assert f"{old:,} rows were placed by their point" in told
    assert f"{n_months} rows lie at a police station, partly a place of recording: kept" in told
    anonymous = counts[:, 0].sum() + unplaced + outside
    assert f"{anonymous:,} rows have no identity" in told
