"""The embedded county looks like Hertfordshire and is made up."""

import re
import time
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest
import shapely

from sim.county.build import build_county
from sim.county.config import COUNTY_CONFIG
from sim.county.geometry import locate
from sim.county.places import DISTRICTS, STATIONS, TOWNS
from tests.county.conftest import MODELS, read_pack

LSOAS = {
    "Broxbourne": 56,
    "Dacorum": 94,
    "East Hertfordshire": 84,
    "Hertsmere": 62,
    "North Hertfordshire": 82,
    "St Albans": 87,
    "Stevenage": 52,
    "Three Rivers": 53,
    "Watford": 53,
    "Welwyn Hatfield": 67,
}
HOME_OF_TOWN = {
    "Rickmansworth": "Three Rivers",
    "Abbots Langley": "Three Rivers",
    "South Oxhey": "Three Rivers",
    "Cheshunt": "Broxbourne",
    "Hoddesdon": "Broxbourne",
    "Waltham Cross": "Broxbourne",
    "Harpenden": "St Albans",
    "Redbourn": "St Albans",
    "Tring": "Dacorum",
    "Berkhamsted": "Dacorum",
    "Borehamwood": "Hertsmere",
    "Bushey": "Hertsmere",
    "Potters Bar": "Hertsmere",
    "Hitchin": "North Hertfordshire",
    "Letchworth": "North Hertfordshire",
    "Royston": "North Hertfordshire",
    "Knebworth": "North Hertfordshire",
    "Bishop's Stortford": "East Hertfordshire",
    "Buntingford": "East Hertfordshire",
    "Ware": "East Hertfordshire",
    "Hatfield": "Welwyn Hatfield",
    "Cuffley": "Welwyn Hatfield",
    "Garston": "Watford",
}


@pytest.fixture(scope="module")
def shapes(embedded):
    """Give the shapes of the areas."""
    return np.array([shapely.from_wkb(wkb) for wkb in embedded.boundary_wkb], dtype=object)


def arrays(county):
    """Give every array of a county and of its travel times."""
    parts = [getattr(part, field.name) for part in (county, county.travel) for field in fields(part)]
    return [part for part in parts if isinstance(part, np.ndarray)]


def test_districts_have_the_real_number_of_areas(embedded):
    counts = np.bincount(embedded.district_of_area)
    assert dict(zip(embedded.district_name, counts.tolist(), strict=True)) == LSOAS
    assert embedded.n_areas == 690


def test_areas_tile_the_county(embedded, shapes):
    whole = shapely.union_all(shapes).area / 1e6
    assert abs(whole - 1640) < 0.005 * 1640
    assert abs(sum(shape.area for shape in shapes) / 1e6 - whole) < 1e-6
    assert embedded.area_km2.sum() == pytest.approx(whole, abs=0.01)
    assert shapely.is_valid(shapes).all()
    assert {shape.geom_type for shape in shapes} == {"Polygon"}


def test_no_hair_thin_gap_is_left_inside(shapes):
    outline = shapely.union_all(shapely.buffer(shapes, 0.001))
    assert outline.geom_type == "Polygon"
    assert len(outline.interiors) == 0


def test_every_district_is_in_one_piece(embedded, shapes):
    for district in range(embedded.n_districts):
        region = shapely.union_all(shapely.buffer(shapes[embedded.district_of_area == district], 0.001))
        assert region.geom_type == "Polygon"


def test_centres_lie_in_their_own_areas(embedded, shapes):
    assert shapely.contains_xy(shapes, embedded.x_m, embedded.y_m).all()


def test_towns_lie_in_their_districts(embedded, shapes):
    places = {town.name: town for town in TOWNS}
    x_m = np.array([places[name].x_km for name in HOME_OF_TOWN]) * 1000
    y_m = np.array([places[name].y_km for name in HOME_OF_TOWN]) * 1000
    area = locate(list(shapes), x_m, y_m)
    homes = [embedded.district_name[embedded.district_of_area[index]] for index in area]
    assert dict(zip(HOME_OF_TOWN, homes, strict=True)) == HOME_OF_TOWN


def test_towns_are_dense_and_the_country_is_wide(embedded):
    urban = embedded.is_urban
    density = embedded.population / embedded.area_km2
    # the real county has 612 urban areas; the median urban area is 0.47 km2 and the median rural one 12.6 km2
    assert 590 <= urban.sum() <= 630
    assert 0.3 < np.median(embedded.area_km2[urban]) < 0.6
    assert 8 < np.median(embedded.area_km2[~urban]) < 18
    assert np.median(density[urban]) > 20 * np.median(density[~urban])


def test_population_adds_up_to_that_of_the_county(embedded):
    population = embedded.population
    assert abs(population.sum() - 1_189_500) < 500
    assert population.min() > 1000
    assert population.max() < 4000
    assert 0.15 < population.std() / population.mean() < 0.25
    np.testing.assert_array_equal(population, np.round(population))


def test_deprivation_is_spread_as_in_the_real_county(embedded):
    rank = embedded.deprivation_rank.astype(float)
    # real: mean 22,354, standard deviation 7,836, rank correlation with density -0.30, with the 5 nearest 0.42
    assert len(set(rank)) == 690
    assert rank.min() >= 1
    assert rank.max() <= 32_844
    assert abs(rank.mean() - 22_354) < 500
    assert abs(rank.std() - 7_836) < 500
    density = pd.Series(embedded.population / embedded.area_km2)
    assert -0.45 < density.corr(pd.Series(rank), method="spearman") < -0.2
    points = np.column_stack([embedded.x_m, embedded.y_m])
    gap = np.hypot(*(points[:, np.newaxis] - points).transpose(2, 0, 1))
    nearest = np.argsort(gap, axis=1)[:, 1:6]
    score = (rank - rank.mean()) / rank.std()
    assert 0.3 < (score[:, np.newaxis] * score[nearest]).mean() < 0.55


def test_districts_differ_as_the_real_ones_do(embedded):
    level = {
        name: embedded.deprivation_rank[embedded.district_of_area == index].mean()
        for index, name in enumerate(embedded.district_name)
    }
    assert min(level, key=level.get) == "Stevenage"
    assert set(sorted(level, key=level.get)[-2:]) == {"East Hertfordshire", "St Albans"}


def test_names_have_the_form_of_real_ones_but_numbers_from_101(embedded):
    pattern = re.compile(r"^(.+) (\d{3})([A-F])$")
    for district, name in zip(embedded.district_of_area, embedded.area_name, strict=True):
        found = pattern.match(name)
        assert found is not None
        assert found[1] == embedded.district_name[district]
        assert int(found[2]) >= 101
    assert len(set(embedded.area_name)) == 690
    assert "Stevenage 108D" in embedded.area_name
    assert embedded.name == "Hertfordshire (synthetic county)"
    assert embedded.synthetic


def test_codes_are_unlike_any_code_in_use(embedded):
    assert embedded.area_code[0] == "S01900001"
    assert embedded.area_code[-1] == "S01900690"
    # Scottish data zones, the only real codes with S01, run from S01000001 (2001) to S01020873 (2022)
    assert min(int(code[3:]) for code in embedded.area_code) > 20_873


def test_no_real_area_bears_a_name_or_code(embedded, shared_data):
    real = pd.read_csv(shared_data / "lsoa11_to_lsoa21_hertfordshire.csv")
    taken = set(real[["lsoa11_name", "lsoa11_code", "lsoa21_name", "lsoa21_code"]].to_numpy().ravel())
    assert not taken & {*embedded.area_name, *embedded.area_code}


def test_towns_stand_where_they_really_do(shared_data):
    real = pd.read_csv(shared_data / "postcode_districts_towns_hertfordshire.csv").set_index("postcode")
    places = {town.name: town for town in TOWNS}
    pairs = {
        "AL1": "St Albans",
        "CM21": "Sawbridgeworth",
        "EN11": "Hoddesdon",
        "EN6": "Potters Bar",
        "HP23": "Tring",
        "HP4": "Berkhamsted",
        "SG1": "Stevenage",
        "SG9": "Buntingford",
        "WD17": "Watford",
        "WD5": "Abbots Langley",
        "WD6": "Borehamwood",
    }
    for postcode, name in pairs.items():
        centre = real.loc[postcode]
        gap_km = np.hypot(centre.eastings / 1000 - places[name].x_km, centre.northings / 1000 - places[name].y_km)
        assert gap_km < 1.5, name


def test_twenty_one_stations_stand_in_their_towns(embedded):
    assert embedded.station_name == STATIONS
    assert len(STATIONS) == len(set(STATIONS)) == 21
    homes = [embedded.district_name[embedded.district_of_area[area]] for area in embedded.station_area]
    assert set(homes) == {district.name for district in DISTRICTS}  # at least one in each district
    assert homes[STATIONS.index("Oxhey")] == "Three Rivers"


def test_custody_suites_are_hatfield_and_stevenage(embedded):
    assert embedded.custody_name == ("Hatfield", "Stevenage")
    homes = [embedded.district_name[embedded.district_of_area[area]] for area in embedded.custody_area]
    assert homes == ["Welwyn Hatfield", "Stevenage"]


def test_few_areas_are_town_centres_and_watford_is_the_busiest(embedded):
    centre = embedded.town_centre
    top = np.argsort(-centre, kind="stable")
    assert [embedded.district_name[embedded.district_of_area[area]] for area in top[:4]] == [
        "Watford",
        "Stevenage",
        "Dacorum",
        "St Albans",
    ]
    assert centre[top[0]] == 1.0
    assert centre.min() == 0.0
    assert 40 <= (centre > 0).sum() <= 80
    assert embedded.is_urban[centre > 0.3].all()


def test_work_is_found_in_every_district(embedded):
    business = embedded.business
    assert business.min() == 0.0
    assert 0.8 < business.max() <= 1.0
    assert 80 <= (business > 0).sum() <= 140
    assert set(embedded.district_of_area[business > 0.3]) == set(range(10))


def test_areas_have_as_many_neighbours_as_real_ones(embedded):
    degree = np.diff(embedded.neighbour_start)
    # the real county has 5.7 with a gap of a metre
    assert 5.4 < degree.mean() < 6.0
    assert degree.min() >= 1
    pairs = {
        (area, int(other))
        for area in range(690)
        for other in embedded.neighbour[embedded.neighbour_start[area] : embedded.neighbour_start[area + 1]]
    }
    assert all((other, area) in pairs for area, other in pairs)


def test_two_builds_are_equal_and_quick(embedded):
    begin = time.perf_counter()
    again = build_county(COUNTY_CONFIG.validate_python(read_pack("hertfordshire")), MODELS)
    assert time.perf_counter() - begin < 6  # 1.2 s on an idle machine; the budget is 3 s
    assert again.boundary_wkb == embedded.boundary_wkb
    assert again.area_name == embedded.area_name
    for one, other in zip(arrays(again), arrays(embedded), strict=True):
        np.testing.assert_array_equal(one, other)


def test_journeys_take_as_long_as_in_life(embedded):
    minutes = embedded.travel.base_min
    names = dict(zip(embedded.station_name, embedded.station_area, strict=True))
    # Tring to Bishop's Stortford is 57 km as the crow flies, about an hour by road at night
    assert 50 < minutes[names["Tring"], names["Bishop's Stortford"]] < 70
    # Hitchin and Letchworth are 5 km apart
    assert 6 < minutes[names["Hitchin"], names["Letchworth"]] < 12
    inside = np.diag(minutes)
    assert 0.6 < np.median(inside) < 2
    assert inside.max() < 6
    assert embedded.travel.blue_light_factor == 0.8
    assert embedded.travel.hour_factor[3] == 1.0
    assert embedded.travel.hour_factor[17] > 1.2
