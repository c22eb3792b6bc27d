"""What areas are ranked by is put together from whatever a county has."""

from datetime import date

import numpy as np
import pytest

from sim.rank.from_log import months_of
from sim.rank.gather import STAND_IN, UNEVEN, Known, gather
from sim.rank.ranking import rank_areas
from sim.records.components import Given
from sim.records.incidents import Incidents
from sim.records.recorded import Recorded
from tests.rank.made_up import INDEX
from tests.report.made_up import county as made_up_county

COUNTY = made_up_county(synthetic=False)
N = COUNTY.n_areas
DAY = 1_440.0


def recorded(months=("2021-01", "2021-02")):
    """One burglary in each area and month, as many ASB rows as the area's number, and two at a station in the third."""
    count = np.zeros((len(months), 2, N), dtype=np.int32)
    count[:, 0], count[:, 1] = np.arange(N), 1
    station = np.zeros_like(count)
    station[:, 0, 2] = 2
    nothing = np.zeros((len(months), 2), dtype=np.int32)
    return Recorded(
        months, ("Anti-social behaviour", "Burglary"), COUNTY.area_code, count, station, nothing, nothing, ("Told.",)
    )


def log(day, area, hate=()):
    """Log calls on days after 1 January 2021; the hated ones by their place in the list."""
    n = len(day)
    times = np.full(n, np.nan)
    flags = np.zeros(n, dtype=np.bool_)
    flags[list(hate)] = True
    return Incidents(
        date(2021, 1, 1),
        np.array(day) * DAY,
        np.array(area, dtype=np.int16),
        times,
        times,
        np.zeros(n, dtype=np.int16),
        ("call",),
        np.ones(n, dtype=np.int8),
        times,
        times,
        times,
        flags,
    )


def test_recorded_rows_give_asb_harm_and_a_stand_in_for_calls_and_say_so():
    known = gather(COUNTY, Known(recorded()))
    assert set(known.what) == {"asb", "calls", "crime_harm", "deprivation"}
    np.testing.assert_array_equal(known.by_month["asb"][0], np.arange(N))
    np.testing.assert_array_equal(known.by_month["calls"][1], np.arange(N) + 1)
    np.testing.assert_array_equal(known.crimes, np.ones((2, 1, N)))
    assert known.calls_stood_in
    # Σ 0 … 11 = 66 ASB rows and 12 burglaries, in each of two months
    assert known.notes == (
        "Ranked by 156 recorded rows in 2 months from 2021-01 to 2021-02.",
        UNEVEN,
        "Told.",
        STAND_IN,
        "Ranked without what is not known: Hate crime.",
    )


def test_rows_at_police_stations_can_be_left_out():
    known = gather(COUNTY, Known(recorded()), stations=False)
    assert known.by_month["asb"][0].tolist() == [0, 1, 0, *range(3, N)]
    assert known.by_month["calls"][0, 2] == 1
    assert "4 rows at the map points of police stations are left out of the ranking." in known.notes


def test_a_year_of_months_is_not_uneven():
    year = tuple(f"2021-{month:02d}" for month in range(1, 13))
    assert UNEVEN not in gather(COUNTY, Known(recorded(year))).notes
    assert UNEVEN in gather(COUNTY, Known(recorded((*year[:11], "2022-01")))).notes


def test_a_log_gives_calls_and_hate_in_the_months_that_both_have():
    # 31 days of January; 20 February is day 50; one call lies nowhere
    known = gather(COUNTY, Known(recorded(), log([0.0, 30.99, 50.0, 12.0], [3, 3, 4, -1], hate=[1])))
    assert known.month == ("2021-01", "2021-02")
    assert known.by_month["calls"][:, 3:5].tolist() == [[2, 0], [0, 1]]
    assert known.by_month["hate"].sum(axis=0)[3] == 1
    assert STAND_IN not in known.notes
    assert not known.calls_stood_in
    assert "1 of 4 logged calls could not be placed." in known.notes


def test_months_without_a_logged_call_are_left_out_of_all_that_was_recorded():
    known = gather(COUNTY, Known(recorded(), log([40.0], [0])))
    assert known.month == ("2021-02",)
    assert known.crimes.shape[0] == known.by_month["asb"].shape[0] == 1
    assert "Months without a logged call are left out: 2021-01." in known.notes
    assert "hate" not in known.what


def test_a_log_alone_ranks_by_calls_and_deprivation():
    known = gather(COUNTY, Known(incidents=log([0.0, 1.0], [5, 5])))
    assert [part.key for part in rank_areas(known, INDEX).component] == ["calls", "deprivation"]
    assert known.notes[0] == "Ranked by 2 logged calls in 1 month from 2021-01 to 2021-01."


def test_a_log_of_other_months_is_refused():
    with pytest.raises(ValueError, match="no month in common"):
        gather(COUNTY, Known(recorded(("2019-01",)), log([0.0], [0])))


def test_the_month_of_a_call_is_that_of_its_minute():
    assert months_of(log([0.0, 30.9999, 31.0, 365.0, -0.5], [0] * 5)).tolist() == [
        "2021-01",
        "2021-01",
        "2021-02",
        "2022-01",
        "2020-12",
    ]


def test_given_ranks_of_all_areas_go_before_the_records():
    ranks = np.arange(N, 0.0, -1.0)
    known = gather(
        COUNTY, Known(recorded(), given=Given(np.arange(N), {"asb": ranks, "hate": ranks}), given_ranks=True)
    )
    ranking = rank_areas(known, INDEX)
    assert ranking.of("asb").rank.tolist() == ranks.tolist()
    assert ranking.of("hate").rank.tolist() == ranks.tolist()
    assert "asb" not in known.by_month
    # the stand-in still counts the rows that there were
    assert known.by_month["calls"][0, 5] == 6


def test_given_counts_are_ranked_from_the_largest_down_deprivation_too():
    counts = np.arange(1.0, N + 1)
    given = Given(np.arange(N), {"hate": counts, "deprivation": counts, "crime_harm": counts, "calls": counts})
    known = gather(COUNTY, Known(recorded(), given=given))
    ranking = rank_areas(known, INDEX)
    for key in given.value:
        assert ranking.of(key).rank.tolist() == list(range(N, 0, -1)), key
    assert STAND_IN not in known.notes


def test_a_table_of_some_areas_ranks_these_and_by_that_table_alone():
    given = Given(np.array([2, 7]), {"asb": np.array([30.0, 4.0])})
    known = gather(COUNTY, Known(recorded(), given=given, given_ranks=True))
    ranking = rank_areas(known, INDEX)
    assert known.area.tolist() == [2, 7]
    assert [part.key for part in ranking.component] == ["asb"]
    assert ranking.rank.tolist() == [2, 1]
    assert known.notes[0].startswith("Only the 2 of 12 areas that the table of components lists are ranked")
