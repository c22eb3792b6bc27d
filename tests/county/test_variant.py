"""The counties of made-up forces: each its own, none a real place, none changed by how many others there are."""

import numpy as np
import pytest

from sim.county.build import build_county
from sim.county.config import COUNTY_CONFIG
from sim.county.nation import described, side_by_side
from sim.county.places import TOWNS
from sim.county.variant import EMBEDDED, variant_of_force
from tests.county.conftest import MODELS, read_pack


def forces_of(areas, forces=3):
    """Describe forces like the embedded county."""
    return COUNTY_CONFIG.validate_python(
        {"kind": "nation", "of": read_pack("hertfordshire"), "forces": forces, "areas_per_force": areas}
    )


@pytest.fixture(scope="module")
def two():
    """Build two forces of a hundred areas."""
    return [build_county(forces_of(100), MODELS, block=block) for block in (1, 2)]


def test_each_force_is_laid_out_anew(two):
    one, other = two
    assert [county.n_areas for county in two] == [100, 100]
    assert not np.isclose(one.x_m, other.x_m).all()
    assert not np.array_equal(one.deprivation_rank, other.deprivation_rank)
    assert one.population.sum() == pytest.approx(1_189_500 * 100 / 690, abs=50)
    assert other.population.sum() == pytest.approx(1_189_500 * 100 / 690, abs=50)


def test_force_does_not_depend_on_how_many_there_are(two):
    again = build_county(forces_of(100, forces=40), MODELS, block=2)
    assert again.area_name == two[1].area_name
    assert np.array_equal(again.travel.base_min, two[1].travel.base_min)


def test_places_bear_no_real_name(two):
    told = " ".join((*two[0].area_name, *two[0].district_name, *two[0].station_name, *two[0].custody_name, two[0].name))
    assert [town.name for town in TOWNS if town.name in told] == []
    assert [name for name in EMBEDDED.district_names if name in told] == []
    assert two[0].area_name[0] == "Force 01 A 101A"


def test_codes_of_all_forces_differ():
    codes = [variant_of_force(force, 814).first_code + index for force in (1, 2, 43) for index in (0, 813)]
    assert codes == [1_000, 1_813, 1_814, 2_627, 35_188, 36_001]


def test_districts_keep_their_shares_of_the_areas():
    # Broxbourne has 56 of 690 areas: 66.06 of 814
    counts = variant_of_force(7, 814).district_areas
    assert sum(counts) == 814
    assert counts[0] == 66
    assert all(
        abs(mine - 814 / 690 * theirs) <= 1 for mine, theirs in zip(counts, EMBEDDED.district_areas, strict=True)
    )


@pytest.mark.parametrize("force", [6, 11, 30])
def test_force_whose_borders_cross_is_drawn_again(force):
    """With these numbers the first roughening closes around more places than there are districts."""
    county = build_county(forces_of(60, forces=43), MODELS, block=force)
    assert county.n_districts == 10
    assert np.bincount(county.district_of_area).min() > 0


def test_side_by_side_they_are_one_list(two):
    both = side_by_side([described(county) for county in two], "Two")
    assert both.n_areas == 200
    assert both.force_name == ("Force 01", "Force 02")
    assert both.force_of_area.tolist() == [0] * 100 + [1] * 100
    assert both.district_name[both.district_of_area[100]] == "Force 02 A"
    assert both.population[100:].tolist() == two[1].population.tolist()
    fifths = np.concatenate([county.deprivation_fifth for county in two])
    assert both.deprivation_fifth.tolist() == fifths.tolist()


def test_county_that_forces_are_modelled_on_is_the_embedded_one():
    pattern = build_county(forces_of(100), MODELS)
    embedded = build_county(COUNTY_CONFIG.validate_python(read_pack("hertfordshire")), MODELS)
    assert pattern.area_code == embedded.area_code
    assert np.array_equal(pattern.travel.base_min, embedded.travel.base_min)
