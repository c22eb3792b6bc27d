"""The packs of a fit: they give back county and rates, say where numbers come from, and appear whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from sim.demand.build import build_demand, expected_by_category
from sim.demand.config import DemandConfig, assumptions
from sim.demand.frailty import window_autocorrelation
from sim.demand.posterior import draw_rates
from sim.errors import InputError
from sim.fit.demand_pack import BETWEEN_MONTHS, STATED, demand_pack, main_category, season_name
from sim.fit.digits import interval, short
from sim.fit.numbers import fit_numbers, month_fit, year_interval
from sim.fit.pack import NUMBERS, PAGE, Packs, write_packs
from sim.run.parts import build_parts
from sim.run.staging import staged_together
from sim.study.county_file import read_county_file
from sim.study.load import load_study
from sim.study.packs import locate
from tests.files import contents, read_yaml
from tests.records.another_county import COLUMNS, ROWS, centre, make_county

SAME = (
    "area_code",
    "area_name",
    "district_name",
    "district_of_area",
    "x_m",
    "y_m",
    "area_km2",
    "population",
    "deprivation_rank",
    "is_urban",
    "neighbour_start",
    "neighbour",
    "station_name",
    "station_area",
    "custody_name",
    "custody_area",
    "attribution",
)
STUDY = """
schema_version: 1
study: fitted
question: What comes of it?
county: eastmark_fitted
demand: eastmark_fitted
start: 2024-01-01
days: 28
warm_up_days: 0
replications: 2
seed: 3
effect: none
baseline: today
scenarios: {today: {}}
"""


def no_page(fitted):
    return f"<!DOCTYPE html><title>{fitted.name}</title>\n"


@pytest.fixture
def place(eastmark, tmp_path):
    """Give a folder with the packs of the made-up county."""
    write_packs(eastmark, tmp_path / "packs", no_page)
    return tmp_path / "packs"


def test_files_of_a_pack(place):
    names = {"areas.csv", "areas.gpkg", "rates.csv", NUMBERS, PAGE}
    expected = {"eastmark_fitted.yaml", "demand/eastmark_fitted.yaml", *(f"eastmark_fitted/{name}" for name in names)}
    assert set(contents(place)) == expected


def test_county_comes_back(eastmark, place):
    """All of the county but the rates is that of the county file; these are the fit's, to six digits."""
    again = read_county_file(str(place / "eastmark_fitted.yaml")).build()
    for name in SAME:
        np.testing.assert_array_equal(getattr(again, name), getattr(eastmark.county, name), err_msg=name)
    outlines = [shapely.get_coordinates(shapely.from_wkb(it.boundary_wkb)) for it in (again, eastmark.county)]
    np.testing.assert_array_equal(*outlines)
    np.testing.assert_array_equal(again.travel.base_min, eastmark.county.travel.base_min)
    assert again.recorded_category == eastmark.rates.category
    np.testing.assert_allclose(again.recorded_per_year, eastmark.ahead.per_year, rtol=1e-5)
    np.testing.assert_allclose(again.rate_shape, eastmark.ahead.shape, rtol=1e-5)
    np.testing.assert_allclose(again.level_log_sd, eastmark.ahead.level_log_sd, rtol=1e-5)


@pytest.fixture
def on_roads(tmp_path):
    """Give the made-up county on real roads: a lane along each row of its squares, and one trunk road across."""
    path = make_county(tmp_path / "data" / "eastmark")
    middle = [[centre(row * COLUMNS + column) for column in range(COLUMNS)] for row in range(ROWS)]
    lanes = [shapely.LineString(row) for row in middle]
    trunk = shapely.LineString([row[0] for row in middle])
    frame = {"highway": ["residential"] * ROWS + ["trunk"]}
    roads = geopandas.GeoDataFrame(frame, geometry=[*lanes, trunk], crs="EPSG:27700")
    roads.to_file(path.parent / "roads.gpkg", layer="lines", driver="GPKG")
    path.write_text(path.read_text(encoding="utf-8") + "roads: {path: roads.gpkg}\n", encoding="utf-8")
    return path


def test_a_pack_drives_on_the_roads_of_its_county_file(on_roads, eastmark, tmp_path):
    """The road file stays where it is and is named from where the pack stands; the county is as far across as it was."""
    file = read_county_file(str(on_roads))
    fitted = replace(eastmark, file=file, county=file.build())
    assert not np.array_equal(fitted.county.travel.base_min, eastmark.county.travel.base_min)
    write_packs(fitted, tmp_path / "some" / "packs", no_page)
    pack = tmp_path / "some" / "packs" / "eastmark_fitted.yaml"
    assert "path: ../../data/eastmark/roads.gpkg" in pack.read_text(encoding="utf-8")
    again = read_county_file(str(pack), tmp_path / "data").build()
    np.testing.assert_array_equal(again.travel.base_min, fitted.county.travel.base_min)


def test_demand_follows_the_fit(eastmark, place):
    """Rows a year of every category, seasons and dispersion are the fit's; all else is the base pack's."""
    county = read_county_file(str(place / "eastmark_fitted.yaml")).build()
    config = DemandConfig.model_validate(read_yaml(place / "demand" / "eastmark_fitted.yaml"))
    rates = eastmark.rates
    demand = build_demand(config, county)
    rows = expected_by_category(demand)
    for at, name in enumerate(rates.category):
        assert rows[name] == pytest.approx(eastmark.ahead.per_year[at].sum(), rel=1e-5)
        assert config.frailty.categories[name].value == pytest.approx(1 + eastmark.alignment.excess[at], rel=1e-5)
        lasts = config.frailty.autocorrelations[name]
        assert lasts.value == pytest.approx(
            window_autocorrelation(rates.places.correlation_of_category[at, 0]), rel=1e-5, abs=1e-9
        )
        assert config.seasons[season_name(name)].months == pytest.approx(rates.levels.season[at], rel=1e-5)
    base = eastmark.demand
    for ours, theirs in zip(config.types, base.types, strict=True):
        assert ours.model_copy(update={"season": ""}) == theirs.model_copy(update={"season": ""})
        named = main_category(theirs, base)
        assert ours.season == (season_name(named) if named in rates.category else theirs.season)
    assert config.profiles == base.profiles
    # the rates are drawn anew in each replication
    assert not np.array_equal(draw_rates(demand, 1, 0).observed_per_year, draw_rates(demand, 1, 1).observed_per_year)


def test_category_of_a_type_is_that_of_most_of_its_rows(eastmark):
    kinds = {row.key: main_category(row, eastmark.demand) for row in eastmark.demand.types}
    assert kinds["asb_nuisance"] == "Anti-social behaviour"
    assert kinds["robbery"] == "Robbery"
    assert not kinds["suspicious"]


def test_every_fitted_number_says_so_and_lies_in_its_interval(eastmark):
    pack = demand_pack(eastmark)
    frailty = DemandConfig.model_validate(pack).frailty
    numbers = [frailty.autocorrelation, frailty.all_crime, *frailty.categories.values()]
    assert {number.confidence for number in numbers} == {"fitted"}
    assert all(number.low < number.high for number in numbers)
    assert all("5,311 recorded rows of 24 months from 2022-01 to 2023-12" in number.source for number in numbers)


def test_a_source_is_said_in_a_few_ways_that_a_report_can_list(eastmark):
    """Rows as they are, dispersion as stated, correlation as worked out: three; the measured numbers are in fit.json."""
    config = DemandConfig.model_validate(demand_pack(eastmark))
    said = {number.source for _, number in assumptions(config) if number.confidence == "fitted"}
    assert said == {eastmark.source, eastmark.source + STATED, eastmark.source + BETWEEN_MONTHS}
    category = eastmark.rates.category[0]
    numbers = fit_numbers(eastmark)["categories"][category]
    assert numbers["dispersion"]["value"] == short(eastmark.rates.dispersion.value[0])
    correlation = numbers["month_correlation"]["value"]
    assert correlation == short(eastmark.rates.places.correlation_of_category[0, 0])
    stated = config.frailty.autocorrelations[category].value
    assert stated == pytest.approx(window_autocorrelation(max(correlation, 0.0)), abs=1e-5)


def test_year_ahead_by_hand(eastmark):
    """100 rows, log sd .2: e^(−.02 ± 1.96 · .2) × 100 = 66.2 and 145.1."""
    ahead = eastmark.ahead._replace(
        per_year=np.full((1, 4), 25.0), level_log_sd=np.array([0.2]), shape=np.full((1, 4), 1.0)
    )
    found = year_interval(replace(eastmark, ahead=ahead), 0)
    assert found == pytest.approx({"value": 100, "low": 66.2335, "high": 145.062}, rel=1e-4)


def test_months_explained_by_hand(eastmark):
    """Logs 0, 1, 2 met as 0, 1, 1: one of two units of variance is left."""
    observed, fitted = np.exp([[0.0], [1], [2]]), np.exp([[0.0], [1], [1]])
    levels = replace(eastmark.rates.levels, observed=observed, fitted=fitted)
    found = month_fit(replace(eastmark, rates=replace(eastmark.rates, levels=levels)), 0)
    assert found == pytest.approx({"root_mean_square_log": 3**-0.5, "share_explained": 0.5}, rel=1e-5)


def test_digits():
    assert short(1234.56789) == 1234.57
    assert interval(2.0, 2.5, 1.0) == {"value": 2.0, "low": 2.0, "high": 2.0}


def test_numbers_are_plain_and_cover_every_category(eastmark):
    numbers = json.loads(json.dumps(fit_numbers(eastmark)))
    assert set(numbers["categories"]) == set(eastmark.rates.category)
    assert numbers["rows"] == {"placed": 5_311, "at_station": 24, "unplaced": 48, "outside": 72}
    for found in numbers["categories"].values():
        assert len(found["season"]) == 12
        assert found["per_year"]["low"] < found["per_year"]["value"] < found["per_year"]["high"]
        assert 0.8 < found["goodness_of_fit"]["coverage_of_counts_95"] <= 1


def test_the_same_fit_gives_the_same_bytes_over_and_over(eastmark, place):
    before = contents(place)
    write_packs(eastmark, place, no_page)
    assert contents(place) == before


def broken_page(_fitted):
    message = "the page cannot be drawn"
    raise RuntimeError(message)


def test_a_failure_leaves_earlier_packs_as_they_were(eastmark, place):
    before = contents(place)
    with pytest.raises(RuntimeError):
        write_packs(eastmark, place, broken_page)
    assert contents(place) == before


def replace_three(place):
    """Write two folders and a file together."""
    with staged_together(place, ("old", "new", "last.yaml")) as stage:
        for name in ("old", "new"):
            (stage / name).mkdir()
            (stage / name / "a.txt").write_text("after", encoding="utf-8")
        (stage / "last.yaml").write_text("after", encoding="utf-8")


def test_a_move_that_fails_half_way_is_undone(tmp_path, monkeypatch):
    """Three things to move, and the disk fails at the last: all three are what they were, the new one of them absent."""
    place = tmp_path / "models"
    (place / "old").mkdir(parents=True)
    (place / "old" / "a.txt").write_text("before", encoding="utf-8")
    (place / "last.yaml").write_text("before", encoding="utf-8")
    before, rename = contents(place), Path.rename

    def failing(self, target):
        if self.parent.suffix == ".partial" and self.name == "last.yaml":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="No space"):
        replace_three(place)
    assert contents(place) == before
    assert sorted(path.name for path in place.iterdir()) == ["last.yaml", "old"]


@pytest.mark.parametrize("name", ["hertfordshire", "hertfordshire_real", "../up", "", "a b"])
def test_a_name_that_is_taken_or_no_name_is_refused(tmp_path, name):
    with pytest.raises(InputError, match="--name"):
        Packs(tmp_path, name).refuse()


def test_what_a_fit_did_not_write_is_not_replaced(eastmark, tmp_path):
    mine = tmp_path / "demand" / "eastmark_fitted.yaml"
    mine.parent.mkdir()
    mine.write_text("label: my own\n", encoding="utf-8")
    with pytest.raises(InputError, match="was not written by a fit"):
        write_packs(eastmark, tmp_path, no_page)
    mine.unlink()
    folder = tmp_path / "eastmark_fitted"
    folder.mkdir()
    (folder / "notes.txt").write_text("my own", encoding="utf-8")
    with pytest.raises(InputError, match="holds something else than a fit"):
        write_packs(eastmark, tmp_path, no_page)
    assert contents(tmp_path) == {"eastmark_fitted/notes.txt": b"my own"}


@pytest.fixture
def local(eastmark, tmp_path, monkeypatch):
    """Work in a folder where the packs lie in models/local."""
    monkeypatch.chdir(tmp_path)
    write_packs(eastmark, Path("models/local"), no_page)
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    return tmp_path


def test_a_study_finds_fitted_packs_by_name(local):
    assert Packs(Path("models/local"), "eastmark_fitted").found_by_name
    loaded = load_study(local / "study.yaml")
    parts = build_parts(loaded)
    assert parts.county.name == "Eastmark"
    assert parts.demand.posterior is not None
    fitted = [path for path, number in loaded.assumptions if number.confidence == "fitted"]
    assert "county.fitted.per_year.Burglary" in fitted
    assert "demand.frailty.categories.Burglary" in fitted


def test_data_elsewhere_does_not_hide_what_lies_beside_a_pack(local, tmp_path_factory):
    """`--data` names the files of another county; a fitted one keeps its own beside it."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    loaded = load_study(local / "study.yaml", elsewhere)
    assert loaded.county_folder.resolve() == local / "models" / "local"
    assert build_parts(loaded).county.n_areas == 24


def test_a_copy_in_the_data_folder_comes_first(local, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("a copy")
    (local / "models" / "local" / "eastmark_fitted").rename(elsewhere / "eastmark_fitted")
    assert load_study(local / "study.yaml", elsewhere).county_folder == elsewhere


def test_a_fit_that_is_missing_is_a_command_away(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LookupError) as caught:
        locate("county", "hertfordshire_real_fitted", Path("nowhere"))
    what, do = caught.value.args
    assert what == 'there is no county pack "hertfordshire_real_fitted"'
    assert "python -m sim fit hertfordshire_real --data DIR" in do
