"""Years drawn from the default demand on the embedded county, against the published figures of 2021."""

import numpy as np
import pytest

from sim.county.restrict import restrict as restrict_county
from sim.demand.build import handling_of, restrict
from sim.demand.records import ASB_RECORD
from tests.demand.dispersion import pearson
from tests.demand.make import draw

PUBLISHED_DISPERSION = {
    "Violence and sexual offences": 1.51,
    "Anti-social behaviour": 1.44,
    "Criminal damage and arson": 1.22,
    "Vehicle crime": 1.48,
    "Shoplifting": 1.76,
    "Burglary": 1.20,
    "Robbery": 1.09,
}
PUBLISHED_GINI = {
    "Violence and sexual offences": 0.40,
    "Anti-social behaviour": 0.43,
    "Other theft": 0.56,
    "Criminal damage and arson": 0.41,
    "Vehicle crime": 0.40,
    "Shoplifting": 0.87,
    "Public order": 0.51,
    "Burglary": 0.45,
    "Drugs": 0.55,
    "Other crime": 0.53,
    "Bicycle theft": 0.78,
    "Theft from the person": 0.87,
    "Possession of weapons": 0.71,
    "Robbery": 0.77,
}
MONTH_STARTS = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30]) * 1440.0


def labels(demand, calls):
    """police.uk category of each call, empty where it leaves no row."""
    category = np.array(demand.offence_category)
    other = np.where(calls["flags"] & ASB_RECORD, "Anti-social behaviour", "")
    return np.where(calls["offence"] >= 0, category[calls["offence"]], other)


def table(calls, period, periods):
    """Counts by area and period."""
    inside = period < periods
    return np.bincount(calls["area"][inside].astype(int) * periods + period[inside], minlength=690 * periods).reshape(
        690, periods
    )


def by_window(calls):
    return table(calls, (calls["call_min"] // (28 * 1440)).astype(int), 13)


def by_month(calls):
    return table(calls, np.searchsorted(MONTH_STARTS, calls["call_min"], side="right") - 1, 12)


def gini(counts):
    ordered = np.sort(counts)
    rank = np.arange(1, ordered.size + 1)
    return (2 * rank - ordered.size - 1) @ ordered / (ordered.size * ordered.sum())


@pytest.fixture(scope="module")
def rows(hertfordshire, year_histories):
    """Calls that leave a police.uk row, with their categories, by year."""
    found = []
    for history in year_histories:
        label = labels(hertfordshire, history.calls)
        found.append((history.calls[label != ""], label[label != ""]))
    return found


def test_volume_of_a_year(year_histories, rows):
    assert np.mean([history.calls.size for history in year_histories]) == pytest.approx(468_000, rel=0.01)
    assert np.mean([calls.size for calls, _ in rows]) == pytest.approx(100_407, rel=0.02)
    crimes = [(label != "Anti-social behaviour").sum() for _, label in rows]
    assert np.mean(crimes) == pytest.approx(74_251, rel=0.02)


def test_concentration(rows):
    """Top 5 % of areas 20–24 %, Gini .38–.44, half in 20–24 % of areas (MODEL.md §1)."""
    for calls, _ in rows:
        counts = np.bincount(calls["area"], minlength=690)
        share = np.cumsum(np.sort(counts)[::-1]) / counts.sum()
        assert 0.20 <= share[34] <= 0.24  # 5 % of 690 is 34.5
        assert 0.38 <= gini(counts) <= 0.44
        assert 0.20 <= (np.searchsorted(share, 0.5) + 1) / 690 <= 0.24


@pytest.mark.parametrize("category", PUBLISHED_GINI)
def test_concentration_by_category(rows, category):
    simulated = np.mean([gini(np.bincount(calls["area"][label == category], minlength=690)) for calls, label in rows])
    assert simulated == pytest.approx(PUBLISHED_GINI[category], abs=0.04)


@pytest.mark.parametrize("count", [by_window, by_month])
@pytest.mark.parametrize("category", PUBLISHED_DISPERSION)
def test_dispersion_by_category(rows, category, count):
    simulated = np.mean([pearson(count(calls[label == category])) for calls, label in rows])
    assert simulated == pytest.approx(PUBLISHED_DISPERSION[category], rel=0.15)


@pytest.mark.parametrize("count", [by_window, by_month])
def test_dispersion_of_all_crime(rows, count):
    simulated = np.mean([pearson(count(calls[label != "Anti-social behaviour"])) for calls, label in rows])
    assert simulated == pytest.approx(1.72, rel=0.15)


def test_past_looks_like_the_run(year_histories):
    past = np.mean([pearson(history.past_offences.sum(axis=1).T) for history in year_histories])
    assert past == pytest.approx(1.72, rel=0.15)
    assert np.mean([history.past_calls.sum() for history in year_histories]) == pytest.approx(466_700, rel=0.015)


def test_ranks_last_from_month_to_month(rows):
    """Rank correlation of neighbouring months .71–.73 for all rows, .14–.18 for burglary (VALIDATION)."""

    def persistence(counts):
        ranks = counts.argsort(axis=0).argsort(axis=0)
        return np.mean([np.corrcoef(ranks[:, month], ranks[:, month + 1])[0, 1] for month in range(11)])

    assert np.mean([persistence(by_month(calls)) for calls, _ in rows]) == pytest.approx(0.72, abs=0.04)


def test_grade_1_handling_and_custody(year_histories):
    calls = year_histories[0].calls
    urgent = calls["grade"] == 1
    assert urgent.mean() == pytest.approx(0.17, abs=0.003)
    assert np.median((calls["ready_min"] - calls["call_min"])[urgent]) == pytest.approx(3, abs=0.1)
    assert (calls["custody_min"] > 0).sum() / 365 == pytest.approx(50, abs=4)


def test_a_district_alone_has_its_calls_of_the_county(pack, hertfordshire, embedded_county, year_histories):
    mask = embedded_county.district_of_area == 0
    part = restrict(hertfordshire, embedded_county, mask)
    alone = draw(part, restrict_county(embedded_county, mask), handling_of(pack)).calls
    whole = np.mean([mask[history.calls["area"]].sum() for history in year_histories])
    assert part.observed_per_year.sum() == pytest.approx(whole, rel=0.03)
    assert alone.size == pytest.approx(whole, rel=0.05)
    assert alone["area"].max() == mask.sum() - 1
