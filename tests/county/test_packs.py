"""The shipped county packs agree with one another and say where their numbers come from."""

from sim.config import sourced_numbers
from sim.county.config import COUNTY_CONFIG
from tests.county.conftest import read_pack


def test_both_packs_travel_alike():
    assert read_pack("hertfordshire")["travel"] == read_pack("hertfordshire_real")["travel"]


def test_every_number_is_sourced():
    config = COUNTY_CONFIG.validate_python(read_pack("hertfordshire"))
    numbers = dict(sourced_numbers(config))
    assert set(numbers) == {
        "travel.blue_light_factor",
        "travel.roads.circuity",
        "travel.roads.intra_area",
        "travel.roads.rural_km_h",
        "travel.roads.start_stop_min",
        "travel.roads.trunk_km_h",
        "travel.roads.urban_km_h",
    }
    assert all(number.source != "study file" and number.unit for number in numbers.values())


def test_real_stations_are_those_of_the_embedded_county():
    from sim.county.places import STATION_TOWN, STATIONS, TOWNS

    towns = {town.name: town for town in TOWNS}
    listed = {row["name"]: (row["x"], row["y"]) for row in read_pack("hertfordshire_real")["stations"]}
    assert list(listed) == list(STATIONS)
    for name, (x_m, y_m) in listed.items():
        town = towns[STATION_TOWN.get(name, name)]
        assert (x_m, y_m) == (round(town.x_km * 1000), round(town.y_km * 1000))
