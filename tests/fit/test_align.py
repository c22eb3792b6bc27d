"""Simulated histories are brought in line with recorded months."""

from dataclasses import replace
from types import SimpleNamespace

import geopandas
import numpy as np
import pytest

from sim.demand.config import DemandConfig
from sim.fit import months as calendar
from sim.fit.align import LEAST_MONTHS, MOST_MONTHS, _solve, align, last_stretch, with_excess
from sim.fit.demand_pack import demand_pack
from sim.fit.predict import YearAhead
from sim.fit.run import aligned, fit_county, fit_recorded
from sim.progress import Progress
from sim.study.county_file import read_county_file
from tests.records.another_county import STATION, make_county


def test_the_latest_long_stretch_counts():
    months = (*calendar.following("2018-12", 8), *calendar.following("2020-12", LEAST_MONTHS), "2022-03")
    assert last_stretch(months) == ("2021-01", "2021-06")
    assert last_stretch(months[-4:]) is None


def test_of_many_years_the_last_count():
    months = calendar.following("2018-12", 60)
    assert last_stretch(months) == (months[-MOST_MONTHS], months[-1])


def test_what_is_too_rare_stays_as_fitted():
    """Its means alone come nearer to what was recorded, by chance; and nothing is known of crime as a whole."""
    draw = np.random.default_rng(3)

    def simulate(spread, excess, of_crime, histories, seed, each):
        area = draw.gamma(1.0 / spread[:, None], spread[:, None], (2, 60))
        return draw.poisson(5.0 * area[:, None, :], (len(histories), 2, 8, 60)).astype(np.int32)

    sheet = SimpleNamespace(
        recorded=np.array([[0.4, 0.2, 1.3, 0.5], [0.1, 0.1, 1.3, 0.5]]),
        enough=np.array([True, False]),
        of_crime=np.nan,
        simulate=simulate,
        dispersion_of_crime=lambda _: np.nan,
    )
    spread, excess, of_crime = _solve(sheet, lambda: None)
    assert spread[1] == 2.0
    assert spread[0] != 2.0
    assert np.isfinite(excess).all()
    assert np.isfinite(of_crime)


@pytest.mark.parametrize("n_areas", [1, 2])
def test_a_county_of_an_area_or_two_can_be_brought_in_line(tmp_path, n_areas):
    """Of one area nothing tells how uneven months are about its own: no degree of freedom, and no number where none is."""
    path = make_county(tmp_path / "eastmark")
    boundaries = tmp_path / "eastmark" / "boundaries.geojson"
    geopandas.read_file(boundaries).iloc[STATION : STATION + n_areas].to_file(boundaries, driver="GeoJSON")
    found = fit_county(read_county_file(str(path)), Progress())
    assert found.county.n_areas == n_areas
    assert np.isfinite(found.alignment.all_crime_excess)
    assert np.isfinite(found.alignment.excess).all()
    assert found.ahead.per_year.shape == (len(found.rates.category), n_areas)
    assert np.isfinite(found.ahead.per_year).all()
    assert not found.alignment.known[:, 2].any() or n_areas == 2


def test_other_dispersions_keep_all_else(eastmark):
    config = DemandConfig.model_validate(demand_pack(eastmark))
    name = eastmark.rates.category[0]
    changed = with_excess(config, [name.upper()], np.array([0.5]), 0.7)
    assert changed.frailty.categories[name].value == pytest.approx(1.5)
    assert changed.frailty.all_crime.value == pytest.approx(1.7)
    other = eastmark.rates.category[1]
    assert changed.frailty.categories[other] == config.frailty.categories[other]
    assert changed.types == config.types


@pytest.fixture(scope="module")
def too_even(eastmark):
    """Align a fit of which somebody has thrown all differences between areas away but a little."""
    places = eastmark.rates.places
    flat = np.full_like(places.share, 1 / places.share.shape[1])
    share = 0.5 * flat + 0.5 * places.share
    shape = np.full_like(places.shape, 1e6)
    rates = SimpleNamespace(
        category=eastmark.rates.category,
        levels=eastmark.rates.levels,
        places=SimpleNamespace(share=share, shape=shape, coefficient=places.coefficient),
    )
    total = eastmark.ahead.per_year.sum(axis=1, keepdims=True)
    ahead = YearAhead(total * share, shape, eastmark.ahead.level_log_sd)
    demand = DemandConfig.model_validate(demand_pack(eastmark))
    return align(rates, ahead, eastmark.recorded, eastmark.county, demand, lambda done, total: None)


def test_totals_stay(eastmark):
    found = eastmark.alignment
    assert found.month == eastmark.recorded.month[-len(found.month) :]
    assert found.ahead.per_year.shape == eastmark.rates.places.share.shape
    assert np.isfinite(found.ahead.per_year).all()
    assert (found.ahead.shape > 0).all()


def test_simulated_months_are_as_uneven_as_recorded_ones(eastmark):
    """Gini, top share and dispersion of categories with rows enough: inside the band for most, and close."""
    found = eastmark.alignment
    rows = eastmark.recorded.between(found.month[0], found.month[-1]).count.sum(axis=(0, 2))
    many = rows >= 1_000
    assert many.any()
    assert found.inside[many, :3].mean() >= 0.8
    np.testing.assert_allclose(found.mean[many, 0], found.recorded[many, 0], rtol=0.1)


def test_what_is_too_even_is_found_too_even(too_even, eastmark):
    """Nothing gives back differences that are gone: the records lie above the band, and that is told."""
    found = too_even
    rows = eastmark.recorded.between(found.month[0], found.month[-1]).count.sum(axis=(0, 2))
    many = rows >= 1_000
    assert (found.recorded[many, 0] > found.high[many, 0]).all()
    assert not found.inside[many, 0].any()


def test_a_county_without_crime_is_brought_in_line_as_well(eastmark, eastmark_file):
    """Anti-social behaviour, and a category of which no row lies in the county: of neither is there a dispersion of crime."""
    records = eastmark.recorded
    kinds = [records.category.index(name) for name in ("Anti-social behaviour", "Burglary")]
    count = records.count[:, kinds] * np.array([[[1], [0]]], dtype=np.int32)
    rest = {name: getattr(records, name)[:, kinds] for name in ("unplaced", "outside")}
    names = tuple(records.category[kind] for kind in kinds)
    few = replace(records, category=names, count=count, at_station=np.zeros_like(count), **rest)
    fitted = aligned(fit_recorded(read_county_file(str(eastmark_file)), eastmark.county, few, Progress()), Progress())
    found = fitted.alignment
    assert found.known[0].all()
    assert not found.known[1].any()
    assert np.isfinite([found.all_crime_excess, *found.excess, *found.spread]).all()
    assert np.isfinite(found.ahead.per_year).all()
