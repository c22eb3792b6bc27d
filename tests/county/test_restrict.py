"""A part of a county keeps the travel times of the whole."""

import numpy as np
import pytest

from sim.county.build import kept_areas, restrict
from sim.county.config import COUNTY_CONFIG
from sim.errors import InputError
from tests.county.conftest import read_pack


def only(county, *districts):
    """Give the mask of some districts."""
    return np.isin(county.district_of_area, [county.district_name.index(name) for name in districts])


def described(**changes):
    """Give the description of the embedded county."""
    return COUNTY_CONFIG.validate_python(read_pack("hertfordshire") | changes)


def test_without_a_list_everything_is_kept(embedded):
    assert kept_areas(described(), embedded).all()
    assert restrict(embedded, np.ones(690, dtype=bool)) is embedded


def test_listed_districts_are_kept(embedded):
    keep = kept_areas(described(districts=["Watford", "Three Rivers"]), embedded)
    assert keep.sum() == 53 + 53
    np.testing.assert_array_equal(keep, only(embedded, "Watford", "Three Rivers"))


def test_unknown_districts_are_named_all_at_once(embedded):
    with pytest.raises(InputError) as caught:
        kept_areas(described(districts=["Watfrod", "Kent"]), embedded, "study.yaml")
    assert [problem.where for problem in caught.value.problems] == ["districts.0", "districts.1"]
    assert "did you mean 'Watford'?" in str(caught.value)
    assert "there is: Broxbourne, Dacorum" in str(caught.value)


def test_stevenage_alone(embedded):
    keep = only(embedded, "Stevenage")
    part = restrict(embedded, keep)
    assert part.n_areas == 52
    assert part.district_name == ("Stevenage",)
    assert set(part.district_of_area) == {0}
    assert part.station_name == part.custody_name == ("Stevenage",)
    assert part.area_name[part.station_area[0]] == embedded.area_name[embedded.station_area[1]]
    assert len(part.boundary_wkb) == 52
    assert part.recorded_per_year.shape == (0, 52)
    np.testing.assert_array_equal(part.travel.base_min, embedded.travel.base_min[np.ix_(keep, keep)])
    assert part.population.sum() == embedded.population[keep].sum()


def test_neighbours_outside_are_forgotten(embedded):
    part = restrict(embedded, only(embedded, "Watford"))
    assert part.neighbour.max() < 53
    names = {
        part.area_name[area]: {
            part.area_name[other]
            for other in part.neighbour[part.neighbour_start[area] : part.neighbour_start[area + 1]]
        }
        for area in range(53)
    }
    for area in range(embedded.n_areas):
        if embedded.area_name[area] in names:
            around = embedded.neighbour[embedded.neighbour_start[area] : embedded.neighbour_start[area + 1]]
            inside = {embedded.area_name[other] for other in around} & set(names)
            assert names[embedded.area_name[area]] == inside


def test_a_suite_moves_in_where_none_is_left(embedded):
    part = restrict(embedded, only(embedded, "Watford"))
    # Hatfield is nearer to Watford than Stevenage; it moves to the kept area that is quickest to reach from it
    assert part.custody_name == ("Hatfield",)
    minutes = embedded.travel.base_min[embedded.custody_area[0]]
    nearest = np.flatnonzero(only(embedded, "Watford"))[np.argmin(minutes[only(embedded, "Watford")])]
    assert part.area_name[part.custody_area[0]] == embedded.area_name[nearest]


@pytest.mark.parametrize("districts", [("Stevenage",), ("North Hertfordshire",), ("Watford", "Broxbourne")])
def test_ways_through_areas_outside_keep_their_minutes(embedded, districts):
    part = restrict(embedded, only(embedded, *districts))
    minutes, hop = part.travel.base_min, part.travel.next_hop
    size = part.n_areas
    start, end = np.divmod(np.arange(size * size), size)
    assert hop.min() >= 0
    assert hop.max() < size
    apart = start != end
    step = hop[start, end]
    assert (step[apart] != start[apart]).all()
    rest = np.where(step == end, 0, minutes[step, end])
    np.testing.assert_array_equal((minutes[start, step] + rest)[apart], minutes[start, end][apart])
    assert (np.diag(hop) == np.arange(size)).all()


def test_nothing_kept_is_refused(embedded):
    with pytest.raises(ValueError, match="at least one area"):
        restrict(embedded, np.zeros(690, dtype=bool))
