"""Counties written out in a file."""

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from sim.county.build import build_county, restrict
from sim.county.config import COUNTY_CONFIG
from sim.errors import InputError


def row(name, x=0.0, y=0.0, **more):
    """Describe an area."""
    return {"id": name, "district": "Only", "population": 1000, "x": x, "y": y, **more}


def table(**changes):
    """Describe a county of two areas without travel."""
    base = {"kind": "table", "name": "Queue", "areas": [row("a"), row("b")], "travel_min": [[0, 0], [0, 0]]}
    return COUNTY_CONFIG.validate_python(base | changes)


def build(config):
    """Build a county from its description."""
    return build_county(config, Path(), "queue.yaml")


def test_a_queue_has_no_travel_no_congestion_and_no_blue_lights():
    county = build(table())
    assert county.travel.base_min.tolist() == [[0, 0], [0, 0]]
    assert county.travel.next_hop.tolist() == [[0, 1], [0, 1]]
    assert county.travel.hour_factor.tolist() == [1.0] * 24
    assert county.travel.blue_light_factor == 1.0
    assert county.boundary_wkb == ()
    assert county.recorded_per_year.shape == (0, 2)
    assert county.synthetic


def test_one_area_is_enough():
    county = build(table(areas=[row("a")], travel_min=[[0]]))
    assert county.n_areas == 1
    assert county.neighbour_start.tolist() == [0, 0]
    assert county.station_name == ("Only station",)
    assert county.custody_area.tolist() == [0]


def test_given_minutes_and_factors_are_taken_as_they_are():
    config = table(travel_min=[[1, 7.5], [3, 2]], travel={"hour_factor": 1.5, "blue_light_factor": 0.5})
    travel = build(config).travel
    assert travel.base_min.tolist() == [[1, 7.5], [3, 2]]
    assert travel.hour_factor.tolist() == [1.5] * 24
    assert travel.blue_light_factor == 0.5


def test_without_minutes_roads_are_driven(travel_section):
    areas = [row("a"), row("b", 2000), row("c", 4000, urban=False)]
    county = build(table(areas=areas, travel_min=None, travel=travel_section))
    # 2 km x 1.3 at 40 km/h, then at 75 km/h
    assert county.travel.base_min[0, 1] == pytest.approx(3.9, abs=0.001)
    assert county.travel.base_min[0, 2] == pytest.approx(3.9 + 2.08, abs=0.002)
    assert county.travel.next_hop[0, 2] == 1


GRID = {"rows": 2, "columns": 3, "spacing_m": 400}


@pytest.mark.parametrize(("distance", "minutes"), [("right_angle", 1.2), ("straight", 0.894427)])
def test_grid_of_areas_and_their_distances(distance, minutes):
    """From the first area to the last it is 400 m north and 800 m east: 1,200 m or 894.43 m, at 60 km/h."""
    county = build(table(areas=GRID, travel_min={"distance": distance, "km_h": 60}))
    assert county.area_code == ("r1c1", "r1c2", "r1c3", "r2c1", "r2c2", "r2c3")
    assert county.x_m.tolist() == [200, 600, 1000] * 2
    assert county.y_m.tolist() == [200] * 3 + [600] * 3
    assert county.area_km2.tolist() == pytest.approx([0.16] * 6)
    assert county.travel.base_min[0, 5] == pytest.approx(minutes, abs=1e-6)
    assert (county.travel.base_min.diagonal() == 0).all()
    assert county.station_area.tolist() == [0]


def test_stations_can_stand_everywhere():
    county = build(table(areas=GRID, travel_min={"distance": "straight", "km_h": 60}, stations="everywhere"))
    assert county.station_area.tolist() == [0, 1, 2, 3, 4, 5]
    assert county.station_name[4] == "r2c2 station"


def test_places_stand_by_id_or_in_the_nearest_area():
    areas = [row("a"), row("b", 5000)]
    stations = [{"name": "By id", "area": "b"}, {"name": "By point", "x": 4000, "y": 100}]
    county = build(table(areas=areas, stations=stations, custody=[{"name": "Cells", "area": "a"}]))
    assert county.station_area.tolist() == [1, 1]
    assert county.custody_area.tolist() == [0]


def test_districts_come_in_the_order_of_the_table():
    areas = [row("a") | {"district": "West"}, row("b") | {"district": "East"}, row("c") | {"district": "West"}]
    county = build(table(areas=areas, travel_min=[[0] * 3] * 3))
    assert county.district_name == ("West", "East")
    assert county.district_of_area.tolist() == [0, 1, 0]
    assert county.station_name == ("West station", "East station")
    assert restrict(county, np.array([True, False, True])).district_name == ("West",)


def test_unknown_area_of_a_station_is_refused_with_a_suggestion():
    with pytest.raises(InputError) as caught:
        build(table(areas=[row("north"), row("south")], stations=[{"name": "S", "area": "nort"}]))
    assert str(caught.value) == "queue.yaml: stations.0.area: unknown area 'nort'; did you mean 'north'?"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"travel_min": [[0, 0]]}, "2 rows of 2 numbers"),
        ({"travel_min": [[0, -1], [0, 0]]}, "greater than or equal to 0"),
        ({"travel_min": None}, "travel.roads is missing"),
        ({"areas": [row("a"), row("a")]}, "'a' is listed more than once"),
        ({"areas": []}, "at least 1 item"),
        ({"areas": GRID | {"rows": 400}}, "more than 1000 areas"),
        ({"areas": GRID | {"spacing_m": 0}}, "greater than 0"),
        ({"areas": GRID}, "6 rows of 6 numbers"),
        ({"travel_min": {"distance": "straight", "km_h": 0}}, "greater than 0"),
        ({"stations": []}, "stations is empty"),
        ({"stations": "nowhere"}, "everywhere"),
        ({"stations": [{"name": "S", "x": 5.0}]}, "either x and y"),
        ({"stations": [{"name": "S", "x": 5.0, "y": 5.0, "area": "a"}]}, "either x and y"),
        ({"areas": [row("a", population="many"), row("b")]}, "valid number"),
        ({"areas": [row("a", deprivation_rank=0), row("b")]}, "greater than or equal to 1"),
        ({"travel": {"hour_factor": [1.0] * 23}}, "at least 24 items"),
        ({"travel": {"hour_factor": 0}}, "greater than 0"),
        ({"travel": {"blue_light_factor": 1.2}}, "at most 1"),
        ({"travel": {"speed": 3}}, "Extra inputs"),
        ({"kind": "tables"}, "does not match any of the expected tags"),
    ],
)
def test_broken_tables_are_refused(changes, message):
    with pytest.raises(ValidationError, match=message):
        table(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"urban_km_h": 0}, "greater than 0"),
        ({"circuity": 0.9}, "no road is shorter"),
        ({"start_stop_min": -1}, "must not be negative"),
    ],
)
def test_impossible_roads_are_refused(travel_section, changes, message):
    with pytest.raises(ValidationError, match=message):
        table(travel=travel_section | {"roads": travel_section["roads"] | changes}, travel_min=None)
